"""Trích yếu: what the document is about.

Under the type's name, centred (ô số 5a), or `V/v …` under the number of a công văn (ô số 5b).
Lines are joined; `V/v` and `Về việc` are kept as printed.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from digitize.domain import Zone
from digitize.metadata.anchors import (
    ADDRESSEE,
    after_number_anchor,
    is_subject_line,
    starts_with,
)
from digitize.metadata.candidates import Candidate
from digitize.metadata.header import Header
from digitize.metadata.number import read_number
from digitize.metadata.sheet import Row, Sheet
from digitize.metadata.urgency import is_urgency

_MOST_LINES = 8
# What begins the text below: legal bases, articles, sections, greetings.
_TEXT = re.compile(
    r"^\W*(?:can cu|thuc hien|theo de nghi|dieu \d|phan |chuong |muc |i\s*[.,-]|1\s*[.,]|a\s*[.)]"
    r"|kinh gui|noi nhan|hom nay|thoi gian:|so lieu|de (?:thuc|trien|dam|tiep))"
)
_RULE = re.compile(r"^[\s\W_]*$")


def subject_under_type(sheet: Sheet, type_row: Row) -> list[Candidate]:
    """Reading of the centred lines below the type's name."""
    rows = [r for r in sheet.rows() if r.y > type_row.y1 - 0.2 * sheet.em]
    left, right = _text_margins(sheet, type_row)
    taken: list[Row] = []
    for row in rows:
        if row.zone is Zone.STAMP or _RULE.match(row.text) or is_urgency(row):
            continue
        if len(taken) == _MOST_LINES or not _is_centred(row, left, right, sheet.em):
            break
        if _TEXT.match(row.folded) or starts_with(row, ADDRESSEE):
            break
        if taken and row.y0 - taken[-1].y1 > _usual_gap(taken, sheet.em):
            break
        if not taken and row.y0 - type_row.y1 > 4 * sheet.em:
            break
        if row.capitals > 0.8 and len(row.letters) > 3 and (not taken or taken[-1].capitals < 0.8):
            # A body's name in capitals opens the text of a decision; a subject in capitals
            # stands straight under the type and ends before small letters.
            if taken or _opens_decision(row):
                break
        elif taken and taken[0].capitals > 0.8 and len(row.letters) > 3:
            break
        taken.append(row)
    if not taken:
        return []
    words = tuple(w for row in taken for w in row.words)
    return [Candidate(_join(taken), words, type_row.page, "lines under the type's name", 0.95)]


def subject_in_header(header: Header) -> list[Candidate]:
    """Reading of `V/v …` under the number in the left column."""
    rows = header.left
    start = next((i for i, row in enumerate(rows) if is_subject_line(row)), None)
    fit = 0.95
    if start is None:
        numbers = [
            i for i, r in enumerate(rows) if after_number_anchor(r) is not None and read_number(r)
        ]
        if not numbers or numbers[-1] + 1 >= len(rows):
            return []
        start, fit = numbers[-1] + 1, 0.6
    taken: list[Row] = []
    for row in rows[start:]:
        if is_urgency(row) or (taken and row.y0 - taken[-1].y1 > 1.5 * (row.y1 - row.y0)):
            break
        if len(row.letters) < 2:
            continue
        taken.append(row)
    if not taken:
        return []
    words = tuple(w for row in taken for w in row.words)
    source = "V/v under the number" if fit > 0.9 else "lines under the number"
    return [Candidate(_join(taken), words, header.page, source, fit)]


def _join(rows: Sequence[Row]) -> str:
    text = " ".join(row.text for row in rows)
    text = re.sub(r"^(\W*)v[eềẻêè] vi[eệêẹ]c\b", r"\1Về việc", text, flags=re.IGNORECASE)
    # OCR drops a dash between the years of a period (nhiệm kỳ 2021 - 2026).
    text = re.sub(r"\b((?:19|20)\d\d) (?=(?:19|20)\d\d\b)", r"\1 - ", text)
    return re.sub(r"^[\s_.,:;~'`|*=-]+|[\s_~'`|*=-]+$", "", text)


def _text_margins(sheet: Sheet, type_row: Row) -> tuple[float, float]:
    """Left and right edge of the text below the type: the widest rows tell."""
    rows = [r for r in sheet.rows() if r.y > type_row.y1 and r.x1 - r.x0 > 0.5]
    if len(rows) < 3:
        return 0.14, 0.92
    lefts = sorted(r.x0 for r in rows)
    rights = sorted(r.x1 for r in rows)
    return lefts[len(lefts) // 4], rights[len(rights) // 2]


def _is_centred(row: Row, left: float, right: float, em: float) -> bool:
    """Whether a row stands in the middle: not a paragraph's line, flush on one side."""
    before, after = row.x0 - left, right - row.x1
    if abs(before - after) < 0.06 and not (after < 0.3 * em and before > 1.5 * em):
        return True
    return row.x1 - row.x0 < 0.5 and abs(before - after) < 0.12 and before > 0.1


def _usual_gap(taken: Sequence[Row], em: float) -> float:
    gaps = [b.y0 - a.y1 for a, b in pairwise(taken)]
    return max([*gaps, 0.0]) + 1.2 * em


_BODY_NAMES = re.compile(
    r"^\W*(?:uy ban|hoi dong|chu tich|thu tuong|bo truong|giam doc|hieu truong|chinh phu|quoc hoi"
    r"|ban (?:thuong vu|chap hanh)|cuc truong|tong|truong|chanh|tinh uy|thanh uy|dang uy)"
)


def _opens_decision(row: Row) -> bool:
    return bool(_BODY_NAMES.match(row.folded))
