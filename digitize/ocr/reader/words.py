"""Words of a line with their boxes, confidence and candidates."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Word
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.dashes import tell_dashes
from digitize.ocr.reader.decoding import Characters, best_path, readings
from digitize.ocr.reader.doubt import withhold_noise
from digitize.ocr.reader.model import BLANK, Description, Probabilities
from digitize.ocr.reader.spacing import Span, part

# A word whose every character is at least so sure is not searched for other readings.
_SURE = 0.995
INK = 0.4  # of normalised strips: columns as dark belong to a letter


def read_words(
    line: TextLine,
    strip: NDArray[np.float32],
    probabilities: Probabilities,
    description: Description,
) -> tuple[Word, ...]:
    """The words of a line from its normalised `strip` and the probabilities (frames, classes) of
    that; all withheld where the line is no print."""
    alphabet = description.alphabet
    blank = probabilities[:, alphabet.index(BLANK) + 1]
    characters = best_path(probabilities, alphabet)
    words = part(characters, blank)
    if not words:
        return ()
    inked = np.flatnonzero(strip.max(axis=0) >= INK).tolist()
    boxes = _boxes(line, characters, words, inked, description.columns_per_frame)
    read: list[Word] = []
    candidates = _candidates(characters, words, probabilities, alphabet)
    for box, found in zip(boxes, candidates, strict=True):
        told = tell_dashes(found, box.width / line.x_height)
        read.append(Word(told[0][0], box, told[0][1], candidates=told))
    return withhold_noise(read, len(inked))


def _candidates(
    characters: Characters, words: Sequence[Span], probabilities: Probabilities, alphabet: str
) -> list[tuple[tuple[str, float], ...]]:
    """Of each word what it may be, best first: the likeliest characters alone where all of them
    are sure."""
    blank = alphabet.index(BLANK) + 1
    partings = [
        _parting(characters, left, right, probabilities[:, blank])
        for left, right in pairwise(words)
    ]
    edges = pairwise([0, *partings, len(probabilities)])
    found: list[tuple[tuple[str, float], ...]] = []
    for (start, end), (first, last) in zip(words, edges, strict=True):
        sureness = characters.probability[start:end]
        if min(sureness) >= _SURE:
            found.append(((characters.text[start:end], math.prod(sureness)),))
        else:
            own = probabilities[first:last]
            found.append(tuple(readings(own[own.argmax(axis=1) != blank], alphabet)))
    return found


def _parting(characters: Characters, left: Span, right: Span, blank: Probabilities) -> int:
    """The frame at which the right word begins: where a blank is likeliest."""
    start, end = characters.last[left[1] - 1], characters.first[right[0]]
    return start + int(blank[start:end].argmax()) if end > start + 1 else start


def _boxes(
    line: TextLine,
    characters: Characters,
    words: Sequence[Span],
    inked: Sequence[int],
    columns_per_frame: int,
) -> list[Box]:
    """`inked`: the columns of the strip that have ink, in rising order."""
    # A character that ends the line may be named behind its ink.
    last = inked[-1] if inked else 0
    gaps = [
        _gap(
            inked,
            characters.first[left[1] - 1] * columns_per_frame,
            min(characters.last[right[0]] * columns_per_frame, last),
        )
        for left, right in pairwise(words)
    ]
    spans = pairwise([0, *gaps, line.strip.shape[1]])
    return line.boxes([_trimmed(inked, start, end) for start, end in spans])


def _gap(inked: Sequence[int], start: int, end: int) -> int:
    """The middle of the widest gap in the ink between two columns."""
    between = inked[bisect_left(inked, start) : bisect_left(inked, end)]
    edges = [start - 1, *between, end]
    left, right = max(pairwise(edges), key=_width)
    return (left + right + 1) // 2


def _width(gap: tuple[int, int]) -> int:
    return gap[1] - gap[0]


def _trimmed(inked: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The span without the empty columns at its ends."""
    first, last = bisect_left(inked, start), bisect_left(inked, end)
    return (inked[first], inked[last - 1] + 1) if first < last else (start, end)
