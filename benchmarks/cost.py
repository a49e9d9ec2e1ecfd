"""What a command costs: wall seconds, core seconds and memory, its children included."""

import os
import re
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.3  # seconds between looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """`memory`: the most that all processes of the command held at once, in bytes; pages of
    memory that they share are counted once (Pss)."""

    wall: float
    cores: float
    memory: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.wall + other.wall, self.cores + other.cores, max(self.memory, other.memory)
        )


NOTHING = Cost(0.0, 0.0, 0)


class CommandFailedError(Exception):
    """The command did not end with 0; holds the end of what it printed."""


def measure(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` to its end. Raises CommandFailedError, OSError when it cannot be started.

    Core seconds are those of the command and of all children that it waited for.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | dict(environment or {}),
    ) as process:
        assert process.stdout is not None
        with _memory_of(process.pid) as most:
            printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode != 0:
        tail = printed.decode(errors="replace")[-2000:]
        raise CommandFailedError(f"{command[0]} ended with {process.returncode}:\n{tail}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(most))


@contextmanager
def _memory_of(process: int) -> Iterator[list[int]]:
    """Looks at the bytes of the process and of all below it, until the block ends."""
    seen = [0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_EVERY):
            seen.append(sum(map(_bytes_of, _tree(process))))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def _tree(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):  # it ended meanwhile
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _tree(int(child))


def _bytes_of(process: int) -> int:
    try:
        shown = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    match = re.search(r"^Pss:\s+(\d+)", shown, re.MULTILINE)
    return int(match[1]) * 1024 if match else 0


def cores() -> float:
    """Core seconds that this process and the children that it waited for have used."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
