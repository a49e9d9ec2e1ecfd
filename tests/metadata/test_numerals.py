import pytest

from digitize.metadata.numerals import number_of_words


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("muoi", 10),
        ("muoi lam", 15),
        ("hai muoi mot", 21),
        ("ba muoi", 30),
        ("mung nam", 5),
        ("hai nghin khong tram linh chin", 2009),
        ("hai ngan hai muoi lam", 2025),
        ("mot nghin chin tram chin muoi lam", 1995),
    ],
)
def test_numbers_in_words(words: str, number: int) -> None:
    assert number_of_words(words) == number


@pytest.mark.parametrize("words", ["", "thang ba", "khong"])
def test_what_names_no_number(words: str) -> None:
    assert number_of_words(words) is None
