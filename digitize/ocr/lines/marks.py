"""Marks given to their lines: each grows onto what lies nearest to it, letter or mark.

Vietnamese stacks marks: the acute of ấ stands on its hat, nearer to the line above than to its own
letter. The nearest line is therefore wrong too often; the nearest ink is right, when all pairs
are joined in the order of their distance (single linkage, as by Kruskal) and two kinds of pair are
banned: a wide flat mark does not hang under a letter, and no mark stands on a mark but on a hat.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitize.ocr.lines.components import Components, Floats, Indices
from digitize.ocr.lines.pairs import Groups, pairs_within
from digitize.ocr.lines.shapes import NOBODY, Owners, Shape, ends

# All measures in x-heights. What may be a mark, punctuation, or the rest of a broken letter:
_MOST_HEIGHT = 2.3
_MOST_WIDTH = 5.0
_FLAT = 0.5  # the height below which a dash or a row of dots may be
_FLAT_WIDTH = 12.0  # wide

_REACH = 2.2  # between the middles of a mark and of what it grows onto
_ASIDE = 1.5  # the widest white between them, across
_ABOVE = 0.75  # and down
_NEAR_ASIDE = 0.45  # one of the two gaps must be as small as this
_NEAR_ABOVE = 0.3
_OVERLAP = 0.12  # of boxes that still lie one over the other
_ASIDE_COST = 0.8
_HAT_WIDTH = 0.55
_HAT_HEIGHT = 0.6
_CARRYING_WIDTH = 0.5

# What is left over joins the line in whose zone, over its baseline, it lies, from the ends on.
_ZONE = (-0.4, 1.5)
_NEXT = 2.2
_ROUNDS = 8


def give_marks(
    components: Components,
    shapes: Sequence[Shape],
    owners: Owners,
    free: NDArray[np.bool_],
    unit: float,
) -> Owners:
    """The owners once the components that are `free` and small have found their lines."""
    width, height = components.width, components.height
    small = (height < _MOST_HEIGHT * unit) & (width < _MOST_WIDTH * unit)
    small |= (height < _FLAT * unit) & (width < _FLAT_WIDTH * unit)
    marks = np.flatnonzero(free & (owners == NOBODY) & small)
    if not len(marks):
        return owners
    owners = owners.copy()
    nodes = np.concatenate([marks, np.flatnonzero(owners >= 0)])
    owners[marks] = _by_linkage(components, nodes, len(marks), owners, unit)
    left = marks[owners[marks] == NOBODY]
    return _from_ends(components, left, shapes, owners, unit) if len(left) else owners


def _by_linkage(
    components: Components, nodes: Indices, n: int, owners: Owners, unit: float
) -> Owners:
    """The lines of the first `n` of the nodes, which are marks; the others have one."""
    a, b = _pairs(components, nodes, n, unit)
    groups = Groups(len(nodes))
    line = owners[nodes].tolist()  # of each group's root
    for i, j in zip(a.tolist(), b.tolist(), strict=True):
        root, other = groups.find(i), groups.find(j)
        if root == other or (line[root] >= 0 and line[other] >= 0):
            continue
        if line[other] >= 0:
            root, other = other, root
        groups.join(root, other)
    return np.array([line[groups.find(i)] for i in range(n)], np.int32)


def _pairs(components: Components, nodes: Indices, n: int, unit: float) -> tuple[Indices, Indices]:
    """Pairs of a mark and a node that may be of one letter or word, nearest first."""
    a, b = pairs_within(components.y[nodes[:n]], components.y[nodes], _REACH * unit)
    aside = _apart(components.x0[nodes], components.x1[nodes], a, b)
    close = (aside < _ASIDE * unit) & (a != b)
    a, b, aside = a[close], b[close], aside[close]
    above = _apart(components.y0[nodes], components.y1[nodes], a, b)
    close = (above < _ABOVE * unit) & ((aside < _NEAR_ASIDE * unit) | (above < _NEAR_ABOVE * unit))
    a, b, aside, above = a[close], b[close], aside[close], above[close]
    y0, y1 = components.y0[nodes], components.y1[nodes]
    width, height = components.width[nodes], components.height[nodes]
    hat = width[a] > _HAT_WIDTH * unit
    other_is_mark = b < n
    under = y0[a] + _OVERLAP * unit > y1[b]
    over = y1[a] - _OVERLAP * unit < y0[b]
    stacked = aside <= 0
    hanging = under & hat & ~other_is_mark & (height[a] < _HAT_HEIGHT * unit)
    on_no_hat = (
        other_is_mark & stacked & ((under & ~hat) | (over & (width[b] <= _CARRYING_WIDTH * unit)))
    )
    fits = ~(hanging | on_no_hat)
    a, b = a[fits], b[fits]
    order = np.argsort(np.hypot(_ASIDE_COST * aside[fits], above[fits]), kind="stable")
    return a[order], b[order]


def _apart(low: Floats, high: Floats, a: Indices, b: Indices) -> Floats:
    """White between two ranges, 0 where they overlap."""
    return np.maximum(np.maximum(low[b] - high[a], low[a] - high[b]), 0)


def _from_ends(
    components: Components,
    left: Indices,
    shapes: Sequence[Shape],
    owners: Owners,
    unit: float,
) -> Owners:
    """Components on the line, such as leaders and spaced dashes, one after the other."""
    x0, x1 = ends(len(shapes), owners, components)
    x_heights = np.array([shape.x_height for shape in shapes])
    x = components.x[left]
    at = [s.baseline.at(np.clip(x, s.x0 - 4 * unit, s.x1 + 4 * unit)) for s in shapes]
    over = (np.stack(at, axis=1) - components.y[left][:, None]) / x_heights
    zone = (over > _ZONE[0]) & (over < _ZONE[1])
    for _ in range(_ROUNDS):
        white = np.maximum(
            np.maximum(x0 - components.x1[left][:, None], components.x0[left][:, None] - x1), 0
        )
        white = np.where(zone & (white < _NEXT * x_heights), white, np.inf)
        line = white.argmin(axis=1)
        found = np.isfinite(white[np.arange(len(left)), line]) & (owners[left] == NOBODY)
        if not found.any():
            break
        owners[left[found]] = line[found]
        np.minimum.at(x0, line[found], components.x0[left[found]])
        np.maximum.at(x1, line[found], components.x1[left[found]])
    return owners
