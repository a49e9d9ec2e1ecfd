"""What a hand draws: signatures as splines."""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

Coverage = NDArray[np.float32]  # ink by pixel, 0..1
Points = NDArray[np.float64]  # n x 2


def signature(width: int, height: int, seed: int, stroke: float) -> Coverage:
    """A signature in a picture of `width` x `height` pixels; `stroke`: the pen in pixels."""
    rng = random.Random(seed)
    points = rng.choice([_loops, _loops, _zigzag])(rng)
    points[:, 0] += rng.uniform(-0.25, 0.45) * (0.5 - points[:, 1])  # slant
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.array([stroke + 2, stroke + 2])
    points = margin + (points - low) / (high - low) * (np.array([width, height]) - 2 * margin)
    path = np.round(_smooth(points, 16) * 16).astype(np.int32)
    ink = np.zeros((height, width), np.uint8)
    for start in range(0, len(path) - 10, 10):  # the pen presses more here, less there
        thickness = max(1, round(stroke * rng.uniform(0.6, 1.5)))
        cv2.polylines(ink, [path[start : start + 11]], False, 255, thickness, cv2.LINE_AA, 4)
    return (ink / 255).astype(np.float32)


def _loops(rng: random.Random) -> Points:
    """Cursive: a circling pen that walks to the right and swings ever less, then a tail."""
    turns, steps = rng.uniform(3, 6.5), 40
    t = np.linspace(0, 1, steps)
    angle = 2 * np.pi * turns * t + rng.uniform(0, 6)
    swing = (1 - t) ** rng.uniform(0.3, 1.2) * rng.uniform(0.5, 0.9) + 0.12
    wobble = np.array([rng.uniform(0.6, 1.4) for _ in range(steps)])
    xs = t * rng.uniform(1.2, 2.2) + rng.uniform(0.1, 0.3) * swing * np.cos(angle)
    ys = swing * wobble * np.sin(angle) + rng.uniform(-0.4, 0.3) * t
    return _with_tail(np.column_stack([xs, ys]), rng)


def _zigzag(rng: random.Random) -> Points:
    """Sharp strokes, tall first."""
    strokes = rng.randint(5, 12)
    t = np.linspace(0, 1, strokes)
    height = np.array([rng.uniform(0.5, 1.0) for _ in range(strokes)])
    ys = np.where(np.arange(strokes) % 2 == 0, -1, 1) * height * (1.1 - t)
    xs = t * rng.uniform(1.2, 2.4) + np.array([rng.uniform(-0.1, 0.1) for _ in range(strokes)])
    return _with_tail(np.column_stack([xs, ys]), rng)


def _with_tail(points: Points, rng: random.Random) -> Points:
    """A long stroke to the right, or one that comes back below the name, or none."""
    x, y = points[-1]
    width = points[:, 0].max() - points[:, 0].min()
    roll = rng.random()
    if roll < 0.45:
        tail = [(x + width * 0.3, y + rng.uniform(-0.3, 0.2)), (x + width * 0.7, y - 0.1)]
    elif roll < 0.75:
        tail = [(x + width * 0.15, y + 0.5), (x - width * 0.4, y + 0.9), (x - width, y + 0.7)]
    else:
        return points
    return np.vstack([points, np.array(tail)])


def _smooth(points: Points, steps: int) -> Points:
    """A Catmull-Rom spline through `points`."""
    padded = np.vstack([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        cubic = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        parts.append(0.5 * (2 * p1 + (p2 - p0) * t + cubic))
    return np.asarray(np.vstack(parts), np.float64)
