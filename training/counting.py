"""How likely a word is between its neighbours: bigrams counted in the corpus."""

import math
import re
from collections import Counter
from itertools import pairwise

from training.corpus import Corpus

_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = 0.75  # weight of the pair against the single word
_UNSEEN = 0.02  # what a word that never came counts
_RARE = 5  # pairs of a word that came seldom say little


class Bigrams:
    def __init__(self, corpus: Corpus) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for line in corpus:
            words = _WORD.findall(line.lower())
            self._single.update(words)
            self._pairs.update(pairwise(words))
        self._all = self._single.total()

    def likelihood(self, before: str, word: str, after: str) -> float:
        """The logarithm of the chance of `word` after `before`, and of `after` after it; empty
        neighbours do not count."""
        found = self._given(before, word)
        return found + self._given(word, after) if after else found

    def _given(self, before: str, word: str) -> float:
        alone = (self._single[word] + _UNSEEN) / self._all
        if not before:
            return math.log(alone)
        pair = self._pairs[before, word] / (self._single[before] + _RARE)
        return math.log(_PAIRS * pair + (1 - _PAIRS) * alone)
