"""What hOCR and ALTO have in common: the page upright, blocks of lines, elements with clean text.

Both describe the picture turned upright by quarters (`imaging.upright.turn` by the page's
`rotation`); a skew stays, as it stays in that picture. Boxes in a PageText are in pixels of the
page as scanned, so each is turned here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from lxml import etree

from digitize.domain import Line, PageText, Word
from digitize.imaging.upright import upright_box, upright_size

# What XML 1.0 cannot hold (section 2.2 of the recommendation).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page's size in pixels and its blocks of lines in reading order, turned upright."""

    width: int
    height: int
    blocks: tuple[tuple[Line, ...], ...]


def upright(page: PageText) -> UprightPage:
    def turned(word: Word) -> Word:
        box = upright_box(word.box, page.width, page.height, page.rotation)
        return replace(word, box=box)

    lines = [replace(line, words=tuple(map(turned, line.words))) for line in page.lines]
    blocks = groupby(lines, key=lambda line: (line.block, line.zone))
    width, height = upright_size(page.width, page.height, page.rotation)
    return UprightPage(width, height, tuple(tuple(lines) for _, lines in blocks))


def table_rows(block: Sequence[Line]) -> list[list[tuple[Line, ...]]] | None:
    """The rows of a block that is a table, each with its cells from left to right and the lines of
    each cell. Cells without text are empty, rows and columns without any are left out. None where
    the block is no table."""
    if any(line.cell is None for line in block):
        return None
    cells: dict[tuple[int, int], tuple[Line, ...]] = {}
    for line in block:
        if line.cell is not None:
            cells[line.cell] = (*cells.get(line.cell, ()), line)
    columns = sorted({column for _, column in cells})
    rows = sorted({row for row, _ in cells})
    return [[cells.get((row, column), ()) for column in columns] for row in rows]


class Maker:
    """Makes elements of one XML namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def __call__(
        self,
        tag: str,
        attributes: Mapping[str, str] = MappingProxyType({}),
        children: Iterable[etree._Element] = (),
        *,
        text: str | None = None,
    ) -> etree._Element:
        # The stubs do not know that None names the default namespace.
        prefixes = {None: self._namespace}
        element = etree.Element(f"{{{self._namespace}}}{tag}", nsmap=prefixes)  # type: ignore[arg-type]
        for name, value in attributes.items():
            element.set(name, _xml_text(value))
        if text is not None:
            element.text = _xml_text(text)
        element.extend(children)
        return element


def _xml_text(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
