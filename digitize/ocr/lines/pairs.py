"""Neighbours found, and joined into groups, without comparing each with each."""

import numpy as np

from digitize.ocr.lines.components import Floats, Indices


def pairs_within(a: Floats, b: Floats, reach: float) -> tuple[Indices, Indices]:
    """The indices (i, j), shape (n,) each, of all pairs with a[i] within `reach` of b[j]."""
    order = np.argsort(b, kind="stable")
    ranked = b[order]
    first = np.searchsorted(ranked, a - reach, side="left")
    counts = np.searchsorted(ranked, a + reach, side="right") - first
    i = np.repeat(np.arange(len(a)), counts)
    within = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts)
    return i, order[np.repeat(first, counts) + within]


def cheapest(keys: Indices, costs: Floats) -> Indices:
    """Of the pairs that share a key, the cheapest: its place, for each key that there is."""
    order = np.argsort(costs, kind="stable")
    return np.asarray(order[np.unique(keys[order], return_index=True)[1]], np.intp)


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
        if not self._parents:
            return []
        roots = np.array([self.find(i) for i in range(len(self._parents))], np.intp)
        order = np.argsort(roots, kind="stable")
        return list(np.split(order, np.flatnonzero(np.diff(roots[order])) + 1))
