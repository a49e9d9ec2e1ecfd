"""Strips as the network takes them: ink near 1, paper near 0, lines of like width together."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels

# Shares of a strip's pixels that are darker than its ink and its paper.
_INK, _PAPER = 0.01, 0.95
_LEAST_CONTRAST = 20  # grey levels: emptiness is not stretched into ink
_LEAST, _MOST = -0.2, 1.2

_BATCH = 8  # lines; more are no faster and take more memory
_WIDER = 1.25  # the widest line of a batch may be so many times as wide as its narrowest
_STEP = 32  # columns; batches of few different widths
# Columns of paper behind each strip at least: the network names a character after it has passed
# it, and without them the full stop that ends a line is lost.
BEHIND = 8


def normalise(strip: Pixels) -> NDArray[np.float32]:
    """The strip in float32 with its ink at 1 and its paper at 0, whatever its contrast."""
    seen = np.cumsum(np.bincount(strip.ravel(), minlength=256))
    ink, paper = np.searchsorted(seen, [_INK * seen[-1], _PAPER * seen[-1]])
    levels = (paper - np.arange(256)) / max(_LEAST_CONTRAST, paper - ink)
    return np.asarray(np.clip(levels, _LEAST, _MOST).astype(np.float32)[strip])


def batches(strips: Sequence[Pixels]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Normalised strips (lines, rows, columns) of like width, filled up with paper at the right;
    with the places of the lines in `strips`."""
    order = sorted(range(len(strips)), key=lambda k: strips[k].shape[1])
    while order:
        widest = _WIDER * strips[order[0]].shape[1] + _STEP
        places = [k for k in order[:_BATCH] if strips[k].shape[1] <= widest]
        order = order[len(places) :]
        width = -(-(strips[places[-1]].shape[1] + BEHIND) // _STEP) * _STEP
        batch = np.zeros((len(places), strips[places[0]].shape[0], width), np.float32)
        for row, k in zip(batch, places, strict=True):
            row[:, : strips[k].shape[1]] = normalise(strips[k])
        yield places, batch
