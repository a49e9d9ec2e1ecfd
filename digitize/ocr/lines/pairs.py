"""Neighbours found, and joined into groups, without comparing each with each."""

import numpy as np

from digitize.ocr.lines.components import Floats, Indices


def pairs_within(a: Floats, b: Floats, reach: float) -> tuple[Indices, Indices]:
    """The indices (i, j), shape (n,) each, of all pairs with a[i] within `reach` of b[j]."""
    return _pairs_between(a - reach, a + reach, b)


def _pairs_between(low: Floats, high: Floats, b: Floats) -> tuple[Indices, Indices]:
    """The indices (i, j) of all pairs with b[j] from low[i] to high[i]."""
    order = np.argsort(b, kind="stable")
    ranked = b[order]
    first = np.searchsorted(ranked, low, side="left")
    counts = np.searchsorted(ranked, high, side="right") - first
    i = np.repeat(np.arange(len(low)), counts)
    within = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts)
    return i, order[np.repeat(first, counts) + within]


def pairs_beside(
    a: tuple[Floats, Floats], b: tuple[Floats, Floats], reach: tuple[float, float], apart: float
) -> tuple[Indices, Indices]:
    """The indices (i, j), shape (n,) each, of all pairs of points (x, y) with b[j] between
    `reach[0]` and `reach[1]` to the right of a[i], and no more than `apart` over or under it."""
    left = min(a[0].min(initial=0), b[0].min(initial=0))
    right = max(a[0].max(initial=0), b[0].max(initial=0))
    # One row after the other on one axis, with room between them.
    rows_a, rows_b = (np.floor(points[1] / apart) for points in (a, b))
    along_a, along_b = (points[0] - left for points in (a, b))
    row = right - left + max(map(abs, reach)) + 1
    pairs = [
        _pairs_between(along_a + reach[0] + at, along_a + reach[1] + at, along_b + rows_b * row)
        for at in ((rows_a + step) * row for step in (-1, 0, 1))
    ]
    i, j = (np.concatenate(part) for part in zip(*pairs, strict=True))
    near = np.abs(a[1][i] - b[1][j]) <= apart
    return i[near], j[near]


def cheapest(keys: Indices, costs: Floats) -> Indices:
    """Of the pairs that share a key, the cheapest: its place, for each key that there is."""
    order = np.argsort(costs, kind="stable")
    return np.asarray(order[np.unique(keys[order], return_index=True)[1]], np.intp)


def grouped(n: int, a: Indices, b: Indices) -> list[Indices]:
    """What of 0 .. n - 1 is joined by the pairs, one way or another: the members of each group in
    rising order. Each takes over the lowest number that it can see, until none changes."""
    lowest = np.arange(n)
    while True:
        low = np.minimum(lowest[a], lowest[b])
        if np.array_equal(lowest[a], lowest[b]):
            return _parted(lowest)
        np.minimum.at(lowest, lowest[a], low)
        np.minimum.at(lowest, lowest[b], low)
        while not np.array_equal(further := lowest[lowest], lowest):
            lowest = further


def _parted(roots: Indices) -> list[Indices]:
    """The places that share a root, in rising order."""
    if not len(roots):
        return []
    order = np.argsort(roots, kind="stable")
    return list(np.split(order, np.flatnonzero(np.diff(roots[order])) + 1))


class Groups:
    """Disjoint sets of 0 .. n - 1, joined one pair at a time (union-find)."""

    def __init__(self, n: int) -> None:
        self._parents = list(range(n))

    def find(self, i: int) -> int:
        """The member that stands for the group of `i`."""
        parents = self._parents
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    def join(self, i: int, j: int) -> None:
        """Puts the group of `j` under the one that stands for the group of `i`."""
        self._parents[self.find(j)] = self.find(i)

    def members(self) -> list[Indices]:
        """Each group's members, in rising order."""
        return _parted(np.array([self.find(i) for i in range(len(self._parents))], np.intp))
