"""A file that a child process decodes (see `children`).

A page that crashes or hangs its decoder is one failed page: the next one gets a new child.
"""

import math
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

import numpy as np

from digitize.errors import InputError, PageError
from digitize.imaging.page import PageImage
from digitize.intake.children import (
    OPEN_SECONDS,
    PAGE_SECONDS,
    Child,
    ChildLost,
    decoder_bytes,
    give_back,
    take,
)
from digitize.intake.limits import Limits
from digitize.intake.messages import Delivered, GetPage, Open, Opened, Refused
from digitize.intake.nursery import Kind
from digitize.intake.page import SourcePage
from digitize.intake.sniffing import MediaType

_DECODER = "digitize.intake.decoder"


class IsolatedSource:
    """A file that a child decodes. Thread-safe; its pages come one at a time."""

    def __init__(self, path: Path, name: str, media_type: MediaType, limits: Limits) -> None:
        self._media_type = media_type
        self._lock = threading.Lock()
        self._request = Open(path.absolute(), media_type, limits)
        self._kind = Kind(_DECODER, decoder_bytes(limits))
        self._child: Child | None = None
        try:
            answer = self._start()
        except ChildLost as failure:
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
        except ChildLost as failure:
            raise PageError(number, failure.reason) from None

    def close(self) -> None:
        with self._lock:
            child, self._child = self._child, None
            if child is None:
                return
            with suppress(ChildLost):
                child.close(OPEN_SECONDS)
                give_back(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> Opened | Refused:
        child = take(self._kind)
        answer = child.open(self._request, OPEN_SECONDS)
        if isinstance(answer, Opened):
            self._child = child
        else:
            give_back(child)
        return answer

    def _page(self, number: int) -> SourcePage:
        if self._child is None:  # the last page ended it
            answer = self._start()
            if isinstance(answer, Refused):
                raise PageError(number, answer.reason, answer.detail)
        child, self._child = self._child, None
        assert child is not None
        page: Delivered | Refused = child.ask(GetPage(number), PAGE_SECONDS)
        if isinstance(page, Refused):
            self._child = child
            raise PageError(number, page.reason, page.detail)
        pixels = np.frombuffer(child.take(math.prod(page.shape)), np.uint8).reshape(page.shape)
        image = PageImage(pixels, page.dpi)
        self._child = child
        return SourcePage(number, image, page.rotation_hint, page.text_layer)
