"""Normal forms of Vietnamese text."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """NFC, with Ð (U+00D0, Icelandic) and Ɖ (U+0189) as the Vietnamese Đ that they stand for."""
    return unicodedata.normalize("NFC", text).translate(_D_LOOKALIKES)


_D_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})


def squeeze(text: str) -> str:
    """NFC with every run of white space as one blank, none at the ends."""
    return _SPACES.sub(" ", nfc(text)).strip()
