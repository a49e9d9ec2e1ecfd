"""Counts of words and of pairs of neighbours, and what they make likely."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from digitize.errors import ServiceError

# Stupid backoff (Brants et al., "Large Language Models in Machine Translation", EMNLP 2007): it
# needs counts alone, and is as good here as interpolation.
_BACKOFF = math.log(0.4)
_UNSEEN = 0.02  # the count of a word that is not among them


@dataclass(frozen=True, slots=True, eq=False)
class Bigrams:
    """Words, in the form of `tokens.entry`, and pairs of words that stood side by side.

    `places`: where the count of a word stands in `counts`. `pairs`: the places of both words of a
    pair as one number, left times the number of words plus right, in rising order.
    """

    places: Mapping[str, int]
    counts: NDArray[np.uint32]
    pairs: NDArray[np.uint32]
    pair_counts: NDArray[np.uint32]

    @classmethod
    def of(cls, words: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> Self:
        """Raises ValueError for more words than can be numbered, KeyError for a pair of others."""
        if len(words) > 0xFFFF:
            raise ValueError(f"{len(words)} words are too many")
        places = {word: k for k, word in enumerate(sorted(words))}
        numbered = sorted(
            (places[left] * len(places) + places[right], count)
            for (left, right), count in pairs.items()
        )
        return cls(
            places,
            np.array([words[word] for word in places], np.uint32),
            np.array([number for number, _ in numbered], np.uint32),
            np.array([count for _, count in numbered], np.uint32),
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises ServiceError when the file is missing or broken."""
        try:
            with np.load(path) as file:
                words = file["words"].tobytes().decode().split("\n")
                counts, pairs, pair_counts = (file[k] for k in ("counts", "pairs", "pair_counts"))
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise ServiceError(
                f"the language model {path.name} cannot be used: {error}",
                remedy="Install digitize anew.",
            ) from error
        return cls({word: k for k, word in enumerate(words)}, counts, pairs, pair_counts)

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            words=np.frombuffer("\n".join(self.places).encode(), np.uint8),
            counts=self.counts,
            pairs=self.pairs,
            pair_counts=self.pair_counts,
        )

    @property
    def _total(self) -> float:
        return float(self.counts.sum())

    def count(self, word: str) -> int:
        place = self.places.get(word)
        return 0 if place is None else int(self.counts[place])

    def seen(self, left: str | None, right: str | None) -> int:
        """How often the two stood side by side; 0 where there is no neighbour."""
        first, second = self.places.get(left or ""), self.places.get(right or "")
        if first is None or second is None:
            return 0
        number = first * len(self.places) + second
        k = int(self.pairs.searchsorted(np.uint32(number)))
        return int(self.pair_counts[k]) if k < len(self.pairs) and self.pairs[k] == number else 0

    def lift(self, left: str | None, right: str | None) -> float:
        """How many times as often the two stood side by side as chance would have it."""
        seen = self.seen(left, right)
        if not seen:
            return 0.0
        return seen * self._total / (self.count(left or "") * self.count(right or ""))

    def log_probability(self, word: str, after: str | None) -> float:
        """Of a word behind another, or by itself where there is none; of a rank of likelihood
        more than a probability, as backed off ones do not sum to 1."""
        seen = self.seen(after, word)
        if after is not None and seen:
            return math.log(seen / self.count(after))
        alone = math.log(max(self.count(word), _UNSEEN) / self._total)
        return alone if after is None else alone + _BACKOFF
