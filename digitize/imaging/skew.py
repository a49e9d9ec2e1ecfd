"""The angle at which the feet of the letters fall on level lines.

The sharpest histogram of the bottoms of connected components, over all angles (H. S. Baird, The
skew angle of printed documents, 1987). On a page of few lines, such as one with a signing block
alone, two lines may add up at a wrong angle; there each line speaks for itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.letters import Letters

Coordinates = NDArray[np.float64]

LIMIT = 15.0  # degrees either way
FEWEST = 12  # letters: with fewer, chance aligns them as well as print does
_COARSE = 0.25
_FINE = 0.02
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
    angles = np.arange(-LIMIT, LIMIT + _COARSE / 2, _COARSE)
    found = np.array([_sharpness(letters, angle) for angle in angles])
    best = int(np.argmax(found))
    usual = int(np.argmax(np.where(np.abs(angles) <= _USUAL, found, 0.0)))
    if found[best] < _CLEARLY * found[usual]:
        best = usual
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
    angles = np.arange(skew - _COARSE, skew + _COARSE + _FINE / 2, _FINE)
    found = np.array([_sharpness(letters, angle) for angle in angles])
    even = np.convolve(np.pad(found, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    return float(angles[int(np.argmax(even))])


def _along_lines(letters: Letters, skew: float) -> float:
    """The weighted median slope between letters of one line (Theil and Sen's estimator)."""
    middle, bottoms = _turned(letters, skew)
    height = float(np.median(letters.y1 - letters.y0))
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


def _sharpness(letters: Letters, angle: float) -> float:
    """Sum of squares of the histogram of bottoms after a clockwise turn by `angle`."""
    _, bottoms = _turned(letters, angle)
    counts = np.bincount((bottoms - bottoms.min()).astype(np.int64)).astype(np.float64)
    return float((counts**2).sum() + 2 * (counts[1:] * counts[:-1]).sum())


def _turned(letters: Letters, angle: float) -> tuple[Coordinates, Coordinates]:
    """Middles and bottoms of the letters; bottoms as after a clockwise turn by `angle`."""
    middle = (letters.x0 + letters.x1) / 2
    return middle, letters.y1 + middle * np.tan(np.deg2rad(angle))
