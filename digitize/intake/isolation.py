"""Decoding in child processes, so that no file can end, hang or bloat the program.

Decoders of PDF and pictures are large programs in C that meet whatever bytes people copy into an
inbox; PDFium, besides, is not thread-safe. Each open file has a child of its own, bounded in
memory; a call that takes too long ends it, with whatever it started. A page that crashes or hangs
its decoder is one failed page: the next one gets a new child. Idle children are kept, since
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
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import numpy as np

from digitize.errors import InputError, PageError, Reason
from digitize.imaging.page import PageImage, Pixels
from digitize.intake.limits import Limits
from digitize.intake.messages import Close, Delivered, GetPage, Open, Opened, Refused
from digitize.intake.page import SourcePage
from digitize.intake.sniffing import MediaType

_DECODER = "digitize.intake.decoder"
_OPEN_SECONDS = 60.0
_PAGE_SECONDS = 60.0  # the slowest real page, JPEG 2000 in colour, takes 0.3
_BASE_BYTES = 96 << 20  # what a child needs before it decodes anything
_BYTES_A_PIXEL = 8  # the decoder's bitmap and our copy of it, in colour, and some more
_MOST_IDLE = 8
_FILES_A_CHILD = 200  # memory of long-lived decoders crumbles


class _ChildLost(Exception):  # noqa: N818 - it stands for what became of the child
    """The child ended or had to be ended."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class _Child:
    """A child process and the socket to it."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.files = 0
        self._pixels = os.memfd_create("digitize-pixels")
        ours, theirs = socket.socketpair()
        with theirs:
            passed = (theirs.fileno(), self._pixels)
            self._process = subprocess.Popen(
                # -P: no module of the folder in which the program is called may be taken for ours
                [sys.executable, "-P", "-m", _DECODER, *map(str, passed), str(most_bytes)],
                pass_fds=passed,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that what it starts can be ended with it
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
            )
        self._connection = Connection(ours.detach())

    @property
    def process_id(self) -> int:
        return self._process.pid

    def ask(self, message: object, seconds: float) -> Any:
        """The answer to `message`. Raises _ChildLost, and the child is gone."""
        try:
            self._connection.send(message)
            if not self._connection.poll(seconds):
                self.end()
                raise _ChildLost(Reason.TIMED_OUT)
            return self._connection.recv()
        except (EOFError, OSError):
            self.end()
            raise _ChildLost(Reason.CRASHED) from None

    def take_pixels(self, shape: tuple[int, ...]) -> Pixels:
        """The pixels that the child has left; their memory is given back."""
        pixels = np.empty(shape, np.uint8)
        view = pixels.data.cast("B")
        read = 0
        while read < len(view):
            read += os.preadv(self._pixels, [view[read:]], read)
        os.ftruncate(self._pixels, 0)
        return pixels

    def end(self) -> None:
        self._connection.close()
        os.close(self._pixels)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class _Children:
    """Idle children, for the next file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def take(self, most_bytes: int) -> _Child:
        with self._lock:
            for child in self._idle:
                if child.most_bytes == most_bytes:
                    self._idle.remove(child)
                    return child
        return _Child(most_bytes)

    def give_back(self, child: _Child) -> None:
        child.files += 1
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


@atexit.register
def end_idle() -> None:
    """End the children that no file uses."""
    _children.end_all()


class IsolatedSource:
    """A file that a child decodes. Thread-safe; its pages come one at a time."""

    def __init__(self, path: Path, name: str, media_type: MediaType, limits: Limits) -> None:
        self._media_type = media_type
        self._lock = threading.Lock()
        self._request = Open(path.absolute(), media_type, limits)
        self._most_bytes = _BASE_BYTES + _BYTES_A_PIXEL * limits.max_pixels
        self._child: _Child | None = None
        try:
            answer = self._start()
        except _ChildLost as failure:
            raise InputError(failure.reason, name) from None
        if isinstance(answer, Refused):
            raise InputError(answer.reason, name, answer.detail)
        self._page_count = answer.page_count

    @property
    def media_type(self) -> MediaType:
        return self._media_type

    @property
    def page_count(self) -> int:
        return self._page_count

    @property
    def process_id(self) -> int | None:
        """Of the child; None while there is none."""
        return self._child.process_id if self._child else None

    def page(self, number: int) -> SourcePage:
        try:
            with self._lock:
                return self._page(number)
        except _ChildLost as failure:
            raise PageError(number, failure.reason) from None

    def close(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            if child is None:
                return
            with suppress(_ChildLost):
                child.ask(Close(), _OPEN_SECONDS)
                _children.give_back(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> Opened | Refused:
        child = _children.take(self._most_bytes)
        answer: Opened | Refused = child.ask(self._request, _OPEN_SECONDS)
        if isinstance(answer, Opened):
            self._child = child
        else:
            _children.give_back(child)
        return answer

    def _page(self, number: int) -> SourcePage:
        if self._child is None:  # the last page ended it
            answer = self._start()
            if isinstance(answer, Refused):
                raise PageError(number, answer.reason, answer.detail)
        child, self._child = self._child, None
        assert child is not None
        page: Delivered | Refused = child.ask(GetPage(number), _PAGE_SECONDS)
        if isinstance(page, Refused):
            self._child = child
            raise PageError(number, page.reason, page.detail)
        image = PageImage(child.take_pixels(page.shape), page.dpi)
        self._child = child
        return SourcePage(number, image, page.rotation_hint, page.text_layer)
