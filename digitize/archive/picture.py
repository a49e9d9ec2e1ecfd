"""The picture of a page that people look at."""

import cv2
import numpy as np

from digitize.imaging.page import Pixels
from digitize.imaging.upright import turn

# For reading on a screen: A4 at 200 dpi is 1654 x 2339.
_SIDE = 2400
_QUALITY = 80
_LITTLE = 0.7


def page_picture(pixels: Pixels, rotation: int) -> bytes:
    """The page, turned clockwise by `rotation` degrees, as JPEG."""
    shrink = _SIDE / max(pixels.shape[:2])
    if shrink < 1:
        # Of a picture little larger, four pixels tell what the average of all would, in a tenth of
        # the time.
        way = cv2.INTER_LINEAR if shrink > _LITTLE else cv2.INTER_AREA
        smaller = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=way)
        pixels = np.asarray(smaller, np.uint8)
    _, data = cv2.imencode(".jpg", turn(pixels, rotation), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()
