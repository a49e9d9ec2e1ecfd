"""Strips as the network takes them: ink near 1, paper near 0."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels

# Shares of a strip's pixels that are darker than its ink and its paper.
_INK, _PAPER = 0.01, 0.95
_LEAST_CONTRAST = 20  # grey levels: emptiness is not stretched into ink
_LEAST, _MOST = -0.2, 1.2
_LEVELS = np.arange(256)

# Columns of paper behind each strip at least: the network names a character after it has passed
# it, and without them the full stop that ends a line is lost.
BEHIND = 16
_STEP = 8  # columns; few different widths


def normalise(strip: Pixels) -> NDArray[np.float32]:
    """The strip in float32 with its ink at 1 and its paper at 0, whatever its contrast."""
    seen = np.cumsum(cv2.calcHist([strip], [0], None, [256], [0, 256]))
    ink, paper = np.searchsorted(seen, [_INK * seen[-1], _PAPER * seen[-1]])
    levels = (paper - _LEVELS) / max(_LEAST_CONTRAST, paper - ink)
    table = np.minimum(np.maximum(levels, _LEAST), _MOST).astype(np.float32)
    return np.asarray(cv2.LUT(strip, table), np.float32)


def padded(strip: NDArray[np.float32]) -> NDArray[np.float32]:
    """A normalised strip with paper behind it."""
    height, width = strip.shape
    whole = np.zeros((height, -(-(width + BEHIND) // _STEP) * _STEP), np.float32)
    whole[:, :width] = strip
    return whole
