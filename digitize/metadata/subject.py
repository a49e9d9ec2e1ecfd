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
)
from digitize.metadata.candidates import Candidate, Evidence, reading_confidence
from digitize.metadata.header import Header
from digitize.metadata.number import read_number
from digitize.metadata.sheet import Row, Sheet, join_rows
from digitize.metadata.urgency import is_urgency

_MOST_LINES = 8
# What begins the text below: legal bases, articles, sections, greetings.
_TEXT = re.compile(
    r"^\W*(?:can cu|theo de nghi|dieu \d|(?:phan|chuong|muc) (?:thu|[ivx]+\b|\d)"
    r"|i\s*[.,-]|1\s*[.,]|a\s*[.)]|kinh gui|noi nhan|hom nay|thoi gian:|so lieu"
    r"|de (?:thuc|trien|dam|tiep))"
)
_BODY_NAMES = re.compile(
    r"^\W*(?:uy ban|hoi dong|chu tich|thu tuong|bo truong|giam doc|hieu truong|chinh phu|quoc hoi"
    r"|ban (?:thuong vu|chap hanh)|cuc truong|tong|truong|chanh|tinh uy|thanh uy|dang uy)"
)
# What the ĐẾN stamp below the number says (NĐ 30/2020, Phụ lục IV), where it was taken for print.
_ARRIVAL = re.compile(r"^\W*(?:den\W*$|(?:so|ngay|chuyen)\s*[:.…]|so va ky hieu h)")
_OUTSIDE = (Zone.STAMP, Zone.CAPTION)
_READABLE = 0.4


def subject_under_type(sheet: Sheet, type_row: Row) -> list[Candidate]:
    """Reading of the centred lines below the type's name."""
    taken: list[Row] = []
    cells = [
        c for c in sheet.cells if c.zone not in _OUTSIDE and c.y > type_row.y1 - 0.2 * sheet.em
    ]
    right = _right_margin(cells)
    for joined in join_rows(cells):
        row = _centred_part(joined, cells, type_row, right)
        if _is_noise(row):
            continue
        if len(taken) == _MOST_LINES or not _is_centred(row, type_row, right):
            break
        if _TEXT.match(row.folded) or ADDRESSEE in row.letters or read_number(row):
            break
        above = taken[-1] if taken else type_row
        if row.y0 - above.y1 > (_usual_gap(taken, sheet.em) if taken else 4 * sheet.em):
            break
        if _changes_case(row, taken):
            break
        taken.append(row)
    return _candidates(taken, "lines under the type's name")


def _centred_part(row: Row, cells: Sequence[Row], type_row: Row, right: float) -> Row:
    """The row, or the cell of it that is centred where a stamp stands beside."""
    if _is_centred(row, type_row, right):
        return row
    own = [c for c in cells if c.tokens[0] in row.tokens]
    return next((c for c in own if len(own) > 1 and _is_centred(c, type_row, right)), row)


def _changes_case(row: Row, taken: Sequence[Row]) -> bool:
    """A body's name in capitals opens the text of a decision; a subject in capitals ends before
    small letters."""
    if len(row.letters) < 4:
        return False
    if row.capitals > 0.8:
        if not taken:
            return bool(_BODY_NAMES.match(row.folded))
        return taken[-1].capitals < 0.8
    return bool(taken) and taken[0].capitals > 0.8


def subject_in_header(header: Header) -> list[Candidate]:
    """Reading of `V/v …` under the number in the left column."""
    rows = [row for row in header.left if not _is_noise(row)]
    start = next((i for i, row in enumerate(rows) if is_subject_line(row)), None)
    rule = "V/v under the number"
    if start is None:
        numbers = [
            i for i, r in enumerate(rows) if after_number_anchor(r) is not None and read_number(r)
        ]
        if not numbers or numbers[-1] + 1 >= len(rows):
            return []
        start, rule = numbers[-1] + 1, "lines under the number"
    taken: list[Row] = []
    for row in rows[start:]:
        gap = row.y0 - taken[-1].y1 if taken else 0.0
        if ADDRESSEE in row.letters or gap > 1.2 * (row.y1 - row.y0) or _ARRIVAL.match(row.folded):
            break
        taken.append(row)
    return _candidates(taken, rule)


def _candidates(rows: Sequence[Row], rule: str) -> list[Candidate]:
    """All the lines as the subject and, for a reviewer, the same with a line less."""
    readings = []
    for count in (len(rows), len(rows) - 1):
        if count > 0:
            words = tuple(w for row in rows[:count] for w in row.words)
            value = _join(rows[:count])
            as_ruled = rule if count == len(rows) else f"{rule}, without the last"
            reading = Candidate(value, words, rows[0].page, as_ruled)
            small = value[:1].islower()  # a letter or a word before it was mostly lost
            readings.append(reading.given(Evidence.SMALL_START) if small else reading)
    return readings


def _is_noise(row: Row) -> bool:
    """Rules, stamps, and what OCR reads into lost marks and pen: no words of the subject."""
    return (
        len(row.letters) < 2
        or is_urgency(row)
        or 3 * sum(sum(map(str.isalnum, w.text)) > 1 for w in row.words) < len(row.words)
        or reading_confidence(row.words) < _READABLE
    )


def _join(rows: Sequence[Row]) -> str:
    text = " ".join(row.text for row in rows)
    text = re.sub(r"^(\W*v)[eềẻêèEỀẺÊÈ] ?vi[eệêẹ]c\b", r"\1ề việc", text, flags=re.IGNORECASE)
    # OCR drops a dash between the years of a period (nhiệm kỳ 2021 - 2026).
    text = re.sub(r"\b((?:19|20)\d\d) (?=(?:19|20)\d\d\b)", r"\1 - ", text)
    # … and the mark of `lần` before a figure (Lần 2), where no other word stands.
    text = re.sub(r"\b([Ll])[aâ]n (?=\d)", r"\1ần ", text)
    # A speck is read for the blank behind a year: nothing begins small behind a full stop.
    text = re.sub(r"\b((?:19|20)\d\d)\.(?=[^\W\d_])", r"\1 ", text)
    return re.sub(r"^[\s_.,:;~'`|*=-]+|[\s_~'`|*=-]+$", "", text)


def _is_centred(row: Row, type_row: Row, right: float) -> bool:
    """Whether a row is centred below the type's name; a paragraph's first line is indented, and
    that alone moves its middle by 3 % of the page. `right`: where the text's lines end."""
    width = row.x1 - row.x0
    flush = row.x1 > right - 0.02
    return abs(row.x - type_row.x) < (0.022 if width > 0.6 and flush else 0.04)


def _right_margin(cells: Sequence[Row]) -> float:
    """Where full lines of the text end: the middle one of the wide lines."""
    ends = sorted(c.x1 for c in cells if c.x1 - c.x0 > 0.6)
    return ends[len(ends) // 2] if ends else 1.0


def _usual_gap(taken: Sequence[Row], em: float) -> float:
    gaps = [b.y0 - a.y1 for a, b in pairwise(taken)]
    return max([*gaps, 0.0]) + 1.2 * em
