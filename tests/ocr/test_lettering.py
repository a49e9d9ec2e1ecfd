"""Marks under damage that no reader sees through, and stamps and print that only look alike."""

import cv2
import numpy as np
import pytest

from digitize.imaging.page import Pixels
from digitize.ocr.lettering import Lettering, as_lines, find_lettering
from digitize.ocr.mark_inks import MarkInk
from digitize.samples.drawing import stamp_on
from digitize.samples.sheet import Frame, FramedStamp
from tests.ocr.paper import blank_sheet, draw_text, line, paste

_DPI = 300
_GREY = (90, 90, 92)


def _stamped(
    text: str, *, angle: float = 7, strength: float = 0.9, width: float = 40, over: str = ""
) -> Pixels:
    """A sheet with a stamp whose middle lies 60 mm from the left and 60 from the top."""
    page = blank_sheet()
    if over:
        paste(page, draw_text(over), 350, 620)
    colour = np.asarray(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), np.uint8)
    rows, frame = ((text, 13.5),), Frame.BOX
    stamp = FramedStamp(
        "secrecy", 60, 60, width, 8, rows, _GREY, angle, strength, family="tinos", frame=frame
    )
    stamp_on(colour, stamp, _DPI, 3)
    return np.asarray(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), np.uint8)


def _marks(page: Pixels) -> list[Lettering]:
    head = page[: round(135 * _DPI / 25.4)]
    return find_lettering([MarkInk(head, _DPI)], _DPI)


@pytest.mark.parametrize("word", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
@pytest.mark.parametrize("angle", [-14, 0, 9])
def test_a_mark_is_found_at_any_slant_where_it_stands(word: str, angle: float) -> None:
    (mark,) = _marks(_stamped(word, angle=angle))

    assert mark.word in (word, "MẬT")  # how secret is for a person to say
    assert abs(mark.rect.angle) == pytest.approx(abs(angle), abs=2)
    assert mark.rect.holds(60 * _DPI / 25.4 + 60, 60 * _DPI / 25.4) or mark.word == "MẬT"


def test_a_pale_mark_over_print_is_found() -> None:
    page = _stamped("TUYỆT MẬT", strength=0.4, angle=2, over="Căn cứ Luật\nđường lối")
    assert len(_marks(page)) == 1


@pytest.mark.parametrize("text", ["HỎA TỐC", "THẬT", "KHẨN", "LƯU HÀNH NỘI BỘ", "SAO Y"])
def test_other_stamps_are_no_marks(text: str) -> None:
    assert _marks(_stamped(text, width=60)) == []


def test_print_in_capitals_is_left_to_the_reader() -> None:
    page = _stamped("MẬT", angle=0)
    (mark,) = _marks(page)
    x, y = round(mark.rect.x), round(mark.rect.y)
    heading = line("BẢO MẬT TIN", x - 150, y - 20)

    assert as_lines([mark], [heading]) == []
    # The mark itself, read with its frame.
    assert len(as_lines([mark], [line("MẬ", x - 150, y - 20)])) == 1
    for others in ([line("nay, ngày", x - 90, y - 20)], [line("MẠI", x - 40, y - 20)]):
        (stamped,) = as_lines([mark], others)
        assert stamped.text == "MẬT"


def test_a_blank_sheet_has_none() -> None:
    assert _marks(blank_sheet()) == []
