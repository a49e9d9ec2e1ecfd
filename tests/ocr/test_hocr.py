from pathlib import Path

import pytest
from hocr_spec import HocrValidator
from lxml import etree

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.ocr.hocr import to_hocr


def page(**changes: object) -> PageText:
    """Two blocks, with what XML and hOCR must escape or drop."""
    fields: dict[str, object] = {
        "number": 3,
        "kind": PageKind.READ,
        "width": 1000,
        "height": 700,
        "dpi": 200.0,
        "lines": (
            Line(
                (
                    Word('Đ<&>"\x0b', Box(10, 20, 110, 60), 0.955),
                    Word("đườnq", Box(120, 20, 200, 60), 0.31, withheld=True),
                ),
                Zone.HEADER_LEFT,
                0,
            ),
            Line((Word("MẬT's", Box(300, 400, 400, 440), 1.0),), Zone.STAMP, 1),
        ),
        "engine": "tesseract 5.3.0 vie",
    }
    return PageText(**{**fields, **changes})  # type: ignore[arg-type]


def _parsed(pages: list[PageText]) -> etree._Element:
    names = [f"{one.number}.png" for one in pages]
    return etree.fromstring(to_hocr(pages, title="Hồ sơ <1>", image_names=names).encode())


def _find(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element.iter() if one.get("class") == name]


TABLE = tuple(
    Line((Word(text, Box(x, y, x + 90, y + 40), 0.9),), Zone.TABLE, 0, cell)
    for text, x, y, cell in (
        ("STT", 100, 100, (0, 0)),
        ("Tên", 300, 100, (0, 2)),
        ("Đất", 200, 200, (1, 1)),
        ("Số", 300, 200, (1, 2)),
        ("lượng", 300, 250, (1, 2)),
    )
)


@pytest.mark.parametrize(
    "pages",
    [
        [page()],
        [page(lines=TABLE)],
        [page(number=1, kind=PageKind.BLANK, lines=(), engine=""), page(rotation=90)],
    ],
)
def test_it_is_valid_after_the_specification(tmp_path: Path, pages: list[PageText]) -> None:
    names = [f'trang "{one.number}".png' for one in pages]
    file = tmp_path / "page.hocr"
    file.write_text(to_hocr(pages, title="Đ <&>", image_names=names), encoding="utf-8")

    report = HocrValidator("standard").validate(str(file))

    assert report.is_valid(), report.format("text")


def test_words_carry_text_box_and_confidence() -> None:
    first, second, third = _find(_parsed([page()]), "ocrx_word")

    assert [w.text for w in (first, second, third)] == ['Đ<&>"', "đườnq", "MẬT's"]
    assert first.get("title") == "bbox 10 20 110 60; x_wconf 96"
    assert first.get("data-withheld") is None
    assert second.get("data-withheld") == "true"


def test_zones_are_carried() -> None:
    document = _parsed([page()])

    assert [b.get("data-zone") for b in _find(document, "ocr_carea")] == ["header-left"]
    assert [b.get("data-zone") for b in _find(document, "ocr_textfloat")] == ["stamp"]


def test_a_page_that_lay_on_its_side_is_described_upright() -> None:
    document = _parsed([page(rotation=90)])

    (sheet,) = _find(document, "ocr_page")
    assert "bbox 0 0 700 1000;" in sheet.get("title", "")
    assert _find(document, "ocrx_word")[0].get("title", "").startswith("bbox 640 10 680 110;")


def test_ids_are_unique_over_pages() -> None:
    document = _parsed([page(number=1), page(number=2)])

    ids = [one.get("id") for one in document.iter() if one.get("id")]
    assert len(ids) == len(set(ids)) == 2 * (1 + 2 + 2 + 3)


def test_a_table_is_one_of_html_with_its_empty_cells() -> None:
    (table,) = _find(_parsed([page(lines=TABLE)]), "ocr_table")

    rows = [[" ".join("".join(map(str, cell.itertext())).split()) for cell in row] for row in table]
    assert rows == [["STT", "", "Tên"], ["", "Đất", "Số lượng"]]
