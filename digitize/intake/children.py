"""Child processes that decode, so that no file can end, hang or bloat the program.

Decoders of PDF and pictures are large programs in C that meet whatever bytes people copy into an
inbox; PDFium, besides, is not thread-safe. Each child serves one call at a time, bounded in
memory; a call that takes too long ends it, with whatever it started. Idle children are kept, since
starting one takes a third of a second.
"""

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from digitize.errors import Reason
from digitize.intake.limits import Limits
from digitize.intake.messages import Close, Open, Opened, Refused

OPEN_SECONDS = 60.0
PAGE_SECONDS = 60.0  # the slowest real page, JPEG 2000 in colour, takes 0.3

_BASE_BYTES = 96 << 20  # what a child needs before it decodes anything
_BYTES_A_PIXEL = 8  # the decoder's bitmap and our copy of it, in colour, and some more
_MOST_IDLE = 8
_FILES_A_CHILD = 200  # memory of long-lived decoders crumbles

# Set before a child starts, for it alone. Pages are taken from and given back to the heap, not to
# the system: clearing the memory of each picture anew took an eighth of the time of a run.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(64 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
}


class ChildLost(Exception):  # noqa: N818 - it stands for what became of the child
    """The child ended or had to be ended."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def decoder_bytes(limits: Limits) -> int:
    """How much memory a child may take to decode pages."""
    return _BASE_BYTES + _BYTES_A_PIXEL * limits.max_pixels


@dataclass(frozen=True, slots=True)
class Kind:
    """A program of children, `python -m PROGRAM SOCKET PIXELS MOST_BYTES`: see `serving`."""

    program: str
    most_bytes: int


class Child:
    """A child process and the socket to it. `file` is the one that it has open, `files` how many
    it has had."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.files = 0
        self.file: Open | None = None
        self._left = os.memfd_create("digitize-pixels")
        ours, theirs = socket.socketpair()
        with theirs:
            passed = (theirs.fileno(), self._left)
            self._process = subprocess.Popen(
                # -P: no module of the folder in which the program is called may be taken for ours
                [
                    *(sys.executable, "-P", "-m", kind.program),
                    *map(str, (*passed, kind.most_bytes)),
                ],
                pass_fds=passed,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that what it starts can be ended with it
                env=os.environ | _ENVIRONMENT,
            )
        self._connection = Connection(ours.detach())

    @property
    def process_id(self) -> int:
        return self._process.pid

    def open(self, file: Open, seconds: float) -> Opened | Refused:
        """Open `file` in the place of another. Raises ChildLost."""
        self.files += 1
        self.file = None
        answer: Opened | Refused = self.ask(file, seconds)
        if isinstance(answer, Opened):
            self.file = file
        return answer

    def close(self, seconds: float) -> None:
        """Close the file that is open. Raises ChildLost."""
        self.file = None
        self.ask(Close(), seconds)

    def ask(self, message: object, seconds: float) -> Any:
        """The answer to `message`. Raises ChildLost, and the child is gone."""
        try:
            self._connection.send(message)
            if not self._connection.poll(seconds):
                self.end()
                raise ChildLost(Reason.TIMED_OUT)
            return self._connection.recv()
        except (EOFError, OSError):
            self.end()
            raise ChildLost(Reason.CRASHED) from None

    def take(self, size: int) -> bytearray:
        """The bytes that the child has left; their memory is given back."""
        taken = bytearray(size)
        view, read = memoryview(taken), 0
        while read < size:
            read += os.preadv(self._left, [view[read:]], read)
        os.ftruncate(self._left, 0)
        return taken

    def end(self) -> None:
        self._connection.close()
        os.close(self._left)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class _Children:
    """Idle children."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Child] = []

    def take(self, kind: Kind, file: Open | None) -> Child:
        with self._lock:
            idle = [child for child in self._idle if child.kind == kind]
            idle.sort(key=lambda child: child.file is not file)
            if idle:
                self._idle.remove(idle[0])
                return idle[0]
        return Child(kind)

    def take_idle(self, file: Open) -> Child | None:
        with self._lock:
            for child in self._idle:
                if child.file is file:
                    self._idle.remove(child)
                    return child
        return None

    def give_back(self, child: Child) -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE and child.files < _FILES_A_CHILD:
                self._idle.append(child)
                return
        child.end()

    def end_all(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().end()


_children = _Children()


def take(kind: Kind, file: Open | None = None) -> Child:
    """An idle child, before others one that has `file` open; or a new one."""
    return _children.take(kind, file)


def take_idle(file: Open) -> Child | None:
    """An idle child that has `file` open, if there is one."""
    return _children.take_idle(file)


def give_back(child: Child) -> None:
    """Keep the child for others."""
    _children.give_back(child)


def start(kind: Kind, number: int) -> None:
    """Have so many more children start now, while the caller does something else."""
    for child in [Child(kind) for _ in range(number)]:
        _children.give_back(child)


@atexit.register
def end_idle() -> None:
    """End the children that are at no work."""
    _children.end_all()
