import cv2
import pytest

from digitize.ocr.reader.engine import LineReader
from tests.ocr.paper import cleaned, draw_text, texts


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader()


@pytest.mark.parametrize("thickness", [2, 3, 4])
def test_an_urgency_stamp_is_read_under_a_stroke_of_the_pen(
    reader: LineReader, thickness: int
) -> None:
    stamp = draw_text("HỎA TỐC", size=52, pad=60)
    height, width = stamp.shape
    middle = height // 2
    cv2.line(stamp, (50, middle + 22), (width - 50, middle + 16), (0,), thickness)

    assert texts(reader.read_block(cleaned(stamp), 1)) == ["HỎA TỐC"]


@pytest.mark.parametrize("text", ["ĐẾN", "THẬT", "SAO Y", "KHÁN GIẢ", "DÂN TỘC"])
def test_other_stamps_are_none(reader: LineReader, text: str) -> None:
    assert texts(reader.read_block(cleaned(draw_text(text, size=52, pad=60)), 1)) == [text]
