"""Read one page: clean, read, filter, lay out, and lead every box back to the scan."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from digitize.domain import Box, Line, PageKind, PageText, Word
from digitize.imaging.page import CleanPage, PageImage, ReducedPage
from digitize.imaging.resolution import reduce
from digitize.ocr.ending import unread_signing
from digitize.ocr.engine import Engine
from digitize.ocr.filter import filter_words, withhold_scraps
from digitize.ocr.flourishes import without_flourishes
from digitize.ocr.layout import arrange, stamp_blocks
from digitize.ocr.lettering import as_lines, find_lettering
from digitize.ocr.mark_inks import green_channel, mark_inks
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.ruling import find_tables
from digitize.ocr.stamped_print import as_print
from digitize.ocr.stamps import (
    each_once,
    is_signing,
    read_stamps,
    red_place,
    take_black,
    take_red,
    without_stamped,
)
from digitize.ocr.wayup import clean_upright

# Only what a file itself says is 1 (see metadata.candidates.Evidence.EXACT); three digits are kept.
_MOST_SURE = 0.999


def read_page(page: PageImage, number: int, engine: Engine, *, rotation_hint: int = 0) -> PageText:
    """As `read_reduced`, of a page as scanned."""
    return read_reduced(reduce(page), number, engine, rotation_hint=rotation_hint)


def read_reduced(
    page: ReducedPage, number: int, engine: Engine, *, rotation_hint: int = 0
) -> PageText:
    """The text of a page, boxes in pixels of the page as scanned; a blank page is not read.

    Raises PageError when the engine cannot read the page, ServiceError when it is missing.
    """
    cleaned = clean_upright(page, number, LineReader(), hint=rotation_hint)
    lines = [] if cleaned.blank else _read(page, cleaned, number, engine)
    return PageText(
        number=number,
        kind=PageKind.BLANK if cleaned.blank else PageKind.READ,
        width=page.scan_width,
        height=page.scan_height,
        dpi=page.scan_dpi,
        lines=tuple(_on_scan(lines, cleaned)),
        rotation=cleaned.rotation,
        skew=cleaned.skew,
        engine="" if cleaned.blank else engine.name,
    )


def _read(page: ReducedPage, cleaned: CleanPage, number: int, engine: Engine) -> list[Line]:
    red = cleaned.colour_ink
    stamps, slanted, text = take_black(cleaned.text, red, cleaned.dpi)
    if red is not None and (place := red_place(red)) is not None:
        stamps += take_red(red, green_channel(page, cleaned, place), place, cleaned.dpi)
    found = filter_words(engine.read(replace(cleaned, text=text), number))
    marks = as_lines(find_lettering(mark_inks(page, cleaned), cleaned.dpi), found)
    signing = _read_signing(found, replace(cleaned, text=text), number, engine)
    found, signing = without_stamped(found, signing)
    found += signing
    by_stamp = read_stamps([*stamps, *slanted], cleaned, engine, number)
    stamped, slanted_lines = (
        [line for lines in part for line in lines]
        for part in (by_stamp[: len(stamps)], by_stamp[len(stamps) :])
    )
    found, slanted_lines = without_stamped(found, slanted_lines)
    stamped = each_once([*stamped, *slanted_lines, *marks])

    height, width = text.shape
    names = [line for line in stamped if is_signing(line, height)]
    outside = [line for line in stamped if line not in names]
    found, names = without_stamped(found, names)
    found += names
    pieces = {id(line): piece for line in outside if (piece := as_print(line, found))}
    found += pieces.values()
    outside = [line for line in outside if id(line) not in pieces]
    lines = arrange(found, width, height, find_tables(text, cleaned.dpi))
    block = lines[-1].block + 1 if lines else 0
    return lines + stamp_blocks(outside, block)


def _read_signing(
    found: Sequence[Line], cleaned: CleanPage, number: int, engine: Engine
) -> list[Line]:
    """The signing block, by a reading of its own where page segmentation passed over it."""
    height, width = cleaned.text.shape
    region = unread_signing(found, width, height)
    if region is None:
        return []
    plain = without_flourishes(cleaned.text, cleaned.dpi)
    piece = np.ascontiguousarray(plain[region.y0 : region.y1, region.x0 : region.x1])
    lines = engine.read_block(replace(cleaned, text=piece, colour_ink=None), number)

    def moved(word: Word) -> Word:
        box = word.box
        x, y = region.x0, region.y0
        return replace(word, box=Box(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y))

    moved_lines = [replace(line, words=tuple(map(moved, line.words))) for line in lines]
    return withhold_scraps(filter_words(moved_lines))


def _on_scan(lines: Sequence[Line], cleaned: CleanPage) -> Iterator[Line]:
    """Lines with boxes in pixels of the page as scanned."""
    words = [word for line in lines for word in line.words]
    boxes = iter(
        cleaned.geometry.to_scan(
            [word.box for word in words], cleaned.scan_width, cleaned.scan_height
        )
    )
    for line in lines:
        yield replace(line, words=tuple(map(_kept, line.words, boxes)))


def _kept(word: Word, box: Box) -> Word:
    sure = min(word.confidence, _MOST_SURE)
    return Word(word.text, box, sure, word.withheld, word.original)
