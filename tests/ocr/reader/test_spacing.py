import numpy as np
import pytest

from digitize.ocr.reader.decoding import Characters
from digitize.ocr.reader.spacing import part


def _parted(text: str, gap: int = 0, chance: float = 0.0) -> list[str]:
    """The words of a line whose characters have a frame each with one between; `chance` that a
    blank was missed before character `gap`."""
    places = range(len(text))
    first, last = [2 * k + 1 for k in places], [2 * k + 2 for k in places]
    characters = Characters(text, [0.99] * len(text), first, last)
    blank = np.zeros(2 * len(text) + 1, np.float32)
    blank[2 * gap] = chance
    return [text[start:end] for start, end in part(characters, blank)]


def test_blanks_part_words() -> None:
    assert _parted(" Độc lập  - Tự do ") == ["Độc", "lập", "-", "Tự", "do"]


def test_a_line_of_blanks_has_no_words() -> None:
    assert _parted("  ") == _parted("") == []


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ngày06 tháng9năm2021", "ngày 06 tháng 9 năm 2021"),
        ("Số:15/QĐ-UBND", "Số: 15/QĐ-UBND"),
        ("Số15", "Số 15"),
        ("Giang,ngày23tháng", "Giang,ngày 23 tháng"),
        ("lúc 14giờ30", "lúc 14 giờ 30"),
    ],
)
def test_figures_stand_apart_where_dates_and_numbers_stand(read: str, meant: str) -> None:
    assert _parted(read) == meant.split()


def test_a_token_that_is_no_word_is_two_where_a_blank_was_likely() -> None:
    assert _parted("năng lựctrạm", gap=8, chance=0.3) == ["năng", "lực", "trạm"]
    assert _parted("năng lựctrạm", gap=8, chance=0.01) == ["năng", "lựctrạm"]


def test_a_word_is_not_parted() -> None:
    assert _parted("khoan", gap=4, chance=0.4) == ["khoan"]


@pytest.mark.parametrize("text", ["đồng1", "14h30", "02-NQ/TW", "30/2020/NĐ-CP", "km2", "BSCKII"])
def test_footnote_marks_hours_and_codes_stay_whole(text: str) -> None:
    assert _parted(text, gap=len(text) - 1, chance=0.4) == [text]
