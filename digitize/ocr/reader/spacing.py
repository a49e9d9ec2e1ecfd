"""Characters of a line are parted into words, with the blanks that the network missed."""

import re

from digitize.ocr.filter import is_valid
from digitize.ocr.reader.decoding import Characters
from digitize.ocr.reader.model import BLANK, Probabilities
from digitize.text.fold import fold

Span = tuple[int, int]  # of characters: the first of them, and the one behind the last

_WORD = re.compile(f"[^{BLANK}]+")
_FIGURE = re.compile(r"\d")
# Where figures stand, by pen and close by as often as not: "Số:15/QĐ-UBND", "ngày06tháng9năm2021".
_BY_FIGURES = re.compile(
    r"\b(?:so:?|ngay|thang|nam|gio)(?=\d)|(?<=\d)(?=(?:thang|nam|gio)(?![a-z]))"
)
# A token that is no word is two where a blank between two of its characters is so likely.
_LIKELY = 0.1


def part(characters: Characters, blank: Probabilities) -> list[Span]:
    """The words; `blank` is the probability of BLANK in each frame."""
    words = (word.span() for word in _WORD.finditer(characters.text))
    return [piece for word in words for piece in _apart(word, characters, blank)]


def _apart(word: Span, characters: Characters, blank: Probabilities) -> list[Span]:
    start, end = word
    text = characters.text[start:end]
    figures = _BY_FIGURES.search(fold(text)) if _FIGURE.search(text) else None
    place = figures.end() if figures else _missed_blank(start, text, characters, blank)
    if place is None:
        return [word]
    return [(start, start + place), *_apart((start + place, end), characters, blank)]


def _missed_blank(
    start: int, text: str, characters: Characters, blank: Probabilities
) -> int | None:
    """The place in the `text` of a word where a blank was missed; its characters begin at
    `start`."""
    if is_valid(text):
        return None
    between = {
        k: float(blank[characters.last[start + k - 1] - 1 : characters.first[start + k] + 1].max())
        for k in range(1, len(text))
        if _are_words(text[:k], text[k:])
    }
    place = max(between, key=between.__getitem__, default=None)
    return place if place is not None and between[place] >= _LIKELY else None


def _are_words(left: str, right: str) -> bool:
    """A figure behind a syllable is no word of its own: it may be the raised mark of a footnote."""
    return is_valid(left) and is_valid(right) and not (left[-1].isalpha() and right[0].isdigit())
