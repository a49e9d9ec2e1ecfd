"""Rows of one column parted into paragraphs (NĐ 30/2020/NĐ-CP, appendix I: the first line is set
in by 1 to 1.27 cm, lines are justified)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from digitize.domain import Line

# In line heights.
_GAP = 0.9  # white between paragraphs
_INDENT = 1.0
_SPACE = 0.5  # between words
_ALIKE = 0.6  # of places that are meant to be one

_TEXT_WORDS = 4

# - a, + a, 1. a, 1.2. a, a) a, (1) a, II. a, Điều 1. a
_ITEM = re.compile(
    r"(?:[-–+•*]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\(?[a-zđ]\)|[IVX]+\.|Điều \d+[.:])\s"
)


def paragraphs(rows: Sequence[Line], unit: int) -> list[tuple[Line, ...]]:
    """The rows, top to bottom, parted where white, an indent, an item or a line with room left
    ends a paragraph. `unit` is the line height in pixels."""
    if not rows:
        return []
    left = min(row.box.x0 for row in [row for row in rows if _is_text(row)] or rows)
    right = _right_edge(rows, unit)
    blocks: list[list[Line]] = []
    for row in rows:
        if blocks and not _starts(row, blocks[-1], left, right, unit):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return [tuple(block) for block in blocks]


def _is_text(row: Line) -> bool:
    """Whether it has words enough to be no speck beside the text."""
    return sum(not word.withheld for word in row.words) >= _TEXT_WORDS


def _right_edge(rows: Sequence[Line], unit: int) -> int:
    """The outermost place that two rows keep to: stamps and specks reach beyond the text."""
    places = sorted((row.box.x1 for row in rows), reverse=True)
    for place, following in pairwise(places):
        if place - following < _ALIKE * unit:
            return place
    return places[0]


def _starts(row: Line, block: Sequence[Line], left: int, right: int, unit: int) -> bool:
    last = block[-1]
    if row.box.y0 - last.box.y1 > _GAP * unit:
        return True
    if _ITEM.match(row.text + " ") and row.box.x0 > left + _INDENT * unit:
        return True
    if row.box.x0 > left + _ALIKE * unit and all(
        _is_symmetric(line, left, right, unit) for line in (row, *block)
    ):
        return False  # a title
    if last.box.x1 + (_SPACE * unit + row.words[0].box.width) < right - unit:
        return True  # its first word would have had room in the line before
    if _hangs(row, block, unit):
        return False
    return row.box.x0 - min(line.box.x0 for line in block) > _INDENT * unit


def _is_symmetric(row: Line, left: int, right: int, unit: int) -> bool:
    return abs((row.box.x0 - left) - (right - row.box.x1)) < 2 * _ALIKE * unit


def _hangs(row: Line, block: Sequence[Line], unit: int) -> bool:
    """Whether the row goes on under the text of an item, right of its number or dash."""
    first = block[0]
    if len(first.words) < 2 or not _ITEM.match(first.text + " "):
        return False
    return abs(row.box.x0 - first.words[1].box.x0) < _ALIKE * unit
