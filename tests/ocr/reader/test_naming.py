"""Signers' names under a seal, drawn as they stand below a title."""

import cv2
import numpy as np
import pytest

from digitize.imaging.page import Pixels
from digitize.ocr.reader.engine import LineReader
from tests.ocr.paper import blank_sheet, cleaned, draw_text, paste, texts


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader()


def _sheet(title: str, below: str, *, seal: tuple[int, int] | None = None) -> Pixels:
    """A title with a line below it, and the rings of a seal around a place of the sheet."""
    page = blank_sheet(900, 1400)
    paste(page, draw_text(title, size=52), 650, 100)
    paste(page, draw_text(below, size=52), 640, 450)
    if seal:
        for radius, stroke in ((170, 5), (158, 2)):
            cv2.circle(page, seal, radius, (0,), stroke)
    return page


@pytest.mark.parametrize(
    "name", ["Lê Mạnh Hải", "Phạm Thị Thanh Trà", "Đinh Văn Hùng", "Nguyễn Tấn Dũng"]
)
def test_a_name_of_which_a_seal_hides_the_beginning_is_read_whole(
    reader: LineReader, name: str
) -> None:
    page = _sheet("GIÁM ĐỐC", name, seal=(620, 390))

    assert texts(reader.read(cleaned(page), 1)) == ["GIÁM ĐỐC", name]


def test_what_stood_in_the_place_of_a_changed_word_is_kept(reader: LineReader) -> None:
    page = _sheet("GIÁM ĐỐC", "Lê Mạnh Hải", seal=(620, 390))

    _, name = reader.read(cleaned(page), 1)

    assert name.words[1].text == "Mạnh"
    assert name.words[1].original not in ("", "Mạnh")
    assert name.words[0].box.x1 <= name.words[1].box.x0 + 1


@pytest.mark.parametrize("below", ["Tháng Hai", "Bàn giao Hồ sơ", "Công ty Vĩnh Xuân Mộc"])
def test_a_clear_line_below_a_title_is_left_as_it_is(reader: LineReader, below: str) -> None:
    assert texts(reader.read(cleaned(_sheet("GIÁM ĐỐC", below)), 1)) == ["GIÁM ĐỐC", below]


def test_a_line_close_below_text_is_not_taken_for_a_name(reader: LineReader) -> None:
    """In the text a wrong word is better left as it was read; a stamp is a name without more."""
    page = _sheet(" ", "Lê Mạnh Hải", seal=(620, 390))
    paste(page, draw_text("kính gửi ông", size=52), 780, 380)

    assert "Lê Mạnh Hải" not in texts(reader.read(cleaned(page), 1))
    assert "Lê Mạnh Hải" in texts(reader.read_block(cleaned(page), 1))


def test_signatures_are_no_names(reader: LineReader) -> None:
    page = _sheet("GIÁM ĐỐC", " ")
    points = np.array([[640, 400], [760, 330], [720, 440], [850, 350], [830, 420], [990, 380]])
    cv2.polylines(page, [points], isClosed=False, color=(0,), thickness=4)

    found = [word for one in reader.read(cleaned(page), 1)[1:] for word in one.words]

    assert not [word.text for word in found if not word.withheld]
