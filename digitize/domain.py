"""The words of the project, as frozen dataclasses. No behaviour beyond plain geometry and text.

Boxes are in pixels of the page *as scanned*: the embedded picture before any turning, so that
they stay right whatever cleaning does. Text is NFC.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

FIELD_KEYS = (
    "loai_van_ban",  # type of document (loại văn bản)
    "so",  # number
    "ky_hieu",  # symbol, after the number
    "so_ky_hieu",  # number and symbol as printed
    "ngay_ban_hanh",  # date of issue, ISO; a partial date is YYYY-MM or YYYY
    "dia_danh",  # place
    "co_quan_chu_quan",  # parent agency
    "co_quan_ban_hanh",  # issuing agency
    "trich_yeu",  # subject
    "nguoi_ky",  # signer
    "chuc_vu_nguoi_ky",  # signer's authority and title
    "do_khan",  # urgency
    "do_mat",  # secrecy
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x0 and y0 inside, x1 and y1 just outside."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    def to_list(self) -> list[int]:
        return [self.x0, self.y0, self.x1, self.y1]

    @classmethod
    def around(cls, boxes: Iterable["Box"]) -> "Box":
        """The smallest box that holds all. Raises ValueError when there is none."""
        items = list(boxes)
        return cls(
            min(b.x0 for b in items),
            min(b.y0 for b in items),
            max(b.x1 for b in items),
            max(b.y1 for b in items),
        )


class Zone(StrEnum):
    """What a line is on the page. Lines of kind CAPTION, STAMP and MARGIN are kept with their
    text, but stand outside the running text."""

    BODY = "body"
    HEADER_LEFT = "header-left"
    HEADER_RIGHT = "header-right"
    TABLE = "table"
    STAMP = "stamp"  # ĐẾN, urgency and secret stamps, seals
    CAPTION = "caption"  # captions of electronic signatures, registry stamps above the header
    MARGIN = "margin"  # page numbers, running heads
    FOOTNOTE = "footnote"  # at the foot of the page, in small print; part of the running text


# The beginning of a number and symbol before the end of a line, and what may follow it
# (123/QĐ-, 15/, 20/2017/QĐ-: UBND, 2017/QĐ-UBND).
_CODE_GOES_ON = re.compile(r"(?:^|[\s(])\d{1,5}(?:/(?:19|20)\d\d)?/(?:[A-ZĐ][A-Za-zĐđ]*[-–])?$")
_CODE_PART = re.compile(r"(?:(?:19|20)\d\d/)?[A-ZĐ]{2}")

OUTSIDE_TEXT = frozenset({Zone.STAMP, Zone.CAPTION, Zone.MARGIN})


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word. `confidence` is in 0..1. A `withheld` word is doubtful: kept and
    findable, but out of the running text. `original` is what was read at first where language or
    another reading changed it, else empty. `candidates`, other texts with their probability, best
    first, live only while a page is read: a page text that is kept has none."""

    text: str
    box: Box
    confidence: float
    withheld: bool = False
    original: str = ""
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Line:
    """Words from left to right. `block` numbers the paragraph, column or table that it belongs
    to; `cell` is its row and column in that table, from 0."""

    words: tuple[Word, ...]
    zone: Zone = Zone.BODY
    block: int = 0
    cell: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words if not w.withheld)

    @cached_property  # layout compares each line with each
    def box(self) -> Box:
        return Box.around(w.box for w in self.words)


class PageKind(StrEnum):
    READ = "read"  # read by OCR
    TEXT_LAYER = "text-layer"  # born digital: the file's own text was used
    BLANK = "blank"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageText:
    """All that was read on one page; lines stand in reading order.

    `width`, `height`: pixels of the page as scanned; `dpi` its resolution. `rotation`: degrees
    (0, 90, 180, 270) by which the scan must be turned clockwise to stand upright; `skew`: the
    further degrees, clockwise, in -15..15, that level its lines after that.
    """

    number: int  # from 1
    kind: PageKind
    width: int
    height: int
    dpi: float
    lines: tuple[Line, ...] = ()
    rotation: int = 0
    skew: float = 0.0
    engine: str = ""
    error: str = ""  # reason code when kind is FAILED

    @property
    def text(self) -> str:
        """The running text: without withheld words and without what stands outside it. A row of a
        table is one line, with tabs between its cells; a number and symbol that a line's end
        parts (123/QĐ- / UBND) is whole."""
        kept = [line for line in self.lines if line.zone not in OUTSIDE_TEXT and line.text]
        gaps = map(_gap, kept, kept[1:])
        return "".join(part for line in kept for part in (line.text, next(gaps, "")))

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "kind": self.kind.value,
            "width": self.width,
            "height": self.height,
            "dpi": self.dpi,
            "rotation": self.rotation,
            "skew": self.skew,
            "engine": self.engine,
            "error": self.error,
            "lines": [
                {
                    "zone": line.zone.value,
                    "block": line.block,
                    **({"cell": list(line.cell)} if line.cell else {}),
                    "words": [
                        [
                            w.text,
                            *w.box.to_list(),
                            round(w.confidence, 3),
                            int(w.withheld),
                            *([w.original] if w.original else []),
                        ]
                        for w in line.words
                    ],
                }
                for line in self.lines
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            number=data["number"],
            kind=PageKind(data["kind"]),
            width=data["width"],
            height=data["height"],
            dpi=data["dpi"],
            rotation=data["rotation"],
            skew=data["skew"],
            engine=data["engine"],
            error=data["error"],
            lines=tuple(
                Line(
                    words=tuple(
                        Word(t, Box(x0, y0, x1, y1), c, bool(withheld), *original)
                        for t, x0, y0, x1, y1, c, withheld, *original in line["words"]
                    ),
                    zone=Zone(line["zone"]),
                    block=line["block"],
                    cell=(line["cell"][0], line["cell"][1]) if "cell" in line else None,
                )
                for line in data["lines"]
            ),
        )


def _gap(line: Line, following: Line) -> str:
    """What parts two lines of the running text."""
    if line.block == following.block:
        if line.cell and following.cell and line.cell[0] == following.cell[0]:
            return " " if line.cell == following.cell else "\t"
        if _CODE_GOES_ON.search(line.text) and _CODE_PART.match(following.text):
            return ""
    return "\n"


@dataclass(frozen=True, slots=True)
class Field:
    """A value with its evidence: where it was read, and by which rule (`source`).

    `printed`: what stands on the page where `value` is its normal form or was mended, else empty.
    `others`: further readings for a reviewer, best first; they have no others of their own.
    """

    value: str
    confidence: float
    page: int
    box: Box
    source: str
    printed: str = ""
    others: tuple["Field", ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            **self._reading(),
            "printed": self.printed,
            "others": [other._reading() for other in self.others],
        }

    def _reading(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "confidence": round(self.confidence, 3),
            "page": self.page,
            "box": self.box.to_list(),
            "source": self.source,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Of its own dictionary, or one without `printed` and `others`, as an older version
        kept."""
        return cls(
            data["value"],
            data["confidence"],
            data["page"],
            Box(*data["box"]),
            data["source"],
            data.get("printed", ""),
            tuple(cls.from_dict(other) for other in data.get("others", ())),
        )


@dataclass(frozen=True, slots=True)
class Document:
    """One văn bản inside an original: its pages (first and last, from 1) and its fields.

    A key of FIELD_KEYS that was not found is absent from `fields`.
    """

    first_page: int
    last_page: int
    fields: Mapping[str, Field] = field(default_factory=dict)

    def to_record(self) -> dict[str, Any]:
        """The document as an entry of record.json: every key, null where nothing was found."""
        record: dict[str, Any] = {"pages": [self.first_page, self.last_page]}
        for key in FIELD_KEYS:
            found = self.fields.get(key)
            record[key] = found.to_dict() if found else None
        return record


@dataclass(frozen=True, slots=True)
class SecretMark:
    """A secret mark or a suspicion of one (Luật 117/2025/QH15): only its level and place."""

    level: str  # MẬT, TỐI MẬT, TUYỆT MẬT
    page: int
    box: Box
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs, from its path in the inbox."""

    department: str = ""
    fonds: str = ""  # phông: all documents of one body
    dossier: str = ""  # hồ sơ: one file of documents on one matter
