"""The name below a title, looked for where no line was found.

A stroke of the signature ties its letters together, or the seal lies on all of it. On a strip along
its baseline it may be plain for who knows that it is a name.
"""

import math
from collections.abc import Sequence

import numpy as np

from digitize.domain import Line, Word
from digitize.imaging.page import Pixels
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.decoding import best_path
from digitize.ocr.reader.lexicon import Fit
from digitize.ocr.reader.model import Model
from digitize.ocr.reader.names import read_name
from digitize.ocr.reader.naming import boxes_of, is_named
from digitize.ocr.reader.signing_block import (
    HEIGHT,
    ReadLine,
    cut_level,
    has_room,
    may_hold_text,
    middle,
    put_in,
    read_title,
    share_column,
)
from digitize.ocr.reader.strips import normalise, padded

# In x-heights, downwards from a title: where its name may stand.
_BELOW = (6.0, 28.0)
_EDGE = 3.0  # … but not at the edge of the picture
_STEP = 0.5  # between the baselines that are tried
_HALF_WIDTH = 13.0  # of what is looked at
_FEWEST = 3  # words, and letters: shorter names are found in any signature
_MOST, _THIRD = 8.0, 10.0  # as in `naming`
_LEAST_CHANCE = 0.4  # of each word


def find_names(read: Sequence[ReadLine], picture: Pixels, model: Model) -> list[ReadLine]:
    """The lines read on `picture`, names among them that were found below titles."""
    found = list(read)
    titles = [(title, line) for title, line in read if read_title(line) is not None]
    for title, line in titles:
        last = not any(_is_under(other, line) for _, other in titles)
        if last and _is_unsigned(title, line, read):
            best = _best(title, line, picture, model)
            if best is not None:
                found = put_in(found, *best)
    return found


def _is_unsigned(title: TextLine, line: Line, read: Sequence[ReadLine]) -> bool:
    named = any(is_named(other) and _is_under(other, line) for _, other in read)
    return not named and has_room(line.box, read, title.x_height, above=False)


def _is_under(line: Line, title: Line) -> bool:
    reach = title.box.y1 + HEIGHT * title.box.height
    return title.box.y1 < middle(line.box) < reach and share_column(line.box, title.box)


def _best(title: TextLine, line: Line, picture: Pixels, model: Model) -> ReadLine | None:
    top = line.box.y1 + _BELOW[0] * title.x_height
    bottom = line.box.y1 + _BELOW[1] * title.x_height
    bottom = min(bottom, picture.shape[0] - _EDGE * title.x_height)
    best: tuple[Fit, TextLine] | None = None
    for y in np.arange(top, bottom, _STEP * title.x_height).tolist():
        strip = cut_level(title, y, _HALF_WIDTH, picture)
        seen = normalise(strip.strip)
        if not may_hold_text(seen):
            continue
        probabilities, alphabet = model.run(padded(seen)), model.description.alphabet
        if sum(map(str.isalpha, best_path(probabilities, alphabet).text)) < _FEWEST:
            continue
        name = read_name(probabilities, alphabet)
        if name is not None and _is_plain(name) and (best is None or name.loss < best[0].loss):
            best = name, strip
    if best is None:
        return None
    name, strip = best
    likely = math.exp(-max(0.0, name.loss) / _THIRD)
    words = [
        Word(text, box, chance * likely)
        for text, chance, box in zip(
            name.words, name.chances, boxes_of(name, strip, model), strict=True
        )
    ]
    return strip, Line(tuple(words))


def _is_plain(name: Fit) -> bool:
    sure = min(name.chances) >= _LEAST_CHANCE
    return name.loss <= _MOST and len(name.words) >= _FEWEST and sure
