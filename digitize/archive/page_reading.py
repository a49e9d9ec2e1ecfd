"""A file whose pages are decoded and read in child processes, several at a time.

A page that crashes or hangs its child is one failed page: the next one gets a new child.
"""

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from digitize.archive.page_messages import DrawPage, PageRead, ReadPage, Unserved
from digitize.domain import PageKind, PageText
from digitize.errors import InputError, PageError, Reason, ServiceError
from digitize.intake import children
from digitize.intake.children import OPEN_SECONDS, PAGE_SECONDS, ChildLost, decoder_bytes
from digitize.intake.limits import Limits
from digitize.intake.messages import Open, Refused
from digitize.intake.nursery import Kind
from digitize.intake.sniffing import MediaType
from digitize.settings import Settings

_PROGRAM = "digitize.archive.page_child"
_BASE_BYTES = 128 << 20  # for reading, beside what decoding takes
# A page of many stamps is several runs of the second engine, each bounded by itself. This ends
# what hangs elsewhere.
_RUNS_A_PAGE = 10

# A failed page whose picture never came out stands as A4 in points: every page has a shape.
_SIZE_UNKNOWN = (595, 842, 72.0)


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.max_bytes, settings.max_pages, settings.max_pixels)


def start_children(settings: Settings) -> None:
    """Have what reads pages loaded now, while the caller does something else."""
    children.prepare(_kind(settings))


class ReadableFile:
    """An open file. Safe to share between threads: each call that comes takes a child.

    Raises InputError when it cannot be taken; `name` stands in messages.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        media_type: MediaType,
        settings: Settings,
        *,
        with_pictures: bool = False,
    ) -> None:
        self._settings = settings
        self._with_pictures = with_pictures
        self.file = Open(path.absolute(), media_type, limits_of(settings))
        try:
            child = children.take(_kind(settings))
            answer = child.open(self.file, OPEN_SECONDS)
        except ChildLost as failure:
            raise InputError(failure.reason, name) from None
        children.give_back(child)
        if isinstance(answer, Refused):
            raise InputError(answer.reason, name, answer.detail)
        self.page_count = answer.page_count

    def read(self, number: int) -> PageRead:
        """The page, FAILED where it cannot be decoded or read. Raises ServiceError when the
        reader is missing."""
        try:
            answer: PageRead | Refused | Unserved = self._ask(self._request(number))
        except ChildLost as failure:
            return _failed(number, failure.reason)
        if isinstance(answer, Unserved):
            raise ServiceError(answer.message, remedy=answer.remedy)
        if isinstance(answer, Refused):
            return _failed(number, answer.reason)
        if answer.fault:
            logging.getLogger(__name__).error("page %d\n%s", number, answer.fault)
        return answer

    def picture(self, number: int, rotation: int) -> bytes:
        """The page as JPEG, turned clockwise by `rotation` degrees. Raises PageError when it
        cannot be decoded."""
        try:
            answer = self._ask(DrawPage(number, rotation))
        except ChildLost as failure:
            raise PageError(number, failure.reason) from None
        if isinstance(answer, Refused):
            raise PageError(number, answer.reason, answer.detail)
        picture: bytes = answer
        return picture

    def _ask(self, message: ReadPage | DrawPage) -> Any:
        child = children.take(_kind(self._settings), self.file)
        if child.file is not self.file:
            opened = child.open(self.file, OPEN_SECONDS)
            if isinstance(opened, Refused):
                children.give_back(child)
                return opened
        seconds = PAGE_SECONDS + _RUNS_A_PAGE * self._settings.page_timeout
        answer = child.ask(message, seconds)
        children.give_back(child)
        return answer

    def _request(self, number: int) -> ReadPage:
        settings = self._settings
        return ReadPage(
            number,
            settings.reading,
            settings.language,
            settings.page_timeout,
            self._with_pictures,
        )

    def close(self) -> None:
        """Let no child keep the file open. No page may be asked for any more."""
        while (child := children.take_idle(self.file)) is not None:
            with suppress(ChildLost):
                child.close(OPEN_SECONDS)
                children.give_back(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _kind(settings: Settings) -> Kind:
    return Kind(_PROGRAM, _BASE_BYTES + decoder_bytes(limits_of(settings)))


def _failed(number: int, reason: Reason) -> PageRead:
    width, height, dpi = _SIZE_UNKNOWN
    return PageRead(
        PageText(number, PageKind.FAILED, width, height, dpi, error=reason.value), picture=None
    )
