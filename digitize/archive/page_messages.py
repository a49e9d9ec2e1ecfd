"""What the program and a process that reads pages say to each other, besides `intake.messages`."""

from dataclasses import dataclass

from digitize.domain import PageText


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Asks for PageRead, for Refused where the page cannot be decoded, or for Unserved.

    `reading`: a way of `ocr.cascade.Reading`. `language`, `timeout`: as for TesseractEngine."""

    number: int
    reading: str
    language: str
    timeout: float
    with_picture: bool


@dataclass(frozen=True, slots=True)
class PageRead:
    """`picture`: the upright page as JPEG. `fault`: the trace of what was not foreseen."""

    text: PageText
    picture: bytes | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class DrawPage:
    """Asks for the picture alone, turned clockwise by `rotation` degrees: bytes of a JPEG, or
    Refused."""

    number: int
    rotation: int


@dataclass(frozen=True, slots=True)
class Unserved:
    """A service is missing, which is no fault of the page."""

    message: str
    remedy: str
