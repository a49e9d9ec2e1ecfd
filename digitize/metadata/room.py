"""Room around and between the words of a reading: what stands on the page and was not read.

A word lost under a seal leaves a gap, letters lost or pen taken in make a word too wide for its
letters, and a line stamped over another leaves words that are none close below.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median_low

from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.sheet import Row, Token
from digitize.text.fold import fold

# Widths of letters in ems of their size, roughly as in the fonts that documents are printed in
# (NĐ 30/2020, Phụ lục I: Times New Roman).
_NARROW, _WIDE = frozenset("ijltfrI.,:;'()-/1"), frozenset("mwMWƯ")
_NARROW_WIDTH, _USUAL_WIDTH, _WIDE_WIDTH, _CAPITAL_WIDTH = 0.31, 0.48, 0.8, 0.68
_SAME_ROW = 0.5  # of a word's height
_GAP, _WIDE_GAP = 0.6, 1.4  # in heights of a word: nothing up to the one, all from the other on
_RATIO, _WIDE_RATIO = 1.25, 1.6  # of a word's width by its letters to that of its row's words
_TOUCHING = 0.06  # in heights
_OFF, _FAR_OFF = 0.1, 1.5  # in heights
_CLOSE = 1.8  # in heights, from middle to middle: words so close leave no room
_FEW = 3  # letters: the width of a shorter word says little
_LETTERS = re.compile(r"[^\W\d_]")


class Room:
    """Where the words of a document's pages stand."""

    def __init__(self, cells: Iterable[Row]) -> None:
        self._cells = list(cells)
        self._tokens = {id(t.word): t for cell in self._cells for t in cell.tokens}

    def weigh(self, candidate: Candidate) -> Candidate:
        """The candidate with the room that it leaves for letters and for words of its own."""
        rows = self._rows(candidate)
        letters = max((_too_wide(row) for row in rows), default=0.0)
        words = max((_too_far(row) for row in rows), default=0.0)
        if any(_touch(row) for row in rows):
            candidate = candidate.given(Evidence.TOUCHING)
        if letters:
            candidate = candidate.given(Evidence.ROOM_FOR_LETTERS, letters)
        return candidate.given(Evidence.ROOM_FOR_WORDS, words) if words else candidate

    def crowded(self, candidate: Candidate) -> Candidate:
        """The candidate with evidence where other words stand right below its last row: below a
        title there is room for a signature (NĐ 30/2020, Phụ lục I, ô số 7), so that it is not
        whole."""
        rows = self._rows(candidate)
        if not rows:
            return candidate
        last, own = rows[-1], {id(word) for word in candidate.words}
        x0, x1 = min(t.x0 for t in last), max(t.x1 for t in last)
        y, height = max(t.y for t in last), max(t.y1 - t.y0 for t in last)
        close = any(
            id(t.word) not in own and _LETTERS.search(t.word.text) and min(t.x1, x1) > max(t.x0, x0)
            for cell in self._cells
            if cell.page == candidate.page
            for t in cell.tokens
            if 0 < t.y - y < _CLOSE * height
        )
        return candidate.given(Evidence.CROWDED) if close else candidate

    def off_centre(self, name: Candidate, title: Candidate) -> Candidate:
        """The name with evidence where it is not centred below its title (ô số 7b): a part of it
        may be lost."""
        rows, above = self._rows(name), self._rows(title)
        if len(rows) != 1 or not above:
            return name
        middle = [(min(t.x0 for t in row) + max(t.x1 for t in row)) / 2 for row in above]
        own = (min(t.x0 for t in rows[0]) + max(t.x1 for t in rows[0])) / 2
        height = median_low([t.y1 - t.y0 for t in rows[0]])
        off = min(abs(own - x) for x in middle) / height
        strength = _share(off, _OFF, _FAR_OFF)
        return name.given(Evidence.OFF_CENTRE, strength) if strength else name

    def _rows(self, candidate: Candidate) -> list[list[Token]]:
        """The candidate's words by rows, as they stand on the page."""
        rows: list[list[Token]] = []
        for token in (self._tokens[id(w)] for w in candidate.words if id(w) in self._tokens):
            last = rows[-1][-1] if rows else None
            if last and abs(token.y - last.y) < _SAME_ROW * (last.y1 - last.y0):
                rows[-1].append(token)
            else:
                rows.append([token])
        return [sorted(row, key=lambda t: t.x0) for row in rows]


def _too_wide(row: Sequence[Token]) -> float:
    words = [t for t in row if len(_LETTERS.findall(t.word.text)) >= _FEW]
    if len(words) < 2:
        return 0.0
    # In print and in typescript, where all letters are as wide: too wide is what is so in both.
    as_print = _ratios(words, [sum(map(_letter_width, t.word.text)) for t in words])
    as_typed = _ratios(words, [float(len(t.word.text)) for t in words])
    return _share(max(map(min, as_print, as_typed)), _RATIO, _WIDE_RATIO)


def _ratios(words: Sequence[Token], expected: Sequence[float]) -> list[float]:
    """How wide each word is for what it should be, beside the usual one."""
    widths = [(t.x1 - t.x0) / width for t, width in zip(words, expected, strict=True)]
    usual = median_low(widths)
    return [width / usual for width in widths]


def _too_far(row: Sequence[Token]) -> float:
    height = median_low([t.y1 - t.y0 for t in row])
    gaps = [(after.x0 - before.x1) / height for before, after in pairwise(row)]
    return _share(max(gaps, default=0.0), _GAP, _WIDE_GAP)


def _touch(row: Sequence[Token]) -> bool:
    """Whether two words stand so close that no blank parts them: a dash between was lost."""
    height = median_low([t.y1 - t.y0 for t in row])
    return any(after.x0 - before.x1 < _TOUCHING * height for before, after in pairwise(row))


def _share(value: float, nothing: float, all_: float) -> float:
    return round(max(0.0, min(1.0, (value - nothing) / (all_ - nothing))), 2)


def _letter_width(letter: str) -> float:
    plain = fold(letter)[:1]
    if plain in _NARROW or letter in _NARROW:
        return _NARROW_WIDTH
    if plain in _WIDE or letter in _WIDE:
        return _WIDE_WIDTH
    return _CAPITAL_WIDTH if letter.isupper() else _USUAL_WIDTH
