"""Tilted rectangles: around print that was set at a slant, and cut out level."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels


@dataclass(frozen=True, slots=True)
class Tilted:
    """Centre and size in pixels, and clockwise degrees in -45..45 by which it is tilted."""

    x: float
    y: float
    width: float
    height: float
    angle: float

    @classmethod
    def around(cls, points: cv2.typing.MatLike) -> "Tilted":
        """The smallest one around points, int32 (n, 2)."""
        (x, y), (width, height), angle = cv2.minAreaRect(points)
        # OpenCV's range of angles has changed from version to version.
        quarters = round(angle / 90)
        if quarters % 2:
            width, height = height, width
        return cls(x, y, width, height, angle - 90 * quarters)

    @classmethod
    def at_angle(cls, points: NDArray[np.int32], angle: float) -> "Tilted":
        """The one around points that is tilted by `angle` degrees."""
        turn = np.asarray(cv2.getRotationMatrix2D((0, 0), angle, 1.0)[:, :2], np.float64)
        level = points @ turn.T
        low, high = level.min(axis=0), level.max(axis=0) + 1
        x, y = (low + high) / 2 @ turn
        width, height = high - low
        return cls(float(x), float(y), float(width), float(height), angle)

    @property
    def corners(self) -> NDArray[np.int32]:
        rect = ((self.x, self.y), (self.width, self.height), self.angle)
        return np.asarray(np.round(cv2.boxPoints(rect)), np.int32)

    def moved(self, x: float, y: float) -> "Tilted":
        return replace(self, x=self.x + x, y=self.y + y)

    def scaled(self, by: float) -> "Tilted":
        return Tilted(by * self.x, by * self.y, by * self.width, by * self.height, self.angle)

    def grown(self, by: float) -> "Tilted":
        return replace(self, width=self.width + 2 * by, height=self.height + 2 * by)

    def overlaps(self, other: "Tilted") -> bool:
        """Whether the middle of one lies in the other."""
        return self.holds(other.x, other.y) or other.holds(self.x, self.y)

    def holds(self, x: float, y: float) -> bool:
        return cv2.pointPolygonTest(self.corners, (x, y), measureDist=False) >= 0


@dataclass(frozen=True, slots=True)
class CutOut:
    """A levelled piece of a picture, and the 2 x 3 map from its pixels back to the picture's."""

    pixels: Pixels
    back: NDArray[np.float64]

    def moved(self, x: int, y: int) -> "CutOut":
        """Of a larger picture in which that cut from starts at (x, y)."""
        return CutOut(self.pixels, self.back + np.array([[0, 0, x], [0, 0, y]]))


def cut_out(pixels: Pixels, rect: Tilted, pad: float) -> CutOut:
    """The rectangle levelled, with `pad` pixels around it, the outer half of them white."""
    width, height = round(rect.width + 2 * pad), round(rect.height + 2 * pad)
    turn = np.asarray(cv2.getRotationMatrix2D((rect.x, rect.y), rect.angle, 1.0), np.float64)
    turn[:, 2] += np.array([width / 2 - rect.x, height / 2 - rect.y])
    level = cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,)
    )
    inner = max(1, round(pad / 2))
    level[:inner], level[-inner:], level[:, :inner], level[:, -inner:] = 255, 255, 255, 255
    back = np.asarray(cv2.invertAffineTransform(turn), np.float64)
    return CutOut(np.asarray(level, np.uint8), back)
