"""Even light: the page divided by its own paper.

Show-through stays as the pale grey that it is: stretching the levels until it is white takes thin
marks along (words wrong on nine real pages 9.0 % without, 10.5 to 11.4 % with it). Whoever looks
for ink (`letters`, `blank`) sets the level below it.
"""

import cv2
import numpy as np

from digitize.imaging.levels import level_at
from digitize.imaging.page import Pixels

_COARSE_DPI = 100.0  # the paper is measured on a picture coarser than this
_STROKE = 3.8  # mm: thicker than any stroke of print
_SMOOTH = 8.9  # mm: shadows of folds and spine are wider
_AROUND = 13.0  # mm: reaches over a border's soft edge and a punch hole
_DARKEST = 0.5  # of the page's paper: what is darker is a solid area, not a shadow


def coarse(grey: Pixels, dpi: float) -> tuple[Pixels, float]:
    """The page halved until it is coarse, and the resolution that it has then.

    Means of two by two pixels cost next to nothing; a last odd row or column is left out.
    """
    while dpi >= _COARSE_DPI and min(grey.shape) > 1:
        height, width = grey.shape[0] // 2, grey.shape[1] // 2
        even = grey[: 2 * height, : 2 * width]
        grey = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        dpi /= 2
    return grey, dpi


def paper(small: Pixels, hidden: Pixels, dpi: float) -> Pixels:
    """Brightness of the paper at each place of a coarse page, of half its size; `hidden` (255) is
    not paper."""
    level = level_at(small, 0.8)
    seen = _filled(small, hidden, level, _odd(_AROUND, dpi)) if hidden.any() else small
    stroke = np.ones((_odd(_STROKE, dpi),) * 2, np.uint8)
    half = np.ascontiguousarray(cv2.dilate(seen, stroke)[::2, ::2])
    light = cv2.medianBlur(half, _odd(_SMOOTH, dpi / 2))
    return np.asarray(np.maximum(light, round(_DARKEST * level)), np.uint8)


def _odd(mm: float, dpi: float) -> int:
    """A length in whole pixels, an odd number."""
    return int(mm / 25.4 * dpi) | 1


def _filled(small: Pixels, hidden: Pixels, level: int, reach: int) -> Pixels:
    """`small` with hidden places as bright as what is seen around them, or `level` if nothing."""
    around = (reach, reach)
    visible = (hidden == 0).astype(np.float32)
    share = cv2.blur(visible, around)
    mean = cv2.blur(small * visible, around) / np.maximum(share, 1e-3)
    fill = np.where(share > 1e-3, mean, level)
    return np.where(hidden > 0, fill, small).astype(np.uint8)


def flatten(grey: Pixels, light: Pixels) -> Pixels:
    """`grey` with paper at 255 everywhere; `light` as from `paper`."""
    height, width = grey.shape
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, full, scale=255), np.uint8)


def paint_out(grey: Pixels, hidden: Pixels) -> Pixels:
    """`grey` with the places of the coarse mask `hidden` painted white."""
    if not hidden.any():
        return grey
    height, width = grey.shape
    full = cv2.resize(hidden, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.max(grey, full), np.uint8)
