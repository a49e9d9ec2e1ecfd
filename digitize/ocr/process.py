"""Run an outside program in a process group of its own, and end the whole group with it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class TimedOutError(Exception):
    """The program ran longer than it may; its process group has been killed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program left: exit status (negative: the signal that ended it) and its output."""

    status: int
    output: bytes
    errors: bytes


def run_in_group(
    command: Sequence[str], data: bytes, *, timeout: float, environment: Mapping[str, str]
) -> Finished:
    """Run `command` with `data` on its standard input.

    Whatever the program itself started dies with it on a time-out or when this process is
    interrupted: nothing goes on working on a page that was given up. Raises TimedOutError, and
    FileNotFoundError or PermissionError when the program cannot be started.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        start_new_session=True,
    ) as process:
        try:
            output, errors = process.communicate(data, timeout=timeout)
        except BaseException as error:
            # The leader is not reaped yet, so the group's number cannot belong to another.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise TimedOutError from None
            raise
    return Finished(process.returncode, output, errors)
