"""Ink components: connected pieces of ink, each with its box."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

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
    try:
        count, labels = cv2.connectedComponents(ink, ltype=cv2.CV_16U)
    except cv2.error:  # more labels than fit: a page full of specks; short ones take half the time
        count, labels = cv2.connectedComponents(ink, ltype=cv2.CV_32S)
    row, start, end = _runs(ink)
    label = labels.ravel()[row * ink.shape[1] + start].astype(np.intp)
    height, width = ink.shape
    x0, y0, x1, y1 = np.zeros((4, count), np.intp)
    x0[:] = width
    np.minimum.at(x0, label, start)
    np.maximum.at(x1, label, end)
    # Runs come from top to bottom, and what is written last stays.
    y0[label[::-1]] = row[::-1]
    y1[label] = row + 1
    x0[0], x1[0], y1[0] = 0, width, height
    area = np.bincount(label, end - start, count)
    area[0] = width * height - area.sum()
    values = [value.astype(np.float64) for value in (x0, y0, x1, y1, area)]
    return Components(np.asarray(labels), *values)


def _runs(ink: Pixels) -> tuple[Indices, Indices, Indices]:
    """The row, first column and column behind the last of each run of ink in a row. Counting them
    takes a third of the time in which OpenCV measures components, pixel by pixel, paper too."""
    height, width = ink.shape
    padded = -(-(width + 1) // 8) * 8
    edges = np.zeros((height, padded), np.uint8)
    edges[:, 0], edges[:, width] = ink[:, 0], ink[:, -1]
    cv2.bitwise_xor(ink[:, 1:], ink[:, :-1], dst=edges[:, 1:width])
    eights = edges.view(np.uint64).ravel()  # most of a page has none of them
    some = np.flatnonzero(eights != 0)
    within = np.flatnonzero(eights[some].view(np.uint8) != 0)
    places = (some[within >> 3] << 3) + (within & 7)
    row = places[::2] // padded
    return row, places[::2] - row * padded, places[1::2] - row * padded
