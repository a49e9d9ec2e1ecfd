"""Words inside a ruled table, row by row."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Box, Line, Word, Zone
from digitize.ocr.ruling import Table
from digitize.ocr.segments import as_rows


def take_table(segments: Sequence[Line], table: Table) -> tuple[list[Line], list[Line]]:
    """The lines of the table, cell by cell and row by row, and all other segments.

    A cell with several lines is read to its end before the next one. Words between the outer
    rules and the edge of the table's box belong to the outer cells.
    """
    inside: dict[tuple[int, int], list[Line]] = {}
    outside: list[Line] = []
    for segment in segments:
        parts: dict[tuple[int, int] | None, list[Word]] = {}
        for word in segment.words:
            cell = _cell(table, word.box) if holds(table.box, word.box) else None
            parts.setdefault(cell, []).append(word)
        for cell, words in parts.items():
            if cell is None:
                outside.append(Line(tuple(words)))
            else:
                inside.setdefault(cell, []).append(Line(tuple(words)))
    lines = [
        replace(line, zone=Zone.TABLE, cell=cell)
        for cell, pieces in sorted(inside.items())
        for line in as_rows(pieces)
    ]
    return lines, outside


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of `other` lies in `box`."""
    x, y = (other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2
    return box.x0 <= x < box.x1 and box.y0 <= y < box.y1


def _cell(table: Table, box: Box) -> tuple[int, int]:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    row, column = bisect_right(table.rows[1:-1], y), bisect_right(table.columns[1:-1], x)
    return table.merged.get((row, column), (row, column))
