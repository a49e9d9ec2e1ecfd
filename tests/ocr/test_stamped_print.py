from digitize.domain import Line
from digitize.ocr.stamped_print import as_print
from tests.ocr.paper import HEIGHT, LETTER, line

_PRINT = line("Hội đồng nghiệm thu tại", 100, 300)


def _behind(text: str, gap: int = LETTER, *, up: int = 0, height: int = HEIGHT) -> Line:
    """A line that begins so far behind the print."""
    return line(text, _PRINT.box.x1 + gap, 300 - up, height=height)


def test_a_piece_on_the_baseline_of_print_is_print() -> None:
    piece = _behind("Sở Y tế")

    assert as_print(piece, [_PRINT]) == piece


def test_letters_of_a_word_that_was_read_beside_it_are_left_out() -> None:
    piece = as_print(_behind("ng phòng chống", -LETTER // 2), [_PRINT])

    assert piece is not None
    assert piece.text == "phòng chống"


def test_what_stands_apart_or_higher_or_larger_is_a_stamp() -> None:
    for stamp in (
        _behind("Sở Y tế", 3 * HEIGHT),
        _behind("Sở Y tế", up=HEIGHT // 2),
        _behind("Sở Y tế", height=2 * HEIGHT),
    ):
        assert as_print(stamp, [_PRINT]) is None


def test_unsure_words_and_marks_are_stamps() -> None:
    unsure = line("Sở Y tế", _PRINT.box.x1 + LETTER, 300, confidence=0.5)

    assert as_print(unsure, [_PRINT]) is None
    assert as_print(_behind("HỎA TỐC"), [_PRINT]) is None
