"""Normal forms of Vietnamese text."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """NFC, with Ð (U+00D0, Icelandic) and Ɖ (U+0189) as the Vietnamese Đ that they stand for."""
    normal = unicodedata.normalize("NFC", text)
    return normal if _NO_D.isdisjoint(normal) else normal.translate(_AS_D)


_AS_D = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_NO_D = frozenset(map(chr, _AS_D))


def squeeze(text: str) -> str:
    """NFC with every run of white space as one blank, none at the ends."""
    return _SPACES.sub(" ", nfc(text)).strip()
