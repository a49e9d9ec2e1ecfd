"""The letters of secret marks as pictures, to be laid over the ink of a page.

Two faces of each word are kept, drawn once (NĐ 30/2020/NĐ-CP, appendix I: bold capitals of 13 to 14
points); sizes, slants and scales are made of them when they are first needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from digitize.text.fold import fold

WORDS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
RIVALS = ("THẬT",)  # stamped on certified copies; no mark, but its letters nearly fit
FACES = ("serif", "sans")
MASTER_SCALE = 12.0  # pixels a millimetre of the kept pictures

Ink = NDArray[np.float32]  # 0 for paper to 1 for ink
Places = NDArray[np.intp]  # rows or columns of pixels

END = WORDS[0]  # all words end in these letters
SEARCH, COARSE, FINE = 2.0, 3.0, 6.0  # pixels a millimetre
# Degrees, clockwise. Coarser steps are enough where a pixel is half a millimetre.
SEARCH_SLANTS, SLANTS = tuple(range(-12, 13, 6)), tuple(range(-15, 16, 3))
_ANY_SLANTS = (-9, 0, 9)  # one picture for all
_SIZES = (0.93, 0.98, 1.02, 1.07)  # of 13.5 points
_STROKE = 0.6  # what is darker in the picture of a word is stroke
_GRAIN = 0.04  # keeps the correlation of blank paper from being anything
_NOTHING = np.empty((0, 0), np.float32)
INK_WEIGHT = 0.5  # of the inked share beside the correlation


@dataclass(frozen=True, slots=True)
class Cut:
    """Letters of a face, in one of the sizes."""

    face: str
    size: int

    def neighbours(self) -> "tuple[Cut, ...]":
        """Of the same face, at most one size apart."""
        return tuple(
            cut for cut in CUTS if cut.face == self.face and abs(cut.size - self.size) <= 1
        )


CUTS = tuple(Cut(face, size) for face in FACES for size in range(len(_SIZES)))


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """A word to be laid over ink: `pattern`, whose sum of products with ink is their covariance
    over the deviation of the letters; `strokes`, whose sum of products is the inked share."""

    pattern: Ink
    strokes: Ink

    @property
    def shape(self) -> tuple[int, int]:
        height, width = self.pattern.shape
        return height, width


@dataclass(frozen=True, slots=True, eq=False)
class Bank:
    """Several letters that are laid over the same places together, by one product of matrices.
    `sides`: rows and columns, odd, of each shape that there is, (shapes, 2); `shape_of`: the shape
    of each of the letters; `factors`: (pixels of the largest, 2 x letters), all patterns, then all
    strokes."""

    sides: Places
    shape_of: Places
    factors: Ink

    @classmethod
    def of(cls, several: Sequence[Letters]) -> "Bank":
        shapes = np.array([one.shape for one in several], np.intp)
        sides, shape_of = np.unique(shapes, axis=0, return_inverse=True)
        height, width = shapes.max(axis=0).tolist()
        parts = [*(one.pattern for one in several), *(one.strokes for one in several)]
        columns = [_on_canvas(part, height, width).ravel() for part in parts]
        return cls(sides, shape_of.ravel(), np.stack(columns, axis=1))

    def lay_over(self, ink: Ink, rows: Places, columns: Places, weight: float) -> Ink:
        """Correlation and weighed inked share, (places, letters), with the middle of the letters
        at each of the places; outside of `ink` there is paper."""
        down, across = (self.sides.max(axis=0) // 2).tolist()
        top, left = max(0, int(rows.min()) - down), max(0, int(columns.min()) - across)
        bottom, right = int(rows.max()) + down + 1, int(columns.max()) + across + 1
        near = ink[top:bottom, left:right]
        sheet = cv2.copyMakeBorder(
            near, down, down, across, across, cv2.BORDER_CONSTANT, value=(0,)
        )
        rows, columns = rows - top, columns - left
        windows = sliding_window_view(np.asarray(sheet), (2 * down + 1, 2 * across + 1))
        pieces = windows[rows, columns].reshape(len(rows), -1)
        # OpenCV's product stays on this thread, as `@` does not.
        sums = np.asarray(cv2.gemm(pieces, self.factors, 1, _NOTHING, 0), np.float32)
        many = len(self.shape_of)
        patterns, strokes = sums[:, :many], sums[:, many:]
        deviation = self._deviation(np.asarray(sheet), rows + down, columns + across)
        return np.asarray(patterns / deviation[:, self.shape_of] + weight * strokes, np.float32)

    def _deviation(self, sheet: Ink, rows: Places, columns: Places) -> Ink:
        """Of the ink, and of the grain of the paper in it, under each shape at each place."""
        total, squares = (np.asarray(sums) for sums in cv2.integral2(sheet))
        stride = total.shape[1]
        heights, widths = self.sides.T
        first = (rows[:, None] - heights // 2) * stride + (columns[:, None] - widths // 2)
        below = heights * stride
        mean, square = (
            (sums[first + below + widths] + sums[first])
            - (sums[first + below] + sums[first + widths])
            for sums in (total.ravel(), squares.ravel())
        )
        size = heights * widths
        variance = np.maximum(square / size - (mean / size) ** 2, 0) + _GRAIN**2
        return np.asarray(np.sqrt(variance), np.float32)


def master_path(word: str, face: str) -> Path:
    """Where the picture of a word is kept, below this package."""
    return Path("mark_letters") / f"{fold(word).replace(' ', '-')}-{face}.png"


def lay_over(ink: Ink, letters: Letters, weight: float = INK_WEIGHT) -> tuple[Ink, Ink]:
    """At each place of the letters in `ink`: correlation and weighed inked share, and the
    correlation alone."""
    correlation = cv2.divide(_sums(ink, letters.pattern), _deviation(ink, letters.shape))
    fits = cv2.addWeighted(correlation, 1, _sums(ink, letters.strokes), weight, 0)
    return np.asarray(fits, np.float32), np.asarray(correlation, np.float32)


def _sums(ink: Ink, factors: Ink) -> Ink:
    return np.asarray(cv2.matchTemplate(ink, factors, cv2.TM_CCORR), np.float32)


def _deviation(ink: Ink, shape: tuple[int, int]) -> Ink:
    """Of the ink under letters of that shape at each place, the grain of the paper in it."""
    height, width = shape
    size, first = (width, height), (0, 0)
    places = (slice(ink.shape[0] - height + 1), slice(ink.shape[1] - width + 1))
    mean = cv2.boxFilter(ink, cv2.CV_32F, size, anchor=first)[places]
    square = cv2.sqrBoxFilter(ink, cv2.CV_32F, size, anchor=first)[places]
    variance = cv2.subtract(square, cv2.multiply(mean, mean))
    return np.asarray(cv2.sqrt(np.maximum(variance, 0) + np.float32(_GRAIN**2)), np.float32)


@cache
def any_letters() -> Letters:
    """One picture for END in all faces at all slants, on the scale of the search."""
    drawn = [_drawn(END, face, 1.0, slant, SEARCH) for face in FACES for slant in _ANY_SLANTS]
    height, width = _odd_canvas(drawn)
    mean = np.mean([_on_canvas(ink, height, width) for ink in drawn], axis=0)
    return _as_letters(np.asarray(mean, np.float32))


@cache
def search_bank() -> Bank:
    """END at SEARCH_SLANTS, all of a face, then all of the next."""
    return _slanted(SEARCH_SLANTS, SEARCH)


@cache
def coarse_bank() -> Bank:
    """END at SLANTS, all of a face, then all of the next."""
    return _slanted(SLANTS, COARSE)


@cache
def fine_bank() -> Bank:
    """END in all CUTS, level."""
    drawn = [_drawn(END, cut.face, _SIZES[cut.size], 0, FINE) for cut in CUTS]
    return Bank.of([_as_letters(_on_canvas(ink, *_odd_canvas([ink]))) for ink in drawn])


def _slanted(slants: Sequence[int], scale: float) -> Bank:
    drawn = [_drawn(END, face, 1.0, slant, scale) for face in FACES for slant in slants]
    return Bank.of([_as_letters(_on_canvas(ink, *_odd_canvas([ink]))) for ink in drawn])


def _odd_canvas(drawn: Sequence[Ink]) -> tuple[int, int]:
    height, width = (max(sides) | 1 for sides in zip(*(ink.shape for ink in drawn), strict=True))
    return height, width


def _on_canvas(ink: Ink, height: int, width: int) -> Ink:
    """In the middle of a white canvas."""
    down, across = height - ink.shape[0], width - ink.shape[1]
    around = ((down // 2, down - down // 2), (across // 2, across - across // 2))
    return np.pad(ink, around)


@cache
def _master(word: str, face: str) -> Ink:
    path = Path(__file__).parent / master_path(word, face)
    data = np.frombuffer(path.read_bytes(), np.uint8)
    return np.asarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)) / 255, np.float32)


@cache
def fine_letters(word: str, cut: Cut) -> Letters:
    return _as_letters(_drawn(word, cut.face, _SIZES[cut.size], 0, FINE))


def _as_letters(ink: Ink) -> Letters:
    strokes = (ink > _STROKE).astype(np.float32)
    pattern = (ink - ink.mean()) / (ink.size * ink.std())
    return Letters(np.asarray(pattern, np.float32), strokes / strokes.sum())


def _drawn(word: str, face: str, size: float, slant: float, scale: float) -> Ink:
    """A word as ink, turned clockwise by `slant`, with a narrow white edge, as wide as the frame
    of a stamp leaves it."""
    master = _master(word, face)
    height, width = master.shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -slant, 1.0), np.float64)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    wide, high = round(width * cosine + height * sine), round(width * sine + height * cosine)
    turn[:, 2] += ((wide - width) / 2, (high - height) / 2)
    turned = np.asarray(cv2.warpAffine(master, turn, (wide, high)), np.float32)
    rows, columns = (
        np.flatnonzero(turned.max(axis=1) > 0.3),
        np.flatnonzero(turned.max(axis=0) > 0.3),
    )
    tight = turned[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    down, across = round(0.25 * MASTER_SCALE), round(0.6 * MASTER_SCALE)
    framed = cv2.copyMakeBorder(tight, down, down, across, across, cv2.BORDER_CONSTANT, value=(0,))
    soft = cv2.GaussianBlur(framed, (0, 0), MASTER_SCALE / 8)
    factor = size * scale / MASTER_SCALE
    return np.asarray(
        cv2.resize(soft, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.float32
    )
