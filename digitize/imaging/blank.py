"""Pages with nothing on them."""

import cv2
import numpy as np

from digitize.imaging.page import Pixels

_INK = 150  # of 255 on flattened paper; show-through and stains are paler
_LEAST_HEIGHT = 1.0  # mm: dust is smaller
_LEAST = 6  # marks of that size


def is_blank(grey: Pixels, dpi: float, red: Pixels | None) -> bool:
    """Whether a flattened page, its borders painted out, carries neither print nor stamp."""
    if red is not None:
        return False
    mm = dpi / 25.4
    mask = cv2.threshold(grey, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    tall = np.maximum(stats[1:, 2], stats[1:, 3]) >= _LEAST_HEIGHT * mm
    return int(np.count_nonzero(tall)) < _LEAST
