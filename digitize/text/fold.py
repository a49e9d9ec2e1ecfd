"""Folding: lower case without diacritics, đ as d, one character out for each character in.

đ has no decomposition (Unicode), so stripping marks alone would keep it: it is mapped by hand.
"""

import unicodedata
from functools import lru_cache

from digitize.text.normal import nfc


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "đĐ":
        return "d"
    base = unicodedata.normalize("NFD", char)[0]
    lower = base.lower()
    return lower if len(lower) == 1 else base


def fold(text: str) -> str:
    """Fold NFC text. The result has the length of `nfc(text)`: offsets fit both."""
    return "".join(map(_fold_char, nfc(text)))


def lower(text: str) -> str:
    """Lower case with diacritics, length-preserving."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in nfc(text))
