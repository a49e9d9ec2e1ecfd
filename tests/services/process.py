"""A server as a child process: started, waited for, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def start_process(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    user: str = "",
) -> subprocess.Popen[bytes]:
    """Start a server that ends with us, even when we are killed: to be called by the main
    thread, for the server ends with the thread that started it. Its output goes to `log`.
    `user`: the one that it becomes when we are root, as servers refuse to run as root."""
    start = ["setpriv", "--pdeathsig", "INT"]
    if user and os.geteuid() == 0:
        start += ["--reuid", user, "--regid", user, "--init-groups"]
    with log.open("ab") as out:
        return subprocess.Popen(
            [*start, *command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
        )


def wait_until_ready(
    process: subprocess.Popen[bytes], is_ready: Callable[[], bool], *, log: Path, seconds: float
) -> None:
    """Raises RuntimeError with the end of its log when the server ends or is too late."""
    end = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None or time.monotonic() > end:
            tail = log.read_text(errors="replace")[-3000:]
            raise RuntimeError(f"{process.args!r} is not ready:\n{tail}")
        time.sleep(0.05)


def stop_process(
    process: subprocess.Popen[bytes], number: signal.Signals, *, seconds: float = 20
) -> None:
    """Ask the server to end; kill it when it does not."""
    process.send_signal(number)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
