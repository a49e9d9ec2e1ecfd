"""`digitize up` as an archive room starts it."""

import json
import re
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from digitize.errors import ServiceError, UsageError
from digitize.flows.together import bring_up
from digitize.settings import Settings
from tests.archive.scans import digital, fill
from tests.flows.running import start, wait_for
from tests.services.ports import free_ports

pytestmark = pytest.mark.services


def until(true: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False


@contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def flow_runs(port: int) -> list[dict[str, Any]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/flow_runs/filter",
        data=b"{}",
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


def test_all_comes_up_works_together_and_goes_down(data: Path, inbox: Path) -> None:
    inbox.mkdir()
    web, prefect = free_ports(2)
    process = start(
        data,
        *("up", str(inbox)),
        DIGITIZE_PORT=str(web),
        DIGITIZE_PREFECT_PORT=str(prefect),
        DIGITIZE_WATCH_SECONDS="0.5",
    )
    try:
        until(lambda: process.poll() is not None or answers(f"http://127.0.0.1:{web}/healthz"))
        fill(inbox, a=digital())
        wait_for(data, "SELECT 1 FROM documents WHERE indexed_version = version")
        wait_for(data, "SELECT 1 FROM batches WHERE finished_at IS NOT NULL")
        assert [r["name"] for r in flow_runs(prefect) if r["state_type"] == "COMPLETED"] == [
            f"batch 1: {inbox}"
        ]
        time.sleep(1)  # so that the watcher looks again
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=90)
    finally:
        process.kill()
    assert (process.returncode, err) == (0, "")
    ready = re.findall(r"^(\S+(?: archive)?) +(\S+) +ready$", out, re.MULTILINE)
    assert ready == [
        ("Prefect", f"http://127.0.0.1:{prefect}"),
        ("worker", f"http://127.0.0.1:{prefect}/api"),
        ("watcher", str(inbox)),
        ("web archive", f"http://127.0.0.1:{web}"),
    ]
    assert not answers(f"http://127.0.0.1:{web}/healthz")
    assert not answers(f"http://127.0.0.1:{prefect}/api/health")


def test_what_cannot_work_is_said_before_anything_is_started(
    inbox: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with pytest.raises(UsageError, match="no such folder"):
        bring_up(str(inbox), settings)
    inbox.mkdir()
    with pytest.raises(UsageError, match="DIGITIZE_PORT is 0"):
        bring_up(str(inbox), settings.model_copy(update={"port": 0}))
    with listening() as port:
        with pytest.raises(ServiceError, match=f"127.0.0.1:{port} is in use") as taken:
            bring_up(str(inbox), settings.model_copy(update={"port": port}), with_prefect=False)
        assert "DIGITIZE_PORT" in taken.value.remedy
        with pytest.raises(ServiceError, match=f"127.0.0.1:{port} is in use") as taken:
            bring_up(str(inbox), settings.model_copy(update={"prefect_port": port}))
        assert "DIGITIZE_PREFECT_PORT" in taken.value.remedy
    assert capsys.readouterr() == ("", "")
