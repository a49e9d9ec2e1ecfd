"""A page as its reader holds it: upright, level, measured in widths of the page.

Rules about where something stands on a văn bản use these measures, so that they hold at every
resolution and rotation. Words keep their boxes in pixels of the scan: those are the evidence.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from digitize.domain import Box, PageText, Word, Zone
from digitize.text.fold import fold
from digitize.text.normal import squeeze

_DEFAULT_EM = 0.018  # print of 13 points on A4
_CELL_GAP = 1.5  # in heights of a word; a wider gap parts columns


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its upright box in widths of the page."""

    word: Word
    x0: float
    y0: float
    x1: float
    y1: float
    zone: Zone

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True)
class Row:
    """Words that stand beside each other, from left to right."""

    tokens: tuple[Token, ...]
    page: int

    @cached_property
    def text(self) -> str:
        return squeeze(" ".join(t.word.text for t in self.tokens))

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def letters(self) -> str:
        """The folded letters and digits alone: spacing and punctuation differ too easily."""
        return "".join(c for c in self.folded if c.isalnum())

    @cached_property
    def capitals(self) -> float:
        """The share of capitals among the letters."""
        letters = [c for c in self.text if c.isalpha()]
        return sum(c.isupper() for c in letters) / len(letters) if letters else 0.0

    @cached_property
    def x0(self) -> float:
        return min(t.x0 for t in self.tokens)

    @cached_property
    def x1(self) -> float:
        return max(t.x1 for t in self.tokens)

    @cached_property
    def y0(self) -> float:
        return min(t.y0 for t in self.tokens)

    @cached_property
    def y1(self) -> float:
        return max(t.y1 for t in self.tokens)

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @cached_property
    def y(self) -> float:
        return median(t.y for t in self.tokens)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(t.word for t in self.tokens)

    @property
    def zone(self) -> Zone:
        return self.tokens[0].zone

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that share characters start..end of `text`."""
        words: list[Word] = []
        at = 0
        for word in self.words:
            if at < end and at + len(word.text) > start:
                words.append(word)
            at += len(word.text) + 1
        return tuple(words)

    def part(self, start: int, end: int | None = None) -> "Row":
        return replace(self, tokens=self.tokens[start:end])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's cells: its lines, cut where a wide gap parts columns; top to bottom."""

    number: int
    height: float  # in widths
    em: float  # height of a usual word, in widths
    cells: tuple[Row, ...]

    def rows(self) -> list[Row]:
        return join_rows(self.cells)


def lay_out(page: PageText) -> Sheet:
    """The sheet of a page."""
    turned = page.rotation in (90, 270)
    width, height = (page.height, page.width) if turned else (page.width, page.height)
    lines = [
        tuple(
            _token(word, line.zone, page, width, height) for word in line.words if word.text.strip()
        )
        for line in page.lines
    ]
    heights = [t.y1 - t.y0 for line in lines for t in line if len(t.word.text) > 1]
    em = median(heights) if heights else _DEFAULT_EM
    cells = [
        Row(cell, page.number)
        for line in lines
        if line
        for cell in _cut(tuple(sorted(line, key=lambda t: t.x0)), em * _CELL_GAP)
    ]
    cells.sort(key=lambda row: (row.y, row.x0))
    return Sheet(page.number, height / width, em, tuple(cells))


def join_rows(cells: Iterable[Row]) -> list[Row]:
    """Cells that stand on one line become one row; rows come top to bottom."""
    rows: list[list[Row]] = []
    for cell in sorted(cells, key=lambda c: c.y):
        for row in reversed(rows[-3:]):
            if _beside(row, cell):
                row.append(cell)
                break
        else:
            rows.append([cell])
    return [
        Row(tuple(sorted((t for c in row for t in c.tokens), key=lambda t: t.x0)), row[0].page)
        for row in rows
    ]


def _beside(row: Sequence[Row], cell: Row) -> bool:
    first = row[0]
    height = min(first.y1 - first.y0, cell.y1 - cell.y0)
    return abs(first.y - cell.y) < 0.45 * height and all(
        cell.x0 >= other.x1 - 0.005 or cell.x1 <= other.x0 + 0.005 for other in row
    )


def _cut(line: tuple[Token, ...], gap: float) -> list[tuple[Token, ...]]:
    cells: list[tuple[Token, ...]] = []
    start = 0
    right = line[0].x1
    for i, token in enumerate(line[1:], 1):
        if token.x0 - right > gap:
            cells.append(line[start:i])
            start = i
        right = max(right, token.x1)
    cells.append(line[start:])
    return cells


def _token(word: Word, zone: Zone, page: PageText, width: int, height: int) -> Token:
    x, y, w, h = _upright(word.box, page)
    if page.skew:
        # Level the line: turn the centre; the box of a word is small enough to stay as it is.
        angle = math.radians(page.skew)
        dx, dy = x - width / 2, y - height / 2
        x = width / 2 + dx * math.cos(angle) - dy * math.sin(angle)
        y = height / 2 + dx * math.sin(angle) + dy * math.cos(angle)
    return Token(
        word,
        (x - w / 2) / width,
        (y - h / 2) / width,
        (x + w / 2) / width,
        (y + h / 2) / width,
        zone,
    )


def _upright(box: Box, page: PageText) -> tuple[float, float, int, int]:
    """Centre and size of a box after the page was turned clockwise by its rotation."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    match page.rotation:
        case 90:
            return page.height - y, x, box.height, box.width
        case 180:
            return page.width - x, page.height - y, box.width, box.height
        case 270:
            return y, page.width - x, box.height, box.width
        case _:
            return x, y, box.width, box.height
