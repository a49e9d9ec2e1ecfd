"""Word filter: what is no word goes, what is doubtful is withheld.

Seals, signatures and pen strokes make readers invent words, and invented words cost more than
missed ones. A withheld word keeps its box: out of the running text, shown to a reviewer.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from digitize.domain import Line, Word
from digitize.ocr.addresses import is_address
from digitize.text.fold import fold
from digitize.text.syllables import is_syllable

_LEAST_VALID = 0.30  # flat between 0.2 and 0.4 on real scans
_LEAST_OTHER = 0.60
# The text of a văn bản mostly ends with "./.", as in the forms of NĐ 30/2020/NĐ-CP, and who drafted
# it puts a paraph behind it.
_END = ("./.", "/.", "./")
_LEAST_BEHIND_END = 0.7
_LETTER = re.compile(r"\W*[A-Z]\d?\W*")  # out of a stroke or a rim as often as not

_SCRAP = 3  # letters and digits of a line, with no word of as many

_DASHES = frozenset("-–—")
_PARTS = re.compile(r"[/.,;:()\[\]“”\"'…\-–_+&]+")
# Numbers, times (17h00), sizes (3x4), and units with or without a number.
_NUMBER = re.compile(
    r"\d[\d.,:/-]*[a-zA-Z%]?|\d{1,2}[hg]\d{1,2}|\d+x\d+"
    r"|\d*(?:[kcdm]m[23²³]?|m[23²³]|kg|mg|ml|ha)"
)
_CAPITALS = re.compile(r"[A-Z]{1,12}\d{0,3}")  # without marks
_MARKED = re.compile(r"([^\W\d_]+)\d{1,2}[.,;:]?")
# Words of other languages that the letters of offices have.
_FOREIGN = frozenset(
    {"email", "mail", "gmail", "fax", "file", "website", "web", "internet", "online", "video"}
    | {"camera", "scan", "pdf", "excel", "word", "photo", "logo", "slide"}
)


def filter_words(lines: Sequence[Line]) -> list[Line]:
    """Lines with doubtful words withheld, and without what is no word.

    A token without letter or digit goes; a dash stays that stands before a word that is kept
    (list items, "Độc lập - Tự do"). Lines that lose all their words go.
    """
    kept = (replace(line, words=_filtered(line.words)) for line in lines)
    return [line for line in kept if line.words]


def withhold_scraps(lines: Sequence[Line]) -> list[Line]:
    """Lines with those withheld that are scraps."""
    return [
        replace(line, words=tuple(replace(word, withheld=True) for word in line.words))
        if is_scrap(line)
        else line
        for line in lines
    ]


def is_scrap(line: Line) -> bool:
    """Whether a line of a signing block is too short for a title or a name: engines read such
    lines out of seals and signatures."""
    lengths = [sum(map(str.isalnum, word.text)) for word in line.words if not word.withheld]
    return sum(lengths) <= _SCRAP and max(lengths, default=0) < _SCRAP


def _filtered(words: Sequence[Word]) -> tuple[Word, ...]:
    end = next((k for k, word in enumerate(words) if word.text.endswith(_END)), len(words))
    kept: list[Word] = []
    for k, word in reversed(list(enumerate(words))):
        if k > end and word.confidence < _LEAST_BEHIND_END:
            kept.append(replace(word, withheld=True))
        elif any(map(str.isalnum, word.text)):
            kept.append(_judged(word))
        elif _is_dash(word) and kept and not kept[-1].withheld and not _is_dash(kept[-1]):
            kept.append(word)
    return tuple(reversed(kept))


def _is_dash(word: Word) -> bool:
    return word.text in _DASHES and word.confidence >= _LEAST_VALID


def _judged(word: Word) -> Word:
    if is_address(word.text):  # too long to be sure of each letter, and never noise
        return word
    known = is_valid(word.text) and (is_syllable(word.text) or not _LETTER.fullmatch(word.text))
    least = _LEAST_VALID if known or _is_marked(word.text) else _LEAST_OTHER
    return word if word.confidence >= least else replace(word, withheld=True)


def _is_marked(text: str) -> bool:
    """Whether a syllable has the raised mark of a footnote behind it."""
    marked = _MARKED.fullmatch(text)
    return marked is not None and is_syllable(marked[1])


def readable(lines: Sequence[Line]) -> float:
    """How much of what was read is words: letters of valid ones, by their confidence."""
    words = (word for line in filter_words(lines) for word in line.words if not word.withheld)
    return sum(word.confidence * len(word.text) for word in words if is_valid(word.text))


@lru_cache(maxsize=65536)
def is_valid(token: str) -> bool:
    """Whether every part of a token is a syllable, a number or capitals (as codes are), or the
    whole an address."""
    parts = [part for part in _PARTS.split(token) if part]
    return bool(parts) and (all(map(_is_valid_part, parts)) or is_address(token))


def _is_valid_part(part: str) -> bool:
    if is_syllable(part) or _NUMBER.fullmatch(part) or part.lower() in _FOREIGN:
        return True
    return part.isupper() and _CAPITALS.fullmatch(fold(part).upper()) is not None
