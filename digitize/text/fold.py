"""Folding: lower case without diacritics, đ as d, one character out for each character in.

đ has no decomposition (Unicode), so stripping marks alone would keep it: it is mapped by hand.
"""

import unicodedata

from digitize.text.normal import nfc


class _Folded(dict[int, str]):
    """What each character folds to, by its code, found when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = "d" if char in "đĐ" else unicodedata.normalize("NFD", char)[0]
        lower = base.lower()
        self[code] = lower if len(lower) == 1 else base
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Fold NFC text. The result has the length of `nfc(text)`: offsets fit both."""
    return nfc(text).translate(_FOLDED)


def lower(text: str) -> str:
    """Lower case with diacritics, length-preserving."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in nfc(text))
