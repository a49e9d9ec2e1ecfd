"""Each line as a strip: straightened, of one size, with its own ink alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box
from digitize.imaging.page import Pixels
from digitize.ocr.lines.baseline import Baseline
from digitize.ocr.lines.components import Components, Floats
from digitize.ocr.lines.shapes import SHARED, Owners, Shape

STRIP_HEIGHT = 40
BASELINE_ROW = 30
X_HEIGHT = 13.0  # of the small letters on a strip, in pixels

_MARGIN = 6  # px of the picture that lines are measured on, at both ends of a line
# The band of a line in which ink that it shares is its own: x-heights over and under the baseline.
_BAND = (1.85, 0.5)
# The soft edge of ink: that of others is taken out as far as it reaches, but not that of the line.
_FOREIGN_EDGE = np.ones((5, 5), np.uint8)
_OWN_EDGE = np.ones((3, 3), np.uint8)
_LEAST_WIDTH = 8  # px of a strip
# X-heights over and under the baseline: letters from ascender to descender, and all their marks.
_LETTERS = (1.5, 0.45)
_MARKS = (2.3, 0.8)


@dataclass(frozen=True, slots=True, eq=False)
class InkedPage:
    """A page with all its lines.

    `pictures`: the page in grey at falling sizes, each with its size as a share of the first.
    Lines are found on the one at `measured`; `clutter` is a mask over it of rules and rings (255)
    that no line owns, and `components` and `owners` say what each line does.
    """

    pictures: tuple[tuple[Pixels, float], ...]
    measured: int
    clutter: Pixels
    components: Components
    owners: Owners

    @property
    def scale(self) -> float:
        """The size of the picture that was measured as a share of the page."""
        return self.pictures[self.measured][1]


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """A line of a cleaned page.

    `strip`: grey, STRIP_HEIGHT rows, its ink dark on white, baseline at BASELINE_ROW, small
    letters X_HEIGHT high. `shape`, in pixels of the measured picture, is that of line `place` of
    the page.
    """

    strip: Pixels
    shape: Shape
    page: InkedPage
    place: int

    @property
    def x_height(self) -> float:
        """In pixels of the page."""
        return self.shape.x_height / self.page.scale

    @property
    def baseline(self) -> Baseline:
        """In pixels of the page."""
        return self.shape.baseline.scaled(1 / self.page.scale)

    @property
    def left(self) -> float:
        """Where the strip starts, in pixels of the page."""
        return _start(self.shape) / self.page.scale

    def box(self, first: float, last: float) -> Box:
        """The box on the cleaned page of the strip's columns from `first` up to `last`, from the
        line's ascender to its descender."""
        return self.boxes([(first, last)])[0]

    def boxes(self, spans: Sequence[tuple[float, float]]) -> list[Box]:
        """As `box`, of many spans of columns."""
        columns = np.array(spans, np.float64).reshape(-1, 2)
        return self._boxes(_start(self.shape) + columns * self.shape.x_height / X_HEIGHT, _LETTERS)

    def picture(self) -> tuple[Pixels, Box]:
        """The line as it lies on the cleaned page, ink of others taken out, and its place there:
        what a reader needs that has a strip of its own. Marks of capitals are on it too."""
        ends = np.array([[_start(self.shape), self.shape.x1 + _MARGIN]])
        box = self._boxes(ends, _MARKS)[0]
        scale = self.page.scale
        rows = slice(int(box.y0 * scale), int(np.ceil(box.y1 * scale)))
        columns = slice(int(box.x0 * scale), int(np.ceil(box.x1 * scale)))
        foreign = _foreign(self.page, self.shape, self.place, rows, columns)
        piece = self.page.pictures[0][0][box.y0 : box.y1, box.x0 : box.x1]
        white = cv2.resize(foreign, (box.width, box.height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(cv2.max(piece, white), np.uint8), box

    def _boxes(self, ends: Floats, band: tuple[float, float]) -> list[Box]:
        """The boxes on the page between the `ends`, shape (n, 2), on the measured picture; `band`
        in x-heights over and under the baseline."""
        scale, x_height = self.page.scale, self.shape.x_height
        height, width = self.page.pictures[0][0].shape
        x0, x1 = ends.T
        y = self.shape.baseline.at(np.stack([x0, (x0 + x1) / 2, x1]))
        left = np.clip(np.floor(x0 / scale), 0, width - 1)
        right = np.clip(np.ceil(x1 / scale), left + 1, width)
        top = np.clip(np.floor((y.min(axis=0) - band[0] * x_height) / scale), 0, height - 1)
        bottom = np.clip(np.ceil((y.max(axis=0) + band[1] * x_height) / scale), top + 1, height)
        sides = np.stack([left, top, right, bottom], axis=1).astype(int).tolist()
        return [Box(*four) for four in sides]


def cut_strip(page: InkedPage, shape: Shape, place: int) -> TextLine:
    """The line `place` of the page, whose `shape` is in pixels of the measured picture."""
    size = shape.x_height / X_HEIGHT
    left = _start(shape)
    right = min(float(page.components.labels.shape[1]), shape.x1 + _MARGIN)
    width = max(_LEAST_WIDTH, int((right - left) / size))
    x = left + (np.arange(width) + 0.5) * size
    rows = (np.arange(STRIP_HEIGHT) + 0.5 - BASELINE_ROW) * size
    y = shape.baseline.at(x)[None, :] + rows[:, None]
    picture, share = _fitting(page, shape.x_height)
    strip = _sampled(picture, x, y, share / page.scale)
    top = max(0, int(y.min()) - 2)
    columns = slice(int(left), int(np.ceil(right)) + 1)
    foreign = _foreign(page, shape, place, slice(top, int(y.max()) + 3), columns)
    if foreign.any():
        white = _sampled(foreign, x - columns.start, y - top, 1.0, outside=0)
        strip = np.asarray(cv2.max(strip, white), np.uint8)
    return TextLine(strip, shape, page, place)


def _start(shape: Shape) -> float:
    return max(0.0, shape.x0 - _MARGIN)


def _fitting(page: InkedPage, x_height: float) -> tuple[Pixels, float]:
    """The smallest picture on which the line is no smaller than on its strip."""
    fitting = [p for p in page.pictures if x_height / page.scale * p[1] >= X_HEIGHT]
    return fitting[-1] if fitting else page.pictures[0]


def _foreign(
    page: InkedPage, shape: Shape, place: int, rows: slice, columns: slice
) -> NDArray[np.uint8]:
    """255 where a piece of the measured picture has ink that is not the line's own, or a rule,
    with the soft edge of that ink."""
    labels = page.components.labels[rows, columns]
    owners = page.owners[labels]
    own = owners == place
    others = (labels > 0) & ~own
    shared = others & (owners == SHARED)
    if shared.any():
        y = np.arange(rows.start, rows.start + labels.shape[0])[:, None]
        x = np.arange(columns.start, columns.start + labels.shape[1])
        over = shape.baseline.at(x)[None, :] - y
        band = (over < _BAND[0] * shape.x_height) & (over > -_BAND[1] * shape.x_height)
        others &= ~(shared & band)
    soft = cv2.dilate(others.astype(np.uint8) * 255, _FOREIGN_EDGE)
    soft[cv2.dilate(own.astype(np.uint8), _OWN_EDGE) > 0] = 0
    soft[others] = 255
    return np.asarray(cv2.bitwise_or(soft, page.clutter[rows, columns]), np.uint8)


def _sampled(picture: Pixels, x: Floats, y: Floats, factor: float, outside: int = 255) -> Pixels:
    """`picture` at columns `x` and rows `y`, both in edges of pixels, times `factor`."""
    # OpenCV counts from the middles of pixels.
    columns = np.broadcast_to(x * factor - 0.5, y.shape).astype(np.float32)
    rows = (y * factor - 0.5).astype(np.float32)
    sampled = cv2.remap(
        picture,
        columns,
        rows,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(outside,),
    )
    return np.asarray(sampled, np.uint8)
