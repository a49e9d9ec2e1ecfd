import pytest

from digitize.metadata.issue_date import after_agency, read_date, read_place
from digitize.metadata.sheet import Row, lay_out
from tests.metadata.paper import RIGHT, line, page


def row(text: str) -> Row:
    return lay_out(page(line(text, 200, RIGHT))).rows()[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("An Phú, ngày 05 tháng 3 năm 2021", "2021-03-05"),
        ("An Phú, ngày 5 tháng 12 năm 2021", "2021-12-05"),
        ("An Phú, ngày tháng 3 năm 2021", "2021-03"),
        ("An Phú, ngày ÁẾ.. tháng 3 năm 2021", "2021-03"),
        ("An Phú, ngày;2tháng 3 năm 2021", "2021-03"),
        ("An Phú, ngày tháng năm 2021", "2021"),
        ("An Phú, ngày 41 tháng 3 năm 2021", "2021-03"),
        ("An Phú, ngày 05 tháng 13 năm 2021", "2021"),
        ("An Phú, ngàW/{ tháng 5 năm 2021", "2021-05"),
        ("An Phú, ngày 05/3/2021", "2021-03-05"),
        ("An Phú, ngay 05 thang 3 nam 2021", "2021-03-05"),
        ("An Phú, ngày 05 tháng 3 nănn 2021", "2021-03-05"),
    ],
)
def test_dates_are_given_as_far_as_they_are_read(text: str, value: str) -> None:
    candidate = read_date(row(text))
    assert candidate is not None
    assert candidate.value == value


@pytest.mark.parametrize("text", ["Độc lập - Tự do - Hạnh phúc", "An Phú, ngày 05 tháng 3 năm 20"])
def test_what_is_no_date(text: str) -> None:
    assert read_date(row(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "An Phú, ngày 05~0.93 tháng 3 năm 2021",  # pen digits taken wrongly are as sure
        "An Phú, ngày 05~0.97 tháng 3 năm 2021~0.78",  # another digit of the line is unsure
        "An Phú, ngày 5~0.90 tháng 3 năm 2021",
    ],
)
def test_a_full_day_is_claimed_only_where_all_digits_are_sure(text: str) -> None:
    candidate = read_date(row(text))
    assert candidate is not None
    assert candidate.value == "2021-03-05"
    assert candidate.score < 0.6


def test_one_digit_of_a_day_is_worth_less_than_two() -> None:
    one = read_date(row("An Phú, ngày 5~0.90 tháng 3 năm 2021"))
    two = read_date(row("An Phú, ngày 05~0.90 tháng 3 năm 2021"))
    assert one is not None
    assert two is not None
    assert one.score < two.score


def test_a_place_begins_with_a_capital() -> None:
    assert read_place(row("là Với nuàu, ngày 05 tháng 3 năm 2021")) is None


def test_a_day_unlike_the_print_is_less_sure_than_a_printed_one() -> None:
    printed = read_date(row("An Phú, ngày 05 tháng 3 năm 2021"))
    by_pen = read_date(row("An Phú, ngày 05~0.7 tháng 3 năm 2021"))
    assert printed is not None
    assert by_pen is not None
    assert printed.score > 0.8
    assert by_pen.score < 0.6


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("An Phú, ngày 05 tháng 3 năm 2021", "An Phú"),
        ("TP. An Phú, ngày tháng 3 năm 2021", "TP. An Phú"),
        ("Hai Phòng, ngày 05 tháng 3 năm 2021", "Hải Phòng"),  # fixed wording
        ("An Phú, ngàW/{ tháng 5 năm 2021", "An Phú"),
    ],
)
def test_the_place_stands_before_the_date(text: str, value: str) -> None:
    candidate = read_place(row(text))
    assert candidate is not None
    assert candidate.value == value


@pytest.mark.parametrize(
    ("place", "agency", "value", "sure"),
    [
        ("Lạng Sơn", "UBND TỈNH LẠNG SƠN", "Lạng Sơn", True),
        ("Hà Nội", "BỘ Y TẾ", "Hà Nội", True),
        ("Lụng Sơn", "UBND TỈNH LẠNG SƠN", "Lạng Sơn", False),
        ("Xuân Định", "PHƯỜNG XUÂN ĐỈNH", "Xuân Định", False),
        ("Đắk Lắk", "TỈNH ĐÄK LÄẮK", "Đắk Lắk", True),  # the agency's name is no better
    ],
)
def test_the_agency_speaks_for_or_against_the_place(
    place: str, agency: str, value: str, sure: bool
) -> None:
    read = read_place(row(f"{place}, ngày 05 tháng 3 năm 2021"))
    assert read is not None
    weighed = after_agency(read, [row(agency)])
    assert weighed.value == value
    assert (weighed.score > 0.6) is sure
