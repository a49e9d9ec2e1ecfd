"""The ink of a cleaned page as a mask, without ruling lines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components
from digitize.ocr.ruling import opened

# The level between print and paper: how deep it lies under paper, as a share of the depth of the
# darkest print around, and where, of 255, it may lie.
_DEPTH = 0.42
_LEVEL = (120.0, 215.0)
_CELL = 4  # px of the half picture; print is looked for in three by three cells, 3 mm
_EDGE = np.ones((3, 3), np.uint8)
_RULE = 7.6  # mm: longer than any stroke of a letter
_LETTER = 1.5  # mm: the upright strokes of small letters are higher
_CROSSED = 0.25  # share of a rule's length over which such strokes may cross it
_HALF = 110  # of 255: two of four pixels, as a rule of one pixel has


def find_ink(grey: Pixels) -> Pixels:
    """Ink (255) of a cleaned grey page: what is nearer to the print around it than to paper.

    Print fades in patches, and what fades first are the thin marks. One level for a page loses
    them there, or runs letters together where the print is dark.
    """
    half = grey[::2, ::2].copy()
    darkest = cv2.erode(half, np.ones((_CELL, _CELL), np.uint8))[::_CELL, ::_CELL]
    around = cv2.blur(cv2.erode(darkest, np.ones((3, 3), np.uint8)), (3, 3))
    level = np.clip(255 - _DEPTH * (255.0 - around), *_LEVEL).astype(np.uint8)
    height, width = grey.shape
    levels = cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(grey, levels, cv2.CMP_LT), np.uint8)


def dark_components(grey: Pixels, components: Components) -> NDArray[np.bool_]:
    """Which components of a page have ink as dark as most of its print (Otsu's level)."""
    sample = grey[::2, ::2].copy()
    _, dark = cv2.threshold(sample, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    found = np.zeros(len(components), np.bool_)
    found[components.labels[::2, ::2][dark.view(np.bool_)]] = True
    return found


def find_rules(ink: Pixels, dpi: float) -> Pixels:
    """The ruling lines (255) in a mask of ink, across and down, with their soft edges.

    Words whose letters run together are as long as a rule, but full of upright strokes. Where ink
    goes on beyond its edge a rule has none: the tails and dots of underlined words
    touch it.
    """
    length, letter = (round(mm * dpi / 25.4 / 2) for mm in (_RULE, _LETTER))
    small = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = np.asarray(cv2.threshold(small, _HALF, 255, cv2.THRESH_BINARY)[1], np.uint8)
    across = opened(half, length, 1)
    crossed = cv2.blur(cv2.min(across, opened(half, 1, letter)), (length, 1))
    across[crossed > _CROSSED * 255] = 0
    long = np.asarray(cv2.bitwise_or(across, opened(half, 1, length)), np.uint8)
    rules = np.zeros_like(ink)
    x, y, width, height = cv2.boundingRect(long)
    if width:
        rows, columns = slice(max(0, y - 1), y + height + 1), slice(max(0, x - 1), x + width + 1)
        there = (slice(2 * rows.start, 2 * rows.stop), slice(2 * columns.start, 2 * columns.stop))
        rules[there] = _with_soft_edges(long[rows, columns], ink[there])
    return rules


def _with_soft_edges(half: Pixels, ink: Pixels) -> Pixels:
    """The rules, on a picture half as large, as they lie on the ink. Of a page with an odd side,
    half may lack the last row or column."""
    twice = cv2.resize(half, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    down, right = (max(0, whole - got) for whole, got in zip(ink.shape, twice.shape, strict=True))
    twice = cv2.copyMakeBorder(twice, 0, down, 0, right, cv2.BORDER_REPLICATE)
    rules = cv2.min(twice[: ink.shape[0], : ink.shape[1]], ink)
    wide = cv2.dilate(rules, _EDGE)
    # In place: fresh memory costs more than the work on it.
    touching = cv2.subtract(ink, wide)
    cv2.dilate(touching, _EDGE, dst=touching)
    cv2.min(touching, ink, dst=touching)
    cv2.subtract(wide, touching, dst=wide)
    return np.asarray(cv2.bitwise_or(wide, rules, dst=wide), np.uint8)
