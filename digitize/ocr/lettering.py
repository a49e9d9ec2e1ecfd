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
from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitize.domain import Box, Line, Word, Zone
from digitize.ocr.mark_inks import MarkInk
from digitize.ocr.mark_pictures import (
    CUTS,
    END,
    FINE,
    INK_WEIGHT,
    RIVALS,
    WORDS,
    Cut,
    fine_bank,
    fine_letters,
    lay_over,
)
from digitize.ocr.mark_search import Place, SearchPictures, find_places, inked
from digitize.ocr.tilted import Tilted

_TURNS = (-3.0, -1.5, 1.5, 3.0)
_PALE = (0.06, 0.22)
_LEAST_PALE = 25.0  # square millimetres of pale ink, without which no pale stamp is looked for
# Sum of correlation and weighed inked share of MẬT without which a place is left. On 52 real and 60
# generated pages marks that are found reached 0.96 at least.
_LEAST_END = 0.93
_LEAST_END_ALONE = 0.7  # where no print can pass for letters

# A place is the middle of END, and a cut-out around it has room for the longest word, in mm.
_ROOM, _ROOM_RIGHT, _ROOM_DOWN = 40.0, 12.0, 12.0
_END_REACH = np.arange(-5, 6)  # pixels
_END_ROWS = np.repeat(round(_ROOM_DOWN / 2 * FINE) + _END_REACH, len(_END_REACH))
_END_COLUMNS = np.tile(round(_ROOM * FINE) + _END_REACH, len(_END_REACH))
_REACH = 1.2  # how far letters may lie from where they were seen

# Least sums of correlation and half of the inked share. On 52 real and 140 generated first pages
# other print at a slant reached 1.05, 1.01 and 0.92; a longer word is harder to find by chance.
_LEAST_FIT = {"MẬT": 1.09, "TỐI MẬT": 1.05, "TUYỆT MẬT": 1.0}
# Enough alone, for dotted or worn letters are inked in part: at a slant, and where print stands.
_LEAST_CORRELATION, _LEAST_LEVEL_CORRELATION = 0.7, 0.78
# A mark fits better than its rivals by so much; on 197 pages with marks by 0.1 and more.
_RIVALLED = 0.08
# Where there is no print; of 200 generated pages without marks MẬT reached 0.67, TỐI MẬT 0.46.
_LEAST_ALONE = {"MẬT": 0.7, "TỐI MẬT": 0.62, "TUYỆT MẬT": 0.6}
# Least correlations of letters in dots. On 103 real and generated pages without marks MẬT reached
# 0.62, the longer words 0.52 and 0.5.
_LEAST_DOTTED = {"MẬT": 0.65, "TỐI MẬT": 0.56, "TUYỆT MẬT": 0.54}
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
class _Found:
    """Where a word fits best: correlation and half of the inked share, the correlation alone, its
    place in pixels of the page, and its letters."""

    fit: float
    correlation: float
    rect: Tilted
    cut: Cut


def find_lettering(inks: Iterable[MarkInk], dpi: float) -> list[Lettering]:
    """The marks on pictures of the head of one upright page; the best of those that lie one over
    the other, in pixels of a picture of `dpi`."""
    found: list[Lettering] = []
    for ink in inks:
        reduced = SearchPictures.of(ink.pixels, ink.dpi)
        for full in _full_inks(ink):
            found += [
                replace(mark, rect=mark.rect.scaled(dpi / ink.dpi))
                for place in find_places(reduced, full, alone=ink.alone)
                if (mark := _look_closely(ink, full, place)) is not None
            ]
    kept: list[Lettering] = []
    for mark in sorted(found, key=lambda m: m.fit, reverse=True):
        if not any(mark.rect.overlaps(other.rect) for other in kept):
            kept.append(mark)
    return kept


def as_lines(marks: Sequence[Lettering], found: Sequence[Line]) -> list[Line]:
    """Marks as stamped lines, without those that are print: level, and in their place `found` has
    a part of a longer line in capitals, such as a heading."""
    capitals = [[word for word in line.words if _is_capitals(word.text)] for line in found]
    lines = []
    for mark in marks:
        (x0, y0), (x1, y1) = mark.rect.corners.min(axis=0), mark.rect.corners.max(axis=0)
        box = Box(max(0, int(x0)), max(0, int(y0)), int(x1), int(y1))
        level = abs(mark.rect.angle) <= _LEVEL
        if level and any(_is_part(mark.word, box, words) for words in capitals):
            continue
        stamped = tuple(Word(word, box, round(mark.fit, 3)) for word in mark.word.split())
        lines.append(Line(stamped, Zone.STAMP))
    return lines


def _is_capitals(text: str) -> bool:
    return text.isupper() and _letters(text) >= 2


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _is_part(mark: str, box: Box, words: Sequence[Word]) -> bool:
    """Whether the words of a line cover most of the width of `box` and go on beside it, with more
    letters than the mark has: the box of a mark that was read may hold its frame."""
    in_row = [word for word in words if word.box.y0 < (box.y0 + box.y1) / 2 < word.box.y1]
    if sum(map(_letters, (word.text for word in in_row))) <= _letters(mark):
        return False
    row = [word.box for word in in_row]
    widths = [max(0, min(word.x1, box.x1) - max(word.x0, box.x0)) for word in row]
    if sum(widths) <= _PRINT * box.width:
        return False
    beside = box.height / 2
    return any(word.x0 < box.x0 - beside or word.x1 > box.x1 + beside for word in row)


def _full_inks(ink: MarkInk) -> tuple[float, ...]:
    darkest, palest = (round(255 * (1 - share)) for share in reversed(_PALE))
    pale = cv2.inRange(ink.pixels, (darkest,), (palest,))
    solid = cv2.erode(pale, np.ones((3, 3), np.uint8))
    is_pale = cv2.countNonZero(solid) > _LEAST_PALE / 4 * (ink.dpi / 25.4) ** 2
    return ink.fulls if is_pale else ink.fulls[:1]


def _look_closely(ink: MarkInk, full: float, place: Place) -> Lettering | None:
    """The word whose end stands there, in pixels of the picture."""
    level = _Levelled(ink, full, place, place.slant)
    fit, cut = level.find_end()
    if fit < (_LEAST_END_ALONE if ink.alone else _LEAST_END):
        return None
    for turn in _TURNS:
        turned = _Levelled(ink, full, place, place.slant + turn)
        better, its_cut = turned.find_end()
        if better > fit:
            level, fit, cut = turned, better, its_cut
    best = {word: level.find(word, cut.neighbours()) for word in WORDS}
    enough = [found for word, found in best.items() if _is_enough(word, found, ink)]
    if not enough:
        return None
    top = max(enough, key=lambda found: found.fit)
    if any(level.find(rival, CUTS).fit > top.fit - _RIVALLED for rival in RIVALS):
        return None
    word = max((w for w in WORDS if best[w].fit > top.fit - _LONGER), key=len)
    like = max(top.correlation, top.fit / (1 + INK_WEIGHT))
    return Lettering(word, best[word].rect, min(1.0, like))


class _Levelled:
    """A piece of the page around a place, levelled, on the fine scale."""

    def __init__(self, ink: MarkInk, full: float, place: Place, angle: float) -> None:
        mm = ink.dpi / 25.4
        x, y = place.x * mm, place.y * mm
        turn = np.asarray(cv2.getRotationMatrix2D((x, y), angle, FINE / mm), np.float64)
        turn[:, 2] += (_ROOM * FINE - x, _ROOM_DOWN / 2 * FINE - y)
        size = (round((_ROOM + _ROOM_RIGHT) * FINE), round(_ROOM_DOWN * FINE))
        level = cv2.warpAffine(ink.pixels, turn, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
        self._ink = inked(np.asarray(level, np.uint8), full)
        self._back = np.asarray(cv2.invertAffineTransform(turn), np.float64)
        self._angle = angle
        self._scale = mm / FINE

    def find_end(self) -> tuple[float, Cut]:
        """How well END fits best near the place, and its cut."""
        fits = fine_bank().lay_over(self._ink, _END_ROWS, _END_COLUMNS, INK_WEIGHT)
        which = int(fits.max(axis=0).argmax())
        return float(fits[:, which].max()), CUTS[which]

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
                sides = (width * self._scale, height * self._scale)
                rect = Tilted(float(at[0]), float(at[1]), *sides, self._angle)
                best = _Found(fit, float(correlation[row, column]), rect, cut)
        assert best is not None
        return best


def _is_enough(word: str, found: _Found, ink: MarkInk) -> bool:
    if ink.dotted:
        return found.correlation >= _LEAST_DOTTED[word]
    if ink.alone:
        least = _LEAST_ALONE[word]
    else:
        level = abs(found.rect.angle) <= _LEVEL
        least = _LEAST_LEVEL_CORRELATION if level else _LEAST_CORRELATION
    return found.fit >= _LEAST_FIT[word] or found.correlation >= least
