"""The ink of a cleaned page as a mask, without ruling lines."""

import cv2
import numpy as np

from digitize.imaging.page import Pixels
from digitize.ocr.ruling import opened

_LEVEL = (120.0, 205.0)  # of 255: where the level between print and paper may lie
_RULE = 7.6  # mm: longer than any stroke of a letter


def find_ink(grey: Pixels) -> Pixels:
    """Ink (255) of a cleaned grey page, by Otsu's threshold."""
    otsu, _ = cv2.threshold(grey[::2, ::2].copy(), 0, 255, cv2.THRESH_OTSU)
    level = float(np.clip(otsu, *_LEVEL))
    return np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def find_rules(ink: Pixels, dpi: float) -> Pixels:
    """The ruling lines (255) in a mask of ink, across and down, with their soft edges."""
    length = round(_RULE * dpi / 25.4)
    across = cv2.dilate(opened(ink, length, 1), np.ones((3, 5), np.uint8))
    down = cv2.dilate(opened(ink, 1, length), np.ones((5, 3), np.uint8))
    return np.asarray(cv2.bitwise_or(across, down), np.uint8)
