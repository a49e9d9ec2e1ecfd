"""Tables without rules: rows whose words leave the same gutters white. Old and typed documents set
their lists and estimates so."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from digitize.domain import Line, Zone
from digitize.ocr.segments import middle, shares_row

_GUTTER = 1.0  # line heights of white that all rows of a table leave between two columns
_PITCH = 2.5  # line heights from one row to the next
_COLUMNS = 3  # two are recipients and signer, or names and what is said of them
_ROWS = 3  # the least that have a word in three columns
_WITH_FIGURES = 0.5  # of the rows, heads among them

_Gutters = list[tuple[float, float]]


def take_plain_tables(segments: list[Line], unit: int) -> tuple[list[list[Line]], list[Line]]:
    """The lines of each table, cell by cell and row by row, and all other segments. A segment has
    no wide white within; `unit` is the line height in pixels."""
    rows = _rows(segments)
    tables: list[list[Line]] = []
    taken: list[Line] = []
    start = 0
    while start < len(rows):
        end, gutters = _run(rows, start, unit)
        if _is_table(rows[start:end]):
            tables.append(_cells(rows[start:end], gutters))
            taken += [line for row in rows[start:end] for line in row]
            start = end
        else:
            start += 1
    return tables, [line for line in segments if line not in taken]


def _rows(segments: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=middle):
        if rows and all(shares_row(segment.box, other.box) for other in rows[-1]):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda line: line.box.x0) for row in rows]


def _run(rows: Sequence[Sequence[Line]], start: int, unit: int) -> tuple[int, _Gutters]:
    """Where the rows end that share gutters with the row at `start`, and those gutters."""
    gutters = _whites(rows[start])[1:-1]
    end = start + 1
    while end < len(rows) and len(rows[start]) >= _COLUMNS:
        if middle(rows[end][0]) - middle(rows[end - 1][0]) > _PITCH * unit:
            break
        shared = [
            (max(a0, b0), min(a1, b1))
            for a0, a1 in gutters
            for b0, b1 in _whites(rows[end])
            if min(a1, b1) - max(a0, b0) >= _GUTTER * unit
        ]
        if len(shared) < _COLUMNS - 1:
            break
        gutters, end = shared, end + 1
    return end, gutters


def _whites(row: Sequence[Line]) -> _Gutters:
    """The white before, between and after the segments of a row."""
    starts = [-inf, *(line.box.x1 for line in row)]
    ends = [*(line.box.x0 for line in row), inf]
    return list(zip(starts, ends, strict=True))


def _is_table(rows: Sequence[Sequence[Line]]) -> bool:
    full = sum(len(row) >= _COLUMNS for row in rows)
    figures = sum(any(map(_is_figure, row)) for row in rows)
    return full >= _ROWS and figures >= _WITH_FIGURES * len(rows)


def _is_figure(line: Line) -> bool:
    """Whether it is mostly digits: a sum, a date, a running number."""
    letters = [c for c in line.text if c.isalnum()]
    return bool(letters) and sum(map(str.isdigit, letters)) > len(letters) / 2


def _cells(rows: Sequence[Sequence[Line]], gutters: _Gutters) -> list[Line]:
    return [
        replace(line, zone=Zone.TABLE, cell=(number, sum(x1 <= line.box.x0 for _, x1 in gutters)))
        for number, row in enumerate(rows)
        for line in row
    ]
