"""The fixed words of a văn bản, found in spite of OCR errors.

All comparing is done on folded letters without blanks or punctuation: OCR loses marks first
(TINH for TỈNH) and joins or splits words next.
"""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from digitize.metadata.sheet import Row

# Ô số 1 (NĐ 30/2020, Phụ lục I); the Republic's name before 02/7/1976; the Party's heading
# (Hướng dẫn 36-HD/VPTW and its successor) and that of the Youth Union, made after it.
STATE_TITLES = ("conghoaxahoichunghiavietnam", "vietnamdanchuconghoa")
PARTY_TITLES = ("dangcongsanvietnam", "doantncshochiminh")
MOTTO = "doclaptudohanhphuc"
RECIPIENTS = "noinhan"  # Nơi nhận, ô số 9b
ADDRESSEE = "kinhgui"  # Kính gửi, ô số 9a

# A number's `Số`, as OCR gives it: marks lost, S as 5, 8 or $, o as 0 or 6.
# Then a colon, a digit or a slash: SỞ Y TẾ begins with the same letters. The National Assembly
# names the type before it: Luật số: 33/2024/QH15.
_NUMBER_ANCHOR = re.compile(
    r"^[\W_]*(?:(?:luat|phap lenh|lenh|nghi quyet)\s+)?(?:[s58$][o06]|[s$]60)"
    r"(?:\s*[:;.,…_]+\s*|\s*(?=[\d/|⁄])|(?=[^\s\W]\S*\s*/)|\s*$)",
    re.IGNORECASE,
)
_SUBJECT_ANCHOR = re.compile(r"^\W*(?:[vw]\s*/\s*[vw]\b|v[e]?\s*viec\b|vv\b)", re.IGNORECASE)


def similarity(letters: str, phrase: str) -> float:
    """How alike two folded texts are, in 0..1."""
    return fuzz.ratio(letters, phrase) / 100


def best_match(letters: str, phrases: Iterable[str], cutoff: float) -> tuple[str, float] | None:
    """The phrase that is most alike, with its likeness, when that reaches `cutoff`."""
    scored = [(similarity(letters, phrase), phrase) for phrase in phrases]
    score, phrase = max(scored, default=(0.0, ""))
    return (phrase, score) if score >= cutoff else None


def find_phrase(row: Row, phrases: Iterable[str], cutoff: float = 0.8) -> tuple[Row, float] | None:
    """The part of a row that reads most like one of the phrases, with its likeness."""
    best: tuple[Row, float] | None = None
    for phrase in phrases:
        if fuzz.partial_ratio(phrase, row.letters) < 100 * cutoff - 5:
            continue
        for start in range(len(row.tokens)):
            for end in range(start + 1, len(row.tokens) + 1):
                part = row.part(start, end)
                if len(part.letters) > 1.3 * len(phrase):
                    break
                score = similarity(part.letters, phrase)
                if score >= cutoff and (best is None or score > best[1]):
                    best = part, score
    return best


def starts_with(row: Row, phrase: str, cutoff: float = 0.8) -> bool:
    """Whether a row begins like the phrase, apart from dashes and dots before it."""
    return similarity(row.letters[: len(phrase)], phrase) >= cutoff


def after_number_anchor(row: Row) -> int | None:
    """Offset in `row.text` just after `Số:`; None when the row does not begin so."""
    match = _NUMBER_ANCHOR.match(row.folded)
    return match.end() if match else None


def is_subject_line(row: Row) -> bool:
    """Whether a row begins with `V/v` or `Về việc`."""
    return bool(_SUBJECT_ANCHOR.match(row.folded))
