"""Is a text real Vietnamese in Unicode?

Text layers of PDFs often are not: TCVN3 and VNI fonts show Vietnamese, but their letters are
stored as other characters (Céng hoµ x· héi), and foreign OCR drops the diacritics.
"""

import re
import unicodedata

from digitize.text.normal import nfc
from digitize.text.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+(?:[·¸µ¶¹«»®][^\W\d_]*)*")

_LEAST_WORDS = 8
_LEAST_SYLLABLES = 0.75  # share; names of firms and abbreviations fail the test rightly
_LEAST_MARKED = 0.35  # share of words with diacritics; running Vietnamese has about 0.75


def is_vietnamese(text: str) -> bool:
    """Whether most words are Vietnamese syllables and enough of them carry diacritics."""
    words = [w for w in _WORD.findall(nfc(text)) if not (w.isupper() and len(w) <= 4)]
    if len(words) < _LEAST_WORDS:
        return False
    good = sum(map(is_syllable, words))
    marked = sum(
        not unicodedata.normalize("NFD", w).replace("đ", "\u0300").isascii() for w in words
    )
    return good >= _LEAST_SYLLABLES * len(words) and marked >= _LEAST_MARKED * len(words)
