"""The text layer of a born-digital PDF page, as lines of words with boxes in pixels."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from digitize.domain import Box, Line, Word
from digitize.imaging.page import Pixels
from digitize.intake.bitmaps import as_grey
from digitize.intake.pdf_scan import Bounds, Placed
from digitize.ocr.layout import arrange
from digitize.ocr.ruling import find_tables
from digitize.text.legacy import is_vietnamese
from digitize.text.normal import nfc

_MOST_CHARS = 100_000  # a page of small print has 10,000
_SAME_LINE = 0.5  # share of the lower height by which words on one line overlap
_COLUMN_GAP = 2.0  # heights of a word; a wider gap parts two columns
_DARK = 160
_LEAST_INK = 0.5  # share of the page's ink that lies within its words


@dataclass(frozen=True, slots=True)
class _RawWord:
    text: str
    bounds: Bounds


def read_text_layer(
    page: pdfium.PdfPage, visible: list[Placed], pixels: Pixels, dpi: float, position: Any
) -> tuple[Line, ...]:
    """The page's lines in reading order; none when its text is no text layer to rely on.

    `pixels` is the page as drawn at `dpi`, `position` the bitmap's PdfPosConv. Not relied on: a
    text of which parts are invisible (OCR of another program), text that is no Vietnamese in
    Unicode, and text beside which most of the page's ink is something else (scanned strips,
    outlines).
    """
    texts = [placed for placed in visible if placed.is_text]
    if not texts or len(texts) != sum(_is_text(item) for item in page.get_objects(max_depth=8)):
        return ()
    words = list(_words(page))
    if not is_vietnamese(" ".join(word.text for word in words)):
        return ()
    height, width = pixels.shape[:2]
    placed_words = []
    for word in words:
        box = _to_box(word.bounds, position, width, height)
        if box is not None:
            placed_words.append(Word(nfc(word.text), box, 1.0))
    if not _holds_the_ink(placed_words, pixels):
        return ()
    grey = as_grey(pixels)
    return tuple(arrange(list(_lines(placed_words)), width, height, find_tables(grey, dpi)))


def _is_text(item: Any) -> bool:
    return bool(item.type == pdfium_c.FPDF_PAGEOBJ_TEXT)


def _words(page: pdfium.PdfPage) -> Iterator[_RawWord]:
    textpage = page.get_textpage()
    try:
        letters: list[str] = []
        boxes: list[Bounds] = []
        for index in range(min(textpage.count_chars(), _MOST_CHARS)):
            code = pdfium_c.FPDFText_GetUnicode(textpage, index)
            letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
            if letter.isspace() or not letter.isprintable():
                if boxes:
                    yield _RawWord("".join(letters), _around(boxes))
                letters, boxes = [], []
                continue
            letters.append(letter)
            boxes.append(_char_bounds(textpage, index))
        if boxes:
            yield _RawWord("".join(letters), _around(boxes))
    finally:
        textpage.close()


def _char_bounds(textpage: pdfium.PdfTextPage, index: int) -> Bounds:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _around(boxes: list[Bounds]) -> Bounds:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _to_box(bounds: Bounds, position: Any, width: int, height: int) -> Box | None:
    """The box in pixels; None for a word outside the page."""
    xs, ys = zip(
        position.to_bitmap(bounds[0], bounds[1]),
        position.to_bitmap(bounds[2], bounds[3]),
        strict=True,
    )
    x0, x1 = max(min(xs), 0), min(max(xs) + 1, width)
    y0, y1 = max(min(ys), 0), min(max(ys) + 1, height)
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _holds_the_ink(words: list[Word], pixels: Pixels) -> bool:
    ink = as_grey(pixels) < _DARK
    inside = np.zeros_like(ink)
    for word in words:
        box = word.box
        inside[box.y0 : box.y1, box.x0 : box.x1] = True
    total = np.count_nonzero(ink)
    return bool(total and np.count_nonzero(ink & inside) >= _LEAST_INK * total)


def _lines(words: list[Word]) -> Iterator[Line]:
    """PDFium gives words in the file's own order: a new line starts where a word does not stand
    right of the last one, on the same height and near to it."""
    line: list[Word] = []
    for word in words:
        if line and not _follows(line[-1].box, word.box):
            yield Line(tuple(line))
            line = []
        line.append(word)
    if line:
        yield Line(tuple(line))


def _follows(last: Box, box: Box) -> bool:
    shared = min(last.y1, box.y1) - max(last.y0, box.y0)
    level = shared >= _SAME_LINE * min(last.height, box.height)
    gap = box.x0 - last.x1
    tall = max(last.height, box.height)
    return level and -tall <= gap <= _COLUMN_GAP * tall
