"""Word filter: what is no word goes, what is doubtful is withheld.

Seals, signatures and pen strokes make readers invent words, and invented words cost more than
missed ones. A withheld word keeps its box: out of the running text, shown to a reviewer.
"""

import re
from dataclasses import replace

from digitize.domain import Line, Word
from digitize.text.syllables import is_syllable

_LEAST_VALID = 0.30  # flat between 0.2 and 0.4 on real scans
_LEAST_OTHER = 0.60

_PARTS = re.compile(r"[/.,;:()\[\]“”\"'…\-–_+&]+")
_NUMBER = re.compile(r"\d[\d.,:/-]*[a-zA-Z%]?")
_CAPITALS = re.compile(r"[^\W\d_]{1,12}\d{0,3}")


def filter_words(lines: list[Line]) -> list[Line]:
    """Lines without what holds neither letter nor digit, and with doubtful words withheld.

    Lines that lose all their words go.
    """
    kept = (replace(line, words=tuple(map(_judge, _spoken(line)))) for line in lines)
    return [line for line in kept if line.words]


def _spoken(line: Line) -> list[Word]:
    return [word for word in line.words if any(map(str.isalnum, word.text))]


def _judge(word: Word) -> Word:
    least = _LEAST_VALID if is_valid(word.text) else _LEAST_OTHER
    return word if word.confidence >= least else replace(word, withheld=True)


def is_valid(token: str) -> bool:
    """Whether every part of a token is a syllable, a number or capitals (as codes are)."""
    parts = [part for part in _PARTS.split(token) if part]
    return bool(parts) and all(map(_is_valid_part, parts))


def _is_valid_part(part: str) -> bool:
    if is_syllable(part) or _NUMBER.fullmatch(part):
        return True
    return part.isupper() and _CAPITALS.fullmatch(part) is not None
