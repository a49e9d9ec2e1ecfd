"""The title above a signer's name, looked for where it was not found whole.

A deputy's title is mostly stamped, close below the head's that is printed or across it, and the
seal touches both (NĐ 30/2020/NĐ-CP, Điều 13; Phụ lục I, ô số 7a). Then the lines hang together, and
none of them is found, or one as high as both. But they stand one above the other, level like all
print, and on a strip along its own baseline each is plain to read.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz

from digitize.domain import Box, Line
from digitize.imaging.page import Pixels
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.decoding import best_path
from digitize.ocr.reader.lexicon import Lexicon
from digitize.ocr.reader.model import Model
from digitize.ocr.reader.naming import is_named
from digitize.ocr.reader.signing_block import (
    ReadLine,
    cut_level,
    has_room,
    letters_of,
    may_hold_text,
    middle,
    put_in,
    read_title,
    share_column,
    words_in,
)
from digitize.ocr.reader.strips import normalise, padded
from digitize.ocr.reader.words import INK
from digitize.text.titles import TITLES

# In x-heights, upwards from the baseline of the name: where its title may stand.
_ABOVE = (34.0, 9.0)
_DEPUTY = (0.75, 4.5)  # … and downwards from that of a head's title: where his deputy's may
_EDGE = 4.0  # … but not at the edge of the picture
_STEP = 0.5  # between the baselines that are tried first
_FINER = 2  # times that baselines are tried: each time half as far apart, near what was found
_HALF_WIDTH = 17.0  # of what is looked at
_APART = 1.2  # between the baselines of two titles that lie across each other
_ALIKE = 55  # of 100, of what is read on a strip and a title that is looked for there
_PASSED_OVER = 4.0  # for what stands beside a title: pen, the seal's rim, the list of recipients
_RARE = -2.0  # P. for PHÓ
# Losses (see `lexicon.Fit`): the most of a title, and of a deputy's below that of the head.
_MOST, _MOST_DEPUTY = 6.5, 12.0
_NEAR = 25.0  # of a title that stands somewhat higher or lower
_THIRD = 10.0  # at which confidence has fallen to a third
_MOST_TITLES = 3


def title_signers(read: Sequence[ReadLine], picture: Pixels, model: Model) -> list[ReadLine]:
    """The lines read on `picture`, titles above names that were not read whole among them."""
    pairs = list(read)
    for name, line in read:
        if is_named(line) and has_room(line.box, pairs, name.x_height, above=True):
            pairs = _with_titles(name, line, pairs, picture, model)
    return pairs


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    y: float
    loss: float
    sure: float
    line: TextLine
    box: Box

    @property
    def is_deputy(self) -> bool:
        return self.text.startswith(("PHÓ ", "P. "))


def _with_titles(
    name: TextLine, line: Line, pairs: list[ReadLine], picture: Pixels, model: Model
) -> list[ReadLine]:
    bottom = float(name.shape.baseline.at((line.box.x0 + line.box.x1) / 2))
    top = max(bottom - _ABOVE[0] * name.x_height, _EDGE * name.x_height)
    above = [
        pair
        for pair in pairs
        if top < middle(pair[1].box) < line.box.y0 and share_column(pair[1].box, line.box)
    ]
    known = [(pair, title) for pair in above if (title := read_title(pair[1]))]
    if not known:
        if not above:
            return pairs
        reach, bases = (top, bottom - _ABOVE[1] * name.x_height), TITLES
    else:
        (last, its_line), title = max(known, key=lambda one: middle(one[0][1].box))
        if title not in TITLES:
            return pairs
        y = float(last.shape.baseline.at((its_line.box.x0 + its_line.box.x1) / 2))
        low, high = (y + step * last.x_height for step in _DEPUTY)
        reach = (low, min(high, bottom - _ABOVE[1] * name.x_height))
        bases = TITLES if _is_ordered(its_line) else (title,)
    found = _look(name, reach, bases, picture, model)
    if known:
        found = [t for t in found if t.is_deputy or t.y > y + _APART * name.x_height]
    for one in _picked(found, name.x_height, alone=not known):
        if not any(_says(other, one) for _, other in above):
            pairs = put_in(pairs, one.line, Line(words_in(one.text, one.box, one.sure)))
    return pairs


def _is_ordered(line: Line) -> bool:
    """Whether TL. or TUQ. stands before a title: who signs by that one's order has another."""
    return letters_of(line.text).startswith(("tl", "tuq"))


def _says(line: Line, title: _Title) -> bool:
    """Whether a title was read at its place, alone or within a longer one."""
    letters = letters_of(" ".join(word.text for word in line.words if not word.withheld))
    return letters_of(title.text) in letters and line.box.y0 < middle(title.box) < line.box.y1


def _look(
    name: TextLine,
    reach: tuple[float, float],
    bases: Sequence[str],
    picture: Pixels,
    model: Model,
) -> list[_Title]:
    """What may be a title on strips along many baselines; closer ones where one is near."""
    found: list[_Title] = []
    step = _STEP * name.x_height
    heights = set(np.arange(*reach, step).tolist())
    for _ in range(_FINER):
        found += [t for y in sorted(heights) if (t := _title_at(name, y, bases, picture, model))]
        step /= 2
        heights = {y for t in found for y in (t.y - step, t.y + step)} - {t.y for t in found}
    return found


def _title_at(
    name: TextLine, y: float, bases: Sequence[str], picture: Pixels, model: Model
) -> _Title | None:
    """What fits a title best on the strip with its baseline at `y`; None where nothing is near."""
    line = cut_level(name, y, _HALF_WIDTH, picture)
    strip = normalise(line.strip)
    if not may_hold_text(strip):
        return None
    probabilities, alphabet = model.run(padded(strip)), model.description.alphabet
    letters = letters_of(best_path(probabilities, alphabet).text)
    alike = tuple(b for b in bases if fuzz.partial_ratio(letters_of(b), letters) >= _ALIKE)
    fit = _titles(alike, alphabet).fit(probabilities, _PASSED_OVER) if alike else None
    if fit is None or fit.loss > _NEAR:
        return None
    first, last = (frame * model.description.columns_per_frame for frame in fit.frames[0])
    inked = np.flatnonzero(strip[:, first:last].max(axis=0) >= INK) + first
    if not len(inked):
        return None
    sure = fit.chances[0] * math.exp(-max(0.0, fit.loss) / _THIRD)
    return _Title(fit.words[0], y, fit.loss, sure, line, line.box(inked[0], inked[-1] + 1))


@lru_cache(maxsize=32)
def _titles(bases: tuple[str, ...], alphabet: str) -> Lexicon:
    phrases: dict[str, float] = {}
    for base in bases:
        title = base.upper()
        phrases |= {title: 0.0, f"PHÓ {title}": 0.0, f"P. {title}": _RARE, f"KT. {title}": 0.0}
    return Lexicon.of(phrases, {}, alphabet)


def _picked(found: Sequence[_Title], x_height: float, *, alone: bool) -> list[_Title]:
    """The titles that fit best, each at its own height: of those that fit about as well, the one
    that leaves the least ink unexplained. `alone`: no other was read, so that the first must be
    plain; what a deputy's stamp says is known from the title above it."""
    picked: list[_Title] = []
    for one in sorted(found, key=lambda one: one.loss - len(one.text.split())):
        if any(abs(one.y - other.y) < _APART * x_height for other in picked):
            continue
        heads = [other.text.split(". ")[-1] for other in picked if other.y < one.y]
        explained = one.is_deputy and (not alone or any(map(one.text.endswith, heads)))
        if one.loss <= (_MOST_DEPUTY if explained else _MOST):
            picked.append(one)
        if len(picked) == _MOST_TITLES:
            break
    return picked
