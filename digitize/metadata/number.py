"""Số và ký hiệu: number and symbol, ô số 3 (NĐ 30/2020, Điều 8 khoản 3).

`15/QĐ-BNV` (named type), `05/BNV-VP` (công văn), `30/2020/NĐ-CP` (law types carry the year),
`05-NQ/ĐU` (Party), `123 QĐ/UB` (older State layout). The number is filled in by pen on nine
documents in ten, and OCR reads it badly: it is given only when its reading is clean, and then
with a confidence that a reviewer will see.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from rapidfuzz import fuzz

from digitize.domain import Word
from digitize.metadata.agency import symbol_agrees
from digitize.metadata.anchors import after_number_anchor, is_subject_line
from digitize.metadata.candidates import Candidate, reading_confidence
from digitize.metadata.header import Header
from digitize.metadata.sheet import Row
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold

_UPPER = "A-ZĐƯƠÔÂÊĂ"
_PART = rf"[{_UPPER}][{_UPPER}a-zđ0-9&.+]*"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
# In the order of trust: 15/QĐ-BNV and 30/2020/NĐ-CP; 123 QĐ/UB; 05/BC and 12/QĐ/UB.
# A speck beside the stroke is often read as a sign of its own: /§QĐ-UBND.
_STATE = (
    re.compile(rf"(?P<slash>[/⁄])[^\w\s]?\s*{_YEAR}(?P<symbol>{_PART}(?:\s*[-–—]\s*{_PART})+)"),
    re.compile(
        rf"(?P<slash>)(?P<year>)(?<![/⁄])(?<![^\W\d_])(?P<symbol>{_PART}\s*[-–—/]\s*{_PART})"
    ),
    re.compile(rf"(?P<slash>[/⁄])\s*{_YEAR}(?P<symbol>[{_UPPER}]{_PART}(?:/{_PART})?)"),
)
_PARTY = re.compile(
    rf"[-–—_]\s*(?P<symbol>[{_UPPER}][{_UPPER}a-z]{{1,3}}\s*/\s*{_PART}(?:[-.]{_PART})*)"
)
_NUMBER = re.compile(r"\d{1,5}[a-hA-H]?")
_SIGNS = {fold(sign): sign for sign in TYPES.values() if len(sign) > 1}

_UNREAD_FIT = 0.3
_PEN_FIT = 0.5  # most that a number set apart from its symbol may claim
_PRINTED_FIT = 0.97
_READABLE = 0.3  # below this confidence the digits are little more than a guess


@dataclass(frozen=True, slots=True)
class NumberReading:
    """One reading of the line. `number` is None where it was not read cleanly."""

    row: Row
    number: str | None
    number_words: tuple[Word, ...]
    joint: str  # what stands before the symbol: / or - (Party) or a blank (older State)
    year: str
    symbol: str
    symbol_words: tuple[Word, ...]
    fit: float
    blank: bool  # nothing at all stands before the symbol: a form or a draft
    least: float = 0.0
    source: str = "symbol after the number"

    @property
    def printed(self) -> bool:
        """Whether OCR saw number and symbol as one clean word; a pen number stands apart."""
        words = self.number_words
        return bool(words) and words[-1] == self.symbol_words[0] and words[-1].confidence > 0.85

    def symbol_candidate(self) -> Candidate:
        return Candidate(
            self.symbol, self.symbol_words, self.row.page, self.source, self.fit, self.least
        )

    def number_candidate(self) -> Candidate | None:
        if self.number is None:
            return None
        return Candidate(self.number, self.number_words, self.row.page, *self._number_rule())

    def whole_candidate(self) -> Candidate:
        """Number and symbol as printed; without a number it begins with the stroke (`/QĐ-UBND`)."""
        year = f"{self.year}/" if self.year else ""
        value = f"{self.number or ''}{self.joint}{year}{self.symbol}"
        words = (*self.number_words, *(w for w in self.symbol_words if w not in self.number_words))
        return Candidate(value, words, self.row.page, *self._number_rule())

    def _number_rule(self) -> tuple[str, float]:
        if self.number is None:
            return "symbol alone: the number was not read", _UNREAD_FIT
        if reading_confidence(self.number_words) < _READABLE:
            return "number hardly read", _UNREAD_FIT
        if self.printed:
            return "number before the symbol", _PRINTED_FIT
        return "number set apart, likely by pen", _PEN_FIT

    def supported(self, sign: str, agency: str) -> "NumberReading":
        """The reading, worth more where the printed type or the agency's name say the same."""
        by_type = bool(sign) and re.split(r"[-/]", self.symbol)[0] == sign
        by_agency = bool(agency) and symbol_agrees(agency, self.symbol)
        if not (by_type or by_agency):
            return self
        names = " and ".join(n for n, says in (("type", by_type), ("agency", by_agency)) if says)
        least = 0.88 if by_type and by_agency else 0.6
        return replace(self, least=least, source=f"{self.source}; {names} agree")

    def mended(self, sign: str, agency: str) -> "NumberReading":
        """The reading with its symbol mended by the printed type's sign and the agency's name.

        Only what OCR alone can have done: Tlr for TTr, QĐĐ for QĐ, D for Đ. A sign that some
        type has is left: it speaks against the type instead.
        """
        parts = re.split(r"([-/])", self.symbol)
        near = sign and fuzz.ratio(fold(parts[0]), fold(sign)) >= 50
        if len(parts) > 1 and near and parts[0] not in TYPES.values():
            parts[0] = sign
        initials = "".join(w[0] for w in re.findall(r"[^\W\d_]+", agency))
        for i in range(len(parts)):
            if len(parts[i]) > 1 and fold(initials).startswith(fold(parts[i])):
                parts[i] = "".join(
                    "Đ" if c == "D" and model in "Đđ" else c
                    for c, model in zip(parts[i], initials, strict=False)
                )
        symbol = "".join(parts)
        if symbol == self.symbol:
            return self
        source = self.source + "; mended after the printed type and agency"
        return replace(self, symbol=symbol, fit=self.fit * 0.9, source=source)


def find_numbers(header: Header) -> list[NumberReading]:
    """Readings from the header's left column, best first.

    Only above `V/v`: a subject may quote the number of another document.
    """
    rows = takewhile(lambda row: not is_subject_line(row), header.left)
    readings = [reading for row in rows if (reading := read_number(row))]
    return sorted(readings, key=lambda r: -r.symbol_candidate().score)


def find_numbers_below(cells: Iterable[Row]) -> list[NumberReading]:
    """Readings from lines of their own under the title: contracts, whose header is one column."""
    alone = (c for c in cells if c.x1 - c.x0 < 0.4 and after_number_anchor(c) is not None)
    return [reading for cell in alone if (reading := read_number(cell))]


def read_number(row: Row) -> NumberReading | None:
    """The number and symbol in a row, or None when it holds none."""
    anchor = after_number_anchor(row)
    start = anchor or 0
    text = row.text[start:]
    party = _PARTY.search(text)
    if party and anchor is None and party["symbol"].split("/")[0].strip() not in TYPES.values():
        party = None
    match = party or next((m for p in _STATE if (m := p.search(text))), None)
    if not match:
        return None
    symbol = _tidy_symbol(match["symbol"])
    if anchor is None and not party and (not match["slash"] or "-" not in symbol):
        return None  # without `Số`, only the full form can be told from an agency's name
    number = text[: match.start()].strip(" .:,…_-").replace(" ", "")
    blank = not number
    words = row.words_in(start, start + match.start())
    if not _NUMBER.fullmatch(number):
        number, words = "", ()
    return NumberReading(
        row=row,
        number=number or None,
        number_words=words,
        joint="-" if party else "/" if match["slash"] else " ",
        year="" if party else match["year"] or "",
        symbol=symbol,
        symbol_words=row.words_in(start + match.start("symbol"), start + match.end("symbol")),
        blank=blank and anchor is not None,
        fit=_PRINTED_FIT if anchor is not None else 0.8,
    )


def _tidy_symbol(symbol: str) -> str:
    """Spaces around / and - closed; D for Đ mended in the sign of the type (Phụ lục III)."""
    symbol = re.sub(r"\s*([-/])\s*", r"\1", re.sub(r"[–—]", "-", symbol)).strip(".&+")
    head, sep, rest = symbol.partition("/" if re.match(r"[^-]+/", symbol) else "-")
    known = _SIGNS.get(fold(head))
    if known and len(known) == len(head) and head not in _SIGNS.values():
        head = known
    return head + sep + rest
