import pytest

from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.issue_date import find_dates_at_end, plausible, read_date
from digitize.metadata.scoring import is_sure, scorer
from digitize.metadata.sheet import Row, lay_out
from tests.metadata.paper import RIGHT, line, page


def row(text: str, middle: float = RIGHT) -> Row:
    return lay_out(page(line(text, 200, middle))).rows()[0]


def date(text: str) -> Candidate | None:
    return read_date(row(text), "date line in the header")


def goes_through(candidate: Candidate) -> bool:
    confidence = scorer().confidence("ngay_ban_hanh", candidate)
    return is_sure("ngay_ban_hanh", confidence, 0.005)


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
        ("Ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi mốt", "2021-04-15"),
        ("ngày mùng năm, tháng năm, năm một nghìn chín trăm chín mươi lăm", "1995-05-05"),
    ],
)
def test_dates_are_given_as_far_as_they_are_read(text: str, value: str) -> None:
    candidate = date(text)
    assert candidate is not None
    assert candidate.value == value


@pytest.mark.parametrize("text", ["Độc lập - Tự do - Hạnh phúc", "An Phú, ngày 05 tháng 3 năm 20"])
def test_what_is_no_date(text: str) -> None:
    assert date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "An Phú, ngày 05~0.93 tháng 3 năm 2021",  # pen digits taken wrongly are as sure
        "An Phú, ngày 05~0.97 tháng 3 năm 2021~0.78",  # another digit of the line is unsure
        "An Phú, ngày 5~0.90 tháng 3 năm 2021",
    ],
)
def test_a_full_day_is_claimed_only_where_all_digits_are_sure(text: str) -> None:
    candidate = date(text)
    assert candidate is not None
    assert candidate.value == "2021-03-05"
    assert Evidence.APART in candidate.evidence
    assert not goes_through(candidate)


def test_one_digit_of_a_day_is_worth_less_than_two() -> None:
    one = date("An Phú, ngày 5~0.90 tháng 3 năm 2021")
    two = date("An Phú, ngày 05~0.90 tháng 3 năm 2021")
    assert one is not None
    assert two is not None
    odds = scorer().odds
    assert odds("ngay_ban_hanh", one) < odds("ngay_ban_hanh", two)


def test_what_is_printed_stays_beside_the_normal_form() -> None:
    candidate = date("An Phú, ngày 05 tháng 3 năm 2021")
    assert candidate is not None
    assert candidate.printed == "ngày 05 tháng 3 năm 2021"


def test_a_date_without_its_day_is_not_whole() -> None:
    partial = date("An Phú, ngày tháng 3 năm 2021")
    assert partial is not None
    assert not partial.complete
    assert not goes_through(partial)


def test_a_law_is_dated_where_it_was_adopted() -> None:
    text = "họp thứ 7 thông qua ngày 21 tháng 6 năm 2024."
    (adopted,) = find_dates_at_end([row(text, 0.5)])
    assert adopted.value == "2024-06-21"
    assert find_dates_at_end([row("ngày 21 tháng 6 năm 2024 của Chính phủ", 0.4)]) == []


def test_a_day_unlike_the_print_is_less_sure_than_a_printed_one() -> None:
    printed = date("An Phú, ngày 05 tháng 3 năm 2021")
    by_pen = date("An Phú, ngày 05~0.7 tháng 3 năm 2021")
    assert printed is not None
    assert by_pen is not None
    assert Evidence.APART not in printed.evidence
    assert Evidence.APART in by_pen.evidence


def test_a_younger_document_that_is_quoted_speaks_against_a_date() -> None:
    found = date("An Phú, ngày 05 tháng 3 năm 2021")
    assert found is not None
    quote = row("theo Kế hoạch số 24/KH-UBND ngày 28/12/2022", 0.5)
    (weighed,) = plausible([found], [quote])
    assert Evidence.YOUNGER_QUOTED in weighed.evidence
