"""Seals paler than print, taken out of the picture that lines are read on.

On grey scans, and where a seal is grey or worn itself, it lies as a paler ink over the signer's
title and name; in colour it is gone before (`imaging.colour`). Print under it stays as dark as
print elsewhere.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Floats
from digitize.ocr.lines.rings import Seal

# Around a seal, in its radii, print is looked for that its ink is compared with.
_AROUND = 2.2
_EDGE = 0.03  # of the radius: the soft edge of the outer ring
# Of ink by its level, darkest first: what counts as a stroke of print, and as one of a ring, on
# which strokes of print lie too.
_PRINT, _RING = 25, 30
_LEAST_INK = 50  # pixels; fewer tell no level
_LEAST_STEP = 30.0  # levels, of 255, by which a seal must be paler than print
# Where print ends between the two levels: thin strokes of print are paler than thick ones. Names
# read right on generated grey pages: 0.5 83 %, 0.6 to 0.75 91 %, 0.9 76 %.
_BETWEEN = 0.7
_SPECK = np.ones((2, 2), np.uint8)
_SOFT_EDGE = np.ones((3, 3), np.uint8)


def without_pale_seals(
    text: Pixels, ink: Pixels, rings: Pixels, seals: Sequence[Seal]
) -> Pixels | None:
    """The grey page without those of its seals that are paler than the print around them; None
    where none is. `ink` of the page, and the strokes of the seals' `rings`, are masks (255)."""
    levels = [_lightest_print(text, ink, rings, seal) for seal in seals]
    if all(level is None for level in levels):
        return None
    cleaned = text.copy()
    for seal, level in zip(seals, levels, strict=True):
        if level is not None:
            _take_out(cleaned, seal, level)
    return cleaned


def _lightest_print(text: Pixels, ink: Pixels, rings: Pixels, seal: Seal) -> float | None:
    """The grey level between print and the seal; None where the seal is as dark as print."""
    rows, columns, distance = _around(text, seal, _AROUND * seal.radius)
    grey, inked = text[rows, columns], ink[rows, columns] > 0
    outer = seal.radius * (1 + _EDGE)
    print_ink = grey[inked & (distance > outer)]
    ring_ink = grey[inked & (distance <= outer) & (rings[rows, columns] > 0)]
    if min(len(print_ink), len(ring_ink)) < _LEAST_INK:
        return None
    dark, pale = np.percentile(print_ink, _PRINT), np.percentile(ring_ink, _RING)
    return None if pale - dark < _LEAST_STEP else float(dark + _BETWEEN * (pale - dark))


def _take_out(text: Pixels, seal: Seal, level: float) -> None:
    """White, in place, within a seal but for what is as dark as print, with its soft edge."""
    outer = seal.radius * (1 + _EDGE) + 1
    rows, columns, distance = _around(text, seal, outer)
    piece = text[rows, columns]
    dark = cv2.morphologyEx((piece < level).astype(np.uint8), cv2.MORPH_OPEN, _SPECK)
    kept = cv2.dilate(dark, _SOFT_EDGE) > 0
    piece[(distance <= outer) & ~kept] = 255


def _around(picture: Pixels, seal: Seal, reach: float) -> tuple[slice, slice, Floats]:
    """The part of a picture within `reach` of a seal's middle, and how far its pixels are."""
    height, width = picture.shape
    rows = slice(max(0, int(seal.y - reach)), min(height, int(seal.y + reach) + 1))
    columns = slice(max(0, int(seal.x - reach)), min(width, int(seal.x + reach) + 1))
    y, x = np.ogrid[rows, columns]
    return rows, columns, np.hypot(x - seal.x, y - seal.y)
