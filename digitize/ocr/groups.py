"""Groups of letters that stand apart, and the slant of each."""

from dataclasses import dataclass
from itertools import combinations
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.components import connected
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


def find_groups(ink: Pixels, mm: float, most_letters: int | None = None) -> list[Group]:
    """Groups of at most so many letters in a mask of ink (1 on 0), where `mm` is the pixels of a
    millimetre."""
    labels, stats = connected(ink)
    low, high = (v * mm for v in _LETTER)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    # Bold letters run together in a stamp, so width tells nothing; a long stroke is no letter.
    is_part = (heights <= high) & (stats[:, cv2.CC_STAT_AREA] > _SPECK * mm * mm)
    is_part[0] = False
    parts = is_part[labels].astype(np.uint8)
    reach = round(_WORD_GAP * mm)
    near = cv2.dilate(parts, np.ones((reach // 2, reach), np.uint8))
    clusters, boxes = connected(np.asarray(near, np.uint8))
    members: dict[int, list[list[int]]] = {}
    for label in np.flatnonzero(is_part & (heights >= low)):
        x, y, w, h, _ = stats[label].tolist()
        first = int(np.flatnonzero(labels[y, x : x + w] == label)[0])
        members.setdefault(int(clusters[y, x + first]), []).append([x, y, w, h])
    groups = []
    for cluster, letters in members.items():
        if most_letters is not None and len(letters) > most_letters:
            continue
        if sum(max(1, w / h) for _, _, w, h in letters) < _LEAST_LETTERS:
            continue
        x, y, w, h, _ = boxes[cluster].tolist()
        place = (slice(y, y + h), slice(x, x + w))
        points = np.argwhere((clusters[place] == cluster) & (parts[place] > 0))[:, ::-1]
        rect = _around(points.astype(np.int32) + np.array([x, y], np.int32), letters)
        if rect.width > 1.2 * rect.height and abs(rect.angle) <= _STEEPEST:
            groups.append(Group(rect, len(letters)))
    return groups


def _around(points: NDArray[np.int32], letters: list[list[int]]) -> Tilted:
    angle = _slant(letters)
    return Tilted.around(points) if angle is None else Tilted.at_angle(points, angle)


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
