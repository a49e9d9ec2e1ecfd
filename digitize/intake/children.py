"""Child processes that decode, so that no file can end, hang or bloat the program.

Decoders of PDF and pictures are large programs in C that meet whatever bytes people copy into an
inbox; PDFium, besides, is not thread-safe. Each child serves one call at a time, bounded in
memory; a call that takes too long ends it, with whatever it started. Idle children are kept, and
new ones forked (`nursery`), since loading what they need takes a fifth of a second.
"""

import atexit
import os
import signal
import socket
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from digitize.errors import Reason
from digitize.intake.limits import Limits
from digitize.intake.messages import Close, Open, Opened, Refused
from digitize.intake.nursery import Kind, Nursery

OPEN_SECONDS = 60.0
PAGE_SECONDS = 60.0  # the slowest real page, JPEG 2000 in colour, takes 0.3

_BASE_BYTES = 96 << 20  # what a child needs before it decodes anything
_BYTES_A_PIXEL = 8  # the decoder's bitmap and our copy of it, in colour, and some more
_MOST_IDLE = 8
_FILES_A_CHILD = 200  # memory of long-lived decoders crumbles


class ChildLost(Exception):  # noqa: N818 - it stands for what became of the child
    """The child ended or had to be ended."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def decoder_bytes(limits: Limits) -> int:
    """How much memory a child may take to decode pages."""
    return _BASE_BYTES + _BYTES_A_PIXEL * limits.max_pixels


class Child:
    """A child process and the socket to it. `file` is the one that it has open, `files` how many
    it has had."""

    def __init__(self, kind: Kind, nursery: Nursery) -> None:
        """Raises OSError when the nursery is gone."""
        self.kind = kind
        self._nursery = nursery
        self.files = 0
        self.file: Open | None = None
        self._left = os.memfd_create("digitize-pixels")
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self.process_id = nursery.fork((theirs.fileno(), self._left))
            except OSError:
                ours.close()
                os.close(self._left)
                raise
        self._connection = Connection(ours.detach())

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
            os.killpg(self.process_id, signal.SIGKILL)
        with suppress(OSError):
            self._nursery.bury(self.process_id)


class _Children:
    """Idle children, and the nurseries of new ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._nurseries: dict[Kind, Nursery] = {}

    def prepare(self, kind: Kind) -> Nursery:
        with self._lock:
            if kind not in self._nurseries:
                self._nurseries[kind] = Nursery(kind)
            return self._nurseries[kind]

    def _new(self, kind: Kind) -> Child:
        nursery = self.prepare(kind)
        try:
            return Child(kind, nursery)
        except OSError:  # somebody ended it: once more, with another
            with self._lock:
                if self._nurseries.get(kind) is nursery:
                    del self._nurseries[kind]
            nursery.end()
        return Child(kind, self.prepare(kind))

    def take(self, kind: Kind, file: Open | None) -> Child:
        with self._lock:
            idle = [child for child in self._idle if child.kind == kind]
            idle.sort(key=lambda child: child.file is not file)
            if idle:
                self._idle.remove(idle[0])
                return idle[0]
        return self._new(kind)

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
            while self._nurseries:
                self._nurseries.popitem()[1].end()


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


def prepare(kind: Kind) -> None:
    """Have what children of a kind need loaded now, while the caller does something else."""
    _children.prepare(kind)


@atexit.register
def end_idle() -> None:
    """End the children that are at no work, and the nurseries."""
    _children.end_all()
