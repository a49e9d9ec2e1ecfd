import pytest

from digitize.index.dates import date_span, document_span


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


def test_a_partial_date_may_be_any_day_of_its_month_or_year() -> None:
    assert document_span("2024-05") == date_span("05/2024")
    assert document_span("2024") == date_span("2024")
    assert document_span("2024-05-17") == (20240517, 20240517)


def test_an_unknown_date_lies_nowhere() -> None:
    assert document_span("") == document_span("hôm nay") == (0, 0)
