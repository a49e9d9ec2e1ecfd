"""The words of the project: boxes, running text, and the way to JSON and back."""

import json
from dataclasses import replace

import pytest

from digitize.domain import Box, Document, Field, Line, PageKind, PageText, Word, Zone


def line(
    text: str,
    y: int,
    *,
    zone: Zone = Zone.BODY,
    withheld: bool = False,
    block: int = 0,
    cell: tuple[int, int] | None = None,
) -> Line:
    words = text.split()
    return Line(
        tuple(
            Word(word, Box(100 * i, y, 100 * i + 90, y + 30), 0.9, withheld)
            for i, word in enumerate(words)
        ),
        zone,
        block,
        cell,
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


TABLE = [
    line("1", 100, zone=Zone.TABLE, cell=(0, 0)),
    line("Đất làm gạch,", 90, zone=Zone.TABLE, cell=(0, 1)),
    line("sét, ngói", 130, zone=Zone.TABLE, cell=(0, 1)),
    line("2", 200, zone=Zone.TABLE, cell=(1, 0)),
]


def test_a_row_of_a_table_is_one_line_of_the_running_text_and_its_cells_stand_apart() -> None:
    page = replace(PAGE, lines=(*TABLE, line("Điều 2.", 300, block=1)))

    assert page.text == "1\tĐất làm gạch, sét, ngói\n2\nĐiều 2."


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("Quyết định số 123/QĐ-", "UBND ngày 4/5", "Quyết định số 123/QĐ-UBND ngày 4/5"),
        ("Thông tư số 15/", "2017/TT-BTC của", "Thông tư số 15/2017/TT-BTC của"),
        ("Nghị định số 30/2020/", "NĐ-CP về", "Nghị định số 30/2020/NĐ-CP về"),
        ("đạt tỷ lệ 12/", "15 xã", "đạt tỷ lệ 12/\n15 xã"),
        ("theo kế hoạch -", "UBND tỉnh", "theo kế hoạch -\nUBND tỉnh"),
    ],
)
def test_a_number_parted_by_the_end_of_a_line_is_whole_in_the_running_text(
    first: str, second: str, text: str
) -> None:
    assert replace(PAGE, lines=(line(first, 100), line(second, 150))).text == text


def test_cells_come_back_from_a_dict() -> None:
    page = replace(PAGE, lines=tuple(TABLE))

    assert PageText.from_dict(json.loads(json.dumps(page.to_dict()))) == page


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
        "printed": "",
        "others": [],
    }
    assert Field.from_dict(record["dia_danh"]).value == "Đồng Nai"


def test_a_field_keeps_what_was_printed_and_its_runners_up() -> None:
    box = Box(1, 2, 3, 4)
    other = Field("12/QĐ-UBND", 0.2, 1, box, "number set apart")
    found = Field("1/QĐ-UBND", 0.7, 1, box, "number", "1/QÐ- UBND", (other,))
    kept = found.to_dict()
    assert kept["printed"] == "1/QÐ- UBND"
    assert [o["value"] for o in kept["others"]] == ["12/QĐ-UBND"]
    assert Field.from_dict(kept) == found


def test_a_field_of_an_older_version_has_neither() -> None:
    old = {"value": "Huế", "confidence": 0.9, "page": 1, "box": [1, 2, 3, 4], "source": "s"}
    assert Field.from_dict(old) == Field("Huế", 0.9, 1, Box(1, 2, 3, 4), "s")
