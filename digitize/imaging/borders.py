"""What the scanner added at the edges: black borders and punch holes."""

import cv2
import numpy as np

from digitize.imaging.levels import level_at
from digitize.imaging.page import Pixels

_DARK = 0.45  # of the paper's brightness
_BAR = 3.0  # mm: print has no stroke as thick as that
_MARGIN = 22.0  # mm: holes are punched within it (ISO 838: centre 12 mm from the edge)
_HOLE = (4.0, 9.0)  # mm: diameter, with the blur and shadow around it


def find_borders(grey: Pixels, dpi: float) -> Pixels:
    """Mask (255) of black borders and punch holes on a coarse grey page.

    A border is dark, thicker than any stroke, and touches the edge; text that touches it stays.
    """
    mm = dpi / 25.4
    paper = level_at(grey, 0.5)
    dark = np.asarray(cv2.threshold(grey, _DARK * paper, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)
    size = max(3, round(_BAR * mm))
    framed = cv2.copyMakeBorder(dark, size, size, size, size, cv2.BORDER_REPLICATE)
    if not cv2.erode(framed, np.ones((size // 2,) * 2, np.uint8)).any():  # the rule: nothing thick
        return np.zeros_like(grey)
    bar = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    thick = cv2.morphologyEx(framed, cv2.MORPH_OPEN, bar)[size:-size, size:-size]
    count, labels, stats, centres = cv2.connectedComponentsWithStats(thick, connectivity=8)
    height, width = grey.shape
    chosen = np.zeros(count, np.uint8)
    for i in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[i])
        if x == 0 or y == 0 or x + w == width or y + h == height:
            chosen[i] = 255
        elif _is_hole(w / mm, h / mm, area / mm**2):
            cx, cy = centres[i]
            edge = min(cx, cy, width - cx, height - cy) / mm
            chosen[i] = 255 if edge <= _MARGIN else 0
    grow = max(1, round(1.0 * mm))
    return np.asarray(cv2.dilate(chosen[labels], np.ones((2 * grow + 1,) * 2, np.uint8)), np.uint8)


def _is_hole(width: float, height: float, area: float) -> bool:
    """A filled disc of a punch's size (all in mm)."""
    least, most = _HOLE
    if not (least <= width <= most and least <= height <= most):
        return False
    return 0.8 < width / height < 1.25 and area > 0.85 * np.pi / 4 * width * height
