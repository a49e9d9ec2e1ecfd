"""Rings of round seals in black, to be taken out of the ink.

A seal's rings tie all letters that they cross into one component. On scans in colour they are
gone before (`imaging.colour`); on those in black and white they are not.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.ocr.circles import find_circles
from digitize.ocr.lines.components import Components, Floats, Indices

# Millimetres.
_DIAMETER = (17.0, 50.0)  # NĐ 99/2016/NĐ-CP has 32 to 42; its inner ring is smaller
_ARC = (9.0, 14.0, 120.0)  # sides of a piece of a ring: the least short, least and most long one
_STROKE = 2.0  # a double ring is one

_SCALE = 2.5  # pixels a millimetre, where circles are looked for
_TURN = 180  # directions in which a ring is looked for
_LEAST_RING = 0.72  # share of a circle that is ink; letters along a ring fill up to 0.69
_SHIFT = 3  # pixels by which the first guess at the middle may be wrong
_BEYOND = 2  # pixels that a stroke that crosses a ring has on both sides of it


@dataclass(frozen=True, slots=True)
class Seal:
    """A round seal: its middle and outer radius, in pixels."""

    x: float
    y: float
    radius: float

    def holds(self, x: Floats, y: Floats) -> bool:
        """Whether all of these points lie inside."""
        return bool((np.hypot(x - self.x, y - self.y) <= self.radius).all())


def find_seals(ink: Pixels, components: Components, dpi: float) -> tuple[list[Seal], Pixels]:
    """The round seals of a page, and the strokes of their rings as a mask (255).

    `ink` is all of the page's; `components` may lack the rules, for which the level and upright
    parts of a large ring pass.
    """
    mm = dpi / 25.4
    low, high = (round(d / 2 * mm) for d in _DIAMETER)
    seals: list[Seal] = []
    rings = np.zeros_like(ink)
    for label in _arcs(components, mm).tolist():
        x0, x1 = int(components.x0[label]), int(components.x1[label])
        y0, y1 = int(components.y0[label]), int(components.y1[label])
        if any(seal.holds(components.x[[label]], components.y[[label]]) for seal in seals):
            continue
        # A ring may go on a whole diameter beyond its arc.
        top, left = max(0, y0 - high), max(0, x0 - high)
        around = ink[top : y1 + high, left : x1 + high]
        rows, columns = (at + 0.0 for at in np.nonzero(around))
        middles = _middles(around, mm)
        if not middles:
            continue
        x, y = max(middles, key=lambda m: _sharpness(columns, rows, m, low, high))
        x, y = _sharpest(columns, rows, (x, y), low, high)
        strokes = _strokes(_shares(columns, rows, x, y, high), low, _STROKE * mm)
        if not strokes:
            continue
        for stroke in strokes:
            on = _is_ring(columns - x, rows - y, int(stroke[0]), int(stroke[-1]))
            rings[top:, left:][rows[on].astype(np.intp), columns[on].astype(np.intp)] = 255
        seals.append(Seal(x + left, y + top, float(strokes[-1][-1])))
    return seals, rings


def _arcs(components: Components, mm: float) -> Indices:
    """Labels of what may be a piece of a ring, with the print that it touches."""
    width, height = components.width, components.height
    short, long = np.minimum(width, height), np.maximum(width, height)
    arcs = (short > _ARC[0] * mm) & (long > _ARC[1] * mm) & (long < _ARC[2] * mm)
    arcs[0] = False
    return np.flatnonzero(arcs)


def _middles(ink: Pixels, mm: float) -> list[tuple[float, float]]:
    """Where the middles of circles may be on a mask of ink, in its pixels; the best guess first."""
    scale = _SCALE / mm
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    low, high = (round(d * _SCALE / 2) for d in _DIAMETER)
    return [
        (x / scale, y / scale) for x, y, _ in find_circles(np.asarray(small, np.uint8), low, high)
    ]


def _shares(columns: Floats, rows: Floats, x: float, y: float, high: int) -> Floats:
    """The share of each circle around (x, y), of radius 0 up to `high`, that is ink."""
    radius = np.hypot(columns - x, rows - y).astype(np.intp)
    turn = np.arctan2(rows - y, columns - x) / (2 * np.pi) * _TURN
    near = radius < high
    seen = np.zeros((_TURN, high), np.bool_)
    seen[turn[near].astype(np.intp) % _TURN, radius[near]] = True
    return np.asarray(seen.mean(axis=0))


def _strokes(shares: Floats, low: int, thickest: float) -> list[Indices]:
    """The radii of each ring, with one more on both sides for its ragged edge."""
    found = low + np.flatnonzero(shares[low:] > _LEAST_RING)
    runs = np.split(found, np.flatnonzero(np.diff(found) > 1) + 1)
    return [np.arange(run[0] - 1, run[-1] + 2) for run in runs if 0 < len(run) <= thickest]


def _is_ring(x: Floats, y: Floats, first: int, last: int) -> NDArray[np.bool_]:
    """Which ink, at `x` and `y` from the middle, is of the ring between two radii: all but where a
    stroke of print or pen goes on inside and outside of it."""
    radius = np.hypot(x, y).astype(np.intp)
    turn = round(2 * np.pi * last)
    angle = (np.arctan2(y, x) / (2 * np.pi) * turn).astype(np.intp) % turn
    # A slanted stroke leaves the ring as far along it as the ring is thick.
    reach = (last - first + 1) // 2
    crossed = np.ones(turn, np.bool_)
    for start, stop in ((first - _BEYOND, first), (last + 1, last + 1 + _BEYOND)):
        beyond = np.bincount(angle[(radius >= start) & (radius < stop)], minlength=turn)
        goes_on = np.pad(beyond >= _BEYOND - 1, reach, mode="wrap")
        crossed &= np.convolve(goes_on, np.ones(2 * reach + 1), "valid") > 0
    on = (radius >= first) & (radius <= last)
    return on & ~crossed[angle]


def _sharpest(
    columns: Floats, rows: Floats, middle: tuple[float, float], low: int, high: int
) -> tuple[float, float]:
    """The middle around which the rings are sharpest, near a first guess."""
    steps = range(-_SHIFT, _SHIFT + 1)
    near = [(middle[0] + i, middle[1] + j) for i in steps for j in steps]
    return max(near, key=lambda m: _sharpness(columns, rows, m, low, high))


def _sharpness(
    columns: Floats, rows: Floats, middle: tuple[float, float], low: int, high: int
) -> float:
    """How far the ink around a middle lies at few distances, for their length."""
    x, y = columns[::4] - middle[0], rows[::4] - middle[1]
    radius = np.sqrt(x * x + y * y).astype(np.intp)  # hypot takes three times as long
    counts = np.bincount(radius, minlength=high)[low:high]
    return float(((counts / np.arange(low, high)) ** 2).sum())
