"""Connected components of ink."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels

Labels = NDArray[np.integer[Any]]
Stats = NDArray[np.int32]
Places = NDArray[np.intp]

_SMALL = 30_000  # pixels: OpenCV measures in less time


def outlines(ink: Pixels) -> NDArray[np.int32]:
    """Left, top, width and height, shape (n, 4), of each connected component of a mask.

    Who needs no labels gets them from the outer contours in half the time of `connected`.
    """
    contours, tree = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return np.empty((0, 4), np.int32)
    holes = (tree[0, :, 3] >= 0).tolist()  # they lie within a component
    boxes = [cv2.boundingRect(c) for c, hole in zip(contours, holes, strict=True) if not hole]
    return np.array(boxes, np.int32)


def connected(ink: Pixels) -> tuple[Labels, Stats]:
    """The label of each pixel of a mask, its ink of one value, and of each label left, top, width,
    height and area; label 0 is paper. Pixels that touch at a corner are connected."""
    short = cv2.CV_16U  # takes half the time
    if ink.size < _SMALL:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, ltype=short)
        return np.asarray(labels), np.asarray(stats, np.int32)
    try:
        count, labels = cv2.connectedComponents(ink, ltype=short)
    except cv2.error:  # a page full of specks: more labels than fit
        count, labels = cv2.connectedComponents(ink, ltype=cv2.CV_32S)
    return np.asarray(labels), _measured(ink, np.asarray(labels), count)


def _measured(ink: Pixels, labels: Labels, count: int) -> Stats:
    """By runs: OpenCV measures pixel by pixel, paper too, which takes four times as long."""
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
    area = np.bincount(label, end - start, count)
    x0[0], x1[0], y1[0], area[0] = 0, width, height, width * height - area.sum()
    return np.stack([x0, y0, x1 - x0, y1 - y0, area], axis=1).astype(np.int32)


def _runs(ink: Pixels) -> tuple[Places, Places, Places]:
    """The row, first column and column behind the last of each run of ink in a row."""
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
