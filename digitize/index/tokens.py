"""One tokenisation for every engine and for the matcher of hits.

A token is a run of letters or digits: a syllable in Vietnamese text. Each has two forms:

- exact: lower case with diacritics, the tone mark and i/y placed one way (hòa = hoà, lý = lí);
- folded: the same without diacritics, đ as d.

An engine gets each form of a text as tokens joined by blanks and needs to do no more than split
at blanks, so that all engines find the same pages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from digitize.text.fold import fold, lower
from digitize.text.normal import nfc
from digitize.text.tones import place_tones

_TOKEN = re.compile(r"[^\W_]{1,64}")  # longer runs are cut: engines refuse terms of any length

# i and y are one sound as the only vowel after these onsets (QĐ 1989/QĐ-BGDĐT, note on i/y).
_Y_ALONE = re.compile("(h|k|l|m|s|t|v|qu)([yýỳỷỹỵ])")
_Y_TO_I = str.maketrans(nfc("yýỳỷỹỵ"), nfc("iíìỉĩị"))

_DIGITS_OR_LETTERS = re.compile(r"\d+|\D+")

_LETTERS = r"[^\W\d_]+\d{0,2}"
_SLASH = r"\s*/\s*"
_DASH = r"\s*[-–]\s*"
_SAFE_DASH = r"(?:[-–]\s*|\s+[-–]\s+)"  # not ` -word`, which excludes a word
# State: 15/QĐ-UBND, 30/2020/NĐ-CP, 4532/UBND- KSTTHC (NĐ 30/2020, annex I). Party: 05-NQ/ĐU.
# A dash with a blank before it is taken once: what follows a whole symbol is the user's text.
NUMBER_PATTERN = re.compile(
    rf"(?<!\w)\d{{1,5}}[^\W\d_]?(?:{_SLASH}(?:19|20)\d\d)?"
    rf"(?:{_SLASH}{_LETTERS}(?:{_SAFE_DASH}{_LETTERS})?|{_DASH}{_LETTERS}{_SLASH}{_LETTERS})"
    rf"(?:[-–/&]\s*{_LETTERS})*"
)


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `end` are offsets in the NFC text."""

    exact: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str]:
    exact = place_tones(lower(word))
    if match := _Y_ALONE.fullmatch(exact):
        exact = match[1] + match[2].translate(_Y_TO_I)
    return exact, fold(exact)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a word begins with, in both forms. i and y are not one here: `quy` begins `quyết`.
    `exact` has a tone mark where it was typed and where it is placed in a whole word: `toà`
    begins `toàn`, and `tòa` is `toà`."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]


def beginning_of(word: str) -> Beginning:
    typed = lower(word)
    return Beginning(tuple(dict.fromkeys((typed, place_tones(typed)))), (fold(typed),))


def tokenize(text: str) -> list[Token]:
    return [
        Token(*_forms(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(nfc(text))
    ]


def number_parts(text: str) -> list[str]:
    """The parts of a document number, in one spelling: 05-NQ/ĐU is 5 nq du, 17B/TB is 17 b tb."""
    return [part for token in tokenize(text) for part in split_number(token)]


def split_number(token: Token) -> list[str]:
    return [part.lstrip("0") or part for part in _DIGITS_OR_LETTERS.findall(token.folded)]


def exact_text(tokens: Iterable[Token]) -> str:
    return " ".join(token.exact for token in tokens)


def folded_text(tokens: Iterable[Token]) -> str:
    return " ".join(token.folded for token in tokens)


def is_number(text: str) -> bool:
    """Whether `text` is written like the number and symbol of a document."""
    return NUMBER_PATTERN.fullmatch(nfc(text).strip()) is not None
