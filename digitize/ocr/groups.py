"""Groups of letters that stand apart, and the slant of each."""

from dataclasses import dataclass
from itertools import combinations
from math import inf
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.components import Labels, Stats, connected
from digitize.imaging.page import Pixels
from digitize.ocr.tilted import Tilted

# Millimetres.
_LETTER = (1.8, 9.0)  # height of a letter
_WORD_GAP = 3.0
_SPECK = 0.08  # square millimetres

_STEEPEST = 35.0  # degrees
_LEAST_LETTERS = 1.8  # by width; the three of MẬT may run together with their marks
_TALL = 0.6  # share of the tallest letter's height; what is lower is a mark


@dataclass(frozen=True, slots=True)
class Group:
    """Letters in one or a few lines: the rectangle around them, tilted as they are."""

    rect: Tilted
    letters: int


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Connected ink of a grey picture: what is darker than a level. `mm`: pixels a millimetre."""

    pixels: Pixels
    mm: float
    labels: Labels
    stats: Stats

    @classmethod
    def of(cls, pixels: Pixels, mm: float, level: int) -> "Parts":
        return cls(pixels, mm, *connected((pixels < level).astype(np.uint8)))


def find_groups(
    parts: Parts,
    *,
    letters: tuple[float, float] = (1, inf),
    least_slant: float = 0.0,
    left_out: NDArray[np.bool_] | None = None,
) -> list[Group]:
    """Groups of so many letters, least and most, tilted by so many degrees at least;
    `left_out` tells of each label whether its ink counts for nothing."""
    mm, stats = parts.mm, parts.stats
    low, high = (v * mm for v in _LETTER)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    # Bold letters run together in a stamp, so width tells nothing; a long stroke is no letter.
    is_part = (heights <= high) & (stats[:, cv2.CC_STAT_AREA] > _SPECK * mm * mm)
    is_part[0] = False
    if left_out is not None:
        is_part &= ~left_out
    # Without a check of each index, in half the time.
    kept = np.take(is_part.view(np.uint8), parts.labels, mode="clip")
    reach = round(_WORD_GAP * mm)
    near = cv2.dilate(kept, np.ones((reach // 2, reach), np.uint8))
    clusters, boxes = connected(np.asarray(near, np.uint8))
    tall = np.flatnonzero(is_part & (heights >= low))
    cluster_of = _clusters_of(tall, parts, clusters)
    sides = stats[tall, cv2.CC_STAT_WIDTH] / stats[tall, cv2.CC_STAT_HEIGHT]
    counts = np.bincount(cluster_of, minlength=len(boxes))
    widths = np.bincount(cluster_of, np.maximum(1, sides), minlength=len(boxes))
    fit = (counts >= letters[0]) & (counts <= letters[1]) & (widths >= _LEAST_LETTERS)
    fit[0] = False
    groups = []
    for cluster in np.flatnonzero(fit):
        members = stats[tall[cluster_of == cluster], :4].tolist()
        slant = _slant(members)
        if slant is not None and abs(slant) < least_slant:
            continue
        x, y, w, h, _ = boxes[cluster].tolist()
        place = (slice(y, y + h), slice(x, x + w))
        inside = np.argwhere((clusters[place] == cluster) & (kept[place] > 0))[:, ::-1]
        points = inside.astype(np.int32) + np.array([x, y], np.int32)
        rect = Tilted.around(points) if slant is None else Tilted.at_angle(points, slant)
        if rect.width > 1.2 * rect.height and least_slant <= abs(rect.angle) <= _STEEPEST:
            groups.append(Group(rect, int(counts[cluster])))
    return groups


def _clusters_of(chosen: NDArray[np.intp], parts: Parts, clusters: Labels) -> NDArray[np.intp]:
    """The cluster of each of the chosen: at its middle, or, where there is paper, at its top."""
    x, y, width, height = parts.stats[chosen, :4].T
    found = np.asarray(clusters[y + height // 2, x + width // 2], np.intp)
    for k in np.flatnonzero(found == 0).tolist():
        row = parts.labels[y[k], x[k] : x[k] + width[k]] == chosen[k]
        found[k] = clusters[y[k], x[k] + int(np.argmax(row))]
    return found


def _slant(letters: list[list[int]]) -> float | None:
    """The slant of a line in degrees, None with too few letters.

    Feet and heads of the letters must both show it: commas and descenders sway the one, capitals
    and marks the other.
    """
    tallest = max(h for _, _, _, h in letters)
    tall = [letter for letter in letters if letter[3] >= _TALL * tallest]
    if not 3 <= len(tall) <= 40:
        return None
    feet = _median_slope([(x + w / 2, y + h) for x, y, w, h in tall])
    heads = _median_slope([(x + w / 2, y) for x, y, w, h in tall])
    slope = min(feet, heads, key=abs) if feet * heads > 0 else 0.0
    return float(np.degrees(np.arctan(slope)))


def _median_slope(points: list[tuple[float, float]]) -> float:
    """Over all pairs of points (Theil and Sen)."""
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2) if a[0] != b[0]]
    return median(slopes) if slopes else 0.0
