"""Turning by quarters: pictures, sizes and boxes, from the page as scanned to the page upright.

`rotation` is always the clockwise turn, in degrees, that brings the scan upright, as in PageText.
"""

import cv2
import numpy as np

from digitize.domain import Box
from digitize.imaging.page import Pixels

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def turn(pixels: Pixels, rotation: int) -> Pixels:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees; grey or BGR."""
    _check(rotation)
    if rotation == 0:
        return pixels
    return np.asarray(cv2.rotate(pixels, _TURNS[rotation]), np.uint8)


def upright_size(width: int, height: int, rotation: int) -> tuple[int, int]:
    """Width and height of the turned picture."""
    _check(rotation)
    return (width, height) if rotation in (0, 180) else (height, width)


def upright_box(box: Box, width: int, height: int, rotation: int) -> Box:
    """Where `box`, on a scan of `width` x `height`, lies on the turned picture."""
    _check(rotation)
    if rotation == 90:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    if rotation == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if rotation == 270:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    return box


def _check(rotation: int) -> None:
    if rotation not in (0, 90, 180, 270):
        raise ValueError(f"a page turns by 0, 90, 180 or 270 degrees, not {rotation}")
