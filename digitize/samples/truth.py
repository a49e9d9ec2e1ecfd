"""What is true of a generated scan: its words, fields and faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from digitize.domain import OUTSIDE_TEXT, Box, Line, PageKind, PageText, Word, Zone


class Ink(StrEnum):
    PRINTED = "printed"
    PEN = "pen"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class TrueWord:
    """`box`: around the word's ink, in pixels of the page as scanned. A slanted word has the
    upright box around its slanted one."""

    text: str
    box: Box
    ink: Ink = Ink.PRINTED


@dataclass(frozen=True, slots=True)
class TrueLine:
    words: tuple[TrueWord, ...]
    zone: Zone = Zone.BODY
    block: int = 0

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


@dataclass(frozen=True, slots=True)
class TrueStamp:
    """`kind`: seal, arrival (ĐẾN), urgency, secrecy, e-signature. `text` is what it says."""

    kind: str
    text: str
    colour: str  # red, blue, grey, black
    box: Box


@dataclass(frozen=True, slots=True)
class TruePage:
    """`rotation` and `skew` as in PageText: what must be done to the scan to level it."""

    number: int
    width: int
    height: int
    dpi: float
    rotation: int = 0
    skew: float = 0.0
    blank: bool = False
    born_digital: bool = False  # the file holds its text; the boxes are those of the drawn page
    faults: Mapping[str, Any] = field(default_factory=dict)
    stamps: tuple[TrueStamp, ...] = ()
    signatures: tuple[Box, ...] = ()
    lines: tuple[TrueLine, ...] = ()

    @property
    def text(self) -> str:
        """The running text, as PageText has it: without stamps, captions and page numbers."""
        return "\n".join(line.text for line in self.lines if line.zone not in OUTSIDE_TEXT)

    def as_read(self) -> PageText:
        """The page as a reader without fault would give it."""
        lines = tuple(
            Line(tuple(Word(w.text, w.box, 1.0) for w in line.words), line.zone, line.block)
            for line in self.lines
        )
        return PageText(
            number=self.number,
            kind=PageKind.BLANK if self.blank else PageKind.READ,
            width=self.width,
            height=self.height,
            dpi=self.dpi,
            lines=lines,
            rotation=self.rotation,
            skew=self.skew,
            engine="truth",
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "width": self.width,
            "height": self.height,
            "dpi": self.dpi,
            "rotation": self.rotation,
            "skew": self.skew,
            "blank": self.blank,
            "born_digital": self.born_digital,
            "faults": dict(self.faults),
            "stamps": [
                {"kind": s.kind, "text": s.text, "colour": s.colour, "box": s.box.to_list()}
                for s in self.stamps
            ],
            "signatures": [b.to_list() for b in self.signatures],
            "lines": [
                {
                    "zone": line.zone.value,
                    "words": [[w.text, *w.box.to_list(), w.ink.value] for w in line.words],
                }
                for line in self.lines
            ],
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class TrueDocument:
    """`fields` has every key of FIELD_KEYS; None where the paper does not say it."""

    first_page: int
    last_page: int
    kind: str
    fields: Mapping[str, str | None]

    def to_dict(self) -> dict[str, Any]:
        return {"pages": [self.first_page, self.last_page], "kind": self.kind, **self.fields}


@dataclass(frozen=True, slots=True)
class Truth:
    seed: int
    documents: tuple[TrueDocument, ...]
    pages: tuple[TruePage, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "documents": [d.to_dict() for d in self.documents],
            "pages": [p.to_dict() for p in self.pages],
        }
