"""Black and white by a threshold of each place's own (J. Sauvola and M. Pietikäinen, Adaptive
document image binarization, Pattern Recognition 33, 2000).

A page so prepared loses other marks than the grey one does, so that a reader errs elsewhere.
"""

import cv2
import numpy as np

from digitize.imaging.page import Pixels

_WINDOW_MM = 4.3  # holds a line of print and the white around it
_WEIGHT = 0.2  # of contrast in the threshold
_HALF_RANGE = 128.0  # of the standard deviation of grey levels
_REDUCED = 4  # the threshold changes slowly: means over whole blocks of so many pixels suffice


def binarize(grey: Pixels, dpi: float) -> Pixels:
    """The grey picture in 0 and 255: black where darker than m·(1 + k·(s / 128 − 1)), of mean m
    and standard deviation s of the window around each pixel."""
    height, width = grey.shape
    size = (max(1, width // _REDUCED), max(1, height // _REDUCED))
    side = round(_WINDOW_MM / 25.4 * dpi / _REDUCED) | 1
    squares = cv2.multiply(grey, grey, dtype=cv2.CV_16U)
    mean, mean_square = (
        cv2.blur(
            cv2.resize(levels, size, interpolation=cv2.INTER_AREA).astype(np.float32), (side, side)
        )
        for levels in (grey, squares)
    )
    deviation = np.sqrt(np.maximum(mean_square - mean**2, 0))
    threshold = mean * (1 + _WEIGHT * (deviation / _HALF_RANGE - 1))
    levels = np.clip(np.round(threshold), 0, 255).astype(np.uint8)
    full = cv2.resize(levels, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(grey, full, cv2.CMP_GE), np.uint8)
