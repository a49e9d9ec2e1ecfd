"""Stamps: framed or red print, cut out, levelled, and gathered on one sheet for one reading.

Rubber stamps (urgency, secrecy, ĐẾN, a signer's title and name) are set at a slant, framed, over
other print, so that page segmentation passes over them or spoils the lines beside them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Line, Word
from digitize.imaging.page import CleanPage, Pixels
from digitize.ocr.anchors import is_mark
from digitize.ocr.engine import Engine
from digitize.ocr.filter import filter_words, is_scrap, is_valid, readable
from digitize.ocr.frames import Frame, find_frames, without_rules
from digitize.ocr.groups import Parts, find_groups
from digitize.ocr.seals import seal_mask
from digitize.ocr.tables import holds
from digitize.ocr.tilted import CutOut, Tilted, cut_out
from digitize.text.syllables import is_syllable

# Levels of grey below which there is ink, dark stamps first.
_INK = (160, 225, 235)
_RED_INK = (225, 250)  # of the picture of red ink alone, where paper is quite white

# Millimetres.
_PAD = 2.0
_SLANTED_HEIGHT = (2.5, 12.0)

_LEAST_CONTRAST = 20
_LEAST_SLANT = 2.5  # degrees; lines of a levelled page stay below, also where it is warped
_SLANTED_LETTERS = (3, 25)
_MOST_TAKEN = 0.3  # share of a letter that lies in a frame or is red, and it is none of print
_MOST_STAMPS = 8  # on one sheet; the largest are kept
_MOST_ALONE = 3  # read again
_SURE = 0.7  # what a stamped word must be that is no part of a name
_SHEET_GAP = 60  # pixels of white between stamps on the sheet
_BETTER_BY_FAR = 1.3  # times as readable; two readings of one print mostly differ by less
_SIGNING_FROM = 0.3  # share of the page's height; a short letter is signed half-way down


Stamp = tuple[CutOut, ...]  # pictures of one stamp, of which the most readable counts


def take_black(
    pixels: Pixels, red: Pixels | None, dpi: float
) -> tuple[list[Stamp], list[Stamp], Pixels]:
    """The framed stamps on a level grey picture, the short lines set at a slant, and the picture
    without what is framed.

    Slanted lines are rubber stamps without a frame, and now and then lines of the text, so that
    each must be read better alone than on the page. What is `red` is none: it is pale on `pixels`.
    """
    mm = dpi / 25.4
    parts = Parts.of(_halved(pixels), mm / 2, _INK[-1])
    frames = find_frames(pixels, mm, _INK, parts)
    framed: list[Stamp] = [(_without_frame(pixels, f.rect, mm),) for f in frames]
    rects = _slanted(parts, frames, red)
    slanted: list[Stamp] = [(_stretched(pixels, rect, mm),) for rect in rects]
    if frames:
        pixels = pixels.copy()
    for frame in frames:
        frame.paint(pixels, 255)
    return framed, slanted, pixels


def _slanted(parts: Parts, frames: Sequence[Frame], red: Pixels | None) -> list[Tilted]:
    """Short lines at a slant on the halved picture, as rectangles of the full one."""
    taken = np.zeros(parts.labels.shape, np.uint8)
    for frame in frames:
        cv2.fillPoly(taken, [frame.rect.scaled(0.5).corners], (1,))
    if red is not None:
        near_red = cv2.erode(_halved(red), np.ones((5, 5), np.uint8)) < _RED_INK[-1]
        taken[near_red] = 1
    left_out = None
    if taken.any():
        share = np.bincount(parts.labels[taken > 0], minlength=len(parts.stats))
        left_out = share > _MOST_TAKEN * parts.stats[:, cv2.CC_STAT_AREA]
    groups = find_groups(
        parts, letters=_SLANTED_LETTERS, least_slant=_LEAST_SLANT, left_out=left_out
    )
    low, high = (height * parts.mm for height in _SLANTED_HEIGHT)
    return [group.rect.scaled(2) for group in groups if low <= group.rect.height <= high]


def red_place(red: Pixels) -> Box | None:
    """Around all ink of a picture of red ink alone, with even edges to the left and up; None
    where there is none."""
    ink = cv2.threshold(red, _RED_INK[-1] - 1, 255, cv2.THRESH_BINARY_INV)[1]
    x, y, width, height = cv2.boundingRect(ink)
    return Box(x - x % 2, y - y % 2, x + width, y + height) if width else None


def take_red(red: Pixels, print_: Pixels, place: Box, dpi: float) -> list[Stamp]:
    """The stamps in red ink, framed or not, round seals left out.

    `red` holds red ink alone, but blurred, because JPEG keeps colour at half the resolution.
    `print_` is a grey picture of `place`, which holds all of that ink, in which red is dark:
    sharp, but with black print in it. Each stamp is cut out of both.
    """
    piece = np.ascontiguousarray(red[place.y0 : place.y1, place.x0 : place.x1])
    stamps = _red_stamps(piece, print_, dpi / 25.4)
    return [tuple(cut.moved(place.x0, place.y0) for cut in stamp) for stamp in stamps]


def _red_stamps(red: Pixels, print_: Pixels, mm: float) -> Iterator[Stamp]:
    half = _halved(red)
    half[seal_mask(half < _RED_INK[0], mm / 2)] = 255
    for frame in find_frames(half, mm / 2, _RED_INK, Parts.of(half, mm / 2, _RED_INK[-1])):
        rect = frame.rect.scaled(2)
        yield _without_frame(print_, rect, mm), _without_frame(red, rect, mm)
        frame.paint(half, 255)
    parts = Parts.of(half, mm / 2, _RED_INK[0])
    if groups := find_groups(parts):
        near = cv2.dilate((parts.labels > 0).astype(np.uint8), np.ones((3, 3), np.uint8))
        other = cv2.resize(1 - near, red.shape[::-1], interpolation=cv2.INTER_NEAREST) * 255
        sharp, pure = (np.asarray(cv2.max(one, other), np.uint8) for one in (print_, red))
        for rect in (group.rect.scaled(2) for group in groups):
            yield _stretched(sharp, rect, mm), _stretched(pure, rect, mm)


def _halved(pixels: Pixels) -> Pixels:
    half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return np.asarray(half, np.uint8)


def read_stamps(
    stamps: Sequence[Stamp], cleaned: CleanPage, engine: Engine, number: int
) -> list[list[Line]]:
    """The lines of each stamp, as its most readable picture gives them; boxes in pixels of the
    cleaned picture.

    All are read on one sheet. A few that were passed over there, because what is no print spoils
    the lines around it, are read again alone. Beyond a number that no real page has, the
    smallest are not read.
    """
    if not stamps:
        return []
    largest = sorted(range(len(stamps)), key=lambda k: -stamps[k][0].pixels.size)[:_MOST_STAMPS]
    lines: list[list[Line]] = [[] for _ in stamps]
    together = _read_sheet([stamps[k] for k in sorted(largest)], cleaned, engine, number)
    for k, found in zip(sorted(largest), together, strict=True):
        lines[k] = found
    unread = [k for k in sorted(largest) if not lines[k]] if len(largest) > 1 else []
    for k in unread[:_MOST_ALONE]:
        (lines[k],) = _read_sheet([stamps[k]], cleaned, engine, number)
    return [filter_words(found) for found in lines]


def _read_sheet(
    stamps: Sequence[Stamp], cleaned: CleanPage, engine: Engine, number: int
) -> list[list[Line]]:
    pieces = [piece for stamp in stamps for piece in stamp]
    sheet, tops = _sheet(pieces)
    found: list[list[Line]] = [[] for _ in pieces]
    for line in engine.read_block(replace(cleaned, text=sheet, colour_ink=None), number):
        middle = (line.box.y0 + line.box.y1) / 2
        k = max(0, int(np.searchsorted(tops, middle)) - 1)
        found[k].append(Line(tuple(_led_back(w, pieces[k], int(tops[k])) for w in line.words)))
    readings = iter(found)
    return [max(islice(readings, len(stamp)), key=readable) for stamp in stamps]


def without_stamped(
    found: Sequence[Line], stamped: Sequence[Line]
) -> tuple[list[Line], list[Line]]:
    """Each place is read once: of the words on the page under a stamped line and that line, the
    more readable stay. Where a line of print goes on beyond it, what lies on it is print, too, and
    its other reading must be better by far. Returns what stays of `found` and of `stamped`."""
    kept: list[Line] = []
    rest = list(found)
    for line in stamped:
        under = [Line(words) for one in rest if (words := _words(one, line.box, inside=True))]
        goes_on = any(_goes_on(one, line.box) for one in rest)
        least = readable(under) * (_BETTER_BY_FAR if goes_on else 1)
        if not is_mark(line) and least >= readable([line]):
            continue
        kept.append(line)
        outside = (replace(one, words=_words(one, line.box, inside=False)) for one in rest)
        rest = [one for one in outside if one.words]
    return rest, kept


def _goes_on(line: Line, box: Box) -> bool:
    """Whether a line has words both inside and outside of a box."""
    return any(_words(line, box, inside=True)) and any(_words(line, box, inside=False))


def _words(line: Line, box: Box, *, inside: bool) -> tuple[Word, ...]:
    return tuple(word for word in line.words if holds(box, word.box) is inside)


def each_once(stamped: Sequence[Line]) -> list[Line]:
    """One line a place: a red stamp that is still seen on the picture without red ink is found on
    both. Marks stay before all else, then the more readable."""
    ranked = sorted(stamped, key=lambda line: (is_mark(line), readable([line])), reverse=True)
    kept: list[Line] = []
    for line in ranked:
        if not any(
            holds(a.box, b.box) for other in kept for a, b in ((line, other), (other, line))
        ):
            kept.append(line)
    return [line for line in stamped if any(line is one for one in kept)]


def is_signing(line: Line, height: int) -> bool:
    """Whether a stamped line is a signer's title or name, which belong to the text: words that
    are all sure, or may be part of a title or name, in the lower part of a page of `height`, no
    scrap and no urgency or secret mark."""
    sure = [word for word in line.words if word.confidence >= _SURE and is_valid(word.text)]
    plain = len(sure) >= 2
    may_be = all(
        not word.withheld and (word in sure or _may_sign(word, plain)) for word in line.words
    )
    low = line.box.y0 > _SIGNING_FROM * height
    return low and may_be and len(line.words) >= 2 and not (is_scrap(line) or is_mark(line))


def _may_sign(word: Word, plain: bool) -> bool:
    """Whether an unsure word is a syllable, with a capital where not two others make it `plain`
    that there is print: rims of seals, and pens, are read as other words."""
    letters = word.text.strip(".-–")
    return is_syllable(letters) and (plain or letters[0].isupper())


def _without_frame(pixels: Pixels, rect: Tilted, mm: float) -> CutOut:
    return without_rules(_stretched(pixels, rect, mm))


def _stretched(pixels: Pixels, rect: Tilted, mm: float) -> CutOut:
    """A piece cut out, with pale ink made black and paper white."""
    piece = cut_out(pixels, rect, _PAD * mm)
    ink, paper = np.percentile(piece.pixels, (2, 75))
    if paper - ink < _LEAST_CONTRAST:
        return piece
    levels = (piece.pixels.astype(np.float32) - ink) * (255 / (paper - ink))
    return replace(piece, pixels=np.clip(levels, 0, 255).astype(np.uint8))


def _sheet(stamps: Sequence[CutOut]) -> tuple[Pixels, NDArray[np.intp]]:
    """Stamps one under the other, and the row at which each starts."""
    width = max(stamp.pixels.shape[1] for stamp in stamps) + 2 * _SHEET_GAP
    heights = [stamp.pixels.shape[0] + _SHEET_GAP for stamp in stamps]
    tops = np.cumsum([_SHEET_GAP, *heights[:-1]])
    sheet = np.full((int(tops[-1]) + heights[-1], width), 255, np.uint8)
    for stamp, top in zip(stamps, tops, strict=True):
        h, w = stamp.pixels.shape
        sheet[top : top + h, _SHEET_GAP : _SHEET_GAP + w] = stamp.pixels
    return sheet, tops


def _led_back(word: Word, stamp: CutOut, top: int) -> Word:
    box = word.box
    x0, x1 = box.x0 - _SHEET_GAP, box.x1 - _SHEET_GAP
    y0, y1 = box.y0 - top, box.y1 - top
    xs, ys = stamp.back @ np.array([[x0, x1, x1, x0], [y0, y0, y1, y1], [1, 1, 1, 1]])
    return replace(
        word, box=Box(int(xs.min()), int(ys.min()), int(np.ceil(xs.max())), int(np.ceil(ys.max())))
    )
