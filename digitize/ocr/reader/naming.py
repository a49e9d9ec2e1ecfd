"""The signer's name below his title, read once more as what it is: a name.

Seal and signature lie over it (NĐ 30/2020/NĐ-CP, Phụ lục I, ô số 7b, 7c and 8). They take marks
and letters, and often its beginning: the seal stands over the left third of the signature, so that
the first word hangs together with it and was taken for none of the line's.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digitize.domain import Box, Line, Word
from digitize.imaging.page import Pixels
from digitize.ocr.lines.strips import TextLine, cut_whole
from digitize.ocr.reader.lexicon import Fit
from digitize.ocr.reader.model import Model
from digitize.ocr.reader.names import read_name
from digitize.ocr.reader.signing_block import HEIGHT, ReadLine, has_room, middle, share_column
from digitize.ocr.reader.strips import normalise, padded
from digitize.ocr.reader.words import INK
from digitize.text.fold import lower
from digitize.text.names import FAMILIES, GIVEN
from digitize.text.syllables import is_syllable
from digitize.text.tones import place_tones

_MOST_WORDS = 6  # with what a signature adds
_RIGHT = 0.45  # of the page
_CAPITALS = 0.7  # share of the letters of a title
_FEWEST_LETTERS = 4
_SURE = 0.95
_SHORTEST = 2  # letters of a name but the one, Ý
_WHOLE = 3  # words: a name of two may lack its first
_BEFORE = 8.0  # x-heights in front of a line in which its first word may stand
# Losses (see `Fit`): a name that is plain to see, one that can be, and the one at which
# confidence has fallen to a third.
_PLAIN, _MOST, _THIRD = 3.0, 8.0, 10.0

_FAMILIES = frozenset(map(place_tones, map(lower, FAMILIES)))
_GIVEN = frozenset(map(place_tones, GIVEN))
_EDGES = re.compile(r"^\W+|\W+$")


def name_signers(
    read: Sequence[ReadLine], picture: Pixels, model: Model, *, in_block: bool = True
) -> list[ReadLine]:
    """The lines read on `picture`, those that are a name by their place read as one.

    A changed word keeps as `original` what stood there. `in_block`: only what stands below a title
    in capitals, or with room for a signature on the right side; stamps hold a name alone, too.
    """
    titles = [line.box for _, line in read if _is_title(line)]

    def signs(text_line: TextLine, box: Box) -> bool:
        if not in_block or _is_below(box, titles):
            return True
        right = box.x0 > _RIGHT * picture.shape[1]
        return right and has_room(box, read, text_line.x_height, above=True)

    return [
        (text_line, _named(text_line, line, picture, model))
        if _may_be_misread(line) and signs(text_line, line.box)
        else (text_line, line)
        for text_line, line in read
    ]


def is_named(line: Line) -> bool:
    """Whether a short line ends in two names."""
    words = [_bare(word) for word in line.words if not word.withheld]
    return 1 < len(words) <= _MOST_WORDS and all(map(_is_name, words[-2:]))


def _is_title(line: Line) -> bool:
    letters = [c for word in line.words for c in word.text if c.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= _FEWEST_LETTERS and capitals > _CAPITALS * len(letters)


def _is_below(box: Box, titles: Sequence[Box]) -> bool:
    return any(
        title.y1 <= middle(box) < title.y1 + HEIGHT * box.height and share_column(title, box)
        for title in titles
    )


def _may_be_misread(line: Line) -> bool:
    """Whether a short line ends as names do, and is not plainly a whole one."""
    words = [_bare(word) for word in line.words]
    while words and len(words[-1]) < _SHORTEST:  # a stroke of the signature
        words.pop()
    likely = sum(word.istitle() and is_syllable(word) for word in words)
    if not 1 < len(words) <= _MOST_WORDS or 2 * likely < len(words) or words[-1].isupper():
        return False
    known = _is_family(words[0]) and all(map(_is_given, words[1:])) and len(words) >= _WHOLE
    return not known or any(w.confidence < _SURE or w.withheld for w in line.words)


def _named(text_line: TextLine, line: Line, picture: Pixels, model: Model) -> Line:
    best, of = _read(text_line, model), text_line
    if best is None or best.loss > _PLAIN or len(best.words) < _WHOLE:
        shape = text_line.shape
        longer = cut_whole(replace(shape, x0=shape.x0 - _BEFORE * shape.x_height), picture)
        other = _read(longer, model)
        if other and (best is None or _is_better(other, best)):
            best, of = other, longer
    if best is None or best.loss > _MOST:
        return line
    return _changed(line, best, boxes_of(best, of, model))


def _read(line: TextLine, model: Model) -> Fit | None:
    return read_name(model.run(padded(normalise(line.strip))), model.description.alphabet)


def _is_better(longer: Fit, name: Fit) -> bool:
    """Whether a reading of the lengthened line is: it is likelier, or has more of a name that has
    two words alone."""
    more = len(name.words) < _WHOLE and longer.words[-len(name.words) :] == name.words
    return longer.loss < name.loss or (more and longer.loss <= _MOST)


def boxes_of(name: Fit, line: TextLine, model: Model) -> list[Box]:
    """Of each word the box of its ink."""
    inked = np.flatnonzero(normalise(line.strip).max(axis=0) >= INK)
    spans = np.array(name.frames) * model.description.columns_per_frame
    ends = np.searchsorted(inked, spans)
    return line.boxes(
        [
            (inked[first], inked[last - 1] + 1) if first < last else (start, end)
            for (first, last), (start, end) in zip(ends, spans, strict=True)
        ]
    )


def _changed(line: Line, name: Fit, boxes: Sequence[Box]) -> Line:
    """The line with the words of the name in the place of its own; what stands beside the name is
    withheld. As it was where a sure word stands there: then it is no name alone."""
    places = [_place(word.box, boxes) for word in line.words]
    beside = [word for word, place in zip(line.words, places, strict=True) if place is None]
    if any(w.confidence > _SURE and len(_bare(w)) > 1 and not w.withheld for w in beside):
        return line
    likely = math.exp(-max(0.0, name.loss) / _THIRD)
    words: list[Word] = []
    for here, (text, chance, box) in enumerate(zip(name.words, name.chances, boxes, strict=True)):
        own = [word for word, place in zip(line.words, places, strict=True) if place == here]
        read = " ".join(word.text for word in own)
        sure = chance * likely
        if len(own) == 1 and place_tones(lower(_bare(own[0]))) == place_tones(lower(text)):
            kept = own[0] if _bare(own[0]).istitle() else replace(own[0], text=text, original=read)
            sure = max(sure, kept.confidence)
            words.append(replace(kept, confidence=sure, withheld=False, candidates=()))
        else:
            words.append(Word(text, box, sure, original=read))
    words += [replace(word, withheld=True) for word in beside]
    return replace(line, words=tuple(sorted(words, key=lambda word: word.box.x0)))


def _place(box: Box, boxes: Sequence[Box]) -> int | None:
    """Which of the boxes of one line another stands in for the most part."""
    shared = [min(box.x1, other.x1) - max(box.x0, other.x0) for other in boxes]
    return shared.index(max(shared)) if max(shared) > 0 else None


def _bare(word: Word) -> str:
    return _EDGES.sub("", word.text)


def _is_family(word: str) -> bool:
    return word.istitle() and place_tones(lower(word)) in _FAMILIES


def _is_name(word: str) -> bool:
    return _is_family(word) or _is_given(word)


def _is_given(word: str) -> bool:
    return word.istitle() and place_tones(lower(word)) in _GIVEN
