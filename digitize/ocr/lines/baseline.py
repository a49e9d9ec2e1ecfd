"""The baseline of a line: a flat, slanted or bent curve under its letters."""

from dataclasses import dataclass
from statistics import median

import numpy as np

from digitize.ocr.lines.components import Floats

_FEW = 5  # letters: fewer have a level baseline
_SHORT = 6.0  # x-heights: shorter lines too
_MANY = 30  # letters and x-heights from which a line may bend
_LONG = 40.0
_MOST_BEND = 0.6  # x-heights from the middle of a line to its ends
# How far, in x-heights, a bottom may lie over or under the baseline and still speak for it:
# first by the usual bottom, then by the curve. p, q, g, y, comma and bar go below.
_FIRST = (0.5, 0.3)
_THEN = (0.3, 0.22)
_OUTLIER = 0.03  # weight


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A polynomial of degree 0 to 2 in (x - middle) / half, highest power first."""

    coefficients: Floats
    middle: float
    half: float

    def at(self, x: Floats | float) -> Floats:
        """The height (y, downwards) of the baseline at `x`."""
        return _polynomial(self.coefficients, (np.asarray(x) - self.middle) / self.half)


def fit_baseline(x: Floats, bottoms: Floats, x_height: float) -> Baseline:
    """A robust least-squares fit through the `bottoms` of letters with their middles at `x`."""
    half = max(float(x.max() - x.min()) / 2, x_height)
    middle = float(x.mean())
    u = (x - middle) / half
    degree = _degree(len(x), 2 * half / x_height)
    weights = _weights(bottoms - median(bottoms.tolist()), x_height, _FIRST)
    coefficients = _solve(u, bottoms, weights, 0)
    for turn in range(3 if degree else 1):
        before, weights = weights, _weights(bottoms - _polynomial(coefficients, u), x_height, _THEN)
        if turn and np.array_equal(before, weights):
            break
        coefficients = _solve(u, bottoms, weights, degree)
    if degree == 2 and abs(coefficients[0]) > _MOST_BEND * x_height:
        coefficients = _solve(u, bottoms, weights, 1)
    return Baseline(coefficients, middle, half)


def _polynomial(coefficients: Floats, u: Floats) -> Floats:
    first, *others = coefficients.tolist()
    height = np.full(u.shape, first)
    for coefficient in others:
        height = height * u + coefficient
    return height


def _degree(letters: int, length: float) -> int:
    if letters < _FEW or length < _SHORT:
        return 0
    return 1 if letters < _MANY or length < _LONG else 2


def _weights(above: Floats, x_height: float, reach: tuple[float, float]) -> Floats:
    near = (above > -reach[0] * x_height) & (above < reach[1] * x_height)
    return np.where(near, 1.0, _OUTLIER)


def _solve(u: Floats, bottoms: Floats, weights: Floats, degree: int) -> Floats:
    """By the normal equations, which suffice for `u` from -1 to 1."""
    if degree == 0:
        return np.array([(bottoms * weights).sum() / weights.sum()])
    powers = np.stack([u * u, u, np.ones_like(u)][-degree - 1 :])
    weighed = powers * (weights * weights)
    return np.asarray(np.linalg.solve(weighed @ powers.T, weighed @ bottoms), np.float64)
