"""Pages with nothing on them."""

import cv2
import numpy as np

from digitize.imaging.page import Pixels

# Of 255 on flattened paper. The faintest print that can be read is darker; show-through, stains
# and folds are paler (at most a quarter of full ink comes through office paper).
_INK = 180
_MARK = 1.0  # mm: dust and grain are smaller
_FEWEST_MARKS = 6  # a page number alone is no content
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
    mask = cv2.threshold(inner, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    sides = np.maximum(stats[1:, 2], stats[1:, 3]) / mm
    marks = int(np.count_nonzero(sides >= _MARK))
    return marks < _FEWEST_MARKS and not bool((sides >= _DRAWING).any())
