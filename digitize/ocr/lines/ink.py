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
    """The ruling lines (255) in a mask of ink, across and down, with their soft edges.

    Where ink goes on beyond its edge a rule has none: the tails and dots of underlined words
    touch it.
    """
    length = round(_RULE * dpi / 25.4)
    rules = cv2.bitwise_or(opened(ink, length, 1), opened(ink, 1, length))
    wide = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    touching = cv2.dilate(cv2.subtract(ink, wide), np.ones((3, 3), np.uint8))
    edge = cv2.subtract(wide, cv2.min(touching, ink))
    return np.asarray(cv2.bitwise_or(edge, rules), np.uint8)
