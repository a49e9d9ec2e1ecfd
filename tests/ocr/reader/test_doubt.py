import pytest

from digitize.domain import Box, Word
from digitize.ocr.reader.doubt import withhold_noise

_PRINT = 12  # inked columns a character


def _words(text: str, confidence: float, *others: tuple[str, float]) -> list[Word]:
    return [
        Word(one, Box(0, 0, 9, 9), confidence, candidates=((one, confidence), *others))
        for one in text.split()
    ]


def _kept(words: list[Word], columns: int = _PRINT) -> bool:
    letters = sum(len(word.text) for word in words)
    (withheld,) = {one.withheld for one in withhold_noise(words, columns * letters)}
    return not withheld


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Vụ", 0.5),  # strokes of a signature
        ("C", 0.9),
        ("7", 0.5),
        ("TTHT Clủ", 0.4),  # a name by pen
        ("hác lT Vm nơ Cn du", 0.3),
    ],
)
def test_strokes_are_withheld(text: str, confidence: float) -> None:
    assert not _kept(_words(text, confidence))


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("12", 0.8),  # a cell of a table
        ("TT", 0.97),
        ("Hội đồng", 0.6),
        ("Căn cứ Luật Tổ chức chính quyền", 0.45),  # a faded line
    ],
)
def test_print_is_kept_the_more_readily_the_longer_the_line(text: str, confidence: float) -> None:
    assert _kept(_words(text, confidence))


def test_doubt_about_marks_or_punctuation_alone_is_no_doubt() -> None:
    assert _kept(_words("việc./.", 0.4, ("việc./", 0.3)))
    assert not _kept(_words("cương", 0.4, ("cutng", 0.4)))
    assert _kept(_words("cương", 0.4, ("cường", 0.3), ("cướng", 0.2)))


def test_much_ink_and_few_characters_are_pen() -> None:
    assert _kept(_words("Thanh", 0.8))
    assert not _kept(_words("Thanh", 0.8), columns=40)


def test_wide_print_that_is_sure_is_kept() -> None:
    assert _kept(_words("GIÁM ĐỐC", 0.99), columns=25)


def test_one_letter_drawn_wider_than_any_is_pen_however_sure() -> None:
    assert _kept(_words("V", 0.999), columns=26)
    assert not _kept(_words("V", 0.999), columns=90)
    assert _kept(_words("VT", 0.999), columns=45)  # two, beside a rule


def test_withheld_words_keep_text_and_box() -> None:
    (word,) = withhold_noise(_words("V", 0.3), 90)
    assert (word.text, word.box) == ("V", Box(0, 0, 9, 9))
