"""The supervisor with small programs: what matters is how they end."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from digitize.errors import ServiceError
from digitize.flows import supervising
from digitize.flows.supervising import Part, Supervisor

SLEEPS = "import time; time.sleep(600)"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "_LOOK_SECONDS", 0.05)
    monkeypatch.setattr(supervising, "_END_SECONDS", 1.0)


def part(name: str, code: str, folder: Path, *, health: str = "") -> Part:
    log = folder / f"{name}.log"
    return Part(name, [sys.executable, "-c", code], {**os.environ}, "here", health, log)


def pid_of(path: Path) -> int:
    end = time.monotonic() + 20
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return int(path.read_text())


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_part_that_does_not_start_says_why(tmp_path: Path) -> None:
    supervisor = Supervisor()
    code = "import sys; sys.exit('digitize: port 80 is in use')"
    health = "http://127.0.0.1:9/"
    with pytest.raises(ServiceError, match=r"web does not start \(exit code 1\)\n.*port 80") as one:
        supervisor.start(part("web", code, tmp_path, health=health))
    assert str(tmp_path / "web.log") in one.value.remedy
    supervisor.stop()


def test_one_that_dies_is_started_again_and_one_that_dies_for_good_ends_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervising, "_DEATHS", 3)
    monkeypatch.setattr(time, "sleep", lambda seconds, sleep=time.sleep: sleep(min(seconds, 0.05)))
    supervisor = Supervisor()
    try:
        supervisor.start(part("steady", SLEEPS, tmp_path))
        supervisor.start(part("dying", "import time; time.sleep(0.5)", tmp_path))
        with pytest.raises(ServiceError, match="dying dies again and again"):
            supervisor.keep()
    finally:
        supervisor.stop()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(maxsplit=2)[::2] for line in lines] == [
        ["steady", "ready"],
        ["dying", "ready"],
        ["dying", "ended (exit code 0); started again"],
        ["dying", "ended (exit code 0); started again"],
    ]


def test_what_does_not_end_when_asked_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    stubborn = (
        "import signal, subprocess, sys, pathlib, os\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEPS!r}])\n"
        f"pathlib.Path({str(tmp_path / 'own')!r}).write_text(str(os.getpid()))\n"
        f"pathlib.Path({str(tmp_path / 'child')!r}).write_text(str(child.pid))\n"
        "child.wait()\n"
    )
    supervisor = Supervisor()
    supervisor.start(part("stubborn", stubborn, tmp_path))
    own, child = pid_of(tmp_path / "own"), pid_of(tmp_path / "child")
    supervisor.stop()
    end = time.monotonic() + 10
    while is_there(child) and time.monotonic() < end:  # until its new parent has waited for it
        time.sleep(0.05)
    assert not is_there(own)


def test_ctrl_c_ends_keeping(tmp_path: Path) -> None:
    supervisor = Supervisor()
    try:
        supervisor.start(part("steady", SLEEPS, tmp_path))
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            supervisor.keep()
    finally:
        supervisor.stop()
