"""Lines that are no print: pen, signatures and pieces of seals must not become words.

A network trained on print finds some character in any stroke. Three things give it away, measured
on some ten thousand lines of scans, most of which a second engine read alike: its letters are
unsure (not only their marks, which faded print loses too), the line is short (a long line is
seldom drawn by chance), and there is more ink than its few characters account for.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Word
from digitize.text.fold import fold

# The least certainty of the letters of a line, by its length in characters.
_FEW, _LEAST_FEW_FIGURES, _LEAST_FEW_LETTERS = 2, 0.75, 0.95
_SHORT, _LEAST_SHORT = 10, 0.55
_LEAST_LONG = 0.4
# Print has 9 to 20 inked columns of a strip a character.
_MUCH_INK, _LEAST_MUCH_INK = 22, 0.95
# The widest letters have 26; a stroke of a pen read as one letter is wider, and sure.
_WIDEST = 60


def withhold_noise(words: Sequence[Word], inked_columns: int) -> tuple[Word, ...]:
    """The words of a line, all of them withheld where the line is no print."""
    if _certainty(words) >= _least_certainty(words, inked_columns):
        return tuple(words)
    return tuple(replace(word, withheld=True) for word in words)


def _least_certainty(words: Sequence[Word], inked_columns: int) -> float:
    characters = "".join(word.text for word in words)
    if len(characters) == 1 and inked_columns > _WIDEST:
        return math.inf
    if inked_columns > _MUCH_INK * len(characters):
        return _LEAST_MUCH_INK
    if len(characters) <= _FEW:
        return _LEAST_FEW_FIGURES if characters.isdigit() else _LEAST_FEW_LETTERS
    return _LEAST_SHORT if len(characters) <= _SHORT else _LEAST_LONG


def _certainty(words: Sequence[Word]) -> float:
    """The geometric mean over the line's letters of how sure they are."""
    weighed = [
        (max(1, sum(map(str.isalnum, word.text))), math.log(_of_letters(word))) for word in words
    ]
    return math.exp(sum(n * log for n, log in weighed) / sum(n for n, _ in weighed))


def _of_letters(word: Word) -> float:
    """The probability that a word has these letters, whatever their marks and punctuation."""
    if len(word.candidates) < 2:
        return word.confidence
    letters = _letters(word.text)
    alike = sum(chance for text, chance in word.candidates if _letters(text) == letters)
    return max(word.confidence, min(1.0, alike))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
