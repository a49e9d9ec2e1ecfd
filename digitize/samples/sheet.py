"""A sheet of paper before it is scanned: what stands where, in millimetres and points."""

from dataclasses import dataclass, field
from enum import StrEnum

from digitize.domain import Zone
from digitize.samples.fonts import Font
from digitize.samples.truth import Ink

WIDTH, HEIGHT = 210.0, 297.0  # A4 portrait, mm

Colour = tuple[int, int, int]  # RGB
BLACK: Colour = (24, 22, 24)
RED: Colour = (205, 32, 44)
BLUE: Colour = (32, 48, 150)


@dataclass(frozen=True, slots=True)
class Run:
    """One word. `x`: its left edge, `y`: its baseline, from the sheet's top left corner in mm;
    `size` in points; `angle` in degrees, counter-clockwise around its origin."""

    text: str
    x: float
    y: float
    font: Font
    size: float
    ink: Ink = Ink.PRINTED
    colour: Colour = BLACK
    angle: float = 0.0


@dataclass(slots=True)
class SheetLine:
    zone: Zone
    runs: list[Run]
    block: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.6  # points


@dataclass(frozen=True, slots=True)
class Seal:
    """A round seal: `ring` runs along the rim, `centre` stands in the middle or a star does."""

    x: float  # centre, mm
    y: float
    radius: float
    ring: str
    centre: str
    colour: Colour
    angle: float = 0.0
    strength: float = 1.0


class Frame(StrEnum):
    BOX = "box"
    ARROW = "arrow"  # points to the left, as urgency stamps do
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FramedStamp:
    """A rectangular rubber stamp around its own centre. `rows`: lines of text, each with its
    size in points; `fills`: what `pen` wrote behind a row, by its position."""

    kind: str  # urgency, secrecy, arrival
    x: float  # centre, mm
    y: float
    width: float
    height: float
    rows: tuple[tuple[str, float], ...]
    colour: Colour
    angle: float = 0.0
    strength: float = 1.0
    fills: tuple[tuple[int, str], ...] = ()
    pen: str = "caveat"  # family of the handwriting
    family: str = "arimo"
    frame: Frame = Frame.BOX


@dataclass(frozen=True, slots=True)
class Signature:
    """A pen's path over the name, drawn in the box whose centre, width and height these are."""

    x: float
    y: float
    width: float
    height: float
    seed: int
    colour: Colour = BLUE


@dataclass(slots=True)
class Sheet:
    """`lines` stand in reading order."""

    lines: list[SheetLine] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    stamps: list[FramedStamp] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    landscape: bool = False

    @property
    def size(self) -> tuple[float, float]:
        return (HEIGHT, WIDTH) if self.landscape else (WIDTH, HEIGHT)

    @property
    def blank(self) -> bool:
        return not (self.lines or self.seals or self.stamps or self.signatures)
