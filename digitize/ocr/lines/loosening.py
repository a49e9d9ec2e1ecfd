"""Letters that touch a seal or a signature cut loose from it.

Such a stroke and all the letters that it touches are one component, which belongs to no line. Cut
to the band of a line, the component falls apart, and what then stands on the baseline in the size
of a letter is one.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components, Indices, find_components
from digitize.ocr.lines.shapes import NOBODY, Owners, Shape

# All measures in x-heights.
_TIED_HEIGHT = 2.3  # of what nobody owns
_FEW = 3  # letters, with which a line is sure enough to ask for more
_BESIDE = 15.0  # a line's ends: a few words
_BAND = (1.9, 0.45)  # over and under the baseline
_GAP = 2.5  # between a line's end and its next letter: a blank, or a letter that is crossed
_CROSSED_GAP = 1.0  # the same, of a letter with a stroke through it, of which less is sure
_CROSSED_WIDTH = (0.5, 2.0)
_HEIGHT = (0.6, 1.75)
_WIDTH = (0.2, 3.0)
_OFF = 0.25  # the baseline


def tied_components(components: Components, owners: Owners, unit: float) -> Indices:
    """Labels of the large components that no line owns: seals, signatures, frames, figures."""
    tied = (owners == NOBODY) & (components.height >= _TIED_HEIGHT * unit)
    tied[0] = False
    return np.flatnonzero(tied)


def loosen_letters(
    components: Components, shapes: Sequence[Shape], owners: Owners, unit: float
) -> tuple[Components, Owners]:
    """The components, with the letters that lines have cut out of larger ones, and the owners."""
    tied = tied_components(components, owners, unit)
    if not len(tied):
        return components, owners
    labels = components.labels
    found: list[tuple[float, ...]] = []
    lines: list[int] = []
    for k, shape in enumerate(shapes):
        if len(shape.letters) < _FEW:
            continue
        rows, columns = _window(shape, labels.shape)
        near = _touching(components, tied, rows, columns)
        if not len(near):
            continue
        top, left = rows.start, columns.start
        pieces = find_components(_banded(labels[rows, columns], near, shape, top, left))
        letters = _letters(pieces, shape, top, left).tolist()
        if letters and not found:
            labels = components.labels.astype(np.int32)
        part = labels[rows, columns]
        for i in letters:
            part[pieces.labels == i] = len(components) + len(found)
            x0, y0, x1, y1 = pieces.x0[i], pieces.y0[i], pieces.x1[i], pieces.y1[i]
            found.append((x0 + left, y0 + top, x1 + left, y1 + top, pieces.area[i]))
            lines.append(k)
    if not found:
        return components, owners
    old = (components.x0, components.y0, components.x1, components.y1, components.area)
    new = np.array(found).T
    values = [np.concatenate(pair) for pair in zip(old, new, strict=True)]
    return Components(labels, *values), np.concatenate([owners, np.array(lines, np.int32)])


def _window(shape: Shape, size: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns of the page around the band of a line, some way beyond its ends too."""
    reach = _BESIDE * shape.x_height
    x = np.linspace(shape.x0 - reach, shape.x1 + reach, 5)
    y = shape.baseline.at(x)
    top = max(0, int(y.min() - _BAND[0] * shape.x_height))
    bottom = min(size[0], int(y.max() + _BAND[1] * shape.x_height) + 1)
    left, right = max(0, int(x[0])), min(size[1], int(x[-1]) + 1)
    return slice(top, max(top, bottom)), slice(left, right)


def _touching(components: Components, labels: Indices, rows: slice, columns: slice) -> Indices:
    inside = (components.y1[labels] > rows.start) & (components.y0[labels] < rows.stop)
    inside &= (components.x1[labels] > columns.start) & (components.x0[labels] < columns.stop)
    return np.asarray(labels[inside], np.intp)


def _banded(
    part: NDArray[np.integer[Any]], wanted: Indices, shape: Shape, top: int, left: int
) -> Pixels:
    """The ink (255) of the wanted components on a part of the page, inside the line's band."""
    x, y = np.arange(part.shape[1]) + float(left), np.arange(part.shape[0]) + top
    over = (shape.baseline.at(x)[None, :] - y[:, None]) / shape.x_height
    band = (over < _BAND[0]) & (over > -_BAND[1])
    return (np.isin(part, wanted) & band).astype(np.uint8) * 255


def _letters(pieces: Components, shape: Shape, top: int, left: int) -> Indices:
    """The pieces, on a part of the page at `top` and `left`, that are letters of the line."""
    width, height = pieces.width / shape.x_height, pieces.height / shape.x_height
    off = (pieces.y1 + top - shape.baseline.at(pieces.x + left)) / shape.x_height
    fits = (height > _HEIGHT[0]) & (height < _HEIGHT[1]) & (np.abs(off) < _OFF)
    fits &= (width > _WIDTH[0]) & (width < _WIDTH[1])
    fits[0] = False
    reach = np.where(fits, _GAP, _CROSSED_GAP) * shape.x_height
    for i in np.flatnonzero(~fits & (height > _HEIGHT[0])).tolist():
        fits[i] = i > 0 and _is_crossed(pieces, i, shape, top, left)
    x0, x1 = shape.x0 - left, shape.x1 - left
    taken = np.zeros(len(pieces), np.bool_)
    while True:  # from the line's ends outwards
        gap = np.maximum(pieces.x0 - x1, x0 - pieces.x1)
        new = fits & ~taken & (gap < reach)
        if not new.any():
            return np.flatnonzero(taken)
        taken |= new
        x0, x1 = min(x0, pieces.x0[new].min()), max(x1, pieces.x1[new].max())


def _is_crossed(pieces: Components, label: int, shape: Shape, top: int, left: int) -> bool:
    """Whether a piece that runs out of the band may be a letter with a stroke through it: it is as
    wide as a letter, and no wider, where small letters are."""
    y0, y1 = int(pieces.y0[label]), int(pieces.y1[label])
    x0, x1 = int(pieces.x0[label]), int(pieces.x1[label])
    x, y = np.arange(x0, x1) + float(left), np.arange(y0, y1) + top
    over = (shape.baseline.at(x)[None, :] - y[:, None]) / shape.x_height
    core = (pieces.labels[y0:y1, x0:x1] == label) & (over > 0) & (over < 1)
    inked = np.flatnonzero(core.any(axis=0))
    if not len(inked):
        return False
    width = float(inked[-1] + 1 - inked[0]) / shape.x_height
    return _CROSSED_WIDTH[0] < width < _CROSSED_WIDTH[1]
