"""Each line as a strip: straightened, of one size, with its own ink alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box
from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components, Floats
from digitize.ocr.lines.shapes import SHARED, Owners, Shape

STRIP_HEIGHT = 40
BASELINE_ROW = 30
X_HEIGHT = 13.0  # of the small letters on a strip, in pixels

_MARGIN = 6  # px at both ends of a line
# The band of a line in which ink that it shares is its own: x-heights over and under the baseline.
_BAND = (1.85, 0.5)
# The soft edge of ink: that of others is taken out as far as it reaches, but not that of the line.
_FOREIGN_EDGE = np.ones((5, 5), np.uint8)
_OWN_EDGE = np.ones((3, 3), np.uint8)
_LEAST_WIDTH = 8  # px of a strip
_LETTERS = (1.5, 0.45)  # x-heights over and under the baseline: from ascender to descender
# What ink is to a line.
_NONE, _OWN, _SHARED, _OTHERS = range(4)

_ROWS = np.arange(STRIP_HEIGHT, dtype=np.float32)[:, None] + np.float32(0.5 - BASELINE_ROW)


@dataclass(frozen=True, slots=True, eq=False)
class InkedPage:
    """A page with all its lines.

    `picture`: the page in grey. `clutter` is a mask over it of rules and rings (255) that no line
    owns, and `components` and `owners` say what each line does.
    """

    picture: Pixels
    clutter: Pixels
    components: Components
    owners: Owners


@dataclass(frozen=True, slots=True, eq=False)
class TextLine:
    """A line of a cleaned page.

    `strip`: grey, STRIP_HEIGHT rows, its ink dark on white, baseline at BASELINE_ROW, small
    letters X_HEIGHT high. `shape` is in pixels of the page; `page_size` its height and width.
    """

    strip: Pixels
    shape: Shape
    page_size: tuple[int, int]

    @property
    def x_height(self) -> float:
        """In pixels of the page."""
        return self.shape.x_height

    def box(self, first: float, last: float) -> Box:
        """The box on the cleaned page of the strip's columns from `first` up to `last`, from the
        line's ascender to its descender."""
        return self.boxes([(first, last)])[0]

    def boxes(self, spans: Sequence[tuple[float, float]]) -> list[Box]:
        """As `box`, of many spans of columns."""
        x_height, (height, width) = self.shape.x_height, self.page_size
        columns = np.array(spans, np.float64).reshape(-1, 2).T
        x0, x1 = _start(self.shape) + columns * x_height / X_HEIGHT
        y = self.shape.baseline.at(np.array([x0, (x0 + x1) / 2, x1]))
        starts = np.floor([x0, y.min(axis=0) - _LETTERS[0] * x_height]).astype(int)
        ends = np.ceil([x1, y.max(axis=0) + _LETTERS[1] * x_height]).astype(int)
        boxes: list[Box] = []
        for left, top, right, bottom in zip(*starts.tolist(), *ends.tolist(), strict=True):
            left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
            right, bottom = min(max(right, left + 1), width), min(max(bottom, top + 1), height)
            boxes.append(Box(left, top, right, bottom))
        return boxes


def cut_strip(page: InkedPage, shape: Shape, place: int) -> TextLine:
    """The line `place` of the page, which has this `shape`."""
    course = _course(shape, page.picture.shape[1])
    foreign = _foreign(page, shape, place, course.rows, course.columns)
    part = cv2.max(page.picture[course.rows, course.columns], foreign)
    return _cut(np.asarray(part, np.uint8), course, shape, page.picture)


def cut_whole(shape: Shape, page: Pixels) -> TextLine:
    """A line of this `shape` with all ink that lies there, whatever it belongs to. Only baseline,
    x-height and ends of the shape count."""
    course = _course(shape, page.shape[1])
    return _cut(page[course.rows, course.columns], course, shape, page)


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """Where a line runs: its baseline at `x`, the middles of its strip's columns, and the part of
    the page around it."""

    x: Floats
    baseline: Floats
    rows: slice
    columns: slice


def _course(shape: Shape, page_width: int) -> _Course:
    size = shape.x_height / X_HEIGHT
    left = _start(shape)
    right = min(float(page_width), shape.x1 + _MARGIN)
    width = max(_LEAST_WIDTH, int((right - left) / size))
    x = left + (np.arange(width) + 0.5) * size
    baseline = shape.baseline.at(x)
    above, below = BASELINE_ROW * size + 2, (STRIP_HEIGHT - BASELINE_ROW) * size + 3
    rows = slice(max(0, int(baseline.min() - above)), int(baseline.max() + below))
    return _Course(x, baseline, rows, slice(max(0, int(left) - 1), int(np.ceil(right)) + 1))


def _cut(part: Pixels, course: _Course, shape: Shape, page: Pixels) -> TextLine:
    """The strip of the `part` of a page that a line runs in."""
    x, baseline = course.x - course.columns.start, course.baseline - course.rows.start
    strip = _sampled(part, x, baseline, shape.x_height / X_HEIGHT)
    return TextLine(strip, shape, (page.shape[0], page.shape[1]))


def _start(shape: Shape) -> float:
    return max(0.0, shape.x0 - _MARGIN)


def _foreign(
    page: InkedPage, shape: Shape, place: int, rows: slice, columns: slice
) -> NDArray[np.uint8]:
    """255 where a part of the page has ink that is not the line's own, or a rule, with the soft
    edge of that ink."""
    kinds = np.full(len(page.owners), _OTHERS, np.uint8)
    kinds[page.owners == SHARED] = _SHARED
    kinds[page.owners == place] = _OWN
    kinds[0] = _NONE
    ink = kinds.take(page.components.labels[rows, columns])
    if (shared := ink == _SHARED).any():
        y = np.arange(rows.start, rows.start + ink.shape[0])[:, None]
        x = np.arange(columns.start, columns.start + ink.shape[1])
        over = shape.baseline.at(x)[None, :] - y
        band = (over < _BAND[0] * shape.x_height) & (over > -_BAND[1] * shape.x_height)
        ink[shared & band] = _NONE
    others = cv2.compare(ink, (_OWN,), cv2.CMP_GT)  # type: ignore[call-overload]
    soft = cv2.dilate(others, _FOREIGN_EDGE)
    same = cv2.compare(ink, (_OWN,), cv2.CMP_EQ)  # type: ignore[call-overload]
    own = cv2.dilate(same, _OWN_EDGE)
    soft = cv2.bitwise_or(cv2.subtract(soft, own), others)
    return np.asarray(cv2.bitwise_or(soft, page.clutter[rows, columns]), np.uint8)


def _sampled(picture: Pixels, x: Floats, baseline: Floats, size: float) -> Pixels:
    """The strip of `picture` along a baseline with these columns `x` and rows, both in edges of
    pixels; a pixel of the strip is `size` of its pixels."""
    height, width = picture.shape
    if size >= 2:  # four pixels do not tell what lies between them
        half = (max(1, width // 2), max(1, height // 2))
        picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.uint8)
    across, down = picture.shape[1] / width, picture.shape[0] / height
    # OpenCV counts from the middles of pixels.
    columns = np.empty((STRIP_HEIGHT, len(x)), np.float32)
    columns[:] = x * across - 0.5
    rows = (baseline * down - 0.5).astype(np.float32) + _ROWS * np.float32(size * down)
    sampled = cv2.remap(
        picture,
        columns,
        rows,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255,),
    )
    return np.asarray(sampled, np.uint8)
