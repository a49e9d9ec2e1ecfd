"""Where one document ends and the next begins inside a file.

A page begins a document when it carries a header of its own: Quốc hiệu or the Party's heading
near the top, a body's name to the left, and a number or a date. Annexes and forms print the
Quốc hiệu too, but leave number and date as dots, or say whose annex they are. Blank pages belong
to the document before.
"""

import re
from collections.abc import Sequence

from digitize.metadata.agency import agency_rows
from digitize.metadata.candidates import Candidate
from digitize.metadata.header import Layout, find_header
from digitize.metadata.issue_date import find_dates
from digitize.metadata.number import find_numbers, find_numbers_below
from digitize.metadata.sheet import Sheet
from digitize.metadata.type_name import find_type_row

_YEAR = 4  # figures
_TOP = 0.3  # a header's title stands in this share of the page
_ANNEX = re.compile(
    r"^\W*(?:phu luc|mau (?:so|\d)|bieu (?:mau|so)|(?:ban hanh )?kem theo|ten (?:co quan|to chuc)"
    r"|du thao)\b"
)


def find_boundaries(sheets: Sequence[Sheet]) -> list[tuple[int, int]]:
    """First and last index of the pages of each document; every page is in exactly one."""
    starts: list[int] = []
    for i, sheet in enumerate(sheets):
        if not starts or (
            any(before.cells for before in sheets[starts[-1] : i])  # not only blank pages
            and _page_number(sheet) != i - starts[-1] + 1
            and begins_document(sheet)
        ):
            starts.append(i)
    if not starts:
        return []
    ends = [start - 1 for start in starts[1:]] + [len(sheets) - 1]
    return list(zip(starts, ends, strict=True))


def begins_document(sheet: Sheet) -> bool:
    """Whether a page carries the header of a document of its own."""
    header = find_header(sheet)
    if header.title is None or header.title.y > _TOP * sheet.height:
        return False
    if any(_ANNEX.match(cell.folded) for cell in sheet.cells if cell.y < header.bottom):
        return False
    if header.layout is Layout.CENTRED:
        # Contracts and minutes; a form of one column has no number of its own.
        below = [c for c in sheet.cells if c.y < _TOP * sheet.height]
        numbered = any(not n.blank for n in find_numbers_below(below))
        return numbered and find_type_row(sheet, header) is not None
    if not agency_rows(header):
        return False
    numbers = find_numbers(header)
    dates = find_dates(header)
    if not numbers:
        return bool(dates) and find_type_row(sheet, header) is not None
    # A form or a draft has room for number, day and month, and nothing in it.
    return not numbers[0].blank or any(map(_is_filled, dates))


def _is_filled(date: Candidate) -> bool:
    """Whether more than a year stands in a date, be it read wholly or not."""
    figures = (re.sub(r"\D", "", word.text) for word in date.words)
    return len(date.value) > _YEAR or any(0 < len(f) < _YEAR for f in figures)


def _page_number(sheet: Sheet) -> int | None:
    """The number printed in the middle of the top margin (NĐ 30/2020, Phụ lục I); none on a
    document's first page."""
    for cell in sheet.cells:
        text = cell.text.strip("-–— ")
        if cell.y < 0.08 * sheet.height and 0.42 < cell.x < 0.58 and text.isdecimal():
            return int(text)
    return None
