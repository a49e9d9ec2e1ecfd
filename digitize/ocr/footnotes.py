"""Footnotes: small print at the foot of the page, parted from the text by white or a short rule.
Their raised marks are too small to be read on many scans, so nothing hangs on them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from digitize.domain import Line, Zone
from digitize.ocr.anchors import plain
from digitize.ocr.segments import middle

_SMALL = 0.87  # of the usual width of a letter; print of 10 or 11 points beside 13 or 14
_FOOT = 0.6  # share of the page's height below which footnotes stand
_GAP = 0.8  # line heights of white above them
_LONG = 30  # letters of a line whose letters can be measured
_WIDE = 0.4  # of the text's width: the least of a footnote's longest line
# A recipient in the small print beside the signing block; the address of who issues the document.
_OTHER = re.compile(r"[-–]|(?:noi nhan|dia chi|dien thoai|dt|tel|fax|e-?mail|website)\b")


def mark_footnotes(lines: Sequence[Line], height: int, unit: int) -> list[Line]:
    """Lines with the last ones of the running text marked, where they are footnotes. `height` is
    the page's, `unit` the line height, in pixels."""
    body = sorted((line for line in lines if line.zone is Zone.BODY and line.text), key=middle)
    usual = [_letter_width(line) for line in body if len(line.text) >= _LONG]
    if not usual:
        return list(lines)
    least = _SMALL * median(usual)
    start = len(body)
    while start and _letter_width(body[start - 1]) < least:
        start -= 1
    notes = body[start:]
    if not notes or not start or not _are_notes(notes, body[:start], height, unit):
        return list(lines)
    return [replace(line, zone=Zone.FOOTNOTE) if line in notes else line for line in lines]


def _are_notes(notes: Sequence[Line], text: Sequence[Line], height: int, unit: int) -> bool:
    top = min(line.box.y0 for line in notes)
    width = max(line.box.x1 for line in text) - min(line.box.x0 for line in text)
    return (
        top > _FOOT * height
        and top - max(line.box.y1 for line in text) > _GAP * unit
        and max(line.box.width for line in notes) > _WIDE * width
        and not any(_OTHER.match(plain(line)) for line in notes)
    )


def _letter_width(line: Line) -> float:
    """The mean over its words: engines agree on it better than on heights."""
    letters = sum(len(word.text) for word in line.words)
    return sum(word.box.width for word in line.words) / max(1, letters)
