"""The angle at which the feet of the letters fall on level lines.

The sharpest histogram of the bottoms of connected components, over all angles (H. S. Baird, The
skew angle of printed documents, 1987).
"""

from dataclasses import dataclass

import numpy as np

from digitize.imaging.letters import Letters

LIMIT = 15.0  # degrees either way
FEWEST = 12  # letters: with fewer, chance aligns them as well as print does
_COARSE = 0.25
_FINE = 0.02
# Sheets go through a feeder or onto the glass within a few degrees. A page with little print now
# and then aligns by chance at a far larger angle, but never by much better.
_USUAL = 4.0
_CLEARLY = 1.3
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
    angles = np.arange(level.skew - _COARSE, level.skew + _COARSE + _FINE / 2, _FINE)
    found = np.array([_sharpness(letters, angle) for angle in angles])
    even = np.convolve(np.pad(found, 2, mode="edge"), np.full(5, 0.2), mode="valid")
    skew = round(float(np.clip(angles[int(np.argmax(even))], -LIMIT, LIMIT)), 2)
    return 0.0 if abs(skew) < _LEAST else skew


def _sharpness(letters: Letters, angle: float) -> float:
    """Sum of squares of the histogram of bottoms after a clockwise turn by `angle`."""
    middle = (letters.x0 + letters.x1) / 2
    bottoms = letters.y1 + middle * np.tan(np.deg2rad(angle))
    counts = np.bincount((bottoms - bottoms.min()).astype(np.int64)).astype(np.float64)
    return float((counts**2).sum() + 2 * (counts[1:] * counts[:-1]).sum())
