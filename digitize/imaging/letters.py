"""Ink components of the size of letters, the measure of everything that needs no reading."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.components import outlines
from digitize.imaging.page import Pixels

MEASURE_DPI = 200.0  # finer pictures are reduced to this before measuring

# Long and short side of a letter in mm, whichever way it lies: 8 to 40 point print.
_LONG = (0.9, 6.0)
_SHORT = 0.2

_DARK = 180  # of 255 on flattened paper; the faintest print that can be read is darker
_EVERY = 4  # rows: enough to tell how dark print is


@dataclass(frozen=True, slots=True)
class Letters:
    """Boxes of letter-sized components, shape (n,) each, on a picture of `width` x `height`."""

    x0: NDArray[np.float64]
    y0: NDArray[np.float64]
    x1: NDArray[np.float64]
    y1: NDArray[np.float64]
    width: int
    height: int

    def __len__(self) -> int:
        return len(self.x0)

    def turned(self, rotation: int) -> "Letters":
        """The same letters on the picture turned clockwise by 0, 90, 180 or 270 degrees."""
        w, h = self.width, self.height
        if rotation == 90:
            return Letters(h - self.y1, self.x0, h - self.y0, self.x1, h, w)
        if rotation == 180:
            return Letters(w - self.x1, h - self.y1, w - self.x0, h - self.y0, w, h)
        if rotation == 270:
            return Letters(self.y0, w - self.x1, self.y1, w - self.x0, h, w)
        return self


def measuring_picture(grey: Pixels, dpi: float) -> tuple[Pixels, float]:
    """The flattened page at MEASURE_DPI or coarser, and the resolution that it has then."""
    if dpi <= 1.2 * MEASURE_DPI:
        return grey, dpi
    factor = MEASURE_DPI / dpi
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), MEASURE_DPI


def find_letters(grey: Pixels, dpi: float) -> Letters:
    """Letter-sized components of a flattened grey page."""
    mm = dpi / 25.4
    x, y, w, h = outlines(ink_mask(grey)).T.astype(np.float64)
    long, short = np.maximum(w, h), np.minimum(w, h)
    fits = (long >= _LONG[0] * mm) & (long <= _LONG[1] * mm) & (short >= _SHORT * mm)
    x, y, w, h = x[fits], y[fits], w[fits], h[fits]
    return Letters(x, y, x + w, y + h, grey.shape[1], grey.shape[0])


def ink_mask(grey: Pixels) -> Pixels:
    """Ink (255) of a flattened grey page: what is nearer to its print than to its paper.

    Print is the median of what is dark at all; so neither the amount of print nor show-through,
    of which a sheet may have more than print, moves the level.
    """
    sample = np.ascontiguousarray(grey[::_EVERY])
    counts = cv2.calcHist([sample], [0], None, [_DARK], [0, _DARK]).ravel().cumsum()
    typical = int(np.searchsorted(counts, counts[-1] / 2)) if counts[-1] else _DARK
    level = (typical + 255) / 2
    return np.asarray(cv2.threshold(grey, level, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
