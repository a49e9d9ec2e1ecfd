"""Secret marks found by the shapes of their letters, where reading fails.

MẬT, TỐI MẬT and TUYỆT MẬT are stamped pale, worn, at a slant and over other print, and then no
reader spells them. But what they say and how they look is laid down: bold capitals of 13 to 14
points (NĐ 30/2020/NĐ-CP, appendix I), red or, on a copy, grey. So pictures of these words are
laid over the page: first the letters MẬT, which all of them end with, at all usual slants on a
coarse picture, then the whole words closely where those fitted best.

How well a word fits a place is told by two shares: how the ink there follows the letters (the
correlation, which other print between them spoils), and how much of the letters is inked (which
other print cannot spoil).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Line, Word, Zone
from digitize.imaging.page import Pixels
from digitize.ocr.tilted import Tilted
from digitize.text.fold import fold

WORDS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
RIVALS = ("THẬT",)  # stamped on certified copies; no mark, but its letters nearly fit
FACES = ("serif", "sans")
MASTER_SCALE = 12.0  # pixels a millimetre of the kept pictures

Ink = NDArray[np.float32]  # 0 for paper to 1 for ink

_COARSE, _FINE = 3.0, 6.0  # pixels a millimetre
_SLANTS = range(-15, 16, 3)  # degrees, clockwise
_TURNS = (-1.5, 0.0, 1.5)
_SIZES = (0.93, 0.98, 1.02, 1.07)  # of 13.5 points
_FULL_INK = 0.35  # what is darker is as good as black: print under a stamp must not outweigh it
_PALE_INK = 0.15  # the same for stamps of little ink
_PALE = (0.06, 0.22)
_LEAST_PALE = 25.0  # square millimetres of pale ink, without which no pale stamp is looked for
_UPPER = 0.62  # share of the page in which marks are set
_PLACES = 6  # looked at closely on each picture
_APART = (3.0, 6.0)  # mm between two places, down and across
_LEAST_COARSE = 0.65
_GRAIN = 0.04  # keeps the correlation of blank paper from being anything

# All words end in these letters; a place is their middle, and a cut-out around it has room for
# the longest word, in mm.
_END = WORDS[0]
_ROOM, _ROOM_RIGHT, _ROOM_DOWN = 40.0, 12.0, 12.0
_END_WIDTH = 12.0  # of these letters
_REACH = 2.0  # how far a word may lie from where its end was seen

# Least sums of correlation and half of the inked share. On 52 real and 140 generated first pages
# other print at a slant reached 1.05, 1.01 and 0.92; a longer word is harder to find by chance.
_LEAST_FIT = {"MẬT": 1.09, "TỐI MẬT": 1.05, "TUYỆT MẬT": 1.0}
# Enough alone, for dotted or worn letters are inked in part: at a slant, and where print stands.
_LEAST_CORRELATION, _LEAST_LEVEL_CORRELATION = 0.7, 0.78
_INK_WEIGHT = 0.5
_LONGER = 0.2  # a longer word may fit so much worse, for what is printed over more of it
_LEVEL = 2.5  # degrees; print stands within
_PRINT = 0.5  # share of a mark's width that words in capitals cover where it is print


@dataclass(frozen=True, slots=True)
class Lettering:
    """A mark: its word, its place, and 0..1 for how well the letters fit."""

    word: str
    rect: Tilted
    fit: float


def master_path(word: str, face: str) -> Path:
    """Where the picture of a word is kept, below this package."""
    return Path("mark_letters") / f"{fold(word).replace(' ', '-')}-{face}.png"


def find_lettering(pictures: Iterable[Pixels], dpi: float) -> list[Lettering]:
    """The marks on grey pictures of one upright page, all of the same size; the best of those
    that lie one over the other."""
    found: list[Lettering] = []
    for pixels in pictures:
        upper = pixels[: round(_UPPER * len(pixels))]
        fine = _scaled(upper, _FINE * 25.4 / dpi)
        for full in _full_inks(fine):
            coarse = _inked(_scaled(fine, _COARSE / _FINE), full)
            found += [
                mark
                for x, y, slant in _places(coarse)
                if (mark := _look_closely(fine, full, x, y, slant)) is not None
            ]
    kept: list[Lettering] = []
    for mark in sorted(found, key=lambda m: m.fit, reverse=True):
        if not any(mark.rect.overlaps(other.rect) for other in kept):
            kept.append(mark)
    return [Lettering(m.word, m.rect.scaled(dpi / 25.4 / _FINE), m.fit) for m in kept]


def as_lines(marks: Sequence[Lettering], found: Sequence[Line]) -> list[Line]:
    """Marks as stamped lines, without those that are print: level, and in their place `found` has
    a part of a longer line in capitals, such as a heading."""
    capitals = [[word.box for word in line.words if _is_capitals(word.text)] for line in found]
    lines = []
    for mark in marks:
        (x0, y0), (x1, y1) = mark.rect.corners.min(axis=0), mark.rect.corners.max(axis=0)
        box = Box(max(0, int(x0)), max(0, int(y0)), int(x1), int(y1))
        level = abs(mark.rect.angle) <= _LEVEL
        if level and any(_is_part(box, words) for words in capitals):
            continue
        stamped = tuple(Word(word, box, round(mark.fit, 3)) for word in mark.word.split())
        lines.append(Line(stamped, Zone.STAMP))
    return lines


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 2


def _is_part(box: Box, words: Sequence[Box]) -> bool:
    """Whether the words of a line cover most of the width of `box` and go on beside it."""
    row = [word for word in words if word.y0 < (box.y0 + box.y1) / 2 < word.y1]
    widths = [max(0, min(word.x1, box.x1) - max(word.x0, box.x0)) for word in row]
    if sum(widths) <= _PRINT * box.width:
        return False
    beside = box.height / 2
    return any(word.x0 < box.x0 - beside or word.x1 > box.x1 + beside for word in row)


def _scaled(pixels: Pixels, factor: float) -> Pixels:
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _full_inks(fine: Pixels) -> tuple[float, ...]:
    ink = (255 - fine.astype(np.int16)) / 255
    pale = ((ink > _PALE[0]) & (ink < _PALE[1])).astype(np.uint8)
    solid = cv2.erode(pale, np.ones((3, 3), np.uint8))
    is_pale = int(solid.sum()) > _LEAST_PALE / 4 * _FINE**2
    return (_FULL_INK, _PALE_INK) if is_pale else (_FULL_INK,)


def _inked(pixels: Pixels, full: float) -> Ink:
    return np.asarray(np.minimum((255 - pixels.astype(np.float32)) / (255 * full), 1), np.float32)


def _places(ink: Ink) -> list[tuple[float, float, float]]:
    """Where MẬT may stand: its middle in mm and its slant, best first."""
    best = np.full(ink.shape, -1, np.float32)
    slants = np.zeros(ink.shape, np.float32)
    grainy = _grainy(ink)
    for slant, letters in _coarse_letters():
        height, width = letters.shape
        if height > ink.shape[0] or width > ink.shape[1]:
            return []
        fit = _fit(ink, grainy, letters)
        rows = slice(height // 2, height // 2 + fit.shape[0])
        columns = slice(width // 2, width // 2 + fit.shape[1])
        better = fit > best[rows, columns]
        best[rows, columns][better] = fit[better]
        slants[rows, columns][better] = slant
    down, across = (round(_COARSE * mm) | 1 for mm in _APART)
    peaks = (best == cv2.dilate(best, np.ones((down, across), np.uint8))) & (best > _LEAST_COARSE)
    ys, xs = np.nonzero(peaks)
    order = np.argsort(-best[ys, xs], kind="stable")[:_PLACES]
    return [(xs[k] / _COARSE, ys[k] / _COARSE, float(slants[ys[k], xs[k]])) for k in order]


def _look_closely(fine: Pixels, full: float, x: float, y: float, slant: float) -> Lettering | None:
    """The word whose end stands at `x`, `y` (mm), placed in pixels of `fine`."""
    best: dict[str, tuple[float, float, Tilted]] = {}
    for angle in (slant + turn for turn in _TURNS):
        level, back = _level(fine, x, y, angle)
        ink = _inked(level, full)
        grainy = _grainy(ink)
        for word, letters in _fine_letters():
            height, width = letters.shape
            right = round((_ROOM + _END_WIDTH / 2 + _REACH) * _FINE)
            columns = slice(max(0, right - width - round(2 * _REACH * _FINE)), right)
            correlation = _correlation(grainy[:, columns], letters)
            sums = correlation + _INK_WEIGHT * _inked_share(ink[:, columns], letters)
            row, column = np.unravel_index(int(sums.argmax()), sums.shape)
            fit, like = float(sums[row, column]), float(correlation[row, column])
            if word not in best or fit > best[word][0]:
                middle = np.array([columns.start + column + width / 2, row + height / 2, 1])
                at = back @ middle
                rect = Tilted(float(at[0]), float(at[1]), width, height, angle)
                best[word] = (fit, like, rect)
    fits = {word: found for word, found in best.items() if _is_enough(word, *found)}
    if not fits or any(best[rival][0] > max(f[0] for f in fits.values()) for rival in RIVALS):
        return None
    top = max(fit for fit, _, _ in fits.values())
    word = max((w for w in WORDS if best[w][0] > top - _LONGER), key=len)
    fit, like, _ = best[max(fits, key=lambda w: fits[w][0])]
    return Lettering(word, best[word][2], min(1.0, max(like, fit / (1 + _INK_WEIGHT))))


def _is_enough(word: str, fit: float, correlation: float, rect: Tilted) -> bool:
    level = abs(rect.angle) <= _LEVEL
    least = _LEAST_LEVEL_CORRELATION if level else _LEAST_CORRELATION
    return word in WORDS and (fit >= _LEAST_FIT[word] or correlation >= least)


def _level(fine: Pixels, x: float, y: float, angle: float) -> tuple[Pixels, NDArray[np.float64]]:
    """A piece of the page levelled, and the map back from its pixels."""
    turn = np.asarray(cv2.getRotationMatrix2D((x * _FINE, y * _FINE), angle, 1.0), np.float64)
    turn[:, 2] += (np.array([_ROOM, _ROOM_DOWN / 2]) - (x, y)) * _FINE
    size = (round((_ROOM + _ROOM_RIGHT) * _FINE), round(_ROOM_DOWN * _FINE))
    level = cv2.warpAffine(fine, turn, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
    return np.asarray(level, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)


def _fit(ink: Ink, grainy: Ink, letters: Ink) -> Ink:
    return _correlation(grainy, letters) + _INK_WEIGHT * _inked_share(ink, letters)


def _correlation(grainy: Ink, letters: Ink) -> Ink:
    return np.asarray(cv2.matchTemplate(grainy, letters, cv2.TM_CCOEFF_NORMED), np.float32)


def _inked_share(ink: Ink, letters: Ink) -> Ink:
    strokes = (letters > 0.6).astype(np.float32)
    strokes /= strokes.sum()
    return np.asarray(cv2.matchTemplate(ink, strokes, cv2.TM_CCORR), np.float32)


def _grainy(ink: Ink) -> Ink:
    grain = np.random.default_rng(0).normal(0, _GRAIN, ink.shape)
    return np.asarray(ink + grain, np.float32)


@cache
def _master(word: str, face: str) -> Ink:
    path = Path(__file__).parent / master_path(word, face)
    data = np.frombuffer(path.read_bytes(), np.uint8)
    return np.asarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)) / 255, np.float32)


@cache
def _coarse_letters() -> tuple[tuple[float, Ink], ...]:
    return tuple(
        (float(slant), _letters(_END, face, 1.0, slant, _COARSE))
        for face in FACES
        for slant in _SLANTS
    )


@cache
def _fine_letters() -> tuple[tuple[str, Ink], ...]:
    return tuple(
        (word, _letters(word, face, size, 0, _FINE))
        for word in (*WORDS, *RIVALS)
        for face in FACES
        for size in _SIZES
    )


def _letters(word: str, face: str, size: float, slant: float, scale: float) -> Ink:
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
