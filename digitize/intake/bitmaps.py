"""PDFium's bitmaps as pixels."""

from contextlib import closing
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c

from digitize.imaging.page import Pixels


def take_pixels(bitmap: Any) -> Pixels:
    """Grey or BGR pixels of a pypdfium2 bitmap, copied; the bitmap is closed."""
    bitmap.warn_on_close = False  # its memory goes, the copy stays
    with closing(bitmap):
        raw: Pixels = bitmap.to_numpy()
        if raw.ndim == 2 or raw.shape[2] == 1:
            return np.array(raw.reshape(raw.shape[:2]))
        if bitmap.format == pdfium_c.FPDFBitmap_BGRA:
            alpha = raw[:, :, 3:].astype(np.uint16)
            on_paper = (raw[:, :, :3] * alpha + 255 * (255 - alpha)) // 255
            return on_paper.astype(np.uint8)
        return np.array(raw[:, :, :3], order="C")


def as_grey(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))
