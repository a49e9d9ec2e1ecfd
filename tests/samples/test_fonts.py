from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from digitize.errors import ServiceError
from digitize.samples import fonts
from digitize.samples.fonts import (
    LETTERS,
    NOTE_PENS,
    PENS,
    TIMES,
    Face,
    Font,
    font_file,
    missing_letters,
    width_of,
)


def test_the_letters_are_all_134_that_vietnamese_adds() -> None:
    assert len(set(LETTERS)) == 134
    assert {"đ", "Đ", "ặ", "Ữ", "ỹ", "ờ"} <= set(LETTERS)


@pytest.mark.parametrize("family", [*TIMES, "cousine", "arimo"])
@pytest.mark.parametrize("face", Face)
def test_every_printing_font_carries_every_letter(family: str, face: Face) -> None:
    assert missing_letters(font_file(Font(family, face))) == ""


@pytest.mark.parametrize("pen", PENS)
def test_pens_write_what_is_filled_in_and_notes_in_vietnamese(pen: str) -> None:
    with TTFont(font_file(Font(pen))) as font:
        known = {chr(code) for code in font.getBestCmap()}
    assert set("0123456789/-.aAbB ") <= known
    if pen in NOTE_PENS:
        assert set(LETTERS) <= known


def test_the_licence_of_each_pen_lies_beside_it() -> None:
    for pen in PENS:
        text = font_file(Font(pen)).with_suffix(".OFL.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License" in text


def test_a_font_without_vietnamese_is_found_out() -> None:
    assert "đ" in missing_letters(font_file(Font("kalam")))


def test_a_missing_font_names_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = fonts._Family("fonts-croscore", tmp_path, ("a.ttf", "b.ttf", "c.ttf", "d.ttf"))
    monkeypatch.setitem(fonts._FAMILIES, "gone", gone)
    with pytest.raises(ServiceError, match=r"a\.ttf") as caught:
        font_file(Font("gone"))
    assert "apt-get install fonts-croscore" in caught.value.remedy


def test_width_is_in_millimetres() -> None:
    # An em of Times is as wide as its size; a figure is half an em.
    assert width_of("00", Font("tinos"), 72) == pytest.approx(25.4, rel=0.01)
