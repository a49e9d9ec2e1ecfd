"""Seals and signatures in the colour of the print, taken out of a picture before it is read.

Page segmentation takes a seal with all that touches or surrounds it for an illustration, and
the signer's title and name go with it.
"""

import cv2
import numpy as np

from digitize.imaging.page import Pixels

_INK = 160
_TALL = 12.0  # mm; no letter is so tall, nor a line of letters that run together
_WIDEST = 90.0  # mm; what is wider is a ruled table
_FULLEST = 0.4  # share of its box; strokes are thin


def without_flourishes(pixels: Pixels, dpi: float) -> Pixels:
    """The grey picture without strokes that are far taller and wider than letters."""
    mm = dpi / 25.4
    ink = (pixels < _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    _, _, widths, heights, areas = stats.T
    large = (
        (heights > _TALL * mm)
        & (widths > _TALL * mm)
        & (widths < _WIDEST * mm)
        & (areas < _FULLEST * widths * heights)
    )
    large[0] = False
    if not large.any():
        return pixels
    strokes = cv2.dilate(large[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(strokes, 255, pixels).astype(np.uint8)
