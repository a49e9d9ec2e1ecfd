"""What intake hands on: one page at a time."""

from dataclasses import dataclass
from typing import Protocol, Self

from digitize.domain import PageText
from digitize.imaging.page import PageImage
from digitize.intake.sniffing import MediaType


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page of a file.

    `image`: the pixels as scanned, before any turning. `rotation_hint`: degrees (0, 90, 180,
    270) by which the file itself says that they must be turned clockwise (PDF /Rotate and
    placement, TIFF and EXIF orientation). `text_layer`: the file's own text, when the page is
    born digital and its text is real Vietnamese.
    """

    number: int  # from 1
    image: PageImage
    rotation_hint: int = 0
    text_layer: PageText | None = None


class Source(Protocol):
    """An open file. `page` raises PageError and nothing else; no page is held afterwards."""

    @property
    def media_type(self) -> MediaType: ...

    @property
    def page_count(self) -> int: ...

    def page(self, number: int) -> SourcePage: ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
