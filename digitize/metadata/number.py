"""Số và ký hiệu: number and symbol, ô số 3 (NĐ 30/2020, Điều 8 khoản 3).

`15/QĐ-BNV` (named type), `05/BNV-VP` (công văn), `30/2020/NĐ-CP` (law types carry the year),
`05-NQ/ĐU` (Party), `123 QĐ/UB` (older State layout). The number is filled in by pen on nine
documents in ten, and OCR reads it badly: it is given only when its reading is clean, and what
stands apart from the symbol counts as written by pen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from rapidfuzz import fuzz

from digitize.domain import Word
from digitize.metadata.agency import symbol_agrees
from digitize.metadata.anchors import after_number_anchor, is_subject_line
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.header import Header
from digitize.metadata.sheet import Row, join_rows
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold

_UPPER = "A-ZĐƯƠÔÂÊĂ"
_PART = rf"[{_UPPER}][{_UPPER}a-zđ0-9&.+]*"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?"
# In the order of trust: 15/QĐ-BNV and 30/2020/NĐ-CP; 123 QĐ/UB; 05/BC and 12/QĐ/UB.
# A speck beside the stroke is often read as a sign of its own: /§QĐ-UBND.
_STATE = (
    re.compile(
        rf"(?P<slash>[/⁄])[^\w\s]?\s*{_YEAR}(?P<symbol>[a-z]?{_PART}(?:\s*[-–—][\s.]*{_PART})+)"
    ),
    re.compile(
        rf"(?P<slash>)(?P<year>)(?<![/⁄])(?<![^\W\d_])(?P<symbol>{_PART}\s*[-–—/]\s*{_PART})"
    ),
    re.compile(rf"(?P<slash>[/⁄])\s*{_YEAR}(?P<symbol>[{_UPPER}]{_PART}(?:/{_PART})?)"),
)
_PARTY = re.compile(rf"[-–—_.]\s*(?P<symbol>[{_UPPER}a-z]{{2,4}}\s*/\s*{_PART}(?:[-.]{_PART})*)")
_NUMBER = re.compile(r"\d{1,5}[a-hA-H]?")
_COMMITTEE = re.compile(r"^U8$")  # UB: the older State layout has no other symbol like it
# The Party gives công văn a sign too.
_SIGNS = {fold(sign): sign for sign in (*TYPES.values(), "CV") if len(sign) > 1}


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
    anchored: bool  # `Số` stands before it
    blank: bool  # nothing at all stands before the symbol: a form or a draft
    read_symbol: str = ""  # the symbol as read, where it was mended
    evidence: tuple[Evidence, ...] = ()
    rule: str = "number and symbol in the header"

    @property
    def printed(self) -> bool:
        """Whether OCR saw number and symbol as one clean word; a pen number stands apart."""
        words = self.number_words
        return bool(words) and words[-1] == self.symbol_words[0] and words[-1].confidence > 0.85

    def symbol_candidate(self) -> Candidate:
        return self._candidate(
            self.symbol, self.read_symbol or self.symbol, self.symbol_words, apart=False
        )

    def number_candidate(self) -> Candidate | None:
        if self.number is None:
            return None
        return self._candidate(self.number, self.number, self.number_words, apart=not self.printed)

    def whole_candidate(self) -> Candidate:
        """Number and symbol as printed; without a number it begins with the stroke (`/QĐ-UBND`)."""
        words = (*self.number_words, *(w for w in self.symbol_words if w not in self.number_words))
        read = self.read_symbol or self.symbol
        whole = self._candidate(
            self._whole(self.symbol), self._whole(read), words, apart=not self.printed
        )
        return replace(whole, complete=self.number is not None)

    def _whole(self, symbol: str) -> str:
        year = f"{self.year}/" if self.year else ""
        return f"{self.number or ''}{self.joint}{year}{symbol}"

    def _candidate(
        self, value: str, read: str, words: tuple[Word, ...], *, apart: bool
    ) -> Candidate:
        kinds = [*self.evidence, *([] if self.anchored else [Evidence.NO_ANCHOR])]
        kinds += [Evidence.APART] if apart else []
        evidence = dict.fromkeys(kinds, 1.0)
        if not re.search(r"[-/]", self.symbol) and not self.symbol[-1].isdigit():
            evidence[Evidence.ONE_PART] = 1.0
        if self.number_words and words[0] is self.number_words[0]:
            evidence[Evidence.UNLIKE_PRINT] = self._unlike_print()
        return Candidate(read, words, self.row.page, self.rule, evidence).mended(value)

    def _unlike_print(self) -> float:
        """How much the number differs in height from `Số`: a pen's digits are larger. Nothing
        up to a tenth, all from four tenths on."""
        first, height = self.row.words[0].box.height, self.number_words[-1].box.height
        if not self.anchored or not first:
            return 0.0
        return max(0.0, min(1.0, (abs(height / first - 1) - 0.1) / 0.3))

    def supported(self, sign: str, agency: str) -> "NumberReading":
        """The reading with what the printed type and the agency's name say about its symbol."""
        kinds = []
        first = re.split(r"[-/]", self.symbol)[0]
        if sign:
            kinds.append(Evidence.TYPE_AGREES if first == sign else Evidence.TYPE_DIFFERS)
        if agency:
            agrees = symbol_agrees(agency, self.symbol)
            kinds.append(Evidence.AGENCY_AGREES if agrees else Evidence.AGENCY_DIFFERS)
        return replace(self, evidence=(*self.evidence, *kinds))

    def mended(self, sign: str, agency: str) -> "NumberReading":
        """The reading with its symbol mended by the printed type's sign and the agency's name.

        Only what OCR alone can have done: Tlr for TTr, QĐĐ for QĐ, D for Đ. A sign that some
        type has is left: it speaks against the type instead.
        """
        parts = re.split(r"([-/])", self.symbol)
        rest = parts[0][len(sign) :]
        if len(parts) == 1 and sign and rest and parts[0].startswith(sign):
            parts = [sign, "-", rest] if symbol_agrees(agency, rest) else parts  # the dash was lost
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
        return replace(self, symbol=symbol, read_symbol=self.symbol)


def find_numbers(header: Header) -> list[NumberReading]:
    """Readings from the header's left column: those after `Số` before others, from above.

    Only above `V/v`: a subject may quote the number of another document.
    """
    rows = takewhile(lambda row: not is_subject_line(row), header.left)
    readings = [reading for row in rows if (reading := read_number(row))]
    return sorted(readings, key=lambda r: not r.anchored)


def find_numbers_below(cells: Iterable[Row]) -> list[NumberReading]:
    """Readings from lines of their own under the title: contracts, whose header is one column."""
    return _alone(cells, "number and symbol below the title")


def find_numbers_at_end(cells: Iterable[Row]) -> list[NumberReading]:
    """Readings from lines of their own on a document's last page: where the header has none, an
    office may have stamped or written the number beside the signature."""
    return _alone(cells, "number and symbol on the last page")


def _alone(cells: Iterable[Row], rule: str) -> list[NumberReading]:
    alone = (r for r in join_rows(cells) if r.x1 - r.x0 < 0.4)
    readings = [reading for row in alone if (reading := read_number(row))]
    # What begins with neither Số nor the stroke may quote another document.
    return [replace(r, rule=rule) for r in readings if r.anchored or r.row.text[0] in "/⁄"]


def read_number(row: Row) -> NumberReading | None:
    """The number and symbol in a row, or None when it holds none."""
    anchor = after_number_anchor(row)
    start = anchor or 0
    text = row.text[start:]
    party = _PARTY.search(text)
    if party:
        sign = party["symbol"].split("/")[0].strip()
        known = sign in TYPES.values() or (
            anchor is not None and (sign[0].isupper() or fold(sign) in _SIGNS)
        )
        party = party if known else None
    match = party or next((m for p in _STATE if (m := p.search(text))), None)
    if not match:
        return None
    symbol = _tidy_symbol(match["symbol"])
    signed = symbol.partition("-")[0] in _SIGNS.values()
    if anchor is None and not party and ("-" not in symbol or not (match["slash"] or signed)):
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
        joint="-" if party else "/" if match["slash"] or "/" not in symbol else " ",
        year="" if party else match["year"] or "",
        symbol=symbol,
        symbol_words=row.words_in(start + match.start("symbol"), start + match.end("symbol")),
        anchored=anchor is not None,
        blank=blank and anchor is not None,
    )


def _tidy_symbol(symbol: str) -> str:
    """Spaces around / and - closed; D for Đ mended in the sign of the type (Phụ lục III)."""
    symbol = re.sub(r"\s*([-/])[\s.]*", r"\1", re.sub(r"[–—]", "-", symbol)).strip(".&+")
    head, sep, rest = symbol.partition("/" if re.match(r"[^-]+/", symbol) else "-")
    rest = _COMMITTEE.sub("UB", rest)
    known = _SIGNS.get(fold(head))
    if known and len(known) == len(head) and head not in _SIGNS.values():
        head = known
    return head + sep + rest
