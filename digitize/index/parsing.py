"""From what a clerk typed to a Query. The language stands in query.py and in docs/tra-cuu.md.

Messages are in Vietnamese: they answer a person who types Vietnamese queries.

An empty query asks for all documents. A colon after a word that is no key is mere punctuation,
so that a line copied from a document is a good query.
"""

import re
from dataclasses import dataclass, field

from digitize.errors import UsageError
from digitize.index.dates import date_span
from digitize.index.query import Query, Term
from digitize.index.tokens import NUMBER_PATTERN, tokenize
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold, lower
from digitize.text.normal import nfc
from digitize.text.tones import place_tones

_FIELDS = {
    "số ký hiệu": "number",
    "số": "number",
    "loại văn bản": "type",
    "loại": "type",
    "cơ quan ban hành": "agency",
    "cơ quan": "agency",
    "đơn vị": "department",
    "người ký": "signer",
    "trích yếu": "subject",
}
_DATES = {"từ ngày": "from", "từ": "from", "đến ngày": "to", "đến": "to", "ngày": "on", "năm": "on"}
_KEYS = {nfc(key): meaning for key, meaning in (_FIELDS | _DATES).items()}

# `cơ quan:`, `cơ_quan:`, `coquan:`; a key is typed either right or without any diacritics, so
# that `sở:` is not taken for `số:`.
_SPELLINGS = {
    spelling.replace(" ", blank): meaning
    for key, meaning in _KEYS.items()
    for spelling in (place_tones(key), fold(key))
    for blank in ("", " ", "_")
}
_KEY = re.compile(
    rf"(?<!\w)({'|'.join(sorted(map(re.escape, _SPELLINGS), key=len, reverse=True))})\s*:\s*"
)
_TYPE_NAMES = {form for name in TYPES for form in (place_tones(lower(name)), fold(name))}
# A type's whole name belongs to its key without quotation marks: most have more than one word.
_TYPE = re.compile(rf"(?:{'|'.join(sorted(_TYPE_NAMES, key=len, reverse=True))})(?![\w*])")
_BEGINNING = re.compile(r"[^\W_]\*")
_SHORTEST_BEGINNING = 2  # letters or digits: one finds most of an archive
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "”", "«": "»"}
_CLOSING = '"“”»'
_BARE = re.compile(r'[^\s"“”„«»]+')


def parse(text: str) -> Query:
    """Raises UsageError when the text is no query; its remedy says what to type instead."""
    reader = _Reader(" ".join(nfc(text).split()))
    reader.read()
    if text.strip() and not (reader.terms or reader.low or reader.high):
        raise UsageError(
            "Không có chữ hay số nào để tìm.", remedy="Gõ ít nhất một từ, ví dụ: tuyển dụng"
        )
    if reader.terms and all(t.excluded for t in reader.terms) and not (reader.low or reader.high):
        raise UsageError(
            "Câu tìm chỉ có từ bị loại trừ.",
            remedy="Gõ thêm ít nhất một từ cần tìm, ví dụ: tuyển dụng -viên",
        )
    return Query(tuple(reader.terms), reader.low, reader.high)


@dataclass
class _Reader:
    text: str
    position: int = 0
    terms: list[Term] = field(default_factory=list)
    low: int = 0
    high: int = 0

    def __post_init__(self) -> None:
        self.lowered = place_tones(lower(self.text))  # same length: offsets fit both

    def read(self) -> None:
        while self.position < len(self.text):
            if self.text[self.position] == " ":
                self.position += 1
                continue
            excluded = self._minus()
            if key := _KEY.match(self.lowered, self.position):
                self.position = key.end()
                self._keyed(
                    _SPELLINGS[key[1]], self.text[key.start() : key.end()].strip(), excluded
                )
            else:
                self._add(_make_term("text", *self._value(), excluded=excluded))
        if self.low and self.high and self.low > self.high:
            raise UsageError(
                "Ngày bắt đầu sau ngày kết thúc, hoặc các ngày không giao nhau.",
                remedy="Đặt ngày sớm hơn sau từ: và ngày muộn hơn sau đến:",
            )

    def _minus(self) -> bool:
        """Step over a minus that stands right before a word, after a blank or at the start."""
        if not re.match(r"-(?=[^\s-])", self.text[self.position :]):
            return False
        self.position += 1
        return True

    def _keyed(self, meaning: str, key: str, excluded: bool) -> None:
        named = self._type() if meaning == "type" else None
        value, phrase = named or self._value()
        if meaning in ("from", "to", "on"):
            if excluded:
                raise UsageError(
                    f"Không loại trừ được bằng dấu trừ trước {key}",
                    remedy="Bỏ dấu trừ, và dùng từ: đến: để giới hạn thời gian.",
                )
            self._date(meaning, key, value)
            return
        if not tokenize(value):
            raise UsageError(
                f"Sau {key} chưa có gì.", remedy=f'Gõ giá trị ngay sau dấu hai chấm: {key}"…"'
            )
        self._add(_make_term(meaning, value, phrase, excluded=excluded))

    def _date(self, meaning: str, key: str, value: str) -> None:
        try:
            first, last = date_span(value.strip(" ,;"))
        except ValueError:
            raise UsageError(
                f"{key}{value} không phải là ngày có thật.",
                remedy="Gõ ngày như 15/01/2024, tháng như 01/2024, hoặc năm như 2024.",
            ) from None
        if meaning != "to":
            self.low = max(self.low, first)
        if meaning != "from":
            self.high = min(self.high, last) if self.high else last

    def _value(self) -> tuple[str, bool]:
        """The phrase, document number or word at the position, and whether it is a phrase."""
        start = self.position
        if start >= len(self.text):
            return "", False
        if self.text[start] in _QUOTES:
            end = self._closing(start)
            self.position = end + 1
            return self.text[start + 1 : end], True
        match = NUMBER_PATTERN.match(self.text, start) or _BARE.match(self.text, start)
        self.position = match.end() if match else start + 1
        if self.text.startswith("*", self.position):  # after a document number
            self.position += 1
        return self.text[start : self.position], False

    def _type(self) -> tuple[str, bool] | None:
        """The whole name of a type at the position, which is a phrase."""
        match = _TYPE.match(self.lowered, self.position)
        if match is None:
            return None
        self.position = match.end()
        return self.text[match.start() : match.end()], True

    def _closing(self, start: int) -> int:
        for end in range(start + 1, len(self.text)):
            if self.text[end] in _CLOSING:
                return end
        raise UsageError(
            f"Thiếu dấu ngoặc kép đóng sau: {self.text[start:]}",
            remedy='Đặt cụm từ giữa hai dấu ngoặc kép, ví dụ: "tuyển dụng công chức"',
        )

    def _add(self, term: Term) -> None:
        if tokenize(term.text):  # a lone dash or comma between words asks for nothing
            self.terms.append(term)


def _make_term(field: str, value: str, phrase: bool, *, excluded: bool) -> Term:
    """The term of a value as typed; `word*` asks for words that begin so.

    Raises UsageError for a star elsewhere, or after too little.
    """
    if not _BEGINNING.search(value):
        return Term(value, field, phrase=phrase, excluded=excluded)
    tokens = tokenize(value)
    if phrase or field == "number" or len(tokens) > 1:
        raise UsageError(
            f"Dấu * chỉ dùng ở cuối một từ, ngoài ngoặc kép: {value}",
            remedy="Ví dụ: nghi* tìm “nghị”, “nghiệm”. Số văn bản thì gõ một phần là đủ, không cần "
            "dấu *: số:123",
        )
    word = value[tokens[0].start : tokens[0].end]
    if len(word) < _SHORTEST_BEGINNING:
        raise UsageError(
            f"Trước dấu * cần ít nhất hai chữ: {value}", remedy="Gõ thêm chữ, ví dụ: nghi*"
        )
    return Term(word, field, beginning=True, excluded=excluded)
