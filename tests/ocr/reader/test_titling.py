"""Titles stamped across each other above a signer's name, drawn."""

import cv2
import pytest

from digitize.imaging.page import Pixels
from digitize.ocr.reader.engine import LineReader
from tests.ocr.paper import blank_sheet, cleaned, draw_text, paste, texts


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader()


def _block(*titles: tuple[str, int, int], name: str = "Nguyễn Văn Hùng") -> Pixels:
    """Titles, each with its place, above a name, and a paragraph that tells how high print is."""
    page = blank_sheet(1100, 1400)
    text = "các cơ quan, đơn vị trên địa bàn tỉnh\nđược biết và tổ chức thực hiện."
    paste(page, draw_text(text, size=52), 60, 20)
    for title, x, y in titles:
        paste(page, draw_text(title, size=52), x, y)
    if name:
        paste(page, draw_text(name, size=52), 640, 780)
    return page


def test_a_deputys_title_stamped_across_the_heads_is_read_with_it(reader: LineReader) -> None:
    page = cleaned(_block(("GIÁM ĐỐC", 690, 280), ("PHÓ GIÁM ĐỐC", 640, 312)))

    assert "PHÓ GIÁM ĐỐC" not in texts(LineReader(seek_signers=False).read(page, 1))
    assert texts(reader.read(page, 1))[-3:] == ["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn Hùng"]


def test_a_title_under_a_seals_rim_is_read(reader: LineReader) -> None:
    page = _block(("KT. CHỦ TỊCH", 640, 280), ("PHÓ CHỦ TỊCH", 640, 345))
    cv2.circle(page, (600, 560), 170, (0,), 6)
    cv2.line(page, (800, 420), (1000, 380), (0,), 5)

    found = texts(reader.read(cleaned(page), 1))

    assert found[-3:] == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Hùng"]


def test_a_title_alone_gets_no_other(reader: LineReader) -> None:
    page = _block(("GIÁM ĐỐC", 690, 300))
    cv2.ellipse(page, (820, 600), (180, 70), 20, 0, 300, (0,), 4)

    assert texts(reader.read(cleaned(page), 1))[-2:] == ["GIÁM ĐỐC", "Nguyễn Văn Hùng"]


def test_a_name_tied_to_a_signature_is_found_below_its_title(reader: LineReader) -> None:
    page = _block(("GIÁM ĐỐC", 690, 300))
    for x in range(660, 1080, 30):  # a signature runs up and down through the name
        cv2.line(page, (x, 640), (x + 60, 835), (0,), 2)
    page_ = cleaned(page)

    assert "Nguyễn Văn Hùng" not in texts(LineReader(seek_signers=False).read(page_, 1))
    assert "Nguyễn Văn Hùng" in texts(reader.read(page_, 1))


def test_below_a_title_without_a_name_none_is_made_up(reader: LineReader) -> None:
    page = _block(("GIÁM ĐỐC", 690, 300), name="")
    cv2.ellipse(page, (820, 600), (180, 70), 20, 0, 300, (0,), 4)
    cv2.line(page, (650, 700), (1050, 640), (0,), 4)

    found = [word for line in reader.read(cleaned(page), 1)[3:] for word in line.words]

    assert not [word.text for word in found if not word.withheld]
