"""The x-height of a page and of a line, from the heights of their letters.

Capitals, ascenders and digits are about one and a half times as tall as small letters, so a height
may be that of either. Each x-height is given the votes of all heights that it explains one way or
the other: a page of capitals, or one whose small letters have run together, keeps its true size.
"""

import math
from statistics import median

import numpy as np

from digitize.ocr.lines.components import Components, Floats

# Millimetres: what may be a letter, from the small ones of 6 points to capitals of 20.
_HEIGHT = (0.9, 4.3)
_WIDTH = (0.4, 9.0)
_FEW = 3  # letters: fewer say nothing about a page

# Body text of a văn bản is Times New Roman of 13 to 14 points (NĐ 30/2020, Phụ lục I); its
# x-height is 0.448 of that.
_BODY = 13.5 / 72 * 0.448  # inches

_TALL = 1.48  # capitals, ascenders and digits to x-height, in Times New Roman as in Arial
_SCALES = np.arange(np.log(0.45), np.log(2.3), 0.035)  # logarithms of x-heights to the usual one
_NEAR = 0.13  # between the logarithms of a height and of what explains it
_SURE = 0.12
# The usual size is expected: votes for it as a share of the letters, and its spread as a logarithm.
_PRIOR = 0.15
_LEAST_PRIOR = 1.5  # votes
_SPREAD = 0.2
_EXPECTED = np.exp(-((_SCALES / _SPREAD) ** 2))


def page_x_height(components: Components, dpi: float) -> float | None:
    """The x-height of most print on a page, in pixels; None when it has hardly any letters."""
    mm = dpi / 25.4
    width, height = components.width, components.height
    fits = (height >= _HEIGHT[0] * mm) & (height <= _HEIGHT[1] * mm)
    fits &= (width >= _WIDTH[0] * mm) & (width <= _WIDTH[1] * mm)
    fits[0] = False
    if np.count_nonzero(fits) < _FEW:
        return None
    return _voted(height[fits], _BODY * dpi)


def line_x_height(heights: Floats, usual: float) -> float:
    """The x-height of a line by the `heights` of its letters over the baseline; `usual` is the
    page's, and decides for lines of capitals alone."""
    return _voted(heights, usual) if len(heights) else usual


def _voted(heights: Floats, usual: float) -> float:
    ratios = np.maximum(heights / usual, 0.05)
    small = np.log(ratios)
    tall = small - np.log(_TALL)
    off = np.minimum(np.abs(small - _SCALES[:, None]), np.abs(tall - _SCALES[:, None]))
    votes = np.maximum(1 - off / _NEAR, 0).sum(axis=1)
    expected = _EXPECTED * (_PRIOR * len(ratios) + _LEAST_PRIOR)
    scale = float(_SCALES[(votes + expected).argmax()])
    as_small = ratios[np.abs(small - scale) < _SURE]
    as_tall = ratios[np.abs(tall - scale) < _SURE] / _TALL
    explained = np.concatenate([as_small, as_tall])
    if not len(explained):
        return math.exp(scale) * usual
    return (math.exp(scale) + float(median(explained.tolist()))) / 2 * usual
