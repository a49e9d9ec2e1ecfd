"""I, l and 1 alone are one stroke in many fonts: the word before tells a Roman numeral from a
number (cấp I, Điều 1). l alone is neither; and II1 is III."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Word
from digitize.ocr.language.bigrams import Bigrams
from digitize.ocr.language.tokens import FIGURE, entry

_STROKE = re.compile(r"(\W*)([Il1|])(\W*)")
_MEANT = {"I": "I", "1": "1", "l": "I1", "|": "I1"}
_MIXED = re.compile(r"(?=.*[IVX])(?=.*[l1|])[IVXl1|]{2,5}\W*")
_STROKES = str.maketrans("l1|", "III")
_ONE = 0.05  # the share of 1 among the numbers behind a word, dates and years among them
# Less than words have: that statutes put years behind "kỳ" says little about "học kỳ I".
_WEIGHT = 0.3


def tell_strokes(words: Sequence[Word], bigrams: Bigrams) -> tuple[Word, ...]:
    """The words with single strokes, and those in Roman numerals, read as what they must be."""
    told: list[Word] = []
    for word in words:
        if _STROKE.fullmatch(word.text):
            told.append(_told(word, told[-1].text if told else "", bigrams))
        elif _MIXED.fullmatch(word.text):
            told.append(_as_numeral(word))
        else:
            told.append(word)
    return tuple(told)


def _told(word: Word, before: str, bigrams: Bigrams) -> Word:
    chances = _chances(word)
    if not all(chances.values()):
        return word
    left = entry(before) if before and before[-1].isalpha() else None
    numeral, number = bigrams.seen(left, "i"), _ONE * bigrams.seen(left, FIGURE)
    if numeral or number:
        chances["I"] *= (numeral + 1) ** _WEIGHT
        chances["1"] *= (number + 1) ** _WEIGHT
    stroke = max(chances, key=chances.__getitem__)
    text = _STROKE.sub(rf"\g<1>{stroke}\g<3>", word.text)
    if text == word.text:
        return word
    sure = chances[stroke] / sum(chances.values())
    return replace(word, text=text, confidence=sure, original=word.original or word.text)


def _chances(word: Word) -> dict[str, float]:
    """Of I and of 1, by the candidates of a word that is a stroke."""
    chances = {"I": 0.0, "1": 0.0}
    for text, chance in word.candidates or ((word.text, word.confidence),):
        found = _STROKE.fullmatch(text)
        for stroke in _MEANT[found[2]] if found else "":
            chances[stroke] += chance
    return chances


def _as_numeral(word: Word) -> Word:
    """The word as a Roman numeral, if it may be read as one; its strokes are all the same then."""
    meant = word.text.translate(_STROKES)
    if meant not in [text for text, _ in word.candidates]:
        return word
    sure = sum(chance for text, chance in word.candidates if text.translate(_STROKES) == meant)
    return replace(word, text=meant, confidence=sure, original=word.original or word.text)
