"""The x-height of a page and of a line, from the heights of their components."""

import numpy as np

from digitize.imaging.letters import Letters
from digitize.imaging.resolution import x_height
from digitize.ocr.lines.components import Components, Floats

# Millimetres: what may be a letter, from the small ones of 6 points to capitals of 20.
_HEIGHT = (0.9, 4.3)
_WIDTH = (0.4, 9.0)
_FEW = 3  # letters: fewer say nothing about a page

_TALL = 1.48  # capitals, ascenders and digits to x-height, in Times New Roman as in Arial
_SCALES = np.exp(np.arange(np.log(0.55), np.log(1.9), 0.035))
_NEAR = 0.13  # of a logarithm, between a height and what explains it
_SURE = 0.12
# How far lines of another size than the page's are expected: the weight of that in letters, a
# share of the line and a constant, and its spread as a logarithm.
_PRIOR = (0.35, 0.8, 0.2)
_TALL_WEIGHT = 0.9  # a height may be that of small letters or of capitals: rather small


def page_x_height(components: Components, dpi: float) -> float | None:
    """The commonest x-height of a page, in pixels; None when it has hardly any letters."""
    mm = dpi / 25.4
    width, height = components.width, components.height
    fits = (height >= _HEIGHT[0] * mm) & (height <= _HEIGHT[1] * mm)
    fits &= (width >= _WIDTH[0] * mm) & (width <= _WIDTH[1] * mm)
    fits[0] = False
    if np.count_nonzero(fits) < _FEW:
        return None
    page_height, page_width = components.labels.shape
    letters = Letters(
        components.x0[fits],
        components.y0[fits],
        components.x1[fits],
        components.y1[fits],
        page_width,
        page_height,
    )
    whole = x_height(letters)
    near = height[fits & (abs(height - whole) <= 1)]
    return float(near.mean()) if len(near) else whole


def line_x_height(heights: Floats, usual: float) -> float:
    """The x-height that best explains the `heights` of letters over their baseline as small and
    tall ones; `usual` is the page's, and decides for lines of capitals alone."""
    if not len(heights):
        return usual
    ratios = np.maximum(heights / usual, 0.05)
    off_small = np.abs(np.log(ratios[None] / _SCALES[:, None]))
    off_tall = np.abs(np.log(ratios[None] / (_TALL * _SCALES[:, None])))
    small = np.clip(1 - off_small / _NEAR, 0, 1)
    tall = _TALL_WEIGHT * np.clip(1 - off_tall / _NEAR, 0, 1)
    share, constant, spread = _PRIOR
    prior = (share * len(ratios) + constant) * np.exp(-((np.log(_SCALES) / spread) ** 2))
    scale = float(_SCALES[int(np.argmax(np.maximum(small, tall).sum(axis=1) + prior))])
    explained = np.concatenate(
        [
            ratios[np.abs(np.log(ratios / scale)) < _SURE],
            ratios[np.abs(np.log(ratios / (_TALL * scale))) < _SURE] / _TALL,
        ]
    )
    if len(explained):
        scale = (scale + float(np.median(explained))) / 2
    return scale * usual
