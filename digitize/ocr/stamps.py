"""Stamps: framed or red print, cut out, levelled, and gathered on one sheet for one reading.

Rubber stamps (urgency, secrecy, ĐẾN, a signer's title and name) are set at a slant, framed, over
other print, so that page segmentation passes over them or spoils the lines beside them.
"""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Line, Word
from digitize.imaging.page import CleanPage, Pixels
from digitize.ocr.anchors import is_mark
from digitize.ocr.engine import Engine
from digitize.ocr.filter import is_valid
from digitize.ocr.frames import Frame, find_frames, outermost, without_rules
from digitize.ocr.seals import clear_seals
from digitize.ocr.tilted import CutOut, Tilted, cut_out

_INK = (160, 210)  # a stamp's print is often paler than the text
_RED_INK = 225  # of the picture of red ink, where there is no paper to be told from it

# Millimetres.
_LETTER = (1.8, 9.0)  # height of a letter in a stamp
_WORD_GAP = 3.0
_SPECK = 0.08  # square millimetres
_PAD = 2.0

_STEEPEST = 35.0  # degrees
_LEAST_LETTERS = 1.8  # by width; the three of MẬT may run together with their marks
_LEAST_CONTRAST = 20
_MOST_STAMPS = 8  # on one sheet; the largest are kept
_SHEET_GAP = 60  # pixels of white between stamps on the sheet
_SIGNING_FROM = 0.3  # share of the page's height; a short letter is signed half-way down


def take_framed(pixels: Pixels, dpi: float) -> tuple[list[CutOut], Pixels]:
    """The framed stamps on a grey picture, and the picture without them."""
    mm = dpi / 25.4
    frames: list[Frame] = []
    for ink in _INK:
        frames += find_frames((pixels < ink).astype(np.uint8), mm)
    frames = outermost(frames)
    stamps = [without_rules(_stretched(cut_out(pixels, f.rect, _PAD * mm))) for f in frames]
    if frames:
        pixels = pixels.copy()
    for frame in frames:
        frame.paint(pixels, 255)
    return stamps, pixels


def take_red(red: Pixels, print_: Pixels, dpi: float) -> list[CutOut]:
    """The stamps in red ink, framed or not, round seals left out.

    `red` holds red ink alone; it is blurred, because JPEG keeps colour at half the resolution.
    `print_`, of the same size, is a grey picture of the page in which red ink is dark.
    """
    mm = dpi / 25.4
    half = cv2.resize(red, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (half < _RED_INK).astype(np.uint8)
    clear_seals(ink, mm / 2)
    stamps: list[CutOut] = []
    for frame in find_frames(ink, mm / 2):
        stamp = _stretched(cut_out(print_, frame.rect.scaled(2), _PAD * mm))
        stamps.append(without_rules(stamp))
        frame.paint(ink, 0)
    if groups := _groups(ink, mm / 2):
        near = cv2.dilate(ink, np.ones((3, 3), np.uint8))
        kept = cv2.resize(near, red.shape[::-1], interpolation=cv2.INTER_NEAREST)
        letters = np.where(kept > 0, print_, 255).astype(np.uint8)
        stamps += [_stretched(cut_out(letters, rect.scaled(2), _PAD * mm)) for rect in groups]
    return stamps


def read_stamps(
    stamps: Sequence[CutOut], cleaned: CleanPage, engine: Engine, number: int
) -> list[Line]:
    """All stamps in one reading; boxes in pixels of the cleaned picture."""
    if not stamps:
        return []
    kept = sorted(stamps, key=lambda s: s.pixels.size, reverse=True)[:_MOST_STAMPS]
    sheet, tops = _sheet(kept)
    found: list[Line] = []
    for line in engine.read_block(replace(cleaned, text=sheet, colour_ink=None), number):
        middle = (line.box.y0 + line.box.y1) / 2
        k = max(0, int(np.searchsorted(tops, middle)) - 1)
        found.append(Line(tuple(_led_back(w, kept[k], int(tops[k])) for w in line.words)))
    return found


def is_signing(line: Line, height: int) -> bool:
    """Whether a stamped line is a signer's title or name, which belong to the text: words that
    are all sure, in the lower part of a page of `height`, and no urgency or secret mark."""
    sure = [word for word in line.words if is_valid(word.text) and not word.withheld]
    low = line.box.y0 > _SIGNING_FROM * height
    return low and len(sure) == len(line.words) >= 2 and not is_mark(line)


def _stretched(stamp: CutOut) -> CutOut:
    """A pale stamp with its ink made black and its paper white."""
    ink, paper = np.percentile(stamp.pixels, (2, 75))
    if paper - ink < _LEAST_CONTRAST:
        return stamp
    levels = (stamp.pixels.astype(np.float32) - ink) * (255 / (paper - ink))
    return replace(stamp, pixels=np.clip(levels, 0, 255).astype(np.uint8))


def _groups(ink: NDArray[np.uint8], mm: float) -> list[Tilted]:
    """Tilted rectangles around groups of letters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    low, high = (v * mm for v in _LETTER)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    # Bold letters run together in a stamp, so width tells nothing; a long stroke is no letter.
    is_part = (heights <= high) & (stats[:, cv2.CC_STAT_AREA] > _SPECK * mm * mm)
    is_part[0] = False
    parts = is_part[labels].astype(np.uint8)
    reach = round(_WORD_GAP * mm)
    near = cv2.dilate(parts, np.ones((reach // 2, reach), np.uint8))
    _, groups, boxes, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    letters = np.zeros(len(boxes))
    for label in np.flatnonzero(is_part & (heights >= low)):
        x, y, w, h, _ = stats[label].tolist()
        first = int(np.flatnonzero(labels[y, x : x + w] == label)[0])
        letters[groups[y, x + first]] += max(1, w / h)
    rects = []
    for group in np.flatnonzero(letters >= _LEAST_LETTERS):
        x, y, w, h, _ = boxes[group].tolist()
        place = (slice(y, y + h), slice(x, x + w))
        points = np.argwhere((groups[place] == group) & (parts[place] > 0))[:, ::-1]
        rect = Tilted.around(points.astype(np.int32)).moved(x, y)
        if rect.width > 1.2 * rect.height and abs(rect.angle) <= _STEEPEST:
            rects.append(rect)
    return rects


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
