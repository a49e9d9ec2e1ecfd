"""Those who sign side by side: minutes, contracts, joint documents, accounts. Each has a column of
title, signature and name, and the columns are read one after the other."""

import re
from collections.abc import Sequence
from itertools import pairwise

from digitize.domain import Line
from digitize.ocr.anchors import is_noi_nhan, is_page_number, plain
from digitize.ocr.segments import as_rows, middle, shares_row

# Titles that are often set in small letters there; others are in capitals.
_TITLE = re.compile(
    r"(?:dai dien|ben [ab]\b|ben (?:giao|nhan)|nguoi (?:lap|ghi|nhan|giao|nop|mua|ban)|thu ky"
    r"|chu (?:tri|toa)|ke toan|thu truong|thu quy|giam doc|chu tich|truong (?:ban|phong|doan))\b"
)
_RECIPIENT = re.compile(r"^\W|;$")  # - BGĐ-SYT;
# In line heights.
_SIGNATURE = 14.0  # from a title to the name under its signature and seal
_CROSSING = 3.0  # a line that reaches so far into both columns is running text
_MOST_LINES = 8  # of a column
_MOST_WITH_DIGITS = 0.34  # of the segments: dates under a name; more make a table


def take_signers(
    segments: list[Line], unit: int
) -> tuple[list[tuple[tuple[Line, ...], ...]], list[Line]]:
    """The blocks of columns from left to right, each column top to bottom, and all other
    segments. `unit` is the line height in pixels."""
    found: list[tuple[tuple[Line, ...], ...]] = []
    rest = segments
    for titles in _title_rows(segments):
        if not all(title in rest for title in titles):
            continue
        columns = _columns(titles, rest, unit)
        if columns:
            found.append(tuple(tuple(as_rows(column)) for column in columns))
            taken = [line for column in columns for line in column]
            rest = [line for line in rest if line not in taken]
    return found, rest


def _title_rows(segments: Sequence[Line]) -> list[list[Line]]:
    """Rows of nothing but two or more titles, from top to bottom."""
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=middle):
        if any(segment in row for row in rows):
            continue
        row = [other for other in segments if shares_row(segment.box, other.box)]
        read = [other for other in row if other.text]
        if len(read) > 1 and all(map(_is_title, read)):
            rows.append(sorted(read, key=lambda line: line.box.x0))
    return rows


def _is_title(line: Line) -> bool:
    letters = [c for c in line.text if c.isalpha()]
    if len(letters) < 4 or any(map(str.isdigit, line.text)):
        return False
    if is_noi_nhan(line) or _RECIPIENT.search(line.text):
        return False
    return line.text.isupper() or _TITLE.match(plain(line)) is not None


def _columns(
    titles: Sequence[Line], segments: Sequence[Line], unit: int
) -> list[list[Line]] | None:
    """What stands in the column of each title; None where that is not how people sign."""
    borders = [(left.box.x1 + right.box.x0) / 2 for left, right in pairwise(titles)]
    columns = [[title] for title in titles]
    bottom = max(title.box.y1 for title in titles)
    for segment in sorted(segments, key=middle):
        box = segment.box
        if segment in titles or middle(segment) < bottom or is_page_number(segment):
            continue
        reach = _CROSSING * unit
        crosses = any(box.x0 < border - reach and box.x1 > border + reach for border in borders)
        if crosses or box.y0 > bottom + _SIGNATURE * unit:
            break
        columns[sum(border < (box.x0 + box.x1) / 2 for border in borders)].append(segment)
        bottom = max(bottom, box.y0)
    lines = [line for column in columns for line in column if line.text]
    with_digits = sum(any(map(str.isdigit, line.text)) for line in lines)
    signed = any(len(column) > 1 for column in columns)
    fits = max(map(len, columns)) <= _MOST_LINES and with_digits < _MOST_WITH_DIGITS * len(lines)
    return columns if signed and fits else None
