"""Candidates: each rule proposes readings of a field with their evidence; the best one wins.

A score is the OCR confidence of the words read times the fit of the rule, and falls where other
fields disagree. It is what a reviewer sees as confidence. The runners-up stay in the list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from digitize.domain import Box, Field, Word
from digitize.text.normal import squeeze


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one field. `fit`, in 0..1: how well it fits the rule named in `source`.

    `least`: what other fields that say the same make the reading worth at least, where OCR was
    unsure of a word only because of ink that it holds besides (`Số:41/CT-UBND` with a pen 41).
    """

    value: str
    words: tuple[Word, ...]
    page: int
    source: str
    fit: float
    least: float = 0.0

    @property
    def score(self) -> float:
        return self.fit * max(self.least, reading_confidence(self.words))

    def weighed(self, factor: float, reason: str = "") -> "Candidate":
        """The candidate after another field spoke for it (factor over 1) or against it."""
        source = f"{self.source}; {reason}" if reason else self.source
        return replace(self, fit=min(1.0, self.fit * factor), source=source)

    def to_field(self) -> Field:
        return Field(
            value=squeeze(self.value),
            confidence=round(min(0.99, self.score), 3),
            page=self.page,
            box=Box.around(w.box for w in self.words),
            source=self.source,
        )


def reading_confidence(words: Sequence[Word]) -> float:
    """Confidence of a reading of several words: its mean, drawn towards its worst word."""
    if not words:
        return 0.0
    values = [w.confidence for w in words]
    return 0.7 * sum(values) / len(values) + 0.3 * min(values)


def ranked(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Best first; of equals, the one found first."""
    return sorted(candidates, key=lambda c: -c.score)
