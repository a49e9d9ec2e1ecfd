"""The angle at which the feet of the letters fall on level lines.

The sharpest histogram of the bottoms of connected components, over all angles (H. S. Baird, The
skew angle of printed documents, 1987). On a page of few lines, such as one with a signing block
alone, two lines may add up at a wrong angle; there each line speaks for itself.
"""

from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.letters import Letters

Coordinates = NDArray[np.float64]

LIMIT = 15.0  # degrees either way
FEWEST = 12  # letters: with fewer, chance aligns them as well as print does
_COARSE = 0.5
_QUARTER = 0.25
_FINE = 0.02
_SAMPLE = 1000  # letters that are enough to see at which angle lines appear
# Sheets go through a feeder or onto the glass within a few degrees. A page with little print now
# and then aligns by chance at a far larger angle, but never by much better.
_USUAL = 4.0
_CLEARLY = 1.3

_SPARSE = 400  # letters: a third of a page
_APART = (4, 25)  # letter heights between two letters of a line: a word to half a line
_FEWEST_PAIRS = 30
_LEAST = 0.07  # degrees: as much as the measure itself may err, and not worth a resampling


@dataclass(frozen=True, slots=True)
class Level:
    """How letters lie. `skew`: degrees clockwise, to a quarter, that level their lines;
    `sharpness`: how well their bottoms then align, comparable for the same letters only."""

    skew: float
    sharpness: float


def find_level(letters: Letters) -> Level:
    """The levelling turn within LIMIT; none when there are too few letters to tell."""
    if len(letters) < FEWEST:
        return Level(0.0, 0.0)
    middle, bottoms = _feet(letters)
    angles = np.arange(-LIMIT, LIMIT + _COARSE / 2, _COARSE)
    # At half the resolution no line falls between two of these angles.
    every = -(-len(letters) // _SAMPLE)
    found = _sharpness(middle[::every] / 2, bottoms[::every] / 2, angles)
    near = np.abs(angles) <= _USUAL
    usual, far = (
        _to_a_quarter(middle, bottoms, float(angles[np.argmax(np.where(within, found, 0.0))]))
        for within in (near, ~near)
    )
    return far if far.sharpness >= _CLEARLY * usual.sharpness else usual


def _to_a_quarter(middle: Coordinates, bottoms: Coordinates, angle: float) -> Level:
    angles = angle + np.array([-_QUARTER, 0.0, _QUARTER])
    found = _sharpness(middle, bottoms, angles)
    best = int(np.argmax(found))
    return Level(float(angles[best]), float(found[best]))


def refine(letters: Letters, level: Level) -> float:
    """The skew of `level` to a few hundredths of a degree; 0 where it is not worth turning."""
    if len(letters) < FEWEST:
        return 0.0
    if len(letters) < _SPARSE:
        skew = _along_lines(letters, _along_lines(letters, level.skew))
    else:
        skew = _sharpest(letters, level.skew)
    skew = round(float(np.clip(skew, -LIMIT, LIMIT)), 2)
    return 0.0 if abs(skew) < _LEAST else skew


def _sharpest(letters: Letters, skew: float) -> float:
    angles = np.arange(skew - _QUARTER, skew + _QUARTER + _FINE / 2, _FINE)
    found = _sharpness(*_feet(letters), angles)
    even = np.convolve(np.pad(found, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    return float(angles[int(np.argmax(even))])


def _along_lines(letters: Letters, skew: float) -> float:
    """The weighted median slope between letters of one line (Theil and Sen's estimator)."""
    middle, bottoms = _feet(letters)
    bottoms = bottoms + middle * np.tan(np.deg2rad(skew))
    height = median((letters.y1 - letters.y0).tolist())
    along = middle[None, :] - middle[:, None]
    down = bottoms[None, :] - bottoms[:, None]
    first, last = _APART
    one_line = (along > first * height) & (along < last * height) & (abs(down) < height / 3)
    if np.count_nonzero(one_line) < _FEWEST_PAIRS:
        return skew
    slopes, weights = down[one_line] / along[one_line], along[one_line]
    order = np.argsort(slopes)
    total = np.cumsum(weights[order])
    slope = slopes[order][int(np.searchsorted(total, total[-1] / 2))]
    return skew - float(np.rad2deg(np.arctan(slope)))


def _sharpness(middle: Coordinates, bottoms: Coordinates, angles: Coordinates) -> Coordinates:
    """For each angle, the sum of squares of the histogram of bottoms after a clockwise turn."""
    rows = bottoms + np.tan(np.deg2rad(angles))[:, None] * middle
    bins = (rows - rows.min(axis=1, keepdims=True)).astype(np.int64)
    height = int(bins.max()) + 1
    bins += height * np.arange(len(angles))[:, None]
    counts = np.bincount(bins.ravel(), minlength=height * len(angles)).astype(np.float64)
    counts = counts.reshape(len(angles), height)
    squares = np.einsum("ij,ij->i", counts, counts)
    return np.asarray(squares + 2 * np.einsum("ij,ij->i", counts[:, 1:], counts[:, :-1]))


def _feet(letters: Letters) -> tuple[Coordinates, Coordinates]:
    """Where the letters stand: their middles across, their bottoms down."""
    return (letters.x0 + letters.x1) / 2, letters.y1
