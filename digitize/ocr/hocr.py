"""hOCR 1.2 (https://kba.github.io/hocr-spec/1.2/), as XHTML.

A block is an `ocr_carea`, or one of the specification's floats where it stands outside the
running text or is a table, whose rows and cells are those of HTML; `data-zone` names its zone,
`data-withheld` marks a word that is out of the text.
Boxes: see `ocr.markup`.
"""

from collections.abc import Sequence
from itertools import count

from lxml import etree

from digitize.domain import Box, Line, PageText, Word, Zone
from digitize.ocr.markup import Maker, table_rows, upright

_element = Maker("http://www.w3.org/1999/xhtml")
_DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_CLASSES = {
    Zone.TABLE: "ocr_table",
    Zone.STAMP: "ocr_textfloat",
    Zone.CAPTION: "ocr_textfloat",
    Zone.MARGIN: "ocr_pageno",
}
_CAPABILITIES = "ocr_page ocr_carea ocr_table ocr_textfloat ocr_pageno ocr_par ocr_line ocrx_word"


def to_hocr(pages: Sequence[PageText], *, title: str, image_names: Sequence[str]) -> str:
    """One hOCR document for `pages`; `image_names` are their upright pictures, in order.

    A word's confidence is `x_wconf`, 0..100.
    """
    ids = count(1)
    facts = [_element("meta", {"name": name, "content": value}) for name, value in _facts(pages)]
    charset = _element("meta", {"charset": "utf-8"})
    head = _element("head", children=[_element("title", text=title), charset, *facts])
    sheets = [_page(page, name, ids) for page, name in zip(pages, image_names, strict=True)]
    body = _element("body", children=sheets)
    document = _element("html", {"lang": "vi"}, [head, body])
    text: str = etree.tostring(document, encoding="unicode", doctype=_DOCTYPE)
    return text


def _facts(pages: Sequence[PageText]) -> list[tuple[str, str]]:
    engines = sorted({page.engine for page in pages if page.engine})
    return [
        ("ocr-system", "; ".join(["digitize", *engines])),
        ("ocr-capabilities", _CAPABILITIES),
        ("ocr-number-of-pages", str(len(pages))),
        ("ocr-langs", "vi"),
        ("ocr-scripts", "Latn"),
    ]


def _page(page: PageText, image_name: str, ids: "count[int]") -> etree._Element:
    turned = upright(page)
    image = image_name.replace('"', "'")
    title = (
        f'image "{image}"; bbox 0 0 {turned.width} {turned.height}; '
        f"ppageno {page.number - 1}; scan_res {round(page.dpi)} {round(page.dpi)}"
    )
    blocks = [_block(lines, ids) for lines in turned.blocks]
    return _element(
        "div", {"class": "ocr_page", "id": f"page_{page.number}", "title": title}, blocks
    )


def _block(lines: Sequence[Line], ids: "count[int]") -> etree._Element:
    zone, bbox = lines[0].zone, _bbox(Box.around(line.box for line in lines))
    attributes = {
        "class": _CLASSES.get(zone, "ocr_carea"),
        "id": f"block_{next(ids)}",
        "title": bbox,
        "data-zone": zone.value,
    }
    rows = table_rows(lines)
    if rows is not None:
        return _element("table", attributes, [_row(row, ids) for row in rows])
    return _element("div", attributes, [_paragraph(lines, ids)])


def _row(cells: Sequence[Sequence[Line]], ids: "count[int]") -> etree._Element:
    return _element(
        "tr",
        children=[
            _element("td", children=[_paragraph(lines, ids)] if lines else []) for lines in cells
        ],
    )


def _paragraph(lines: Sequence[Line], ids: "count[int]") -> etree._Element:
    title = _bbox(Box.around(line.box for line in lines))
    return _element("p", {"class": "ocr_par", "title": title}, [_line(line, ids) for line in lines])


def _line(line: Line, ids: "count[int]") -> etree._Element:
    attributes = {"class": "ocr_line", "id": f"line_{next(ids)}", "title": _bbox(line.box)}
    return _element("span", attributes, [_word(word, ids) for word in line.words])


def _word(word: Word, ids: "count[int]") -> etree._Element:
    attributes = {
        "class": "ocrx_word",
        "id": f"word_{next(ids)}",
        "title": f"{_bbox(word.box)}; x_wconf {round(100 * word.confidence)}",
    }
    if word.withheld:
        attributes["data-withheld"] = "true"
    span = _element("span", attributes, text=word.text)
    span.tail = " "
    return span


def _bbox(box: Box) -> str:
    return f"bbox {box.x0} {box.y0} {box.x1} {box.y1}"
