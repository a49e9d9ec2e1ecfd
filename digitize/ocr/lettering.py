"""Secret marks found by the shapes of their letters, where reading fails.

MẬT, TỐI MẬT and TUYỆT MẬT are stamped pale, worn, at a slant and over other print, and then no
reader spells them. But what they say and how they look is laid down: bold capitals of 13 to 14
points (NĐ 30/2020/NĐ-CP, appendix I), red or, on a copy, grey. So pictures of these words are
laid over the page: first the letters MẬT, which all of them end with, at all usual slants on a
picture of 50 dpi; then, where those fitted best, on finer ones; and the whole words only where
MẬT stands clearly.

How well a word fits a place is told by two shares: how the ink there follows the letters (the
correlation, which other print between them spoils), and how much of the letters is inked (which
other print cannot spoil).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from digitize.domain import Box, Line, Word, Zone
from digitize.imaging.page import Pixels
from digitize.ocr.mark_pictures import (
    COARSE,
    CUTS,
    END,
    FINE,
    INK_WEIGHT,
    RIVALS,
    SEARCH,
    WORDS,
    Cut,
    Ink,
    coarse_letters,
    fine_letters,
    lay_over,
    search_letters,
)
from digitize.ocr.tilted import Tilted

_STEP = 3  # degrees between slants
_TURNS = (-3.0, -1.5, 1.5, 3.0)
_FULL_INK = 0.35  # what is darker is as good as black: print under a stamp must not outweigh it
_PALE_INK = 0.15  # the same for stamps of little ink
_PALE = (0.06, 0.22)
_LEAST_PALE = 25.0  # square millimetres of pale ink, without which no pale stamp is looked for
_UPPER = 0.62  # share of the page in which marks are set
_SEARCHED, _PLACES = 24, 6  # looked at again, and closely, on each picture
_APART = (3.0, 6.0)  # mm between two places, down and across
# Sums of correlation and weighed inked share of MẬT without which a place is left. On 52 real and
# 60 generated pages marks that are found reached 1.2, 0.88 and 0.96 at least.
_LEAST_SEARCH, _LEAST_COARSE, _LEAST_END = 1.1, 0.8, 0.93
_FAINT = 0.3  # less is no letter's ink

# A place is the middle of END, and a cut-out around it has room for the longest word, in mm.
_ROOM, _ROOM_RIGHT, _ROOM_DOWN = 40.0, 12.0, 12.0
_END_ROOM = 8.0  # half of the letters and more, at any slant
_COARSE_REACH, _REACH = 1.5, 1.2  # how far letters may lie from where they were seen

# Least sums of correlation and half of the inked share. On 52 real and 140 generated first pages
# other print at a slant reached 1.05, 1.01 and 0.92; a longer word is harder to find by chance.
_LEAST_FIT = {"MẬT": 1.09, "TỐI MẬT": 1.05, "TUYỆT MẬT": 1.0}
# Enough alone, for dotted or worn letters are inked in part: at a slant, and where print stands.
_LEAST_CORRELATION, _LEAST_LEVEL_CORRELATION = 0.7, 0.78
_SEARCH_INK_WEIGHT = 0.8  # strokes run together on the search picture
_LONGER = 0.2  # a longer word may fit so much worse, for what is printed over more of it
_LEVEL = 2.5  # degrees; print stands within
_PRINT = 0.5  # share of a mark's width that words in capitals cover where it is print


@dataclass(frozen=True, slots=True)
class Lettering:
    """A mark: its word, its place, and 0..1 for how well the letters fit."""

    word: str
    rect: Tilted
    fit: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Where MẬT may stand: its middle in mm, its slant in degrees, and how well it fits."""

    x: float
    y: float
    slant: float
    fit: float

    def is_near(self, other: "_Place") -> bool:
        down, across = _APART
        return abs(self.y - other.y) < down / 2 and abs(self.x - other.x) < across / 2


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a word fits best: correlation and half of the inked share, the correlation alone, its
    place in pixels of the fine picture, and its letters."""

    fit: float
    correlation: float
    rect: Tilted
    cut: Cut


def find_lettering(pictures: Iterable[Pixels], dpi: float) -> list[Lettering]:
    """The marks on grey pictures of one upright page, all of the same size; the best of those
    that lie one over the other."""
    found: list[Lettering] = []
    for pixels in pictures:
        upper = pixels[: round(_UPPER * len(pixels))]
        fine = _scaled(upper, FINE * 25.4 / dpi)
        coarse, search = (_scaled(fine, scale / FINE) for scale in (COARSE, SEARCH))
        for full in _full_inks(fine):
            found += [
                mark
                for place in _places(_inked(search, full), _inked(coarse, full))
                if (mark := _look_closely(fine, full, place)) is not None
            ]
    kept: list[Lettering] = []
    for mark in sorted(found, key=lambda m: m.fit, reverse=True):
        if not any(mark.rect.overlaps(other.rect) for other in kept):
            kept.append(mark)
    return [Lettering(m.word, m.rect.scaled(dpi / 25.4 / FINE), m.fit) for m in kept]


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
    darkest, palest = (round(255 * (1 - ink)) for ink in reversed(_PALE))
    pale = cv2.inRange(fine, (darkest,), (palest,))
    solid = cv2.erode(pale, np.ones((3, 3), np.uint8))
    is_pale = cv2.countNonZero(solid) > _LEAST_PALE / 4 * FINE**2
    return (_FULL_INK, _PALE_INK) if is_pale else (_FULL_INK,)


def _inked(pixels: Pixels, full: float) -> Ink:
    return np.asarray(np.minimum((255 - pixels.astype(np.float32)) / (255 * full), 1), np.float32)


def _places(search: Ink, coarse: Ink) -> list[_Place]:
    """Where MẬT may stand, best first."""
    seen = [place for peak in _peaks(search) if (place := _look_again(coarse, peak)) is not None]
    places: list[_Place] = []
    for place in sorted(seen, key=lambda p: p.fit, reverse=True):
        if not any(place.is_near(other) for other in places):
            places.append(place)
    return places[:_PLACES]


def _peaks(page: Ink) -> list[_Place]:
    """The best places on the whole picture."""
    left, top, ink = _inked_part(page)
    best = np.full(ink.shape, -1, np.float32)
    slants = np.zeros(ink.shape, np.float32)
    for slant, letters in search_letters():
        height, width = letters.shape
        if height > ink.shape[0] or width > ink.shape[1]:
            return []
        fit = lay_over(ink, letters, _SEARCH_INK_WEIGHT)[0]
        rows = slice(height // 2, height // 2 + fit.shape[0])
        columns = slice(width // 2, width // 2 + fit.shape[1])
        np.copyto(slants[rows, columns], slant, where=fit > best[rows, columns])
        np.maximum(best[rows, columns], fit, out=best[rows, columns])
    down, across = (round(SEARCH * mm) | 1 for mm in _APART)
    high = cv2.dilate(best, np.ones((down, across), np.uint8))
    ys, xs = np.nonzero((best == high) & (best > _LEAST_SEARCH))
    order = np.argsort(-best[ys, xs], kind="stable")[:_SEARCHED]
    return [
        _Place((left + x) / SEARCH, (top + y) / SEARCH, float(slants[y, x]), float(best[y, x]))
        for y, x in zip(ys[order].tolist(), xs[order].tolist(), strict=True)
    ]


def _inked_part(page: Ink) -> tuple[int, int, Ink]:
    """Left, top and what holds all ink of a search picture, with room for letters around it:
    pictures of red ink alone are nearly empty, and pages have margins."""
    x, y, width, height = cv2.boundingRect((page > _FAINT).astype(np.uint8))
    room = round(_END_ROOM * SEARCH)
    left, top = max(0, x - room), max(0, y - room)
    return left, top, page[top : y + height + room, left : x + width + room]


def _look_again(ink: Ink, peak: _Place) -> _Place | None:
    """The place near `peak` where MẬT fits best, and its slant."""
    best: _Place | None = None
    for slant, letters in coarse_letters():
        if abs(slant - peak.slant) > _STEP:
            continue
        height, width = letters.shape
        reach = round(_COARSE_REACH * COARSE)
        top = max(0, round(peak.y * COARSE - height / 2) - reach)
        left = max(0, round(peak.x * COARSE - width / 2) - reach)
        piece = ink[top : top + height + 2 * reach, left : left + width + 2 * reach]
        if piece.shape[0] < height or piece.shape[1] < width:
            continue
        fits = lay_over(piece, letters)[0]
        row, column = np.unravel_index(int(fits.argmax()), fits.shape)
        fit = float(fits[row, column])
        if fit > (_LEAST_COARSE if best is None else best.fit):
            x, y = left + int(column) + width // 2, top + int(row) + height // 2
            best = _Place(x / COARSE, y / COARSE, slant, fit)
    return best


def _look_closely(fine: Pixels, full: float, place: _Place) -> Lettering | None:
    """The word whose end stands there, placed in pixels of `fine`."""
    level = _Levelled(fine, full, place, place.slant)
    end = level.find(END, CUTS)
    if end.fit < _LEAST_END:
        return None
    for turn in _TURNS:
        turned = _Levelled(fine, full, place, place.slant + turn)
        if (found := turned.find(END, end.cut.neighbours())).fit > end.fit:
            level, end = turned, found
    best = {word: level.find(word, end.cut.neighbours()) for word in WORDS}
    enough = [found for word, found in best.items() if _is_enough(word, found)]
    if not enough:
        return None
    top = max(enough, key=lambda found: found.fit)
    if any(level.find(rival, CUTS).fit > top.fit for rival in RIVALS):
        return None
    word = max((w for w in WORDS if best[w].fit > top.fit - _LONGER), key=len)
    like = max(top.correlation, top.fit / (1 + INK_WEIGHT))
    return Lettering(word, best[word].rect, min(1.0, like))


class _Levelled:
    """A piece of the page around a place, levelled."""

    def __init__(self, fine: Pixels, full: float, place: _Place, angle: float) -> None:
        x, y = place.x * FINE, place.y * FINE
        turn = np.asarray(cv2.getRotationMatrix2D((x, y), angle, 1.0), np.float64)
        turn[:, 2] += (_ROOM * FINE - x, _ROOM_DOWN / 2 * FINE - y)
        size = (round((_ROOM + _ROOM_RIGHT) * FINE), round(_ROOM_DOWN * FINE))
        level = cv2.warpAffine(fine, turn, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
        self._ink = _inked(np.asarray(level, np.uint8), full)
        self._back = np.asarray(cv2.invertAffineTransform(turn), np.float64)
        self._angle = angle

    def find(self, word: str, cuts: Iterable[Cut]) -> _Found:
        """Where `word` fits best in one of the cuts, with its last letters where the place is: all
        words end alike, so that they share the right lower corner."""
        reach = round(_REACH * FINE)
        best: _Found | None = None
        for cut in cuts:
            end, letters = fine_letters(END, cut), fine_letters(word, cut)
            height, width = letters.shape
            bottom = round(_ROOM_DOWN / 2 * FINE + end.shape[0] / 2) + reach
            right = round(_ROOM * FINE + end.shape[1] / 2) + reach
            top, left = max(0, bottom - height - 2 * reach), max(0, right - width - 2 * reach)
            fits, correlation = lay_over(self._ink[top:bottom, left:right], letters)
            row, column = np.unravel_index(int(fits.argmax()), fits.shape)
            fit = float(fits[row, column])
            if best is None or fit > best.fit:
                middle = np.array([left + column + width / 2, top + row + height / 2, 1])
                at = self._back @ middle
                rect = Tilted(float(at[0]), float(at[1]), width, height, self._angle)
                best = _Found(fit, float(correlation[row, column]), rect, cut)
        assert best is not None
        return best


def _is_enough(word: str, found: _Found) -> bool:
    level = abs(found.rect.angle) <= _LEVEL
    least = _LEAST_LEVEL_CORRELATION if level else _LEAST_CORRELATION
    return found.fit >= _LEAST_FIT[word] or found.correlation >= least
