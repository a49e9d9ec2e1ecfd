"""Số và ký hiệu: number and symbol, ô số 3 (NĐ 30/2020, Điều 8 khoản 3).

`15/QĐ-BNV` (named type), `05/BNV-VP` (công văn), `30/2020/NĐ-CP` (law types carry the year),
`05-NQ/ĐU` (Party), `123 QĐ/UB` (older State layout). The number is filled in by pen on nine
documents in ten, and OCR reads it badly: it is given only when its reading is clean, and then
with a confidence that a reviewer will see.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.domain import Word
from digitize.metadata.anchors import after_number_anchor
from digitize.metadata.candidates import Candidate
from digitize.metadata.header import Header
from digitize.metadata.sheet import Row
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold

_UPPER = "A-ZĐƯƠÔÂÊĂ"
_PART = rf"[{_UPPER}][{_UPPER}a-zđ0-9&.+]*"
_STATE = re.compile(
    rf"(?P<slash>[/⁄|\\])?\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
    rf"(?P<symbol>{_PART}(?:\s*[-–—/]\s*{_PART})+|(?<=/){_PART}|(?<=/\s){_PART})"
)
_PARTY = re.compile(rf"[-–—]\s*(?P<symbol>[{_UPPER}]{{2,4}}\s*/\s*{_PART}(?:[-.]{_PART})*)")
_NUMBER = re.compile(r"\d{1,5}[a-zA-ZđĐ]?")
_SIGNS = {fold(sign): sign for sign in TYPES.values() if len(sign) > 1}

_PEN_FIT = 0.5  # most that a number set apart from its symbol may claim
_PRINTED_FIT = 0.97


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One reading of the line: the three fields belong together."""

    so: Candidate | None
    ky_hieu: Candidate
    so_ky_hieu: Candidate


def find_numbers(header: Header) -> list[NumberReading]:
    """Readings from the header's left column, best first."""
    readings = []
    for row in header.left:
        reading = read_number(row)
        if reading:
            readings.append(reading)
    return sorted(readings, key=lambda r: -r.ky_hieu.score)


def read_number(row: Row) -> NumberReading | None:
    """The number and symbol in a row, or None when it holds none."""
    anchor = after_number_anchor(row)
    start = anchor or 0
    text = row.text[start:]
    party = _PARTY.search(text) if anchor is not None else None
    match = party or _STATE.search(text)
    if not match:
        return None
    symbol = _tidy_symbol(match["symbol"])
    year = None if party else match["year"]
    if anchor is None and (party or not match["slash"] or "-" not in symbol):
        return None  # without `Số`, only the full form can be told from an agency's name
    before = text[: match.start()].strip(" .:,…_-")
    symbol_words = row.words_in(start + match.start("symbol"), start + match.end("symbol"))
    number, number_words = _read_digits(row, start, start + match.start(), before)
    fit = _PRINTED_FIT if anchor is not None else 0.8
    ky_hieu = Candidate(symbol, symbol_words, row.page, "symbol after the number", fit)
    joint = "-" if party else "/"
    tail = f"{year}/{symbol}" if year else symbol
    if number is None:
        whole = Candidate(
            f"{joint}{tail}", row.words, row.page, "symbol alone: the number was not read", 0.3
        )
        return NumberReading(None, ky_hieu, whole)
    printed = _is_printed(row, number_words, symbol_words)
    fit = _PRINTED_FIT if printed else _PEN_FIT
    source = "number before the symbol" if printed else "number set apart, likely by pen"
    so = Candidate(number, number_words, row.page, source, fit)
    whole = Candidate(f"{number}{joint}{tail}", row.words, row.page, source, fit)
    return NumberReading(so, ky_hieu, whole)


def _tidy_symbol(symbol: str) -> str:
    """Spaces around / and - closed; D for Đ mended in the sign of the type (Phụ lục III)."""
    symbol = re.sub(r"\s*([-/])\s*", r"\1", re.sub(r"[–—]", "-", symbol)).strip(".&+")
    head, sep, rest = symbol.partition("/" if re.match(r"[^-]+/", symbol) else "-")
    known = _SIGNS.get(fold(head))
    if known and len(known) == len(head) and head not in _SIGNS.values():
        head = known
    return head + sep + rest


def _read_digits(
    row: Row, start: int, end: int, before: str
) -> tuple[str | None, tuple[Word, ...]]:
    number = before.replace(" ", "")
    if not _NUMBER.fullmatch(number):
        return None, ()
    return number, row.words_in(start, end)


def _is_printed(row: Row, number: Sequence[Word], symbol: Sequence[Word]) -> bool:
    """Whether OCR saw number and symbol as one clean word; a pen number stands apart."""
    return bool(number) and number[-1] == symbol[0] and number[-1].confidence > 0.8
