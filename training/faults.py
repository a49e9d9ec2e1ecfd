"""What real scans do to print that the project's samples do not: drawn by chance for training.

Measured on a page each of 52 files of Vietnamese offices against generated ones (docs/training.md):
three real scans in five are 1-bit, most at 200 dpi, with print thickened by the threshold, or
thinned until strokes break; colour scans are cleaned by the scanner, paper at 255, with print
down to a pale grey. `digitize.samples.faults` then adds skew, borders, grain and JPEG.
"""

import random
from dataclasses import dataclass

import cv2
import numpy as np

from digitize.imaging.page import Pixels
from digitize.samples.faults import Depth, Faults


@dataclass(frozen=True, slots=True)
class Wear:
    """What print and copying did to the sheet before the scanner saw it.

    `weight`: px by which strokes grow, or shrink where negative. `ink`: the level (BGR, 0..255)
    that black print has. `flecks`: share of ink that toner left out, in spots of `fleck_size` px.
    `copies`: resolution, as a share, of a copy or fax that the sheet went through, or 1.
    """

    weight: float = 0.0
    ink: tuple[int, int, int] = (0, 0, 0)
    flecks: float = 0.0
    fleck_size: float = 1.0
    copies: float = 1.0


def some_wear(rng: random.Random) -> Wear:
    pale = rng.random()
    if pale < 0.6:
        ink = (0, 0, 0)
    elif pale < 0.88:  # weak toner, carbon copies
        level = rng.randint(30, 165)
        ink = (level, level, level)
    else:  # coloured print and copies: blue, violet, brown
        dark, bright = rng.randint(20, 90), rng.randint(90, 180)
        ink = rng.choice([(bright, dark, dark), (bright, dark, bright), (dark, dark, bright)])
    return Wear(
        weight=rng.choice([0.0, 0.0, rng.uniform(-0.8, 1.2)]),
        ink=ink,
        flecks=rng.uniform(0.02, 0.25) if rng.random() < 0.2 else 0.0,
        fleck_size=rng.uniform(0.7, 2.2),
        copies=rng.uniform(0.5, 0.8) if rng.random() < 0.12 else 1.0,
    )


def some_scan(rng: random.Random) -> Faults:
    """Faults in the shares that real scans have them, faded ones more often."""
    depth = rng.choices([Depth.BILEVEL, Depth.GREY, Depth.COLOUR], [0.58, 0.14, 0.28])[0]
    bilevel = depth is Depth.BILEVEL

    def maybe(chance: float, low: float, high: float) -> float:
        return rng.uniform(low, high) if rng.random() < chance else 0.0

    clean = rng.random() < 0.6  # paper whitened by the scanner
    return Faults(
        dpi=rng.choices([200, 300, 150, 120, 100], [0.66, 0.2, 0.06, 0.04, 0.04])[0]
        if not bilevel
        else rng.choices([200, 300], [0.8, 0.2])[0],
        depth=depth,
        skew=rng.gauss(0, 0.7),
        paper=(255, 255, 255) if clean or bilevel else (245, 243, 234),
        fall_off=maybe(0.15, 0.1, 0.35),
        fall_off_angle=rng.uniform(0, 360),
        fold=(rng.uniform(0.25, 0.75), maybe(0.1, 0.1, 0.35)),
        show_through=maybe(0.2, 0.05, 0.25),
        fade=maybe(0.3, 0.2, 0.85),
        dropout=maybe(0.12, 0.2, 0.8),
        blur=rng.uniform(0.35, 1.1) if bilevel else maybe(0.6, 0.3, 1.1),
        noise=rng.uniform(2, 13) if bilevel else maybe(0.7, 0.8, 10.0),
        speckle=maybe(0.3, 0.00001, 0.0003),
        threshold=round(rng.triangular(95, 205, 165)),
        jpeg=0 if bilevel else rng.randint(30, 92),
    )


def wear_out(sheet: Pixels, wear: Wear, seed: int) -> Pixels:
    """`sheet`, BGR as drawn, after `wear`; the same size."""
    page = sheet
    if wear.weight:
        page = _weigh(page, wear.weight)
    if wear.flecks:
        page = _fleck(page, wear, np.random.default_rng(seed))
    if wear.ink != (0, 0, 0):
        page = _recolour(page, wear.ink)
    if wear.copies < 1:
        height, width = page.shape[:2]
        small = cv2.resize(page, None, fx=wear.copies, fy=wear.copies, interpolation=cv2.INTER_AREA)
        page = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))
    return page


def _weigh(page: Pixels, weight: float) -> Pixels:
    """Strokes grown or shrunk by a part of a pixel: a blend with the whole-pixel change."""
    change = cv2.erode if weight > 0 else cv2.dilate
    kernel = np.ones((2, 2), np.uint8)
    changed = change(page, kernel)
    share = min(abs(weight), 1.0)
    return np.asarray(cv2.addWeighted(changed, share, page, 1 - share, 0), np.uint8)


def _fleck(page: Pixels, wear: Wear, noise: np.random.Generator) -> Pixels:
    """Spots without toner, one tile repeated."""
    grain = noise.random((384, 384), dtype=np.float32)
    smooth = np.asarray(cv2.GaussianBlur(grain, (0, 0), wear.fleck_size), np.float32)
    bare = (smooth < np.quantile(smooth, wear.flecks)).astype(np.uint8) * 255
    soft = np.asarray(cv2.GaussianBlur(bare, (0, 0), 0.6), np.uint8)
    height, width = page.shape[:2]
    whole = np.tile(soft, (height // 384 + 1, width // 384 + 1))[:height, :width]
    return np.asarray(cv2.max(page, cv2.merge([whole] * 3)), np.uint8)


def _recolour(page: Pixels, ink: tuple[int, int, int]) -> Pixels:
    """Black becomes `ink`, white stays."""
    levels = np.arange(256)
    tables = [(level + levels * (255 - level) // 255).astype(np.uint8) for level in ink]
    channels = [cv2.LUT(c, t) for c, t in zip(cv2.split(page), tables, strict=True)]
    return np.asarray(cv2.merge(channels), np.uint8)
