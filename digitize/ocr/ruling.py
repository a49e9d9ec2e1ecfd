"""Ruling lines on a cleaned picture, and the tables that they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box
from digitize.imaging.components import connected
from digitize.imaging.page import Pixels

_INK = 220  # darker than this is ink on a cleaned picture; hairlines are often so pale
_ACROSS = 12.0  # mm: longer than any stroke of a letter
_DOWN = 7.0  # mm: the lowest row; taller than letters and brackets at 14 points
_LEAST_WIDTH = 40.0  # mm: of a table
_OVERHANG = 0.02  # of the ink of rules down: a rule cut off, or a table open above or below
_MOST_COVER = 0.15  # of a side without one, where words of a merged cell may touch it


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its box, and the positions of its rules, outer ones included. `merged`: the
    cells (row and column, from 0) that have no rule before the cell given for each, their first.
    """

    box: Box
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def find_tables(pixels: Pixels, dpi: float) -> list[Table]:
    """Tables with at least two rows or columns of cells, rules across and down; top first."""
    mm = dpi / 25.4
    # The darkest of four pixels: hairlines keep their ink.
    half = cv2.erode(pixels, np.ones((2, 2), np.uint8))[::2, ::2]
    ink = (half < _INK).astype(np.uint8)
    across = opened(ink, round(_ACROSS * mm / 2), 1)
    down = opened(ink, 1, round(_DOWN * mm / 2))
    if not across.any() or not down.any():
        return []
    # Rules often stop a little short of each other, or are broken by the scan.
    near = np.ones((round(mm), round(mm)), np.uint8)
    together = cv2.dilate(across | down, near)
    labels, stats = connected(np.asarray(together, np.uint8))
    tables = []
    for label in range(1, len(stats)):
        x, y, w, h = (int(v) for v in stats[label, :4])
        if w < _LEAST_WIDTH * mm / 2 or h < _DOWN * mm / 2:
            continue
        here = (slice(y, y + h), slice(x, x + w))
        own = labels[here] == label
        own_across, own_down = (across[here] > 0) & own, (down[here] > 0) & own
        rows = _positions(own_across, axis=1, least=0.3 * w, apart=mm)
        if len(rows) < 2:
            continue
        between = own_down[max(0, rows[0] - round(mm)) : rows[-1] + round(mm)]
        columns = _positions(between, axis=0, least=_DOWN * mm / 2, apart=mm)
        if len(columns) < 2 or len(rows) + len(columns) < 5:
            continue
        grid = _Grid(own_across, own_down, rows, columns, round(mm))
        if grid.holds_rules():
            top, bottom = grid.extent()
            tables.append(
                Table(
                    Box(2 * x, 2 * (y + top), 2 * (x + w), 2 * (y + bottom)),
                    tuple(2 * (y + r) for r in rows),
                    tuple(2 * (x + c) for c in columns),
                    grid.merged(),
                )
            )
    return sorted(tables, key=lambda table: table.box.y0)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Ink of rules across and down within a table, and where they lie; `near`: pixels by which a
    rule may stray."""

    across: NDArray[np.bool_]
    down: NDArray[np.bool_]
    rows: Sequence[int]
    columns: Sequence[int]
    near: int

    def holds_rules(self) -> bool:
        """Whether the rules down end at the first or the last across: the ring of a seal that
        touches a rule goes on above and below."""
        above = self.down[: max(0, self.rows[0] - self.near)].sum()
        below = self.down[self.rows[-1] + self.near :].sum()
        return bool(min(above, below) <= _OVERHANG * self.down.sum())

    def extent(self) -> tuple[int, int]:
        """The first and the last row of pixels of the table: its outer rules, or, where it is open
        above or below, how far two of its rules down reach. A seal that touches it is not in it."""
        ends = []
        for x in self.columns:
            strip = self.down[:, max(0, x - self.near) : x + self.near + 1]
            inked = np.flatnonzero(np.any(strip, axis=1))
            if len(inked):
                ends.append((int(inked[0]), int(inked[-1]) + 1))
        if len(ends) < 2:
            return self.rows[0], self.rows[-1]
        top, bottom = (sorted(side) for side in zip(*ends, strict=True))
        return (
            max(0, min(top[1], self.rows[0]) - self.near // 2),
            min(len(self.down), max(bottom[-2], self.rows[-1]) + self.near // 2),
        )

    def merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each cell that has no rule towards a cell on its left or above it, with the first cell
        of those that are one with it."""
        first: dict[tuple[int, int], tuple[int, int]] = {}
        for row, column in product(range(len(self.rows) - 1), range(len(self.columns) - 1)):
            if row and self._above(row, column) < _MOST_COVER:
                first[row, column] = first.get((row - 1, column), (row - 1, column))
            elif column and self._before(row, column) < _MOST_COVER:
                first[row, column] = first.get((row, column - 1), (row, column - 1))
        return first

    def _above(self, row: int, column: int) -> float:
        """The share of a cell's upper side that is ruled."""
        y = self.rows[row]
        strip = self.across[max(0, y - self.near) : y + self.near + 1]
        return _cover(np.any(strip, axis=0)[self.columns[column] : self.columns[column + 1]])

    def _before(self, row: int, column: int) -> float:
        """The share of a cell's left side that is ruled."""
        x = self.columns[column]
        strip = self.down[:, max(0, x - self.near) : x + self.near + 1]
        return _cover(np.any(strip, axis=1)[self.rows[row] : self.rows[row + 1]])


def _cover(side: NDArray[np.bool_]) -> float:
    return float(side.mean()) if side.size else 0.0


def opened(ink: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The ink that fills a box of `width` x `height` pixels: long rules, when one of them is 1."""
    kernel = np.ones((max(1, height), max(1, width)), np.uint8)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.uint8)


def _positions(mask: NDArray[np.bool_], *, axis: int, least: float, apart: float) -> list[int]:
    """Where rules lie: peaks of the ink summed along `axis`, one for each rule."""
    sums = mask.sum(axis=axis).astype(float)
    # A rule that is not quite level spreads over a few rows of pixels.
    spread = np.convolve(sums, np.ones(max(1, round(apart))), "same")
    wanted = np.flatnonzero(spread >= least)
    return [int(group.mean()) for group in _runs(wanted, apart)]


def _runs(positions: NDArray[np.intp], apart: float) -> Sequence[NDArray[np.intp]]:
    if not len(positions):
        return []
    return np.split(positions, np.flatnonzero(np.diff(positions) > apart) + 1)
