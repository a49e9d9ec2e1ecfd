"""Words of several readings that stand at one place of the page, found by their boxes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from digitize.domain import Line, Word
from digitize.ocr.segments import line_height

_SHARED = 0.5  # of the narrower word's width, and of the lower one's height, that both cover
_TALLEST = 2.5  # line heights and heights of the other word: what is taller is no word
# Of the overlap in height with the word of another reading that fits it best, over their union:
# on tight lines a tall box covers half of the words above and below, too.
_AS_GOOD = 0.6


@dataclass(frozen=True, slots=True)
class Token:
    """A word, the number of its reading, and of its line in it."""

    word: Word
    reading: int
    line: int


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

    for a, b in _ties(tokens, unit):
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
            for word in line.words:
                yield Token(word, r, k)


def _ties(tokens: Sequence[Token], unit: int) -> Iterator[tuple[int, int]]:
    """Pairs of tokens of different readings that cover each other."""
    boxes = np.array([t.word.box.to_list() for t in tokens], np.float64).reshape(-1, 4)
    readings = np.array([t.reading for t in tokens])
    places = [np.flatnonzero(readings == r) for r in np.unique(readings)]
    for a, b in combinations(places, 2):
        tied = _cover(boxes[a], boxes[b], unit)
        yield from zip(*(p.tolist() for p in (a[tied[0]], b[tied[1]])), strict=True)


def _cover(
    a: NDArray[np.float64], b: NDArray[np.float64], unit: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which boxes of two readings, shapes (n, 4) and (m, 4), stand for each other."""
    wide, narrower, _ = _overlaps(a, b, axis=0)
    high, lower, higher = _overlaps(a, b, axis=1)
    # A stroke that runs over several lines would tie all their words together; a dash is far
    # lower than a word that it stands for.
    tall = higher > _TALLEST * np.maximum(lower, unit)
    covers = (wide >= _SHARED * narrower) & (high >= _SHARED * lower) & ~tall
    alike = np.where(covers, high / (lower + higher - high), 0)
    best = np.maximum(alike.max(axis=0, initial=0)[None, :], alike.max(axis=1, initial=0)[:, None])
    first, second = np.nonzero(covers & (alike >= _AS_GOOD * best))
    return first, second


def _overlaps(
    a: NDArray[np.float64], b: NDArray[np.float64], *, axis: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Along an axis, shape (n, m) each: by how much boxes overlap, and the shorter and the longer
    side."""
    a, b = a[:, None, :], b[None, :, :]
    shared = np.minimum(a[..., axis + 2], b[..., axis + 2]) - np.maximum(a[..., axis], b[..., axis])
    sides = a[..., axis + 2] - a[..., axis], b[..., axis + 2] - b[..., axis]
    return shared, np.minimum(*sides), np.maximum(*sides)


def _by_reading(group: Sequence[Token], count: int) -> Group:
    ordered = sorted(group, key=lambda t: (t.word.box.x0, t.word.box.x1))
    return tuple(tuple(t for t in ordered if t.reading == r) for r in range(count))


def _parted(group: Group) -> list[Group]:
    """A group as such; word by word where all readings that have words there have equally many,
    because a box that is a little off ties neighbours together; or, where it ties lines together,
    as its first reading alone has it."""
    first = next(tokens for tokens in group if tokens)
    if len({token.line for token in first}) > 1:
        return [tuple((t,) if t.reading == r else () for r in range(len(group))) for t in first]
    if all(len(tokens) in (0, len(first)) for tokens in group):
        return [tuple(tokens[k : k + 1] for tokens in group) for k in range(len(first))]
    return [group]
