"""Small changes to a strip each time that it is learnt from.

Cutting never puts two lines quite alike: size, height over the baseline and slant vary. Strips of
real scans, of which there are few, get more of it, and grain besides.
"""

import random

import cv2
import numpy as np

from digitize.imaging.page import Pixels
from digitize.ocr.lines.strips import BASELINE_ROW


def vary(strip: Pixels, rng: random.Random, *, real: bool) -> Pixels:
    """`strip`, of the same height and about the same width."""
    varied = _warp(strip, rng) if rng.random() < 0.7 else strip
    if rng.random() < (0.5 if real else 0.2):
        varied = _tone(varied, rng)
    return varied


def _warp(strip: Pixels, rng: random.Random) -> Pixels:
    height, width = strip.shape
    along, across = rng.uniform(0.93, 1.07), rng.gauss(1, 0.04)
    slant = rng.gauss(0, 0.05) if rng.random() < 0.4 else 0.0
    rise = BASELINE_ROW * (1 - across) + rng.gauss(0, 0.7)
    matrix = np.array([[along, slant, -slant * BASELINE_ROW], [0.0, across, rise]])
    size = (max(8, round(width * along)), height)
    warped = cv2.warpAffine(strip, matrix, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
    return np.asarray(warped, np.uint8)


def _tone(strip: Pixels, rng: random.Random) -> Pixels:
    """Heavier or lighter strokes, softer edges, paler ink, grain."""
    kind = rng.random()
    if kind < 0.25:
        change = rng.choice([cv2.erode, cv2.dilate])(strip, np.ones((2, 2), np.uint8))
        share = rng.uniform(0.2, 0.7)
        return np.asarray(cv2.addWeighted(change, share, strip, 1 - share, 0), np.uint8)
    if kind < 0.5:
        return np.asarray(cv2.GaussianBlur(strip, (0, 0), rng.uniform(0.4, 0.9)), np.uint8)
    if kind < 0.75:
        power = rng.uniform(0.5, 2.0)
        table = np.round(255 * (np.arange(256) / 255) ** power).astype(np.uint8)
        return np.asarray(cv2.LUT(strip, table), np.uint8)
    noise = np.random.default_rng(rng.randrange(1 << 30)).normal(0, rng.uniform(3, 16), strip.shape)
    return np.clip(strip + noise, 0, 255).astype(np.uint8)
