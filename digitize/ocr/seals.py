"""Round seals: found as rings of ink. Their text only repeats the agency's name."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.ocr.circles import find_circles

_DIAMETER = (18.0, 50.0)  # mm; NĐ 99/2016/NĐ-CP has 32 to 42, its inner ring is smaller
_SCALE = 4.0  # pixels a millimetre at which rings are looked for
_LEAST_RING = 0.75  # share of a ring that is there
_AROUND = 1.5  # mm outside a seal, where there is less ink than on its ring, unlike in text
_LEAST_CONTRAST = 0.35
_LEAST_OUTER = 0.6  # the outer ring is often worn


def seal_mask(ink: NDArray[np.bool_], mm: float) -> NDArray[np.bool_]:
    """Where round seals lie in a mask of ink, also those that touch other ink.

    `mm` is the pixels of a millimetre.
    """
    scale = _SCALE / mm
    grey = ink.astype(np.uint8) * 255
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    seals = np.zeros(ink.shape, np.uint8)
    low, high = (round(v * _SCALE / 2) for v in _DIAMETER)
    bare = (small > 50).astype(np.uint8)
    near = np.asarray(cv2.dilate(bare, np.ones((5, 5))), np.uint8)
    for x, y, radius in find_circles(np.asarray(small, np.uint8), low, high):
        if _ring(near, x, y, radius) < _LEAST_RING:
            continue
        rings = [r for r in range(int(radius), high + 1) if _ring(near, x, y, r) >= _LEAST_OUTER]
        outer = max(rings, default=radius)
        ring = max(_ring(bare, x, y, outer + step) for step in (-2, -1, 0, 1, 2))
        if ring - _ring(bare, x, y, outer + _AROUND * _SCALE) < _LEAST_CONTRAST:
            continue
        centre = (round(x / scale), round(y / scale))
        cv2.circle(seals, centre, round((outer + _SCALE / 2) / scale), (1,), cv2.FILLED)
    return seals > 0


def _ring(near: NDArray[np.uint8], x: float, y: float, radius: float) -> float:
    """The share of a circle that runs over ink."""
    turn = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    columns = np.round(x + radius * np.cos(turn)).astype(int)
    rows = np.round(y + radius * np.sin(turn)).astype(int)
    height, width = near.shape
    on = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    return float(near[rows[on], columns[on]].sum()) / len(turn)
