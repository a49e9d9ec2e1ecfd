"""Where one document ends and the next begins inside a file.

A page begins a document when it carries a header of its own: Quốc hiệu or the Party's heading
near the top, a body's name to the left, and a number or a date. Annexes and forms print the
Quốc hiệu too, but leave number and date as dots, or say whose annex they are. Blank pages belong
to the document before.
"""

import re
from collections.abc import Sequence

from digitize.metadata.agency import agency_rows
from digitize.metadata.header import Header, find_header
from digitize.metadata.issue_date import find_dates
from digitize.metadata.number import find_numbers
from digitize.metadata.sheet import Sheet

_TOP = 0.3  # a header's title stands in this share of the page
_ANNEX = re.compile(
    r"phu luc|^\W*mau (?:so|\d)|kem theo|ban hanh theo|ten co quan|ten to chuc|bieu mau|bieu so"
)


def find_boundaries(sheets: Sequence[Sheet]) -> list[tuple[int, int]]:
    """First and last index of the pages of each document; every page is in exactly one."""
    if not sheets:
        return []
    starts = [0] + [i for i, sheet in enumerate(sheets) if i and begins_document(sheet)]
    ends = [start - 1 for start in starts[1:]] + [len(sheets) - 1]
    return list(zip(starts, ends, strict=True))


def begins_document(sheet: Sheet) -> bool:
    header = find_header(sheet)
    if header.title is None or header.title.y > _TOP * sheet.height:
        return False
    if _is_annex(sheet, header):
        return False
    numbered = any(r for r in find_numbers(header))
    return bool(agency_rows(header)) and (numbered or bool(find_dates(header)))


def _is_annex(sheet: Sheet, header: Header) -> bool:
    """Whether the page says above or in its header that it belongs to another document."""
    return any(_ANNEX.search(cell.folded) for cell in sheet.cells if cell.y < header.bottom)
