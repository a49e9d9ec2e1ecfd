"""A line read as a person's name: of all texts that are one, the likeliest.

A seal or a stroke of the pen takes marks and letters of the name under it, and the reader is left
with what is no name (Eế Mạnh Hải). But names are made of few words (`text.names`), and which of
them fits the ink best is nearly always plain.

Token passing over the frames (Young, Russell and Thornton, "Token passing: a simple conceptual
model for connected speech recognition systems", 1989), with connectionist temporal classification
inside a word: a family name, then other names, each with the blank before it. What stands before
and behind the name, a speck or a piece of the seal, may be passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digitize.ocr.reader.model import BLANK, Probabilities
from digitize.text.names import FAMILIES, GIVEN, MARKING, spellings

# Natural logarithms. Flat on generated signing blocks: the first from 0.3 to 1, the second from 7
# to 12.
_WEIGHT = 0.6  # of how common a word is, beside the reader's probability
_PASSED_OVER = 10.0  # what it costs to take ink for none of the name
_MARKING = 50  # times as common as any other name that may stand in their place
_LEAST = 1e-6  # the probability under which a character is chance
_SURE_BLANK = 0.99  # a run of such frames says no more than one
_NEVER = np.float32(-1e9)

_Scores = NDArray[np.float32]
_Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class NameReading:
    """`chances`: how likely each word is among those that could stand in its place. `frames`: of
    each word from its first to its last one, just outside. `loss`: the logarithm of how much
    likelier the best reading is that need not be a name."""

    words: tuple[str, ...]
    chances: tuple[float, ...]
    frames: tuple[tuple[int, int], ...]
    loss: float


def read_name(probabilities: Probabilities, alphabet: str) -> NameReading | None:
    """The likeliest name in probabilities (frames, classes); None where there are no frames."""
    blank = probabilities[:, 0] > _SURE_BLANK
    kept = np.flatnonzero(~(blank & np.concatenate([[False], blank[:-1]])))
    if not len(kept):
        return None
    chances = np.log(np.maximum(probabilities[kept], _LEAST)).astype(np.float32)
    lexicon = _lexicon(alphabet)
    path, score = _best_path(chances, lexicon)
    if not path:
        return None
    spans = list(pairwise([path[0].start, *(one.end for one in path)]))
    common = sum(float(lexicon.common[one.word]) for one in path)
    return NameReading(
        tuple(lexicon.words[one.word] for one in path),
        tuple(
            _chance(chances[first:last], one.word, lexicon)
            for one, (first, last) in zip(path, spans, strict=True)
        ),
        tuple((int(kept[first]), int(kept[last - 1]) + 1) for first, last in spans),
        float(chances.max(axis=1).sum()) - (score - common),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Lexicon:
    """Words by rows, family names first. `labels`: of each word the classes of its states, the
    blank of CTC and a character in turn; `skips` is 0 where a state may follow the last but one,
    and `exists` where there is a state at all, both _NEVER elsewhere. `last`: the last state of
    each word. `common`: what it counts that a word is common."""

    words: tuple[str, ...]
    families: int
    labels: _Indices
    skips: _Scores
    exists: _Scores
    last: _Indices
    common: _Scores


@lru_cache(maxsize=2)
def _lexicon(alphabet: str) -> _Lexicon:
    families = {
        spelt: -np.log(rank) for rank, name in enumerate(FAMILIES, 1) for spelt in spellings(name)
    }
    given = {spelt.capitalize(): 0.0 for name in GIVEN for spelt in spellings(name)}
    given |= {name.capitalize(): float(np.log(_MARKING)) for name in MARKING}
    words = (*families, *given)
    texts = (*families, *(BLANK + name for name in given))
    states = 2 * max(map(len, texts)) + 1
    labels = np.zeros((len(words), states), np.intp)
    skips, exists = (np.full(labels.shape, _NEVER, np.float32) for _ in range(2))
    for row, text in enumerate(texts):
        exists[row, : 2 * len(text) + 1] = 0
        for place, character in enumerate(text):
            labels[row, 2 * place + 1] = alphabet.index(character) + 1
            if place > 0 and text[place - 1] != character:
                skips[row, 2 * place + 1] = 0
    last = np.array([2 * len(text) for text in texts])
    common = _WEIGHT * np.array([*families.values(), *given.values()])
    return _Lexicon(words, len(families), labels, skips, exists, last, common.astype(np.float32))


@dataclass(frozen=True, slots=True)
class _Passed:
    """A word of a path: the frame before which it ends, the one at which its name starts, and the
    word before."""

    word: int
    end: int
    start: int
    before: "_Passed | None"


@dataclass(slots=True, eq=False)
class _Tokens:
    """The best score of each state, and the place of what was passed before among the exits."""

    scores: _Scores
    origins: _Indices


def _best_path(chances: _Scores, lexicon: _Lexicon) -> tuple[list[_Passed], float]:
    """The words of the best name, and its score; none where no name fits at all."""
    rows = np.arange(len(lexicon.words))
    is_family = rows < lexicon.families
    any_text = np.concatenate([[0.0], np.cumsum(chances.max(axis=1))])
    inked = np.flatnonzero(chances.argmax(axis=1) > 0)
    first_ink, last_ink = (int(inked[0]), int(inked[-1])) if len(inked) else (len(chances), -1)
    tokens = _Tokens(
        np.full(lexicon.labels.shape, _NEVER, np.float32),
        np.full(lexicon.labels.shape, -1, np.intp),
    )
    exits: list[_Passed] = []
    reached: tuple[float, int] = (float(_NEVER), -1)
    best: tuple[float, _Passed | None] = (float(_NEVER), None)
    for frame, chance in enumerate(chances):
        start = 0.0 if frame <= first_ink else any_text[frame] - _PASSED_OVER
        entry = np.where(is_family, start, reached[0]).astype(np.float32) + lexicon.common
        # A family name comes from nowhere: its origin keeps the frame, counted from -1 down.
        origin = np.where(is_family, -1 - frame, reached[1])
        tokens = _passed_on(tokens, entry, origin, chance, lexicon)
        ends, origins = _ends(tokens, lexicon, rows)
        word = int(ends.argmax())
        exits.append(_exit(word, frame + 1, int(origins[word]), exits))
        reached = (float(ends[word]), len(exits) - 1)
        word = lexicon.families + int(ends[lexicon.families :].argmax())
        rest = any_text[-1] - any_text[frame + 1] - (_PASSED_OVER if frame < last_ink else 0.0)
        if ends[word] + rest > best[0]:
            passed = _exit(word, frame + 1, int(origins[word]), exits)
            best = (float(ends[word] + rest), passed)
    path: list[_Passed] = []
    at = best[1]
    while at is not None:
        path.insert(0, at)
        at = at.before
    return path, best[0]


def _exit(word: int, end: int, origin: int, exits: Sequence[_Passed]) -> _Passed:
    if origin < 0:
        return _Passed(word, end, -1 - origin, None)
    return _Passed(word, end, exits[origin].start, exits[origin])


def _passed_on(
    tokens: _Tokens, entry: _Scores, origin: _Indices, chance: _Scores, lexicon: _Lexicon
) -> _Tokens:
    """The tokens one frame later; `entry` and `origin` are of those that enter each word."""
    scores, origins = tokens.scores, tokens.origins
    nearer = np.column_stack([entry, scores[:, :-1]])
    from_nearer = np.column_stack([origin, origins[:, :-1]])
    farther = np.column_stack([entry, entry, scores[:, :-2]])
    farther[:, 2:] += lexicon.skips[:, 2:]
    from_farther = np.column_stack([origin, origin, origins[:, :-2]])
    best = np.maximum(scores, nearer)
    origins = np.where(nearer > scores, from_nearer, origins)
    origins = np.where(farther > best, from_farther, origins)
    best = np.maximum(best, farther)
    return _Tokens(best + chance[lexicon.labels] + lexicon.exists, origins)


def _ends(tokens: _Tokens, lexicon: _Lexicon, rows: _Indices) -> tuple[_Scores, _Indices]:
    """The score and origin of each word that ends here: in its last character or a blank."""
    blank, character = tokens.scores[rows, lexicon.last], tokens.scores[rows, lexicon.last - 1]
    origins = np.where(
        blank >= character,
        tokens.origins[rows, lexicon.last],
        tokens.origins[rows, lexicon.last - 1],
    )
    return np.maximum(blank, character), origins


def _chance(chances: _Scores, word: int, lexicon: _Lexicon) -> float:
    """The share of a word among all of its class, from these frames alone."""
    rows = np.arange(len(lexicon.words))
    tokens = _Tokens(
        np.full(lexicon.labels.shape, _NEVER, np.float32),
        np.full(lexicon.labels.shape, -1, np.intp),
    )
    never = np.full(len(rows), _NEVER, np.float32)
    entry = lexicon.common
    for chance in chances:
        tokens = _passed_on(tokens, entry, tokens.origins[:, 0], chance, lexicon)
        entry = never
    scores, _ = _ends(tokens, lexicon, rows)
    is_family = word < lexicon.families
    alike = scores[: lexicon.families] if is_family else scores[lexicon.families :]
    return float(np.exp(scores[word] - alike.max()) / np.exp(alike - alike.max()).sum())
