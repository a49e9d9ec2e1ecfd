"""Ink components: connected pieces of ink, each with its box."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitize.imaging.components import connected
from digitize.imaging.page import Pixels

Floats = NDArray[np.floating[Any]]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Components:
    """Components by their label: `labels`, shape (height, width), has the label of each pixel.

    The other arrays, shape (n,), hold a value a label. Label 0 is paper; its box is the page.
    x1 and y1 lie just outside.
    """

    labels: NDArray[np.integer[Any]]
    x0: NDArray[np.float64]
    y0: NDArray[np.float64]
    x1: NDArray[np.float64]
    y1: NDArray[np.float64]
    area: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.x0)

    @cached_property
    def width(self) -> Floats:
        return self.x1 - self.x0

    @cached_property
    def height(self) -> Floats:
        return self.y1 - self.y0

    @cached_property
    def x(self) -> Floats:
        """Middles."""
        return (self.x0 + self.x1) / 2

    @cached_property
    def y(self) -> Floats:
        """Middles."""
        return (self.y0 + self.y1) / 2


def find_components(ink: Pixels) -> Components:
    """The components of a mask of ink (255); pixels that touch at a corner are connected."""
    labels, stats = connected(ink)
    x, y, width, height, area = stats.T.astype(np.float64)
    return Components(labels, x, y, x + width, y + height, area)
