import pytest

from digitize.index.dates import date_number, date_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15/01/2024", (20240115, 20240115)),
        ("5-1-2024", (20240105, 20240105)),
        ("15.01.2024", (20240115, 20240115)),
        ("2024-01-15", (20240115, 20240115)),
        ("01/2024", (20240100, 20240131)),
        ("2024-01", (20240100, 20240131)),
        ("2024", (20240000, 20241231)),
        ("29/02/2024", (20240229, 20240229)),
    ],
)
def test_a_day_a_month_or_a_year_is_a_span(text: str, span: tuple[int, int]) -> None:
    assert date_span(text) == span


@pytest.mark.parametrize(
    "text", ["31/02/2024", "29/02/2023", "13/2024", "00/2024", "0/1/2024", "0000", "24", "", "x"]
)
def test_what_the_calendar_does_not_have_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        date_span(text)


def test_a_partial_date_lies_in_its_year_and_month() -> None:
    first, last = date_span("05/2024")
    assert first <= date_number("2024-05") <= last
    first, last = date_span("2024")
    assert first <= date_number("2024") <= last
    assert first <= date_number("2024-05-17") <= last
    assert date_number("2024") < date_span("01/2024")[0]


def test_an_unknown_date_is_0() -> None:
    assert date_number("") == date_number("hôm nay") == 0
