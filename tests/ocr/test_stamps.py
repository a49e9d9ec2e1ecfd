"""Stamps drawn at any slant are found, levelled and read; recall is what secrecy asks for."""

from dataclasses import replace

import numpy as np
import pytest
from rapidfuzz import fuzz

from digitize.domain import Box
from digitize.imaging.colour import red_ink
from digitize.imaging.page import Pixels
from digitize.ocr.stamps import (
    Stamp,
    is_signing,
    read_stamps,
    red_place,
    take_black,
    take_red,
    without_stamped,
)
from digitize.ocr.tesseract import TesseractEngine
from digitize.text.fold import fold
from tests.ocr.paper import (
    DPI,
    blank_sheet,
    cleaned,
    coloured,
    draw_stamp,
    draw_text,
    line,
    paste,
)

_RED = (50, 40, 200)


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return TesseractEngine("vie", 60)


def _take_red(bgr: Pixels) -> list[Stamp]:
    red = red_ink(bgr)
    assert red is not None
    place = red_place(red)
    assert place is not None
    return take_red(red, bgr[place.y0 : place.y1, place.x0 : place.x1, 1], place, DPI)


@pytest.mark.parametrize("angle", [-20, -8, 0, 13, 20])
@pytest.mark.parametrize(("text", "framed"), [("TUYỆT MẬT", True), ("TỐI MẬT", False)])
def test_slanted_red_stamps_are_read(
    engine: TesseractEngine, angle: float, text: str, framed: bool
) -> None:
    grey = blank_sheet()
    paste(grey, draw_stamp(text, framed=framed, angle=angle), 300, 500)
    page = coloured(grey, _RED, 0.6)

    ((found,),) = read_stamps(_take_red(page), cleaned(grey), engine, 1)

    # A letter too many does no harm: marks are matched with errors in mind.
    assert fuzz.ratio(fold(found.text), fold(text)) > 85


@pytest.mark.parametrize("strength", [0.4, 1.0])
def test_pale_and_full_red_are_read_alike(engine: TesseractEngine, strength: float) -> None:
    grey = blank_sheet()
    paste(grey, draw_stamp("MẬT", framed=True, angle=6), 300, 500)
    page = coloured(grey, _RED, strength)

    ((found,),) = read_stamps(_take_red(page), cleaned(grey), engine, 1)

    assert fold(found.text) == "mat"


@pytest.mark.parametrize("darkness", [1.0, 0.2])
def test_a_grey_frame_leaves_the_text_and_is_read(engine: TesseractEngine, darkness: float) -> None:
    stamp = draw_stamp("HOẢ TỐC", framed=True, angle=-7)
    page = blank_sheet()
    pale = np.round(255 - darkness * (255.0 - stamp)).astype(np.uint8)
    paste(page, pale, 300, 500)
    paste(page, draw_text("Căn cứ Nghị định"), 200, 900)

    stamps, _, without = take_black(page, None, DPI)
    ((found,),) = read_stamps(stamps, cleaned(page), engine, 1)

    assert fold(found.text) == "hoa toc"
    assert without[400:900].min() > 250
    assert (without[900:] == page[900:]).all()


def test_the_box_of_a_stamped_word_lies_where_it_was_stamped(engine: TesseractEngine) -> None:
    page = blank_sheet()
    stamp = draw_stamp("KHẨN", framed=True, angle=15)
    paste(page, stamp, 700, 300)

    stamps, _, _ = take_black(page, None, DPI)
    ((found,),) = read_stamps(stamps, cleaned(page), engine, 1)

    height, width = stamp.shape
    around = Box(700, 300, 700 + width, 300 + height)
    box = found.box
    assert around.x0 < box.x0 < box.x1 < around.x1
    assert around.y0 < box.y0 < box.y1 < around.y1
    assert abs((box.x0 + box.x1) - (around.x0 + around.x1)) < 40
    assert abs((box.y0 + box.y1) - (around.y0 + around.y1)) < 40


def test_lines_of_text_are_no_stamps() -> None:
    page = blank_sheet()
    paste(page, draw_text("Độc lập - Tự do - Hạnh phúc\nĐường lối đổi mới"), 100, 200)

    stamps, _, without = take_black(page, None, DPI)

    assert stamps == []
    assert (without == page).all()


def test_red_ink_is_looked_for_where_it_is() -> None:
    red = blank_sheet()
    assert red_place(red) is None
    red[501:520, 401:420] = 0
    assert red_place(red) == Box(400, 500, 420, 520)


def test_a_stamp_in_a_place_of_its_own_lies_where_it_does_on_the_page() -> None:
    grey = blank_sheet()
    paste(grey, draw_stamp("MẬT", framed=True, angle=6), 700, 300)

    ((cut, _),) = _take_red(coloured(grey, _RED, 0.8))

    height, width = cut.pixels.shape
    x, y = cut.back @ np.array([width / 2, height / 2, 1])
    height, width = draw_stamp("MẬT", framed=True, angle=6).shape
    assert (x, y) == pytest.approx((700 + width / 2, 300 + height / 2), abs=8)


def test_names_and_titles_belong_to_the_text_but_marks_do_not() -> None:
    assert is_signing(line("Đặng Văn Đức", 900, 2000), 3500)
    assert is_signing(line("PHÓ GIÁM ĐỐC", 900, 2000), 3500)
    assert not is_signing(line("TỐI MẬT", 900, 2000), 3500)
    assert not is_signing(line("Đặng Văn Đức", 900, 200), 3500)
    assert not is_signing(line("Y 2", 900, 2000), 3500)
    assert is_signing(line("Đặng Văn Đức", 900, 2000, confidence=0.5), 3500)
    assert is_signing(line("-Trúc Giang", 900, 2000, confidence=0.5), 3500)
    assert not is_signing(line("ĐA XHG", 900, 2000, confidence=0.6), 3500)
    assert not is_signing(line("cu trên", 900, 2000, confidence=0.6), 3500)
    assert not is_signing(line("xqz Đức", 900, 2000, withheld=True), 3500)


def test_a_slanted_line_without_a_frame_is_found_and_level_lines_are_not() -> None:
    page = blank_sheet()
    paste(page, draw_text("Kính gửi:\nHà Nội, ngày 30"), 100, 900)
    assert take_black(page, None, DPI)[1] == []

    paste(page, draw_stamp("TỐI MẬT", framed=False, angle=5), 300, 300)
    assert len(take_black(page, None, DPI)[1]) == 1


def test_each_place_is_read_once() -> None:
    found = [line("xa lạ", 100, 100), line("pịệ", 900, 100, confidence=0.2)]
    better = line("Đức", 900, 100)
    worse = line("xqz", 100, 100, confidence=0.3)

    rest, kept = without_stamped(found, [better, worse])

    assert [one.text for one in rest] == ["xa lạ"]
    assert kept == [better]


def test_print_that_goes_on_beyond_a_stamp_stays_unless_that_is_better_by_far() -> None:
    found = line("TỈNH PHÚ THỌ", 100, 100)
    piece = replace(found, words=found.words[:1])

    alike = line("TỈNH P", 100, 100)
    assert without_stamped([found], [replace(alike, words=alike.words[:2])]) == ([found], [])

    unsure = replace(found.words[0], text="TNH", confidence=0.4)
    spoilt = replace(found, words=(unsure, *found.words[1:]))
    rest, kept = without_stamped([spoilt], [piece])
    assert [one.text for one in rest] == ["PHÚ THỌ"]
    assert kept == [piece]


def test_a_mark_stays_whatever_else_was_read_there() -> None:
    _, kept = without_stamped([line("ngày mai", 100, 100)], [line("MẬT", 130, 100, confidence=0.3)])

    assert [one.text for one in kept] == ["MẬT"]
