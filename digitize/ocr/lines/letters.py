"""Which components are letters and which marks, and letters linked to chains."""

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components, Indices
from digitize.ocr.lines.pairs import cheapest, grouped, pairs_beside, pairs_within
from digitize.ocr.lines.walls import wall_between

# All measures in x-heights.
_LETTER_HEIGHT = (0.58, 2.6)
_MOST_WIDTH = 22.0  # letters that run together
_LEAST_WIDTH = 0.22  # of a low letter: less is a stroke or comma
_UPRIGHT = 0.9  # the height from which a narrow stroke is an i, l or 1
_LEAST_FILL = 0.06  # share of its box; less is a loop of a pen or a frame

_MARK_HEIGHT = (0.5, 0.97)
_MARK_WIDTH = 2.2
_MARK_GAP = (-0.2, 0.42)  # white between a mark and the letter under it
_MARK_OVER = 0.5  # share of a mark's width over the letter
_TALLER = 1.2  # the letter than its mark

_GAP = 2.3  # the widest blank between words of one line; columns stand farther apart
_ROOM = 0.25  # white that has room for a rule
_OVERLAP = 1.5  # of neighbours, in width: slanted letters
_REACH = 1.4  # between the middles of neighbours
_STEP = 0.8  # between their bottoms
_SHARED_HEIGHT = 0.62  # share of the lower neighbour beside the higher one
_LOW = 1.2
_STEP_COST = 0.7


def find_letters(components: Components, free: NDArray[np.bool_], unit: float) -> Indices:
    """Labels of the components, of those that are `free`, that are letters of size; `unit` is
    the page's x-height."""
    width, height = components.width, components.height
    letters = free & ~_marks(components, free, unit)
    letters &= (height >= _LETTER_HEIGHT[0] * unit) & (height <= _LETTER_HEIGHT[1] * unit)
    letters &= width <= _MOST_WIDTH * unit
    letters &= (width >= _LEAST_WIDTH * unit) | (height >= _UPRIGHT * unit)
    letters &= components.area >= _LEAST_FILL * width * height
    return np.flatnonzero(letters)


def _marks(components: Components, free: NDArray[np.bool_], unit: float) -> NDArray[np.bool_]:
    """Components lower than small letters with a clearly taller one close under them: the large
    hats and hooks of capitals and big type."""
    width, height = components.width, components.height
    mark_like = free & (height >= _MARK_HEIGHT[0] * unit) & (height < _MARK_HEIGHT[1] * unit)
    above = np.flatnonzero(mark_like & (width < _MARK_WIDTH * unit))
    under = np.flatnonzero(free & (height >= _LETTER_HEIGHT[0] * unit) & (height < 3 * unit))
    low, high = _MARK_GAP
    middle = (low + high) / 2 * unit
    a, b = pairs_within(
        components.y1[above] + middle, components.y0[under], (high - low) / 2 * unit
    )
    a, b = above[a], under[b]
    over = np.minimum(components.x1[a], components.x1[b]) - np.maximum(
        components.x0[a], components.x0[b]
    )
    belongs = (over >= _MARK_OVER * width[a]) & (height[b] >= _TALLER * height[a]) & (a != b)
    marks = np.zeros(len(components), np.bool_)
    marks[a[belongs]] = True
    return marks


def link_letters(
    components: Components, letters: Indices, rules: Pixels, unit: float
) -> list[Indices]:
    """Chains of letters: each letter is linked with its nearest neighbour on either side, where no
    rule of the mask `rules` parts them."""
    x0, x1 = components.x0[letters], components.x1[letters]
    y0, y1 = components.y0[letters], components.y1[letters]
    x, height = components.x[letters], y1 - y0
    y, reach = components.y[letters], (-_OVERLAP * unit, _GAP * unit)
    left, right = pairs_beside((x1, y), (x0, y), reach, _REACH * unit)
    follows = x[right] > x[left]
    left, right = left[follows], right[follows]
    gap = x0[right] - x1[left]
    step = np.abs(y1[right] - y1[left])
    beside = np.minimum(y1[right], y1[left]) - np.maximum(y0[right], y0[left])
    lower = np.minimum(np.minimum(height[right], height[left]), _LOW * unit)
    fits = (step < _STEP * unit) & (beside > _SHARED_HEIGHT * lower)
    left, right = left[fits], right[fits]
    cost = np.maximum(gap[fits], 0) + _STEP_COST * step[fits]
    best = np.unique(np.concatenate([cheapest(left, cost), cheapest(right, cost)]))
    left, right = left[best], right[best]
    linked = np.ones(len(best), np.bool_)
    top, bottom = np.maximum(y0[left], y0[right]), np.minimum(y1[left], y1[right])
    for k in np.flatnonzero(x0[right] - x1[left] >= _ROOM * unit).tolist():
        linked[k] = not wall_between(rules, x1[left[k]], x0[right[k]], top[k], bottom[k])
    return [letters[members] for members in grouped(len(letters), left[linked], right[linked])]
