"""What the program and a decoder's process say to each other, pickled."""

from dataclasses import dataclass
from pathlib import Path

from digitize.domain import PageText
from digitize.errors import Reason
from digitize.intake.limits import Limits
from digitize.intake.sniffing import MediaType


@dataclass(frozen=True, slots=True)
class Open:
    """Asks for Opened or Refused."""

    path: Path
    media_type: MediaType
    limits: Limits


@dataclass(frozen=True, slots=True)
class Opened:
    page_count: int


@dataclass(frozen=True, slots=True)
class GetPage:
    """Asks for Delivered or Refused."""

    number: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """The pixels themselves, uint8 of this shape, lie in the file that both share."""

    shape: tuple[int, ...]
    dpi: float
    rotation_hint: int
    text_layer: PageText | None


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Close:
    """Asks for Closed."""


@dataclass(frozen=True, slots=True)
class Closed:
    pass
