"""Pieces of one line joined: same baseline, same size, a blank between them at most."""

from collections.abc import Sequence

import numpy as np

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components
from digitize.ocr.lines.pairs import Groups
from digitize.ocr.lines.shapes import Owners, Shape, ends, measure, renumbered
from digitize.ocr.lines.walls import wall_between

# All measures in x-heights.
_GAP = 2.2  # white between the pieces
_OVERLAP = 1.5  # of pieces longer than _FEW, in width
_STEP = 0.38  # between their baselines
_FAR = 2.5
_SIZES = 1.5  # the larger x-height to the smaller one
_FEW = 6
_FEWER = 3  # letters, of which the size is not known well


def join_pieces(
    components: Components, shapes: Sequence[Shape], owners: Owners, rules: Pixels, unit: float
) -> tuple[list[Shape], Owners]:
    """The lines, and the owners by their new places. Nothing is joined across a rule of `rules`."""
    n = len(shapes)
    x0, x1 = ends(n, owners, components)
    middles = np.array([float(s.baseline.at((s.x0 + s.x1) / 2)) for s in shapes])
    gap = x0[None, :] - x1[:, None]
    level = np.abs(middles[None, :] - middles[:, None]) <= _FAR * unit
    near = level & (gap <= _GAP * unit) & (x0[None, :] >= x0[:, None])
    np.fill_diagonal(near, False)
    groups = Groups(n)
    for i, j in np.argwhere(near).tolist():
        end, start = float(x1[i]), float(x0[j])
        band = (middles[i] - shapes[i].x_height, middles[i])
        if _continues(shapes[i], shapes[j], end, start, unit) and not wall_between(
            rules, end, start, *band
        ):
            groups.join(i, j)
    members = groups.members()
    if len(members) == n:
        return list(shapes), owners
    joined: list[Shape] = []
    places = [0] * n
    for place, pieces in enumerate(members):
        for piece in pieces.tolist():
            places[piece] = place
        if len(pieces) == 1:
            joined.append(shapes[int(pieces[0])])
        else:
            letters = np.concatenate([shapes[k].letters for k in pieces.tolist()])
            joined.append(measure(components, letters, unit))
    return joined, renumbered(owners, places)


def _continues(left: Shape, right: Shape, x1: float, x0: float, unit: float) -> bool:
    """Whether `right`, which starts at `x0`, carries on `left`, which ends at `x1`."""
    fewest = min(len(left.letters), len(right.letters))
    if x0 - x1 < -_OVERLAP * unit and fewest > _FEW:
        return False
    larger, smaller = max(left.x_height, right.x_height), min(left.x_height, right.x_height)
    if larger > _SIZES * smaller and fewest > _FEWER:
        return False
    middle = (x0 + x1) / 2
    step = _near_end(left, middle, unit) - _near_end(right, middle, unit)
    return abs(step) <= _STEP * unit


def _near_end(shape: Shape, x: float, unit: float) -> float:
    """The baseline at `x`, or not far outside the line's own ends, beyond which it means little."""
    return float(shape.baseline.at(np.clip(x, shape.x0 - 2 * unit, shape.x1 + 2 * unit)))
