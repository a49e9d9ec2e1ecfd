"""With a real Prefect server, which lives as long as this module's tests."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from digitize.archive.leases import worker_name
from tests.archive.scans import digital, fill, scanned, secret
from tests.flows.running import finish, rows, run, start, wait_for

pytestmark = pytest.mark.slow


class Server:
    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/api"
        self._log = (home / "server.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start"],
            env=os.environ
            | {
                "PREFECT_HOME": str(home),
                "PREFECT_SERVER_API_HOST": "127.0.0.1",
                "PREFECT_SERVER_API_PORT": str(port),
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "DO_NOT_TRACK": "1",
            },
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait(self) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError(Path(self._log.name).read_text())

    def ask(self, what: str) -> list[dict[str, Any]]:
        """All records of a kind, as the server gives them."""
        request = urllib.request.Request(
            f"{self.url}/{what}/filter",
            data=b"{}",
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: list[dict[str, Any]] = json.load(answer)
            return found

    def kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    server = Server(home)
    try:
        server.wait()
        yield server
    finally:
        server.kill()


@pytest.fixture
def client(tmp_path: Path) -> dict[str, str]:
    """What a client's environment holds beside the server's address."""
    return {"PREFECT_HOME": str(tmp_path / "client")}


def test_prefect_shows_the_batch_and_losing_it_costs_nothing(
    data: Path, inbox: Path, tmp_path: Path, client: dict[str, str]
) -> None:
    """Two tests in one, for the twenty seconds that a server takes to start."""
    home = tmp_path / "server"
    home.mkdir()
    with serving(home) as server:
        client["PREFECT_API_URL"] = server.url
        shows_the_batch(server, data, inbox, client)
        outlives_its_server(server, tmp_path, client)


def shows_the_batch(server: Server, data: Path, inbox: Path, client: dict[str, str]) -> None:
    fill(inbox, a=digital(), mat=secret(), half=digital()[:3000])
    ran = run(data, "run", str(inbox), **client)
    assert (ran.code, ran.err) == (0, "")
    [flow_run] = server.ask("flow_runs")
    assert flow_run["name"] == f"batch 1: {inbox}"
    assert set(flow_run["tags"]) == {"digitize", "batch-1", worker_name(data)}
    assert flow_run["state"]["type"] == "COMPLETED"
    assert "1 sealed" in flow_run["state"]["message"]
    ids = {str(sha)[:12] for (sha,) in rows(data, "SELECT sha256 FROM originals")}
    # The server writes task runs down some moments after it was told of them.
    end = time.monotonic() + 60
    while {t["name"] for t in server.ask("task_runs")} != {f"original {i}" for i in ids}:
        assert time.monotonic() < end
        time.sleep(0.2)
    artifacts = {artifact["type"]: artifact for artifact in server.ask("artifacts")}
    assert artifacts["progress"]["data"] == 100
    assert "| truncated |" in artifacts["markdown"]["data"]
    table = json.loads(artifacts["table"]["data"])
    assert {row["place"]: row["files"] for row in table}["total · tổng"] == 3
    assert "mat.pdf" not in json.dumps([flow_run, *artifacts.values(), *server.ask("task_runs")])


def outlives_its_server(server: Server, tmp_path: Path, client: dict[str, str]) -> None:
    inbox, data = tmp_path / "inbox 2", tmp_path / "data 2"
    fill(inbox, a=digital(2), b=scanned(pages=3), c=scanned(2))
    process = start(data, "run", str(inbox), **client)
    wait_for(data, "SELECT 1 FROM originals WHERE attempts > 0")
    server.kill()
    ran = finish(process)
    assert ran.code == 0
    assert "out of reach" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert ran.counts["done"] + ran.counts["review"] == ran.total == 3


def test_a_server_that_was_never_there_costs_nothing(
    data: Path, inbox: Path, client: dict[str, str]
) -> None:
    fill(inbox, a=digital())
    ran = run(data, "run", str(inbox), PREFECT_API_URL="http://127.0.0.1:9/api", **client)
    assert ran.code == 0
    assert "out of reach" in ran.err
    assert ran.counts["done"] + ran.counts["review"] == 1
