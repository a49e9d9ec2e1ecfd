"""Words of a line with their boxes, confidence and candidates."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Word
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.decoding import Character, best_path, readings
from digitize.ocr.reader.doubt import withhold_noise
from digitize.ocr.reader.model import BLANK, Description, Probabilities
from digitize.ocr.reader.spacing import part
from digitize.ocr.reader.strips import normalise

# A word whose every character is at least so sure is not searched for other readings.
_SURE = 0.995
_INK = 0.4  # of normalised strips: columns as dark belong to a letter


def read_words(
    line: TextLine, probabilities: Probabilities, description: Description
) -> tuple[Word, ...]:
    """The words of a line from the probabilities (frames, classes) of its strip; all withheld
    where the line is no print."""
    alphabet = description.alphabet
    blank = alphabet.index(BLANK) + 1
    words = part(best_path(probabilities, alphabet), probabilities[:, blank])
    if not words:
        return ()
    edges = [0, *(_parting(a, b, probabilities[:, blank]) for a, b in pairwise(words))]
    between_words = probabilities.argmax(axis=1) == blank
    inked = normalise(line.strip).max(axis=0) >= _INK
    boxes = _boxes(line, words, inked, description.columns_per_frame)
    read: list[Word] = []
    for word, box, (first, last) in zip(
        words, boxes, pairwise([*edges, len(probabilities)]), strict=True
    ):
        own = probabilities[first:last][~between_words[first:last]]
        candidates = _candidates(word, own, alphabet)
        text, confidence = candidates[0]
        read.append(Word(text, box, confidence, candidates=candidates))
    return withhold_noise(read, int(inked.sum()))


def _parting(left: list[Character], right: list[Character], blank: Probabilities) -> int:
    """The frame at which the right word begins: where a blank is likeliest."""
    start, end = left[-1].last, right[0].first
    return start + int(blank[start:end].argmax()) if end > start else start


def _candidates(
    word: list[Character], probabilities: Probabilities, alphabet: str
) -> tuple[tuple[str, float], ...]:
    sureness = [character.probability for character in word]
    if min(sureness) >= _SURE:
        return (("".join(character.text for character in word), float(np.prod(sureness))),)
    return tuple(readings(probabilities, alphabet))


def _boxes(
    line: TextLine, words: list[list[Character]], inked: NDArray[np.bool_], columns_per_frame: int
) -> list[Box]:
    # A character that ends the line may be named behind its ink.
    end = int(np.append(0, np.flatnonzero(inked))[-1])
    gaps = (
        _gap(inked, a[-1].first * columns_per_frame, min(b[0].last * columns_per_frame, end))
        for a, b in pairwise(words)
    )
    return [
        line.box(*_trimmed(inked, start, end)) for start, end in pairwise([0, *gaps, len(inked)])
    ]


def _gap(inked: NDArray[np.bool_], start: int, end: int) -> int:
    """The middle of the widest gap in the ink between two columns."""
    edges = np.concatenate([[start - 1], start + np.flatnonzero(inked[start:end]), [end]])
    widest = int(np.diff(edges).argmax())
    return int(edges[widest] + edges[widest + 1] + 1) // 2


def _trimmed(inked: NDArray[np.bool_], start: int, end: int) -> tuple[int, int]:
    """The span without the empty columns at its ends."""
    ink = start + np.flatnonzero(inked[start:end])
    return (int(ink[0]), int(ink[-1]) + 1) if len(ink) else (start, end)
