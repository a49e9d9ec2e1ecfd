"""Boxes through affine maps."""

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box

Matrix = NDArray[np.float64]  # 2 x 3
Rect = tuple[float, float, float, float]  # x0, y0, x1, y1


def move(matrix: Matrix, rect: Rect) -> Rect:
    """The upright rectangle around `rect` after `matrix`."""
    x0, y0, x1, y1 = rect
    corners = np.array([[x0, x1, x1, x0], [y0, y0, y1, y1], [1, 1, 1, 1]])
    xs, ys = matrix @ corners
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def chain(first: Matrix, second: Matrix) -> Matrix:
    """`first`, then `second`."""
    below = np.array([[0.0, 0.0, 1.0]])
    return np.asarray(
        (np.vstack([second, below]) @ np.vstack([first, below]))[:2], dtype=np.float64
    )


def to_box(rect: Rect, width: int, height: int) -> Box | None:
    """`rect` in whole pixels, clipped to the page; None where it lies outside."""
    x0, y0 = max(0, int(np.floor(rect[0]))), max(0, int(np.floor(rect[1])))
    x1, y1 = min(width, int(np.ceil(rect[2]))), min(height, int(np.ceil(rect[3])))
    return Box(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None
