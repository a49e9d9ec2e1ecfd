"""What stands on a page but outside the running text: captions of electronic signatures, marks
and receiving stamps read with the page, page numbers."""

from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import OUTSIDE_TEXT, Box, Line, Zone
from digitize.ocr.anchors import (
    is_annex_note,
    is_arrival_stamp,
    is_mark,
    is_page_number,
    is_signature_caption,
    is_stamp_entry,
)
from digitize.ocr.segments import middle

_MARGIN = 0.09  # share of the page's height in which page numbers stand
_WIDE_MARGIN = 0.15  # the same, where they stand apart
_APART = 3.0  # line heights from the text
_STAMP_REACH = (14.0, 9.0)  # line heights right and down from the word ĐẾN
_SMALL = 0.85  # a caption is set smaller than this share of the line height
_HEADER_ZONE = 0.5  # share of the page's height in which marks are stamped
_MID_PAGE_WORDS = 40  # with more words above it, a header does not open the page


def mark_captions(lines: Sequence[Line], unit: int) -> list[Line]:
    """Captions of electronic signatures, by their first words; small lines close by join them."""
    rest = list(lines)
    seeds = [line for line in lines if is_signature_caption(line)]
    found: list[Line] = []
    while seeds:
        seed = seeds.pop()
        found.append(seed)
        rest.remove(seed)
        seeds += [
            line
            for line in rest
            if line not in seeds
            and line.box.height < _SMALL * unit
            and _follows(line.box, seed.box)
        ]
    return [replace(line, zone=Zone.CAPTION) if line in found else line for line in lines]


def _follows(line: Box, caption: Box) -> bool:
    """Whether the line is set as tightly under or over the caption as its own lines are."""
    apart = max(line.y0, caption.y0) - min(line.y1, caption.y1)
    left_apart = abs(line.x0 - caption.x0)
    return apart < 0.7 * caption.height and left_apart < 3 * caption.height


def mark_above(lines: Sequence[Line], top: int) -> list[Line]:
    """The top rule: on a page that a header opens, what stands above it is no document text,
    but captions and registry stamps. Notes that make the page an annex are text."""
    above = [line for line in lines if middle(line) < top and line.zone is Zone.BODY]
    words = sum(not word.withheld for line in above for word in line.words)
    if words > _MID_PAGE_WORDS or any(map(is_annex_note, above)):
        return list(lines)
    return [replace(line, zone=Zone.CAPTION) if line in above else line for line in lines]


def mark_stamps(lines: Sequence[Line], height: int, unit: int) -> list[Line]:
    """Urgency and secret marks that stand alone, and the entries of a receiving stamp."""
    arrivals = [line.box for line in lines if is_arrival_stamp(line)]

    def is_stamp(line: Line) -> bool:
        if line.zone not in (Zone.BODY, Zone.HEADER_LEFT):
            return False
        if is_arrival_stamp(line):
            return True
        if is_mark(line) and middle(line) < _HEADER_ZONE * height:
            return True
        return is_stamp_entry(line) and any(_in_reach(line.box, box, unit) for box in arrivals)

    return [replace(line, zone=Zone.STAMP) if is_stamp(line) else line for line in lines]


def _in_reach(entry: Box, arrival: Box, unit: int) -> bool:
    right, down = _STAMP_REACH
    x, y = (entry.x0 + entry.x1) / 2, (entry.y0 + entry.y1) / 2
    return (
        arrival.x0 - right * unit / 2 < x < arrival.x1 + right * unit
        and arrival.y0 - down * unit / 2 < y < arrival.y1 + down * unit
    )


def mark_margins(lines: Sequence[Line], height: int, unit: int) -> list[Line]:
    """The page number: figures alone in the first or last line at the edge of the page, or, on a
    sheet with wide margins or a cut-off one, near it and well apart from the text."""
    text = [line for line in lines if line.text and line.zone not in OUTSIDE_TEXT]
    text.sort(key=middle)
    ends = [(text[0], text[1:2]), (text[-1], text[-2:-1])] if text else []

    def is_margin(line: Line, neighbours: Sequence[Line]) -> bool:
        if line.zone is not Zone.BODY or not is_page_number(line):
            return False
        from_edge = min(middle(line), height - middle(line)) / height
        apart = all(abs(middle(line) - middle(other)) > _APART * unit for other in neighbours)
        return from_edge < (_WIDE_MARGIN if apart else _MARGIN)

    found = [line for line, neighbours in ends if is_margin(line, neighbours)]
    return [replace(line, zone=Zone.MARGIN) if line in found else line for line in lines]
