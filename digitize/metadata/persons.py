"""Personal numbers and addresses in the text, with their boxes, for masking.

Numbers of identity cards, telephones and e-mail addresses are basic personal data (Luật Bảo vệ dữ
liệu cá nhân 91/2025/QH15; NĐ 356/2025/NĐ-CP, Điều 3). A finding says what it is and where, never
what it says, so that it may be kept and logged.

- CCCD: 12 digits; the first three are the code of a province (001 to 096), the fourth says century
  and sex (0 to 3 for those born from 1900 to 2099), the next two the year of birth (NĐ 137/2015,
  Điều 13, and TT 59/2021/TT-BCA, Điều 4, cited from memory). CMND: 9 digits. Either only where the
  words before it name it, or for 12 digits where the form above holds and nothing speaks of an
  account.
- Telephones: mobile numbers of 10 digits (03, 05, 07, 08, 09) and landline numbers of 11
  (02...), or the same after +84; older mobile numbers of 11 digits (01...) and landline numbers of
  9 to 11 only where a word such as `điện thoại` stands before them (numbering plan of TT
  22/2014/TT-BTTTT; mobile numbers of 11 digits until 2018).

What stands after `số tài khoản`, `mã số thuế`, before `đồng`, or as part of a symbol (`/QĐ-UBND`),
is none of these.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitize.domain import Box, Line, PageText
from digitize.text.fold import fold

_SIGN = r"[\dOolI]"
# Digits in groups, as they are written and as OCR tears them apart; no part of a symbol or date.
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?:\+|\()?{_SIGN}(?:[ .()-]{{0,2}}{_SIGN}){{8,13}}(?![\w/]|[.,-]\d)"
)
_LETTERS_FOR_DIGITS = str.maketrans("OolI", "0011")
_FEWEST_DIGITS = 0.75  # share of the signs that were read as digits; the rest may be O for 0
_MONEY = re.compile(r"[1-9]\d{0,2}(?:[.]\d{3})+")
_EMAIL = re.compile(
    r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)* ?@ ?[a-z0-9-]+(?: ?\. ?[a-z0-9-]+)* ?\. ?[a-z]{2,6}\b"
)

_BEFORE = 40  # characters in which a number is named
_PHONE_WORDS = re.compile(
    r"dien thoai|di dong|so may|lien he|hotline|\b(?:s?dt|lh|tel|phone|fax|mobile|zalo)\b"
)
_CARD_WORDS = re.compile(r"can cuoc|chung minh|dinh danh|\b(?:cccd|cmnd|cmtnd|cmt)\b")
_OTHER_WORDS = re.compile(
    r"tai khoan|ngan hang|kho bac|ma so|ma qhns|hoa don|so hieu|so tien|gia tri|hop dong"
    r"|\b(?:stk|tk|mst|msdn|serial|ma vach|the bhyt|bhxh)\b"
)
_UNITS = re.compile(r"\W{0,2}(?:dong|vnd|usd|d|m2|m3|ha|kg)\b")

_MOBILE = re.compile(r"(?:0|84)[35789]\d{8}")
_LANDLINE = re.compile(r"(?:0|84)2\d{9}")
_OLD_PHONE = re.compile(r"0\d{8,11}")  # one sign too many is a reading error
_CARD = re.compile(r"0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}")


class PersonalKind(StrEnum):
    ID_CARD = "id-card"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class PersonalMark:
    """Where personal data stands, in pixels of the page as scanned; not what it says."""

    kind: PersonalKind
    page: int
    box: Box


def find_persons(pages: Sequence[PageText]) -> tuple[PersonalMark, ...]:
    """All that is found on the pages; words that were withheld are looked at too."""
    return tuple(mark for page in pages for mark in _on_page(page))


def _on_page(page: PageText) -> Iterator[PersonalMark]:
    before = ""
    for line in page.lines:
        text = " ".join(word.text for word in line.words)
        folded = fold(text)
        for match in _EMAIL.finditer(folded):
            yield PersonalMark(PersonalKind.EMAIL, page.number, _box(line, *match.span()))
        for match in _NUMBER.finditer(text):
            named = f"{before} {folded[: match.start()]}"[-_BEFORE:]
            kind = _kind(match[0], named, folded[match.end() :])
            if kind is not None:
                yield PersonalMark(kind, page.number, _box(line, *match.span()))
        before = folded


def _kind(number: str, before: str, after: str) -> PersonalKind | None:
    signs = [c for c in number if c.isalnum()]
    if sum(c.isdigit() for c in signs) < _FEWEST_DIGITS * len(signs) or _UNITS.match(after):
        return None
    digits = "".join(signs).translate(_LETTERS_FOR_DIGITS)
    named = _last_named(before)
    if named is _OTHER_WORDS:
        return None
    if named is _CARD_WORDS:
        return PersonalKind.ID_CARD if len(digits) in (9, 12) else None
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return PersonalKind.PHONE
    if named is _PHONE_WORDS:
        return PersonalKind.PHONE if _OLD_PHONE.fullmatch(digits) else None
    if _CARD.fullmatch(digits) and not _MONEY.fullmatch(number):
        return PersonalKind.ID_CARD
    return None


def _last_named(before: str) -> re.Pattern[str] | None:
    """Which words stand nearest before a number."""
    ends = {
        words: match.end()
        for words in (_OTHER_WORDS, _PHONE_WORDS, _CARD_WORDS)
        for match in words.finditer(before)
    }
    return max(ends, key=lambda words: ends[words], default=None)


def _box(line: Line, start: int, end: int) -> Box:
    """Around the words that hold the characters from `start` to `end` of the line."""
    boxes, at = [], 0
    for word in line.words:
        if at < end and start < at + len(word.text):
            boxes.append(word.box)
        at += len(word.text) + 1
    return Box.around(boxes)
