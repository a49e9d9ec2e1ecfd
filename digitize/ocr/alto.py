"""ALTO 4.4 (https://www.loc.gov/standards/alto/), one file a page, in pixels.

A block's zone is a LayoutTag; a withheld word carries an OtherTag. A table is a ComposedBlock of
rows, and a row one of cells. Boxes: see `ocr.markup`.
"""

from collections.abc import Sequence

from lxml import etree

from digitize.domain import Box, Line, PageText, Word, Zone
from digitize.ocr.markup import Maker, table_rows, upright

_element = Maker("http://www.loc.gov/standards/alto/ns-v4#")
_WITHHELD = "withheld"


def to_alto(page: PageText, *, image_name: str) -> str:
    """The page as ALTO; `image_name` is its upright picture. WC is the word's confidence."""
    turned = upright(page)
    size = {"WIDTH": str(turned.width), "HEIGHT": str(turned.height)}
    blocks = [_block(lines, f"block_{k}") for k, lines in enumerate(turned.blocks, start=1)]
    attributes = {
        "ID": f"page_{page.number}",
        "PHYSICAL_IMG_NR": str(page.number),
        "PAGECLASS": page.kind.value,
        "LANG": "vi",
    }
    space = _element("PrintSpace", {"HPOS": "0", "VPOS": "0", **size}, blocks)
    layout = _element("Layout", children=[_element("Page", {**attributes, **size}, [space])])
    parts = [_description(page, image_name), _tags(), layout]
    document = _element("alto", {"SCHEMAVERSION": "4.4"}, parts)
    text: str = etree.tostring(document, encoding="unicode", pretty_print=True)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + text


def _description(page: PageText, image_name: str) -> etree._Element:
    name = _element("fileName", text=image_name)
    source = _element("sourceImageInformation", children=[name])
    parts = [_element("MeasurementUnit", text="pixel"), source]
    if page.engine:
        engine = _element("softwareName", text=page.engine)
        software = _element("processingSoftware", children=[engine])
        category = _element("processingCategory", text="contentGeneration")
        parts.append(_element("Processing", {"ID": "reading"}, [category, software]))
    return _element("Description", children=parts)


def _tags() -> etree._Element:
    zones = [
        _element("LayoutTag", {"ID": _tag(zone), "TYPE": "zone", "LABEL": zone.value})
        for zone in Zone
    ]
    label = "doubtful: kept out of the running text"
    withheld = _element("OtherTag", {"ID": _WITHHELD, "TYPE": "withheld", "LABEL": label})
    return _element("Tags", children=[*zones, withheld])


def _tag(zone: Zone) -> str:
    return f"zone-{zone.value}"


def _block(lines: Sequence[Line], name: str) -> etree._Element:
    rows = table_rows(lines)
    if rows is None:
        return _text_block(lines, name)
    children = [_row(row, f"{name}_row_{k}") for k, row in enumerate(rows, start=1)]
    return _composed("table", lines, name, children)


def _row(cells: Sequence[Sequence[Line]], name: str) -> etree._Element:
    blocks = [
        _text_block(lines, f"{name}_cell_{k}") for k, lines in enumerate(cells, start=1) if lines
    ]
    return _composed("row", [line for lines in cells for line in lines], name, blocks)


def _composed(
    kind: str, lines: Sequence[Line], name: str, children: Sequence[etree._Element]
) -> etree._Element:
    attributes = {"ID": name, "TYPE": kind, "TAGREFS": _tag(lines[0].zone)}
    place = _place(Box.around(line.box for line in lines))
    return _element("ComposedBlock", {**attributes, **place}, children)


def _text_block(lines: Sequence[Line], name: str) -> etree._Element:
    place = _place(Box.around(line.box for line in lines))
    children = [_line(line, f"{name}_line_{k}") for k, line in enumerate(lines, start=1)]
    return _element("TextBlock", {"ID": name, "TAGREFS": _tag(lines[0].zone), **place}, children)


def _line(line: Line, name: str) -> etree._Element:
    parts: list[etree._Element] = []
    for k, word in enumerate(line.words, start=1):
        if parts:
            parts.append(_element("SP"))
        parts.append(_string(word, f"{name}_word_{k}"))
    return _element("TextLine", {"ID": name, **_place(line.box)}, parts)


def _string(word: Word, name: str) -> etree._Element:
    attributes = {"ID": name, "CONTENT": word.text, "WC": f"{word.confidence:.3f}"}
    if word.withheld:
        attributes["TAGREFS"] = _WITHHELD
    return _element("String", {**attributes, **_place(word.box)})


def _place(box: Box) -> dict[str, str]:
    return {
        "HPOS": str(box.x0),
        "VPOS": str(box.y0),
        "WIDTH": str(box.width),
        "HEIGHT": str(box.height),
    }
