"""Resolution: what a file says about it, and what to make of that."""

import math

import cv2
import numpy as np

from digitize.imaging.page import PageImage, Pixels

# Shorter sides of paper, in inches, from a slip to A2. A file that claims another size holds no
# true resolution: cameras write 72 dpi, and some programs make one point of each pixel.
_NARROWEST, _WIDEST = 2.0, 17.0
_A4_SHORT = 8.27
_OBLONG = 1.05  # fax pixels are twice as high as wide; rounding in a PDF stays below this

SMALLEST_SIDE = 100  # pixels; a page of 50 mm at 50 dpi, where nobody can read print


def trusted_dpi(width: int, height: int, dpi: float) -> float:
    """`dpi`, if the page then has the size of paper; else that of an A4 page of these pixels."""
    short = min(width, height)
    if math.isfinite(dpi) and dpi > 0 and _NARROWEST <= short / dpi <= _WIDEST:
        return dpi
    return short / _A4_SHORT


def page_image(pixels: Pixels, dpi_x: float, dpi_y: float) -> PageImage:
    """A page with square pixels. Oblong ones (fax) are stretched along their coarser side."""
    known = all(math.isfinite(dpi) and dpi > 0 for dpi in (dpi_x, dpi_y))
    if known and 1 / 4 <= dpi_x / dpi_y <= 4 and not 1 / _OBLONG < dpi_x / dpi_y < _OBLONG:
        dpi = max(dpi_x, dpi_y)
        height, width = pixels.shape[:2]
        size = (round(width * dpi / dpi_x), round(height * dpi / dpi_y))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
        dpi_x = dpi
    height, width = pixels.shape[:2]
    return PageImage(pixels, trusted_dpi(width, height, dpi_x))
