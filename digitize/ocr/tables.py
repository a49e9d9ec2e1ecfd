"""Words inside a ruled table, row by row."""

from bisect import bisect_right
from collections.abc import Sequence

from digitize.domain import Box, Line, Word, Zone
from digitize.ocr.ruling import Table
from digitize.ocr.segments import as_rows


def take_table(segments: Sequence[Line], table: Table) -> tuple[list[Line], list[Line]]:
    """The rows of the table, one Line each with its cells in order, and all other segments.

    A cell with several lines is read to its end before the next one, so words of a row run from
    left to right within a cell's line only.
    """
    inside: dict[tuple[int, int], list[Word]] = {}
    outside: list[Line] = []
    for segment in segments:
        kept = []
        for word in segment.words:
            if holds(table.box, word.box):
                inside.setdefault(_cell(table, word.box), []).append(word)
            else:
                kept.append(word)
        if kept:
            outside.append(Line(tuple(kept)))
    rows: dict[int, list[Word]] = {}
    for (row, _), words in sorted(inside.items()):
        for line in as_rows([Line((word,)) for word in words]):
            rows.setdefault(row, []).extend(line.words)
    return [Line(tuple(words), Zone.TABLE) for words in rows.values()], outside


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of `other` lies in `box`."""
    x, y = (other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2
    return box.x0 <= x < box.x1 and box.y0 <= y < box.y1


def _cell(table: Table, box: Box) -> tuple[int, int]:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return bisect_right(table.rows, y), bisect_right(table.columns, x)
