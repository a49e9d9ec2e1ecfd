"""Of all texts that a lexicon allows, the one that fits the ink of a line best.

Where a text is of one kind, few words can stand in it, and which of them the reader has seen is
plainer than what it has seen: it reads Eế Mạnh Hải, and no name begins so but Lê.

Token passing over the frames (Young, Russell and Thornton, "Token passing: a simple conceptual
model for connected speech recognition systems", 1989), with connectionist temporal classification
inside a word. What stands before and behind the text, a speck or a piece of a seal, may be passed
over at a price.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from digitize.ocr.reader.model import BLANK, Probabilities

_LEAST = 1e-6  # the probability under which a character is chance
_UNSEEN = -9.0  # the logarithm under which it is nowhere: such texts are lost by as much
_SURE_BLANK = 0.99  # a run of such frames says no more than one
_NEVER = np.float32(-1e9)

_Scores = NDArray[np.float32]
_Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fit:
    """The best text. `chances`: how likely each word is among those that could stand in its place.
    `frames`: of each word from its first to its last one, just outside. `loss`: the logarithm of
    how much likelier the best text is that the lexicon need not allow."""

    words: tuple[str, ...]
    chances: tuple[float, ...]
    frames: tuple[tuple[int, int], ...]
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words by rows, those first that begin a text. `labels`: of each word the classes of its
    states, the blank of CTC and a character in turn; `skips` is 0 where a state may follow the last
    but one, and `exists` where there is a state at all, both _NEVER elsewhere. `last`: the last
    state of each word. `common`: what it counts, as a logarithm, that a word is common."""

    words: tuple[str, ...]
    begin: int
    labels: _Indices
    skips: _Scores
    exists: _Scores
    last: _Indices
    common: _Scores

    @classmethod
    def of(cls, first: Mapping[str, float], others: Mapping[str, float], alphabet: str) -> Self:
        """Texts of one of the `first` and then, where there are any, one or more of the `others`,
        each with what it counts that it is common."""
        words = (*first, *others)
        texts = (*first, *(BLANK + word for word in others))
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
        common = np.array([*first.values(), *others.values()], np.float32)
        return cls(words, len(first), labels, skips, exists, last, common)

    def fit(self, probabilities: Probabilities, passed_over: float) -> Fit | None:
        """The best text in probabilities (frames, classes), where it costs `passed_over` to take
        ink before or behind it for none of it; None where there are no frames."""
        blank = probabilities[:, 0] > _SURE_BLANK
        kept = np.flatnonzero(~(blank & np.concatenate([[False], blank[:-1]])))
        if not len(kept):
            return None
        chances = np.log(np.maximum(probabilities[kept], _LEAST)).astype(np.float32)
        possible = self._possible(chances)
        return None if possible is None else possible._fit(chances, kept, passed_over)

    def _possible(self, chances: _Scores) -> Self | None:
        """The words of which each character is seen somewhere; None where they make no text."""
        seen = np.where(self.exists == 0, chances.max(axis=0)[self.labels], 0)[:, 1::2]
        rows = np.flatnonzero(seen.min(axis=1) > _UNSEEN)
        begin = int(np.searchsorted(rows, self.begin))
        others = self.begin < len(self.words)
        if begin == 0 or (others and begin == len(rows)):
            return None
        return replace(
            self,
            words=tuple(self.words[row] for row in rows),
            begin=begin,
            labels=self.labels[rows],
            skips=self.skips[rows],
            exists=self.exists[rows],
            last=self.last[rows],
            common=self.common[rows],
        )

    def _fit(self, chances: _Scores, kept: _Indices, passed_over: float) -> Fit | None:
        path, score = self._best_path(chances, passed_over)
        if not path:
            return None
        spans = list(pairwise([path[0].start, *(one.end for one in path)]))
        common = sum(float(self.common[one.word]) for one in path)
        return Fit(
            tuple(self.words[one.word] for one in path),
            tuple(
                self._chance(chances[first:last], one.word)
                for one, (first, last) in zip(path, spans, strict=True)
            ),
            tuple((int(kept[first]), int(kept[last - 1]) + 1) for first, last in spans),
            float(chances.max(axis=1).sum()) - (score - common),
        )

    def _best_path(self, chances: _Scores, passed_over: float) -> tuple[list["_Passed"], float]:
        """The words of the best text, and its score; none where no text fits at all."""
        begins = np.arange(len(self.words)) < self.begin
        ending = self.begin if self.begin < len(self.words) else 0  # the first row that may end it
        any_text = np.concatenate([[0.0], np.cumsum(chances.max(axis=1))])
        inked = np.flatnonzero(chances.argmax(axis=1) > 0)
        first_ink, last_ink = (inked[0], inked[-1]) if len(inked) else (len(chances), -1)
        tokens = self._no_tokens()
        exits: list[_Passed] = []
        reached: tuple[float, int] = (float(_NEVER), -1)
        best: tuple[float, _Passed | None] = (float(_NEVER), None)
        for frame, chance in enumerate(chances):
            start = 0.0 if frame <= first_ink else any_text[frame] - passed_over
            entry = np.where(begins, start, reached[0]).astype(np.float32) + self.common
            # A first word comes from nowhere: its origin keeps the frame, counted from -1 down.
            origin = np.where(begins, -1 - frame, reached[1])
            tokens = self._passed_on(tokens, entry, origin, chance)
            ends, origins = self._ends(tokens)
            word = int(ends.argmax())
            exits.append(_exit(word, frame + 1, int(origins[word]), exits))
            reached = (float(ends[word]), len(exits) - 1)
            word = ending + int(ends[ending:].argmax())
            rest = any_text[-1] - any_text[frame + 1] - (passed_over if frame < last_ink else 0.0)
            if ends[word] + rest > best[0]:
                passed = _exit(word, frame + 1, int(origins[word]), exits)
                best = (float(ends[word] + rest), passed)
        path: list[_Passed] = []
        at = best[1]
        while at is not None:
            path.insert(0, at)
            at = at.before
        return path, best[0]

    def _chance(self, chances: _Scores, word: int) -> float:
        """The share of a word among all that may stand in its place, from these frames alone."""
        tokens = self._no_tokens()
        entry, never = self.common, np.full(len(self.words), _NEVER, np.float32)
        for chance in chances:
            tokens = self._passed_on(tokens, entry, tokens.origins[:, 0], chance)
            entry = never
        scores, _ = self._ends(tokens)
        alike = scores[: self.begin] if word < self.begin else scores[self.begin :]
        return float(np.exp(scores[word] - alike.max()) / np.exp(alike - alike.max()).sum())

    def _no_tokens(self) -> "_Tokens":
        shape = self.labels.shape
        return _Tokens(np.full(shape, _NEVER, np.float32), np.full(shape, -1, np.intp))

    def _passed_on(
        self, tokens: "_Tokens", entry: _Scores, origin: _Indices, chance: _Scores
    ) -> "_Tokens":
        """The tokens one frame later; `entry` and `origin` are of those that enter each word."""
        scores, origins = tokens.scores, tokens.origins
        nearer = np.column_stack([entry, scores[:, :-1]])
        from_nearer = np.column_stack([origin, origins[:, :-1]])
        farther = np.column_stack([entry, entry, scores[:, :-2]])
        farther[:, 2:] += self.skips[:, 2:]
        from_farther = np.column_stack([origin, origin, origins[:, :-2]])
        best = np.maximum(scores, nearer)
        origins = np.where(nearer > scores, from_nearer, origins)
        origins = np.where(farther > best, from_farther, origins)
        best = np.maximum(best, farther)
        return _Tokens(best + chance[self.labels] + self.exists, origins)

    def _ends(self, tokens: "_Tokens") -> tuple[_Scores, _Indices]:
        """The score and origin of each word that ends here: in its last character or a blank."""
        rows = np.arange(len(self.words))
        blank, character = tokens.scores[rows, self.last], tokens.scores[rows, self.last - 1]
        origins = np.where(
            blank >= character,
            tokens.origins[rows, self.last],
            tokens.origins[rows, self.last - 1],
        )
        return np.maximum(blank, character), origins


@dataclass(frozen=True, slots=True)
class _Passed:
    """A word of a path: the frame before which it ends, the one at which its text starts, and the
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


def _exit(word: int, end: int, origin: int, exits: Sequence[_Passed]) -> _Passed:
    if origin < 0:
        return _Passed(word, end, -1 - origin, None)
    return _Passed(word, end, exits[origin].start, exits[origin])
