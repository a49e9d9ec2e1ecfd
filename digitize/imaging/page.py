"""The pictures that walk through cleaning, and the geometry that leads back to the scan."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as scanned: uint8, shape (height, width) grey or (height, width, 3) BGR."""

    pixels: Pixels
    dpi: float

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True)
class ReducedPage:
    """A page as scanned, with no more pixels than reading needs; made by `resolution.reduce`.

    `pixels`: as in PageImage. `dpi`: of these pixels, if the scan has the resolution that it
    states. `scan_dpi`: what its header says, right or wrong. `bilevel`: the scan was made in
    black and white alone. `smooth`: it had more pixels, and its grain is averaged away.
    """

    pixels: Pixels
    dpi: float
    scan_width: int
    scan_height: int
    scan_dpi: float
    bilevel: bool
    smooth: bool

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def to_scan(self) -> NDArray[np.float64]:
        """The map, 2 x 3, from its pixels to pixels of the page as scanned."""
        return np.diag([self.scan_width / self.width, self.scan_height / self.height, 1.0])[:2]


@dataclass(frozen=True, slots=True)
class Geometry:
    """An affine map, 2 x 3, from pixels of a cleaned picture to pixels of the page as scanned."""

    matrix: NDArray[np.float64] = field(default_factory=lambda: np.eye(2, 3))

    def then(self, step: NDArray[np.float64]) -> "Geometry":
        """The geometry after a further step; `step` maps pixels before it to pixels after it."""
        back = np.linalg.inv(np.vstack([step, [0.0, 0.0, 1.0]]))
        return Geometry((np.vstack([self.matrix, [0.0, 0.0, 1.0]]) @ back)[:2])

    def to_scan(self, boxes: Sequence[Box], width: int, height: int) -> list[Box]:
        """For each cleaned box the upright box around it, clipped to a scan of `width` x
        `height`."""
        if not boxes:
            return []
        edges = np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes], np.float64)
        corners = np.ones((3, 4, len(boxes)))
        corners[0], corners[1] = edges[:, [0, 2, 2, 0]].T, edges[:, [1, 1, 3, 3]].T
        xs, ys = np.tensordot(self.matrix, corners, axes=1)
        x0 = np.clip(np.floor(xs.min(axis=0) + 1e-6), 0, width - 1)
        y0 = np.clip(np.floor(ys.min(axis=0) + 1e-6), 0, height - 1)
        x1 = np.clip(np.ceil(xs.max(axis=0) - 1e-6), x0 + 1, width)
        y1 = np.clip(np.ceil(ys.max(axis=0) - 1e-6), y0 + 1, height)
        return [Box(*box) for box in np.stack([x0, y0, x1, y1], axis=1).astype(int).tolist()]


@dataclass(frozen=True, slots=True)
class CleanPage:
    """What OCR reads.

    `text`: grey, black print on white, seals and stamps in colour taken out. `colour_ink`: grey
    picture of the same size and geometry that holds only the red ink (stamps, red marks) as
    black on white, or None when the page has none. `rotation` and `skew` as in PageText.
    `rotation_confidence`: 0..1, the chance that `rotation` is right; below 0.9 a reader does well
    to read the page upside down too.
    """

    text: Pixels
    dpi: float
    geometry: Geometry
    scan_width: int
    scan_height: int
    scan_dpi: float
    rotation: int = 0
    rotation_confidence: float = 1.0
    skew: float = 0.0
    blank: bool = False
    colour_ink: Pixels | None = None
