"""The words of the project: boxes, running text, and the way to JSON and back."""

import pytest

from digitize.domain import Box, Document, Field, Line, PageKind, PageText, Word, Zone


def line(text: str, y: int, *, zone: Zone = Zone.BODY, withheld: bool = False) -> Line:
    words = text.split()
    return Line(
        tuple(
            Word(word, Box(100 * i, y, 100 * i + 90, y + 30), 0.9, withheld)
            for i, word in enumerate(words)
        ),
        zone,
    )


PAGE = PageText(
    number=1,
    kind=PageKind.READ,
    width=1654,
    height=2339,
    dpi=200.0,
    lines=(
        line("ĐẾN 123", 10, zone=Zone.STAMP),
        line("Về việc đào tạo", 100),
        line("~~", 150, withheld=True),
        line("2", 2300, zone=Zone.MARGIN),
    ),
    rotation=90,
    skew=-0.4,
    engine="test",
)


def test_running_text_leaves_out_stamps_margins_and_doubtful_words() -> None:
    assert PAGE.text == "Về việc đào tạo"


def test_a_page_text_comes_back_whole_from_its_dict() -> None:
    assert PageText.from_dict(PAGE.to_dict()) == PAGE


def test_box_around_several_holds_them_all() -> None:
    assert Box.around([Box(5, 5, 10, 10), Box(0, 7, 6, 20)]) == Box(0, 5, 10, 20)
    with pytest.raises(ValueError, match="empty"):
        Box.around([])


def test_a_record_has_every_key_and_null_for_what_was_not_found() -> None:
    found = Field("Đồng Nai", 0.91234, 1, Box(1, 2, 3, 4), "dia-danh: date line")
    record = Document(1, 2, {"dia_danh": found}).to_record()
    assert record["pages"] == [1, 2]
    assert record["so"] is None
    assert record["dia_danh"] == {
        "value": "Đồng Nai",
        "confidence": 0.912,
        "page": 1,
        "box": [1, 2, 3, 4],
        "source": "dia-danh: date line",
    }
    assert Field.from_dict(record["dia_danh"]).value == "Đồng Nai"
