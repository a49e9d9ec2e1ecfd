"""Black print and red ink, told apart.

A seal or stamp is red, a signature often blue; print is black. In the brightest of its three
channels coloured ink is nearly as bright as paper, while black stays black.
"""

import cv2
import numpy as np

from digitize.imaging.page import Pixels

# Steps (of 255) by which red stands above green and blue: below the first it is the tint of
# paper or the fringe that JPEG puts around black; at the second it is full ink.
_FAINT_RED = 24
_FULL_RED = 90
# Share of the page that must be red: a seal of 36 mm has about 0.3 % of an A4 page in strokes,
# a faint one a tenth of that.
_LEAST_SHARE = 2e-4


def without_colour(pixels: Pixels) -> Pixels:
    """Grey (height, width): black print stays, red and blue ink turns pale."""
    if pixels.ndim == 2:
        return pixels
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.max(red, cv2.max(green, blue)), np.uint8)


def red_ink(pixels: Pixels) -> Pixels | None:
    """Grey (height, width): red ink alone, black on white. None when there is hardly any."""
    if pixels.ndim == 2:
        return None
    blue, green, red = cv2.split(pixels)
    excess = cv2.subtract(red, cv2.max(green, blue))
    if np.count_nonzero(excess[::4, ::4] > _FULL_RED // 2) < _LEAST_SHARE * excess.size / 16:
        return None
    levels = np.arange(256, dtype=np.float64)
    ink = np.clip((levels - _FAINT_RED) / (_FULL_RED - _FAINT_RED), 0, 1)
    return np.asarray(cv2.LUT(excess, np.round(255 * (1 - ink)).astype(np.uint8)), np.uint8)
