"""The shape of a line: its letters, its baseline and its x-height."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitize.ocr.lines.baseline import Baseline, fit_baseline
from digitize.ocr.lines.components import Components, Floats, Indices
from digitize.ocr.lines.sizes import line_x_height

_ON_BASELINE = 0.33  # x-heights between a letter's bottom and the baseline; p and g hang lower

Owners = NDArray[np.int32]  # of each component: the place of its line in a list, or one of these
NOBODY = -1
SHARED = -2  # ink of several lines at once, or that runs through them


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """`letters`: labels of the components that made the line. `x0`, `x1`: its ends."""

    letters: Indices
    baseline: Baseline
    x_height: float
    x0: float
    x1: float


def measure(components: Components, letters: Indices, unit: float) -> Shape:
    """The shape of a line of these letters; `unit` is the page's x-height."""
    x, bottoms = components.x[letters], components.y1[letters]
    baseline = fit_baseline(x, bottoms, unit)
    at = baseline.at(x)
    heights = (at - components.y0[letters])[np.abs(bottoms - at) < _ON_BASELINE * unit]
    return Shape(
        letters,
        baseline,
        line_x_height(heights, unit),
        float(components.x0[letters].min()),
        float(components.x1[letters].max()),
    )


def with_ends(shapes: Sequence[Shape], owners: Owners, components: Components) -> list[Shape]:
    """The shapes, their ends moved to the outermost of all components that they own."""
    x0, x1 = ends(len(shapes), owners, components)
    return [
        replace(shape, x0=float(first), x1=float(last))
        for shape, first, last in zip(shapes, x0, x1, strict=True)
    ]


def ends(n: int, owners: Owners, components: Components) -> tuple[Floats, Floats]:
    """The left and right ends, shape (n,) each, of what each line owns."""
    owned = np.flatnonzero(owners >= 0)
    x0, x1 = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(x0, owners[owned], components.x0[owned])
    np.maximum.at(x1, owners[owned], components.x1[owned])
    return x0, x1


def kept(
    shapes: Sequence[Shape], owners: Owners, keep: Sequence[bool]
) -> tuple[list[Shape], Owners]:
    """The lines to keep, and the owners by their new places; what the others owned is nobody's."""
    places = np.where(keep, np.cumsum(keep) - 1, NOBODY).tolist()
    lines = [shape for shape, wanted in zip(shapes, keep, strict=True) if wanted]
    return lines, renumbered(owners, places)


def renumbered(owners: Owners, places: Sequence[int]) -> Owners:
    """The owners after line k has moved to `places[k]`."""
    moved = owners.copy()
    owned = owners >= 0
    moved[owned] = np.asarray(places, np.int32)[owners[owned]]
    return moved
