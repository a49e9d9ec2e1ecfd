"""Pale stamps, which hardly differ from paper, and the print that crosses them."""

import cv2
import numpy as np

from digitize.imaging.cleaning import clean_reduced
from digitize.imaging.page import CleanPage, PageImage, Pixels, ReducedPage
from digitize.imaging.resolution import reduce
from digitize.ocr.lettering import find_lettering
from digitize.ocr.mark_inks import mark_inks
from digitize.samples.drawing import stamp_on
from digitize.samples.sheet import Colour, Frame, FramedStamp
from tests.ocr.paper import blank_sheet, draw_text, paste

_DPI = 300
_RED, _VIOLET, _BLACK = (226, 96, 92), (90, 60, 160), (20, 20, 20)
_TEXT = "Căn cứ Luật Tổ chức chính quyền địa phương\nđược sửa đổi, bổ sung theo Nghị định"


def _sheet(ink: Colour, strength: float, *, y: float = 60) -> Pixels:
    """Print with a stamp in colour, across it or, at 52 mm, between its lines."""
    page = blank_sheet()
    for row in range(4):
        paste(page, draw_text(_TEXT), 200, 400 + 300 * row)
    colour = np.asarray(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), np.uint8)
    rows = (("TỐI MẬT", 13.5),)
    stamp = FramedStamp(
        "secrecy", 60, y, 30, 8, rows, ink, 6, strength, family="tinos", frame=Frame.BOX
    )
    stamp_on(colour, stamp, _DPI, 3)
    return colour


def _cleaned(pixels: Pixels) -> tuple[ReducedPage, CleanPage]:
    page = reduce(PageImage(pixels, _DPI))
    return page, clean_reduced(page, rotation=0)


def test_a_pale_red_mark_across_print_is_seen_without_the_print() -> None:
    page, cleaned = _cleaned(_sheet(_RED, 0.35))
    _, red, *_ = mark_inks(page, cleaned)

    (mark,) = find_lettering([red], cleaned.dpi)

    assert mark.word == "TỐI MẬT"
    assert mark.rect.holds(60 * cleaned.dpi / 25.4, 60 * cleaned.dpi / 25.4)


def test_ink_of_another_colour_is_dark_in_green() -> None:
    page, cleaned = _cleaned(_sheet(_VIOLET, 0.9))
    green = mark_inks(page, cleaned)[0]

    assert len(find_lettering([green], cleaned.dpi)) == 1


def test_a_page_in_grey_is_looked_at_as_it_is_read_and_without_what_is_black() -> None:
    page, cleaned = _cleaned(_sheet(_RED, 0.5)[:, :, 1])
    read, grey, *_ = mark_inks(page, cleaned)

    assert (read.pixels == cleaned.text[: len(read.pixels)]).all()
    assert grey.pixels.min() > 100
    assert [mark.word for mark in find_lettering([grey], cleaned.dpi)] == ["TỐI MẬT"]


def test_a_page_without_grey_is_looked_at_once() -> None:
    assert len(mark_inks(*_cleaned(_sheet(_BLACK, 1.0)[:, :, 1]))) == 1


def test_a_mark_in_the_grain_of_a_dark_corner_is_seen() -> None:
    grey = _sheet(_RED, 0.9)[:, :, 1].astype(np.float64)
    height, width = grey.shape
    shadow = np.linspace(0.5, 1.2, width).clip(0, 1)
    grain = np.random.default_rng(7).normal(0, 15, (height, width))
    page, cleaned = _cleaned(np.where(grey * shadow + grain < 150, 0, 255).astype(np.uint8))
    in_grain = mark_inks(page, cleaned)[1]

    (mark,) = find_lettering([in_grain], cleaned.dpi)

    assert mark.word == "TỐI MẬT"


def test_a_pale_mark_of_which_black_and_white_left_dots_is_seen() -> None:
    grey = _sheet(_RED, 0.6, y=52)[:, :, 1].astype(np.float64)
    grain = np.random.default_rng(7).normal(0, 15, grey.shape)
    page, cleaned = _cleaned(np.where(grey + grain < 160, 0, 255).astype(np.uint8))
    read, dots = mark_inks(page, cleaned)

    assert find_lettering([read], cleaned.dpi) == []
    (mark,) = find_lettering([dots], cleaned.dpi)
    assert mark.word == "TỐI MẬT"
