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
    return grey if np.array_equal(step, np.eye(2, 3)) else _resampled(grey, step, size)


def warp_ink(grey: Pixels, step: Affine, size: tuple[int, int]) -> Pixels:
    """As `warp`, of a picture that is white but for a part: only that part is resampled."""
    left, top, width, height = cv2.boundingRect(cv2.bitwise_not(grey))
    if width == 0 or np.array_equal(step, np.eye(2, 3)):
        return warp(grey, step, size)
    right, bottom = left + width, top + height
    corners = np.array([[left, right, left, right], [top, top, bottom, bottom], [1, 1, 1, 1]])
    landed = step @ corners
    x0, y0 = (int(v) for v in np.clip(np.floor(landed.min(axis=1)) - 1, 0, size))
    x1, y1 = (int(v) for v in np.clip(np.ceil(landed.max(axis=1)) + 1, 0, size))
    there = step.copy()
    there[:, 2] += step[:, :2] @ [left, top] - [x0, y0]
    out = np.full((size[1], size[0]), _WHITE, np.uint8)
    out[y0:y1, x0:x1] = _resampled(grey[top:bottom, left:right], there, (x1 - x0, y1 - y0))
    return out


def _resampled(grey: Pixels, step: Affine, size: tuple[int, int]) -> Pixels:
    # OpenCV counts from the middles of pixels.
    middles = step.copy()
    middles[:, 2] += step[:, :2] @ [0.5, 0.5] - 0.5
    out = cv2.warpAffine(grey, middles, size, borderMode=cv2.BORDER_CONSTANT, borderValue=(_WHITE,))
    return np.asarray(out, np.uint8)
