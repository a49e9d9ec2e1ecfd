"""What a hand draws: signatures and crossed-out corrections as splines."""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

Coverage = NDArray[np.float32]  # ink by pixel, 0..1


def signature(width: int, height: int, seed: int, stroke: float) -> Coverage:
    """A signature in a picture of `width` x `height` pixels; `stroke`: the pen in pixels."""
    rng = random.Random(seed)
    points = _scrawl(rng, width, height)
    path = _smooth(points, 24)
    ink = np.zeros((height, width), np.uint8)
    fine = np.round(path * 16).astype(np.int32)
    for start in range(0, len(fine) - 12, 12):  # the pen presses more here, less there
        thickness = max(1, round(stroke * rng.uniform(0.6, 1.4)))
        piece = fine[start : start + 13]
        cv2.polylines(ink, [piece], False, 255, thickness, cv2.LINE_AA, 4)
    return ink.astype(np.float32) / 255


def _scrawl(rng: random.Random, width: int, height: int) -> NDArray[np.float64]:
    """Corner points: a tall first stroke, waves that grow smaller, and a long tail."""
    points = [(0.08, rng.uniform(0.4, 0.6)), (rng.uniform(0.12, 0.2), rng.uniform(0.05, 0.2))]
    points.append((rng.uniform(0.1, 0.2), rng.uniform(0.75, 0.95)))
    x, amplitude = 0.24, rng.uniform(0.18, 0.32)
    for step in range(rng.randint(5, 11)):
        y = 0.52 + (amplitude if step % 2 else -amplitude) * rng.uniform(0.5, 1.2)
        points.append((x, y))
        x += rng.uniform(-0.02, 0.11)
        amplitude *= rng.uniform(0.75, 1.0)
    tail = rng.random()
    if tail < 0.6:
        points += [(min(x + 0.15, 0.9), rng.uniform(0.5, 0.7)), (0.97, rng.uniform(0.3, 0.75))]
    if tail < 0.3:
        points += [(0.5, rng.uniform(0.75, 0.9)), (0.15, rng.uniform(0.65, 0.9))]
    scaled = np.array(points) * [width, height]
    return np.clip(scaled, 2, [width - 3, height - 3])


def _smooth(points: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    """A Catmull-Rom spline through `points`."""
    padded = np.vstack([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        parts.append(
            0.5
            * (
                2 * p1
                + (p2 - p0) * t
                + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )
        )
    return np.vstack(parts)
