"""Connected components of ink."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels

Labels = NDArray[np.integer[Any]]
Stats = NDArray[np.int32]


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
    """The label of each pixel of a mask, and of each label left, top, width, height and area;
    label 0 is paper. Pixels that touch at a corner are connected."""
    try:  # short labels take half the time
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, ltype=cv2.CV_16U)
    except cv2.error:  # a page full of specks: more labels than fit
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, ltype=cv2.CV_32S)
    return np.asarray(labels), np.asarray(stats, np.int32)
