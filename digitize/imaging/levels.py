"""Levels of a grey picture by its histogram, which is many times quicker than sorting it."""

import cv2
import numpy as np

from digitize.imaging.page import Pixels


def level_at(grey: Pixels, share: float) -> int:
    """The level that `share` (0..1) of the pixels do not exceed; 0.5 gives the median."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel().cumsum()
    return int(np.searchsorted(counts, share * counts[-1]))
