"""Digits written by a pen, each time otherwise: splines through wandering points.

Fonts of handwriting print a digit always alike, so that a reader learns the font; here ways of
writing a digit are skeletons whose points, slant, size and pressure change with each digit. 1
with its flag, 7 with its bar and the open 4 are written so in Vietnam.
"""

import random
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Coverage = NDArray[np.float32]  # ink by pixel, 0..1
_Stroke = Sequence[tuple[float, float]]

# Strokes in a box of height 1, y down. Round strokes are given by enough points for a spline.
_DIGITS: dict[str, tuple[tuple[_Stroke, ...], ...]] = {
    "0": (
        (((0.35, 0.02), (0.1, 0.2), (0.04, 0.55), (0.14, 0.9), (0.32, 1.0), (0.54, 0.8),
          (0.58, 0.42), (0.48, 0.1), (0.3, 0.02)),),
        (((0.45, 0.08), (0.2, 0.05), (0.02, 0.4), (0.1, 0.85), (0.35, 0.98), (0.6, 0.6),
          (0.52, 0.15), (0.36, 0.0), (0.28, 0.12)),),
    ),
    "1": (
        (((0.02, 0.32), (0.18, 0.18), (0.3, 0.0)), ((0.3, 0.0), (0.29, 0.5), (0.27, 1.0))),
        (((0.2, 0.0), (0.18, 0.5), (0.16, 1.0)),),
        (((0.0, 0.3), (0.26, 0.0)), ((0.26, 0.0), (0.26, 1.0)), ((0.06, 1.0), (0.46, 0.99))),
    ),
    "2": (
        (((0.04, 0.24), (0.16, 0.04), (0.4, 0.02), (0.52, 0.22), (0.4, 0.52), (0.16, 0.8),
          (0.02, 0.98)), ((0.02, 0.98), (0.3, 0.94), (0.6, 0.98))),
        (((0.05, 0.2), (0.25, 0.0), (0.5, 0.14), (0.45, 0.45), (0.2, 0.8), (0.06, 0.92),
          (0.1, 0.8), (0.28, 0.84), (0.45, 0.98), (0.62, 0.92)),),
    ),
    "3": (
        (((0.06, 0.1), (0.28, 0.0), (0.48, 0.14), (0.42, 0.36), (0.2, 0.46)),
         ((0.2, 0.46), (0.46, 0.52), (0.54, 0.76), (0.36, 0.98), (0.02, 0.9))),
        (((0.04, 0.04), (0.3, 0.03), (0.5, 0.02)), ((0.5, 0.02), (0.36, 0.2), (0.22, 0.4)),
         ((0.22, 0.4), (0.48, 0.46), (0.54, 0.74), (0.34, 0.98), (0.02, 0.88))),
    ),
    "4": (
        (((0.36, 0.0), (0.2, 0.34), (0.0, 0.66)), ((0.0, 0.66), (0.3, 0.66), (0.62, 0.64)),
         ((0.46, 0.34), (0.44, 0.7), (0.42, 1.04))),
        (((0.08, 0.02), (0.06, 0.3), (0.08, 0.5)), ((0.08, 0.5), (0.3, 0.5), (0.54, 0.46)),
         ((0.5, 0.0), (0.48, 0.5), (0.44, 1.04))),
    ),
    "5": (
        (((0.12, 0.04), (0.1, 0.24), (0.06, 0.44)),
         ((0.06, 0.44), (0.3, 0.36), (0.52, 0.54), (0.48, 0.86), (0.22, 1.0), (0.0, 0.9)),
         ((0.12, 0.04), (0.34, 0.03), (0.56, 0.0))),
        (((0.54, 0.02), (0.3, 0.04), (0.14, 0.06), (0.08, 0.3), (0.1, 0.44), (0.36, 0.4),
          (0.52, 0.64), (0.4, 0.92), (0.04, 0.96)),),
    ),
    "6": (
        (((0.44, 0.02), (0.18, 0.24), (0.04, 0.6), (0.12, 0.92), (0.34, 0.98), (0.5, 0.78),
          (0.4, 0.56), (0.2, 0.58), (0.06, 0.76)),),
        (((0.34, 0.0), (0.1, 0.36), (0.02, 0.74), (0.2, 1.0), (0.44, 0.9), (0.48, 0.66),
          (0.28, 0.52), (0.08, 0.7)),),
    ),
    "7": (
        (((0.02, 0.06), (0.28, 0.04), (0.54, 0.02)), ((0.54, 0.02), (0.36, 0.46), (0.22, 1.02))),
        (((0.02, 0.08), (0.28, 0.04), (0.54, 0.02)), ((0.54, 0.02), (0.36, 0.46), (0.22, 1.02)),
         ((0.16, 0.5), (0.36, 0.48), (0.54, 0.46))),
        (((0.04, 0.18), (0.06, 0.02), (0.3, 0.06), (0.52, 0.0)),
         ((0.52, 0.0), (0.3, 0.5), (0.2, 1.02)), ((0.1, 0.54), (0.46, 0.5))),
    ),
    "8": (
        (((0.48, 0.12), (0.26, 0.0), (0.08, 0.18), (0.26, 0.44), (0.5, 0.72), (0.34, 0.98),
          (0.08, 0.9), (0.1, 0.64), (0.36, 0.4), (0.52, 0.16), (0.42, 0.06)),),
        (((0.3, 0.46), (0.08, 0.24), (0.28, 0.0), (0.5, 0.2), (0.3, 0.46), (0.04, 0.76),
          (0.28, 1.0), (0.54, 0.76), (0.3, 0.46)),),
    ),
    "9": (
        (((0.5, 0.2), (0.3, 0.02), (0.06, 0.22), (0.16, 0.48), (0.38, 0.44), (0.5, 0.2),
          (0.48, 0.6), (0.34, 1.02)),),
        (((0.48, 0.12), (0.2, 0.02), (0.06, 0.3), (0.26, 0.5), (0.48, 0.3), (0.5, 0.1),
          (0.48, 0.6), (0.36, 0.94), (0.08, 0.96)),),
    ),
}  # fmt: skip
_STEPS = 8  # of a spline between two points


def can_write(text: str) -> bool:
    return bool(text) and all(character in _DIGITS for character in text)


def write(text: str, height: float, stroke: float, rng: random.Random) -> Coverage:
    """Digits of about `height` px with a pen of `stroke` px; the picture fits them closely.

    Raises KeyError for what is no digit.
    """
    slant, spread = rng.uniform(-0.1, 0.45), rng.uniform(0.05, 0.25)
    wobble, width = rng.uniform(0.01, 0.05), rng.uniform(0.75, 1.25)
    x, paths = 0.0, []
    rise = rng.gauss(0, 0.05)
    for character in text:
        size = rng.uniform(0.85, 1.15)
        reach = 0.0
        for skeleton in rng.choice(_DIGITS[character]):
            points = np.array(skeleton, np.float64)
            points += [[rng.gauss(0, wobble), rng.gauss(0, wobble)] for _ in skeleton]
            points *= (size * width, size)
            points[:, 1] += 1 - size + rng.gauss(0, 0.02) - rise * x
            reach = max(reach, float(points[:, 0].max()))
            points[:, 0] += x - slant * points[:, 1]
            paths.append(_spline(points))
        x += reach + spread * rng.uniform(0.6, 1.4)
    low = np.min([path.min(axis=0) for path in paths], axis=0)
    high = np.max([path.max(axis=0) for path in paths], axis=0)
    margin = stroke + 1
    columns, rows = np.ceil((high - low) * height + 2 * margin).astype(int)
    ink = np.zeros((int(rows), int(columns)), np.uint8)
    for path in paths:
        dots = np.round(((path - low) * height + margin) * 16).astype(np.int32)
        thickness = max(1, round(stroke * rng.uniform(0.8, 1.25)))
        cv2.polylines(ink, [dots], False, 255, thickness, cv2.LINE_AA, 4)
    return (ink / 255).astype(np.float32)


def _spline(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom spline through `points`."""
    padded = np.vstack([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, _STEPS)[:, None]
    parts = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        cubic = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        parts.append(0.5 * (2 * p1 + (p2 - p0) * t + cubic))
    return np.asarray(np.vstack(parts), np.float64)
