"""How far a reading can be trusted: one scorer for all fields.

The log-odds of a reading are the sum of its evidence, each piece times its weight, and of what its
rule is worth. A curve a field leads from there to a confidence: the share of such readings that
are right. Weights and curves are learnt from generated documents by `python -m training.fields`
and lie in `weights.json` beside this module, with what they were learnt from in `weights.md`.
"""

import json
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

from digitize.domain import Box, Field
from digitize.metadata.candidates import Candidate, Evidence, reading_confidence
from digitize.text.normal import squeeze
from digitize.text.syllables import is_syllable

_UNSURE = 0.85  # below this a word counts as unsure
_MANY_UNSURE = 4
_MANY_CHANGED = 2
_LONG = 20  # words
_INCOMPLETE = 0.5  # most that a value may claim of which a part is missing, or that is contradicted
# Handwriting on generated pages is of few hands and read far better than that on real ones, so that
# no confidence learnt there holds: what may be by pen goes to a person. Numbers mostly are, and
# nothing tells them surely from print; days are where they look so.
_OFTEN_BY_PEN = ("so", "so_ky_hieu")
_LIKE_PEN = (Evidence.APART, Evidence.UNLIKE_PRINT)
_MOST_BY_PEN = 0.5
_MOST_OTHERS = 4
_MADE_OF = {"so_ky_hieu": ("so", "ky_hieu")}
_RUN = re.compile(r"[^\W\d_]+")
# … a dash between words in small letters too: between words it has blanks around it.
_ODD = re.compile(r"[^\w\s.,;:/()\-–'\"“”&+]|[^\W\d_A-ZĐ]-(?=[^\W\d_A-ZĐ])")


@dataclass(frozen=True, slots=True)
class Curve:
    """From log-odds to the share of readings that are right: straight between its points, level
    beyond them. `thresholds`: from which confidence on at most so large a share of the accepted
    values is wrong, smallest share first."""

    points: tuple[tuple[float, float], ...]
    thresholds: tuple[tuple[float, float], ...]

    def confidence(self, odds: float) -> float:
        at = bisect_right(self.points, odds, key=lambda point: point[0])
        if at == 0:
            return self.points[0][1]
        if at == len(self.points):
            return self.points[-1][1]
        (x0, y0), (x1, y1) = self.points[at - 1], self.points[at]
        return y0 + (y1 - y0) * (odds - x0) / (x1 - x0)

    def threshold(self, most_wrong: float) -> float:
        """The least confidence to accept; above 1 where none is sure enough."""
        return min((t for share, t in self.thresholds if share <= most_wrong), default=2.0)


@dataclass(frozen=True, slots=True)
class Scorer:
    """`weights`: by field, of each kind of evidence and of each rule by its name; `prior`: of
    evidence that a field's weights were not learnt from."""

    prior: Mapping[str, float]
    weights: Mapping[str, Mapping[str, float]]
    curves: Mapping[str, Curve]

    def odds(self, key: str, candidate: Candidate) -> float:
        """Log-odds that the candidate is right. A rule that was never seen is worth nothing."""
        return self.weigh(key, features_of(candidate))

    def weigh(self, key: str, features: Mapping[str, float]) -> float:
        weights = self.weights[key]
        return sum(
            weights.get(name, self.prior.get(name, 0.0)) * strength
            for name, strength in features.items()
        )

    def confidence(self, key: str, candidate: Candidate) -> float:
        if not candidate.complete:
            return _INCOMPLETE * reading_confidence(candidate.words)
        return self.claim(key, features_of(candidate))

    def claim(self, key: str, features: Mapping[str, float]) -> float:
        """The confidence of a whole reading of which this is known."""
        sure = self.curves[key].confidence(self.weigh(key, features))
        return _MOST_BY_PEN * sure if _may_be_by_pen(key, features) else sure

    def ranked(self, key: str, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Best first: complete readings before others; of equals, the one found first."""
        return sorted(candidates, key=lambda c: (not c.complete, -self.odds(key, c)))

    def field(self, key: str, candidates: Sequence[Candidate]) -> Field:
        """The best candidate as a field, the next ones of other values beside it."""
        best, *rest = self.ranked(key, candidates)
        seen = {squeeze(best.value)}
        others = []
        for candidate in rest:
            if squeeze(candidate.value) not in seen:
                seen.add(squeeze(candidate.value))
                others.append(self._field(key, candidate))
        return self._field(key, best, tuple(others[:_MOST_OTHERS]))

    def _field(self, key: str, candidate: Candidate, others: tuple[Field, ...] = ()) -> Field:
        value, printed = squeeze(candidate.value), squeeze(candidate.printed)
        return Field(
            value=value,
            confidence=round(self.confidence(key, candidate), 3),
            page=candidate.page,
            box=Box.around(w.box for w in candidate.words),
            source="; ".join([candidate.rule, *candidate.evidence]),
            printed=printed if printed != value else "",
            others=others,
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            data["prior"],
            data["weights"],
            {
                key: Curve(
                    tuple((x, y) for x, y in curve["points"]),
                    tuple((share, t) for share, t in curve["thresholds"]),
                )
                for key, curve in data["curves"].items()
            },
        )


def features_of(candidate: Candidate) -> dict[str, float]:
    """All that is known about a reading: its rule, the evidence that the rule named, and how
    surely its words were read."""
    values = [w.confidence for w in candidate.words]
    runs = _RUN.findall(candidate.value)
    strange = [r for r in runs if not is_syllable(r) and not r.isupper()]
    return {
        candidate.rule: 1.0,
        Evidence.DOUBT: 1 - sum(values) / len(values),
        Evidence.EXACT: float(min(values) == 1.0),  # OCR is never so sure
        Evidence.WORST_WORD: 1 - min(values),
        Evidence.ANY_WORD: 1 - math.prod(values),
        Evidence.UNSURE_WORDS: min(1.0, sum(v < _UNSURE for v in values) / _MANY_UNSURE),
        Evidence.CHANGED: min(1.0, sum(bool(w.original) for w in candidate.words) / _MANY_CHANGED),
        Evidence.WITHHELD: float(any(w.withheld for w in candidate.words)),
        Evidence.LENGTH: min(1.0, len(values) / _LONG),
        Evidence.NO_SYLLABLES: min(1.0, len(strange) / 2),
        Evidence.ODD_SIGNS: float(bool(_ODD.search(candidate.value))),
        **{str(kind): strength for kind, strength in candidate.evidence.items()},
    }


def _may_be_by_pen(key: str, features: Mapping[str, float]) -> bool:
    """Whether a reading may be of handwriting, and nothing printed says the same."""
    if features.get(Evidence.EXACT) or features.get(Evidence.NAMED_AGAIN):
        return False
    looks_so = any(features.get(kind) for kind in _LIKE_PEN)
    return key in _OFTEN_BY_PEN or (key == "ngay_ban_hanh" and looks_so)


@cache
def scorer() -> Scorer:
    """The scorer that comes with the package."""
    data = files("digitize.metadata").joinpath("weights.json").read_text(encoding="utf-8")
    return Scorer.from_dict(json.loads(data))


def is_sure(key: str, confidence: float, most_wrong: float) -> bool:
    """Whether a value of this confidence may go without a look, when at most the share
    `most_wrong` of such values of the field may be wrong. A value made of others must be as sure
    as they have to be."""
    curves = scorer().curves
    asked = (key, *_MADE_OF.get(key, ()))
    return all(k in curves and confidence >= curves[k].threshold(most_wrong) for k in asked)
