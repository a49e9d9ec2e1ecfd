"""Strokes of 1-bit scans given back the weight that the scanner's threshold took."""

import cv2
import numpy as np

from digitize.imaging.colour import brightest
from digitize.imaging.page import Pixels

# Words wrong, mean of three readings: real 1-bit pages with a transcription 12.3 % before and
# 8.2 % after, the most on a faded one (21.5 to 12.7 %); unlabelled 1-bit pages, by the share of
# impossible syllables, 3.80 and 3.77 %; generated 1-bit pages with heavy specks, 6.2 and 6.9 %.
# On grey and colour scans it does harm.
_DEEPER = np.round(255 * (np.arange(256) / 255) ** 2.2).astype(np.uint8)

# In ink and on paper, the share of pixels that are quite black and quite white. Resampling, as
# by a program that renders a page, puts greys at the edges of a 1-bit scan, not inside.
_QUITE = 0.75
_EVERY = 8  # rows: enough to tell


def is_bilevel(pixels: Pixels) -> bool:
    """Whether a scan, grey or BGR and not yet smoothed, was made in black and white alone."""
    sample = np.ascontiguousarray(pixels[::_EVERY])
    grey = sample if sample.ndim == 2 else brightest(sample)
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256])
    ink, paper = float(counts[:32].sum()), float(counts[224:].sum())
    return float(counts[0, 0]) > _QUITE * ink > 0 and float(counts[255, 0]) > _QUITE * paper


def deepen(grey: Pixels) -> Pixels:
    """The greys that smoothing gave to a 1-bit page made darker; black and white stay."""
    return np.asarray(cv2.LUT(grey, _DEEPER), np.uint8)
