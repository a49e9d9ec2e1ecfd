"""Words of several readings that stand at one place of the page, found by their boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Line, Word
from digitize.ocr.segments import line_height

_SHARED = 0.5  # of the narrower word's width, and of the lower one's height, that both cover
_TALLEST = 2.5  # line heights and heights of the other word: what is taller is no word


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a reading: the numbers of reading, line and word from 0."""

    word: Word
    reading: int
    line: int
    place: int


Group = tuple[tuple[Token, ...], ...]  # of each reading its tokens at one place, left to right


def group_words(readings: Sequence[Sequence[Line]]) -> list[Group]:
    """All words of all readings, those together that cover each other: mostly one of each
    reading, none where it has nothing there, several where it parts what another joins."""
    tokens = list(_tokens(readings))
    unit = line_height([line for reading in readings for line in reading])
    parents = list(range(len(tokens)))

    def root(k: int) -> int:
        while parents[k] != k:
            parents[k] = parents[parents[k]]
            k = parents[k]
        return k

    for a, b in _covering(tokens, unit):
        parents[root(a)] = root(b)
    members: dict[int, list[Token]] = {}
    for k, token in enumerate(tokens):
        members.setdefault(root(k), []).append(token)
    return [
        part for group in members.values() for part in _parted(_by_reading(group, len(readings)))
    ]


def _tokens(readings: Sequence[Sequence[Line]]) -> Iterator[Token]:
    for r, reading in enumerate(readings):
        for k, line in enumerate(reading):
            for place, word in enumerate(line.words):
                yield Token(word, r, k, place)


def _covering(tokens: Sequence[Token], unit: int) -> Iterator[tuple[int, int]]:
    """Pairs of tokens of different readings that cover each other."""
    boxes = np.array([t.word.box.to_list() for t in tokens], np.float64).reshape(-1, 4)
    readings = np.array([t.reading for t in tokens])
    for k in range(len(tokens)):
        others = np.flatnonzero(readings > readings[k])
        both = others[_covers(boxes[k], boxes[others], unit)]
        yield from ((k, int(other)) for other in both)


def _covers(box: NDArray[np.float64], others: NDArray[np.float64], unit: int) -> NDArray[np.bool_]:
    wide = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    high = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    widths, heights = others[:, 2] - others[:, 0], others[:, 3] - others[:, 1]
    width, height = box[2] - box[0], box[3] - box[1]
    # A stroke that runs over several lines would join all their words; a dash is far lower than
    # a word that it stands for.
    tall = np.maximum(height, heights) > _TALLEST * np.maximum(np.minimum(height, heights), unit)
    return np.asarray(
        (wide >= _SHARED * np.minimum(width, widths))
        & (high >= _SHARED * np.minimum(height, heights))
        & ~tall
    )


def _by_reading(group: Sequence[Token], count: int) -> Group:
    ordered = sorted(group, key=lambda t: (t.word.box.x0, t.word.box.x1))
    return tuple(tuple(t for t in ordered if t.reading == r) for r in range(count))


def _parted(group: Group) -> list[Group]:
    """A group word by word, where all readings that have words there have equally many: a box
    that is a little off ties neighbours together."""
    counts = {len(tokens) for tokens in group if tokens}
    if counts == {1} or len(counts) > 1:
        return [group]
    (count,) = counts
    return [tuple(tokens[k : k + 1] for tokens in group) for k in range(count)]
