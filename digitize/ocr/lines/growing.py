"""Lines grown out of ink components."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components, Indices
from digitize.ocr.lines.joining import join_pieces
from digitize.ocr.lines.letters import find_letters, link_letters
from digitize.ocr.lines.loosening import loosen_letters, tied_components
from digitize.ocr.lines.marks import give_marks
from digitize.ocr.lines.rings import Seal
from digitize.ocr.lines.shapes import (
    NOBODY,
    SHARED,
    Owners,
    Shape,
    kept,
    measure,
    with_ends,
)

_SPECK_AREA = 5  # pixels
_SPECK_SIDE = 3

# Sizes of print in the page's x-heights, and the fewest letters of a line: small print is looked
# for among specks.
_SIZES = ((1.0, 1), (0.55, 6))
# Large print: the size that letters are looked for in; the fewest letters of a line and its least
# x-height; the least shares of its letters that are too tall for usual print, and that stand in
# line.
_LARGE = 1.9
_LARGE_FEWEST = 4
_LARGE_LEAST = 1.6
_LARGE_TALL = 0.2
_LARGE_IN_LINE = 0.7
_OFF = 0.15  # x-heights from the baseline
_TALLEST = 2.6  # x-heights, of a letter of the usual size with its marks

# Tall letters of small print, whose small ones are lower than letters of the size looked for.
_SMALLER = 0.9
_PASSED_HEIGHT = (0.3, 0.58)
_PASSED_WIDTH = 0.2
_PASSED_SHARE = 0.5  # to the letters that were found

_FEW = 3  # letters: fewer are a line only where no other is
# All measures in x-heights.
_IN_LINE = 0.45  # of a short chain's height that lies in another line's band
_BESIDE = 1.0
_LONE_HEIGHT = 0.9  # the least height and width of one or two letters that stand alone
_LONE_WIDTH = 0.2

_TALL = 1.5  # what may reach into the next line
_BELOW = 0.66  # the baseline; p and g end higher
_ABOVE = 2.35  # the baseline; Ấ ends lower
_NEXT_ABOVE = 1.9  # the next line's baseline: its marks
_NEXT_BELOW = 0.1


def grow_lines(
    components: Components, rules: Pixels, seals: Sequence[Seal], unit: float
) -> tuple[list[Shape], Components, Owners]:
    """The lines of a page, and the owner of each component; a few components more than there
    were, because letters are cut loose from larger ones.

    `unit` is the page's x-height. No line crosses an upright rule of the mask `rules`, and what
    lies wholly inside one of the `seals` is none."""
    owners = np.full(len(components), NOBODY, np.int32)
    specks = (components.area < _SPECK_AREA) | (
        (components.height < _SPECK_SIDE) & (components.width < _SPECK_SIDE)
    )
    specks[0] = True
    large = _large_chains(components, rules, ~specks, unit)
    reserved = np.zeros(len(components), np.bool_)
    for chain in large:
        reserved[chain.letters] = True
    shapes: list[Shape] = []
    for size, fewest in _SIZES:
        free = ~specks & ~reserved & (owners == NOBODY)
        chains = [
            measure(components, chain, size * unit)
            for chain in _chains(components, rules, free, size * unit)
            if len(chain) >= fewest
        ]
        shapes = _add(components, chains, shapes, owners, rules, free, size * unit)
    free = ~specks & (owners == NOBODY)
    shapes = _add(components, large, shapes, owners, rules, free, _LARGE * unit)
    components, owners = loosen_letters(components, shapes, owners, unit)
    shapes, owners = join_pieces(components, shapes, owners, rules, unit)
    shapes, owners = kept(shapes, owners, [bool((owners == k).any()) for k in range(len(shapes))])
    shapes = with_ends(shapes, owners, components)
    shapes, owners = kept(shapes, owners, [not _is_sealed(shape, seals) for shape in shapes])
    owners[tied_components(components, owners, unit)] = SHARED
    return shapes, components, owners


def _chains(
    components: Components, rules: Pixels, free: NDArray[np.bool_], unit: float
) -> list[Indices]:
    letters = find_letters(components, free, unit)
    return link_letters(components, letters, rules, unit) if len(letters) else []


def _large_chains(
    components: Components, rules: Pixels, free: NDArray[np.bool_], unit: float
) -> list[Shape]:
    """Chains of print that is more than about twice as large as usual: some of its letters are too
    tall for the usual size, and they stand in line, unlike the strokes of a signature."""
    tall = free & (components.height > _TALLEST * unit)
    if np.count_nonzero(tall) < _LARGE_TALL * _LARGE_FEWEST:
        return []
    chains = [
        measure(components, chain, _LARGE * unit)
        for chain in _chains(components, rules, free, _LARGE * unit)
        if len(chain) >= _LARGE_FEWEST and tall[chain].mean() >= _LARGE_TALL
    ]
    return [
        chain
        for chain in chains
        if chain.x_height >= _LARGE_LEAST * unit and _in_line(components, chain) >= _LARGE_IN_LINE
    ]


def _in_line(components: Components, chain: Shape) -> float:
    """The share of a chain's letters that stand on its baseline."""
    off = components.y1[chain.letters] - chain.baseline.at(components.x[chain.letters])
    return float((np.abs(off) < _OFF * chain.x_height).mean())


def _add(
    components: Components,
    chains: Sequence[Shape],
    shapes: list[Shape],
    owners: Owners,
    rules: Pixels,
    free: NDArray[np.bool_],
    unit: float,
) -> list[Shape]:
    """The lines with those that grow out of `chains`; `owners` are changed in place."""
    grown, owned = _grow(components, chains, rules, free, unit)
    owners[free] = np.where(owned < 0, owned, owned + len(shapes))[free]
    return shapes + grown


def _grow(
    components: Components,
    chains: Sequence[Shape],
    rules: Pixels,
    free: NDArray[np.bool_],
    unit: float,
) -> tuple[list[Shape], Owners]:
    """Lines of about one size of print out of chains of letters and what else is `free`."""
    owners = np.full(len(components), NOBODY, np.int32)
    chains = [chain for chain in chains if not _is_smaller(components, chain, free, unit)]
    free = free.copy()
    shapes = _without_doubtful(components, chains, owners, free, unit)
    if not shapes:
        return [], owners
    for k, shape in enumerate(shapes):
        owners[shape.letters] = k
    owners = give_marks(components, shapes, owners, free, unit)
    shapes, owners = join_pieces(components, shapes, owners, rules, unit)
    _share_between(components, shapes, owners, unit)
    return shapes, owners


def _is_smaller(components: Components, chain: Shape, free: NDArray[np.bool_], unit: float) -> bool:
    """Whether a chain is the tall letters of small print, whose small ones were passed over."""
    if chain.x_height > _SMALLER * unit:
        return False
    height, width, x = components.height, components.width, components.x
    passed = free & (height >= _PASSED_HEIGHT[0] * unit) & (height < _PASSED_HEIGHT[1] * unit)
    passed &= (width >= _PASSED_WIDTH * unit) & (x > chain.x0) & (x < chain.x1)
    passed &= np.abs(components.y1 - chain.baseline.at(x)) < _OFF * unit
    return int(np.count_nonzero(passed)) > _PASSED_SHARE * len(chain.letters)


def _without_doubtful(
    components: Components,
    chains: Sequence[Shape],
    owners: Owners,
    free: NDArray[np.bool_],
    unit: float,
) -> list[Shape]:
    """The chains that are lines. Of the short ones, those that touch two lines are shared by
    them, and those that lie in one become free again, to be given to it like marks."""
    long = [chain for chain in chains if len(chain.letters) >= _FEW]
    x0 = np.array([line.x0 for line in long]) - _BESIDE * unit
    x1 = np.array([line.x1 for line in long]) + _BESIDE * unit
    y0 = np.array([components.y0[line.letters].min() for line in long])
    y1 = np.array([components.y1[line.letters].max() for line in long])
    lines: list[Shape] = []
    for chain in chains:
        if len(chain.letters) >= _FEW:
            lines.append(chain)
            continue
        top, bottom = components.y0[chain.letters].min(), components.y1[chain.letters].max()
        beside = (x0 <= chain.x1) & (x1 >= chain.x0) & (y0 < bottom) & (y1 > top)
        inside = sum(_lies_in(components, chain, long[k]) for k in np.flatnonzero(beside).tolist())
        if inside >= 2:
            owners[chain.letters] = SHARED
            free[chain.letters] = False
        elif inside == 0 and _may_stand_alone(components, chain.letters, unit):
            lines.append(chain)
    return lines


def _lies_in(components: Components, chain: Shape, line: Shape) -> bool:
    """Whether a short chain lies in the band of a line's small letters."""
    y0 = float(components.y0[chain.letters].min())
    y1 = float(components.y1[chain.letters].max())
    bottom = float(line.baseline.at(np.clip((chain.x0 + chain.x1) / 2, line.x0, line.x1)))
    inside = min(y1, bottom) - max(y0, bottom - line.x_height)
    return inside > _IN_LINE * min(line.x_height, y1 - y0)


def _may_stand_alone(components: Components, letters: Indices, unit: float) -> bool:
    height = float(components.height[letters].max())
    width = float(components.width[letters].max())
    return height >= _LONE_HEIGHT * unit and width >= _LONE_WIDTH * unit


def _share_between(
    components: Components, shapes: Sequence[Shape], owners: Owners, unit: float
) -> None:
    """Marks, in place, as shared what hangs out of its line and touches another."""
    tall = np.flatnonzero((owners >= 0) & (components.height > _TALL * unit))
    if not len(tall):
        return
    x, y0, y1 = components.x[tall], components.y0[tall], components.y1[tall]
    x_heights = np.array([s.x_height for s in shapes])
    at = np.stack([s.baseline.at(np.clip(x, s.x0 - unit, s.x1 + unit)) for s in shapes], axis=1)
    own = at[np.arange(len(tall)), owners[tall]]
    own_height = x_heights[owners[tall]]
    hangs = (y1 - own > _BELOW * own_height) | (own - y0 > _ABOVE * own_height)
    beside = np.stack([(x > s.x0 - unit) & (x < s.x1 + unit) for s in shapes], axis=1)
    touches = beside & (y1[:, None] > at - _NEXT_ABOVE * x_heights)
    touches &= y0[:, None] < at + _NEXT_BELOW * x_heights
    touches[np.arange(len(tall)), owners[tall]] = False
    owners[tall[hangs & touches.any(axis=1)]] = SHARED


def _is_sealed(shape: Shape, seals: Sequence[Seal]) -> bool:
    x = np.array([shape.x0, shape.x1, shape.x0, shape.x1])
    y = shape.baseline.at(x) - np.array([0, 0, shape.x_height, shape.x_height])
    return any(seal.holds(x, y) for seal in seals)
