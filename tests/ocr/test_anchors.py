import pytest

from digitize.ocr.anchors import (
    find_motto,
    is_arrival_stamp,
    is_date_line,
    is_mark,
    is_number_line,
    is_page_number,
    is_signature_caption,
)
from tests.ocr.paper import line


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0),
        ("UBND TỈNH CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", 2),
        ("ĐẠI HỌC CẦN THƠ CỘNG HỘI CHỦ NGHĨA VIỆT NAM", 4),  # a syllable lost
        ("CỌNG HOA XA HỌI CHU NGHIA NAXÍ", 0),
        ("SỞ Y TẾ Độc lập - Tự do - Hạnh phúc", 3),
        ("VIỆT NAM DÂN CHỦ CỘNG HÒA", 0),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 0),
        ("Chủ tịch nước Cộng hòa", None),
        ("ỦY BAN NHÂN DÂN TỈNH", None),
    ],
)
def test_the_motto_is_found_in_spite_of_errors(text: str, start: int | None) -> None:
    assert find_motto(line(text, 0, 0)) == start


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội, ngày 30 tháng 4 năm 2026",
        "Quảng Ngãi, ngàw/{ tháng 5 năm 2021",
        "Vĩnh Long, ngày15 tháng 8 năm 2017",
        "Đồng Nai, tháng 8 năm 2017",
    ],
)
def test_dates_are_found_with_pen_strokes_in_them(text: str) -> None:
    assert is_date_line(line(text, 0, 0))


def test_a_line_without_month_is_no_date() -> None:
    assert not is_date_line(line("ngày làm việc của cơ quan", 0, 0))


@pytest.mark.parametrize(
    "text", ["Số: 1/QĐ-UBND", "Số:", "Só:391Ê/QĐ-BYT", "/SYT-NVY", "Số 05-NQ/ĐU"]
)
def test_number_lines(text: str) -> None:
    assert is_number_line(line(text, 0, 0))


def test_marks_stand_alone_and_in_capitals() -> None:
    assert is_mark(line("TỐI MẬT", 0, 0))
    assert is_mark(line("KHẨN.", 0, 0))
    assert not is_mark(line("Khẩn", 0, 0))
    assert not is_mark(line("BÍ MẬT NHÀ NƯỚC", 0, 0))


def test_the_title_of_a_receiving_stamp_is_not_the_word_to() -> None:
    assert is_arrival_stamp(line("CÔNG VĂN ĐẾN", 0, 0))
    assert not is_arrival_stamp(line("đến", 0, 0))


@pytest.mark.parametrize("text", ["2", "- 3 -", "Trang 4", "10/10"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(line(text, 0, 0))


@pytest.mark.parametrize(
    "text",
    ["Ký bởi: Ủy ban", "Người ký: A", "Thời gian ký: 4", "Email: a@b", "10:44:25 +07:00"],
)
def test_captions_of_electronic_signatures(text: str) -> None:
    assert is_signature_caption(line(text, 0, 0))
