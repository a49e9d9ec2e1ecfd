"""Characters of a line are parted into words, with the blanks that the network missed."""

import re
from collections.abc import Sequence
from itertools import groupby

from digitize.ocr.filter import is_valid
from digitize.ocr.reader.decoding import Character
from digitize.ocr.reader.model import BLANK, Probabilities
from digitize.text.fold import fold

# Where figures stand, by pen and close by as often as not: "Số:15/QĐ-UBND", "ngày06tháng9năm2021".
_BY_FIGURES = re.compile(
    r"\b(?:so:?|ngay|thang|nam|gio)(?=\d)|(?<=\d)(?=(?:thang|nam|gio)(?![a-z]))"
)
# A token that is no word is two where a blank between two of its characters is so likely.
_LIKELY = 0.1


def part(characters: Sequence[Character], blank: Probabilities) -> list[list[Character]]:
    """The characters word by word; `blank` is the probability of BLANK in each frame."""
    groups = groupby(characters, key=lambda character: character.text == BLANK)
    words = (list(group) for is_blank, group in groups if not is_blank)
    return [piece for word in words for piece in _apart(word, blank)]


def _text(word: Sequence[Character]) -> str:
    return "".join(character.text for character in word)


def _apart(word: list[Character], blank: Probabilities) -> list[list[Character]]:
    text = _text(word)
    figures = _BY_FIGURES.search(fold(text))
    place = figures.end() if figures else _missed_blank(word, text, blank)
    if place is None:
        return [word]
    return [word[:place], *_apart(word[place:], blank)]


def _missed_blank(word: list[Character], text: str, blank: Probabilities) -> int | None:
    if is_valid(text):
        return None
    between = {
        k: float(blank[word[k - 1].last - 1 : word[k].first + 1].max())
        for k in range(1, len(word))
        if _are_words(text[:k], text[k:])
    }
    place = max(between, key=between.__getitem__, default=None)
    return place if place is not None and between[place] >= _LIKELY else None


def _are_words(left: str, right: str) -> bool:
    """A figure behind a syllable is no word of its own: it may be the raised mark of a footnote."""
    return is_valid(left) and is_valid(right) and not (left[-1].isalpha() and right[0].isdigit())
