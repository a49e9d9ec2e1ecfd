"""Pages with nothing on them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.components import outlines
from digitize.imaging.page import Pixels

# Of 255 on flattened paper. The faintest print that can be read is darker; show-through, stains
# and folds are paler (at most a quarter of full ink comes through office paper).
_INK = 180
_MARK = 1.0  # mm: dust and grain are smaller
_FEWEST_MARKS = 6  # a page number alone is no content
_BANDS, _MANY_MARKS = 6, 50  # so many in one band of the page, and the rest need no look
_DRAWING = 8.0  # mm: a signature, a seal, a rule: one is enough
_EDGE = 6.0  # mm: streaks and remains of borders; nothing is printed there


def is_blank(grey: Pixels, dpi: float) -> bool:
    """Whether a flattened page, its borders painted out, carries no print, drawing or stamp.

    Coloured ink is pale in `grey`: ask `colour.has_coloured_ink` too.
    """
    mm = dpi / 25.4
    edge = round(_EDGE * mm)
    inner = grey[edge:-edge, edge:-edge]
    if inner.size == 0:
        return False
    bands = np.array_split(inner, _BANDS)
    if any(np.count_nonzero(_sides(band, mm) >= _MARK) >= _MANY_MARKS for band in bands):
        return False
    sides = _sides(inner, mm)
    marks = int(np.count_nonzero(sides >= _MARK))
    return marks < _FEWEST_MARKS and not bool((sides >= _DRAWING).any())


def _sides(grey: Pixels, mm: float) -> NDArray[np.float64]:
    """The longer side of each piece of ink, in mm."""
    mask = cv2.threshold(grey, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    boxes = outlines(np.asarray(mask, np.uint8))
    return np.asarray(np.maximum(boxes[:, 2], boxes[:, 3]) / mm)
