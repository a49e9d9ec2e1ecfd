"""What a command costs: wall seconds, core seconds and memory, its children included."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """`memory`: the largest single process, in bytes."""

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
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode != 0:
        tail = printed.decode(errors="replace")[-2000:]
        raise CommandFailedError(f"{command[0]} ended with {process.returncode}:\n{tail}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
