"""A real Prefect server, as `digitize prefect` starts it, on the loopback."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services.ports import free_ports
from tests.services.process import start_process, stop_process, wait_until_ready

_READY_SECONDS = 120

Record = dict[str, Any]


@dataclass
class Prefect:
    """`url` stays the same when the server is stopped and started again."""

    folder: Path
    port: int = field(default_factory=lambda: free_ports(1)[0])
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def environment(self) -> dict[str, str]:
        """What a client's environment says."""
        return {"PREFECT_API_URL": self.url, "PREFECT_HOME": str(self.folder / "client")}

    def start(self) -> None:
        log = self.folder / "server.log"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
        self._process = start_process(
            [sys.executable, "-m", "digitize.cli", "prefect", "--port", str(self.port)],
            log=log,
            environment=environment | {"DIGITIZE_DATA": str(self.folder)},
        )
        wait_until_ready(self._process, self._is_ready, log=log, seconds=_READY_SECONDS)

    def stop(self) -> None:
        if self._process is not None:
            stop_process(self._process, signal.SIGTERM)
            self._process = None

    def ask(self, path: str, question: Mapping[str, Any] | None = None) -> Any:
        """What the server answers to a question, by POST."""
        request = urllib.request.Request(
            f"{self.url}/{path}",
            data=json.dumps(question or {}).encode(),
            headers={"Content-Type": "application/json"},
        )
        return _answer(request)

    def get(self, path: str) -> Any:
        return _answer(urllib.request.Request(f"{self.url}/{path}"))

    def delete(self, path: str) -> None:
        request = urllib.request.Request(f"{self.url}/{path}", method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()

    def wait_for_end(self, flow_run: str, seconds: float = 90) -> Record:
        """The flow run of that id, once it has ended."""
        end = time.monotonic() + seconds
        while True:
            found: Record = self.get(f"flow_runs/{flow_run}")
            if found["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
                return found
            assert time.monotonic() < end, found["state"]
            time.sleep(0.3)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                return True
        except OSError:
            return False


def _answer(request: urllib.request.Request) -> Any:
    """Asked again while the server is busy writing (503), as Prefect's own clients and page do."""
    for left in reversed(range(10)):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503 or not left:
                raise
            time.sleep(1)
    raise AssertionError


@contextmanager
def prefect(folder: Path) -> Iterator[Prefect]:
    server = Prefect(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
