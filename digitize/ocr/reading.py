"""Read one page: clean, read, filter, lay out, and lead every box back to the scan."""

from dataclasses import replace

from digitize.domain import Line, PageKind, PageText, Word
from digitize.imaging.cleaning import clean
from digitize.imaging.page import CleanPage, PageImage
from digitize.ocr.engine import Engine
from digitize.ocr.filter import filter_words
from digitize.ocr.layout import arrange
from digitize.ocr.ruling import find_tables

READING_VERSION = 1


def read_page(page: PageImage, number: int, engine: Engine, *, rotation_hint: int = 0) -> PageText:
    """The text of a page as scanned; a blank page is kept as such and not read.

    Raises PageError when the engine cannot read the page, ServiceError when it is missing.
    """
    cleaned = clean(page)
    lines: list[Line] = []
    if not cleaned.blank:
        found = filter_words(engine.read(cleaned, number))
        height, width = cleaned.text.shape
        lines = arrange(found, width, height, find_tables(cleaned.text, cleaned.dpi))
    return PageText(
        number=number,
        kind=PageKind.BLANK if cleaned.blank else PageKind.READ,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        lines=tuple(_on_scan(line, cleaned) for line in lines),
        rotation=cleaned.rotation,
        skew=cleaned.skew,
        engine="" if cleaned.blank else engine.name,
    )


def _on_scan(line: Line, cleaned: CleanPage) -> Line:
    def lead_back(word: Word) -> Word:
        box = cleaned.geometry.to_scan(word.box, cleaned.scan_width, cleaned.scan_height)
        return replace(word, box=box)

    return replace(line, words=tuple(map(lead_back, line.words)))
