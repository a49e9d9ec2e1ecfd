"""The characters that the line reader knows."""

import re

from digitize.text.normal import nfc

_SMALL = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
_OTHER = "0123456789 .,;:/-()\"'%&+=?!_*<>[]§°²³…–“”’‘•@#$€½×"

# Class n + 1 of the network is character n; class 0 is the blank of CTC (Graves et al. 2006).
ALPHABET = "".join(sorted({*_SMALL, *_SMALL.upper(), *_OTHER}))

# What print cannot tell apart from a character of the alphabet.
_SAME = {
    ord(other): known
    for known, others in {
        "-": "‑‒−‐~→",
        "–": "—",
        "Đ": "Ð",
        "đ": "ð",
        "“": "„",
        '"': "″",
        "'": "`´",
        ".": "·",
        "+": "±",
    }.items()
    for other in others
} | {0xAD: None}
_UNKNOWN = re.compile(f"[^{re.escape(ALPHABET)}]")


def known(text: str) -> str:
    """`text` in NFC and in the alphabet alone: look-alikes are replaced, the rest is left out."""
    return " ".join(_UNKNOWN.sub("", nfc(text).translate(_SAME)).split())


def encode(text: str) -> list[int]:
    """Classes of the characters. Raises ValueError for one that the alphabet lacks."""
    return [ALPHABET.index(character) + 1 for character in text]


def decode(classes: list[int]) -> str:
    """The text of the best class of each step: repeats and blanks fall out."""
    steps = zip([0, *classes], classes, strict=False)
    return "".join(ALPHABET[now - 1] for before, now in steps if now and now != before)
