"""Text to print on training pages: a file of sentences, one a line, and what letters add to them.

The project's weights were made from 400,000 lines of Vietnamese statutes; texts of law are free
of copyright (Luật Sở hữu trí tuệ, Điều 15).
"""

import lzma
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from training.alphabet import known

# fmt: off
_ABBREVIATIONS = [
    "UBND", "QĐ", "NQ", "HĐND", "CT", "TB", "KH", "BC", "TTr", "SNV", "STTTT", "VP", "TU", "CV",
    "STC", "SXD", "BNV", "TTg", "CP", "NĐ", "BTTTT", "VX", "NC", "KT", "CĐS", "VTLT", "SGDĐT",
    "TNMT", "ĐA", "HD", "SYT", "NVY", "TCKT", "GM", "BYT", "ĐU", "BTC", "KBNN", "BHXH",
]
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XX"]
# fmt: on
_HOSTS = ["gmail.com", "yahoo.com", "chinhphu.vn", "haiphong.gov.vn", "moha.gov.vn"]
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_LONGEST_WORD = 24


class Corpus:
    """Sentences; what is drawn from them depends on the generator given alone."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def parted(self) -> tuple["Corpus", "Corpus"]:
        """What may be learnt from, and the last twentieth, which is only measured on."""
        cut = len(self._lines) - max(1, len(self._lines) // 20)
        return Corpus(self._lines[:cut]), Corpus(self._lines[cut:])

    def sentence(self, rng: random.Random) -> str:
        return rng.choice(self._lines)

    def words(self, rng: random.Random, count: int) -> str:
        """Up to `count` words of one sentence."""
        words = self.sentence(rng).split()
        start = rng.randint(0, max(0, len(words) - count))
        return " ".join(words[start : start + count])


def load_corpus(path: Path) -> Corpus:
    """Sentences of `path`, plain or packed by xz; lines without a known character are left out."""
    if path.suffix == ".xz":
        text = lzma.decompress(path.read_bytes()).decode()
    else:
        text = path.read_text(encoding="utf-8")
    lines = [line for line in map(known, text.splitlines()) if line and _is_prose(line)]
    if not lines:
        raise ValueError(f"{path} holds no text")
    return Corpus(lines)


def _is_prose(line: str) -> bool:
    """Not the remains of a table or of a number that lost its blanks."""
    return max(map(len, line.split())) <= _LONGEST_WORD


def misplaced(word: str, rng: random.Random) -> str:
    """`word` with another tone on one vowel: such words teach to look, not to guess."""
    letters = [unicodedata.normalize("NFD", letter) for letter in word]
    bases = [
        unicodedata.normalize("NFC", "".join(c for c in d if c not in _TONES)) for d in letters
    ]
    places = [n for n, base in enumerate(bases) if base.lower() in _VOWELS]
    if not places:
        return word
    place = rng.choice(places)
    bases[place] = unicodedata.normalize("NFC", bases[place] + rng.choice(_TONES))
    changed = [unicodedata.normalize("NFC", d) for d in letters]
    changed[place] = bases[place]
    return "".join(changed)


def figures(rng: random.Random) -> str:
    """What statutes have little of: codes, dates, sums, numerals, addresses, leaders."""
    year, some = rng.randint(1976, 2026), rng.randint
    code = "-".join(rng.sample(_ABBREVIATIONS, 2))
    forms = (
        lambda: f"số {some(1, 4999)}/{code}",
        lambda: f"số {some(1, 200)}/{year}/{rng.choice(['NĐ', 'QĐ', 'TT', 'NQ'])}-{code}",
        lambda: f"ngày {some(1, 31):02d}/{some(1, 12):02d}/{year}",
        lambda: f"ngày {some(1, 31)} tháng {some(1, 12)} năm {year}",
        lambda: f"{some(1, 999)}.{some(0, 999):03d}.{some(0, 999):03d} đồng",
        lambda: f"{some(1, 99)},{some(0, 99)}% ({some(1, 9)}/{some(2, 10)})",
        lambda: f"{rng.choice(_ROMAN)}. {rng.choice(['MỤC ĐÍCH', 'Nội dung', 'TỔ CHỨC', 'Phần'])}",
        lambda: f"khóa {rng.choice(_ROMAN)}, kỳ họp thứ {some(1, 12)}",
        lambda: (
            f"Email: {rng.choice(['vanthu', 'pnv', 'so', 'tccb', 'nvy'])}{some(1, 99)}"
            f"@{rng.choice(_HOSTS)}"
        ),
        lambda: f"ĐT: 0{some(20, 99)}{some(0, 9)}.{some(100, 999)}.{some(1000, 9999)}",
        lambda: f"{some(6, 17)} giờ {some(0, 59):02d}, phòng {some(1, 9)}{some(0, 9):02d}",
        lambda: f"{some(1, 12)}.{some(1, 9)}.{some(1, 9)}",
        lambda: rng.choice([".", "…"]) * some(3, 40),
        lambda: f"{some(10, 900)} m2, {some(2, 80)} km, {some(1, 60)} ha",
        lambda: f"“{rng.choice(_ABBREVIATIONS)}” & {rng.choice(_ABBREVIATIONS)}",
    )
    return known(rng.choice(forms)())
