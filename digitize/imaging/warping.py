"""One affine resampling for turning, levelling and scaling."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels

Affine = NDArray[np.float64]  # 2 x 3, on coordinates whose whole numbers are edges of pixels

_WHITE = 255


def level_map(
    width: int, height: int, rotation: int, skew: float, scale: float
) -> tuple[Affine, tuple[int, int]]:
    """The map from a scan of `width` x `height` to the level page, and that page's size.

    Both turns are clockwise, in degrees. The page grows so that no corner is cut off.
    """
    angle = np.deg2rad(rotation + skew)
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.array([[cos, -sin], [sin, cos]])
    corners = turn @ np.array([[0, width, width, 0], [0, 0, height, height]], np.float64)
    low, high = corners.min(axis=1), corners.max(axis=1)
    size = np.maximum(1, np.round(high - low)).astype(int)
    return np.column_stack([turn, -low]), (int(size[0]), int(size[1]))


def warp(grey: Pixels, step: Affine, size: tuple[int, int]) -> Pixels:
    """`grey` through the map `step` onto white paper of `size` (width, height)."""
    if np.array_equal(step, np.eye(2, 3)):
        return grey
    # OpenCV counts from the middles of pixels.
    middles = step.copy()
    middles[:, 2] += step[:, :2] @ [0.5, 0.5] - 0.5
    out = cv2.warpAffine(grey, middles, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(_WHITE,))
    return np.asarray(out, np.uint8)
