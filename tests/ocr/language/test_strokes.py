import pytest

from digitize.domain import Box, Word
from digitize.ocr.language.choosing import known_bigrams
from digitize.ocr.language.strokes import tell_strokes

_BOX = Box(0, 0, 10, 10)


def _words(before: str, *candidates: tuple[str, float]) -> list[Word]:
    text, sure = candidates[0]
    return [Word(before, _BOX, 0.99), Word(text, _BOX, sure, candidates=candidates)]


@pytest.mark.parametrize(
    ("before", "candidates", "right"),
    [
        ("hạng", [("1", 0.5), ("I", 0.4)], "I"),
        ("chuyên khoa cấp", [("l,", 0.9), ("I,", 0.05)], "I,"),
        ("khoản", [("I", 0.6), ("1", 0.35)], "1"),
        ("Điều", [("l.", 0.8), ("1.", 0.1)], "1."),
        ("tháng", [("|", 0.9)], "1"),
        ("chương", [("II1", 0.4), ("1I1", 0.3), ("III", 0.2)], "III"),
    ],
)
def test_the_word_before_tells_a_numeral_from_a_number(
    before: str, candidates: list[tuple[str, float]], right: str
) -> None:
    word = tell_strokes(_words(before.split()[-1], *candidates), known_bigrams())[1]
    assert (word.text, word.original) == (right, candidates[0][0])
    assert word.confidence > 0.5


@pytest.mark.parametrize(
    ("before", "candidates"),
    [
        ("mục", [("I", 0.99)]),
        ("kỳ", [("I", 0.7), ("1", 0.25)]),
        ("Khối", [("I", 0.7), ("T", 0.2), ("1", 0.1)]),
        ("khu", [("V1", 0.6), ("VT", 0.3)]),
        ("hạng", [("2", 0.5), ("I", 0.4)]),
    ],
)
def test_what_is_plain_or_no_stroke_stays(before: str, candidates: list[tuple[str, float]]) -> None:
    words = _words(before, *candidates)
    assert tell_strokes(words, known_bigrams()) == tuple(words)
