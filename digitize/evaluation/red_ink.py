"""How much of the red stamps of a generated page cleaning leaves in the picture for reading."""

import cv2
import numpy as np

from digitize.evaluation.truth import Making
from digitize.imaging.cleaning import clean
from digitize.imaging.page import PageImage, Pixels

_INK = 60  # levels by which red ink has less green than red
_DARK = 170  # in the cleaned picture, paper at 255: a reader may take it for print


def red_ink_left(making: Making, page: PageImage) -> tuple[int, int]:
    """Pixels of red ink in the boxes of red stamps, off the boxes of print; and how many of them
    are dark on the cleaned page. None of both on a scan without colour."""
    if page.pixels.ndim == 2 or not making.red:
        return 0, 0
    red, green = page.pixels[:, :, 2], page.pixels[:, :, 1]
    ink = (cv2.subtract(red, green) > _INK) & (_inside(making, page) > 0)
    cleaned = clean(page, prior=making.rotation)
    back = cv2.warpAffine(
        cleaned.text, cleaned.geometry.matrix, (page.width, page.height), borderValue=(255,)
    )
    return int(np.count_nonzero(ink)), int(np.count_nonzero(ink & (back < _DARK)))


def _inside(making: Making, page: PageImage) -> Pixels:
    mask = np.zeros((page.height, page.width), np.uint8)
    for level, boxes in ((255, making.red), (0, making.printed)):
        for box in boxes:
            mask[box.y0 : box.y1, box.x0 : box.x1] = level
    return mask
