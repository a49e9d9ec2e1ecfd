"""Readings with their verdict: what the candidates of many documents say, and which are right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digitize.domain import FIELD_KEYS, PageText
from digitize.evaluation.scoring import Verdict, judge
from digitize.metadata.documents import propose
from digitize.metadata.scoring import Scorer, features_of
from digitize.text.normal import squeeze
from training.fields.learning import Example

# The secret mark is no candidate among others: it stops a document (see metadata.secrets).
LEARNT = tuple(key for key in FIELD_KEYS if key != "do_mat")


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate's features, and whether it is right. One that is not complete is neither learnt
    from nor claimed with confidence."""

    features: Mapping[str, float]
    right: bool
    complete: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A document: the candidates of each field of which the truth is known, and whether the
    document has the field."""

    candidates: Mapping[str, Sequence[Judged]]
    has: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reading that the scorer takes for a field's value."""

    odds: float
    confidence: float
    right: bool


def cases_of(
    pages: Sequence[PageText], documents: Iterable[tuple[int, Mapping[str, str | None]]]
) -> list[Case]:
    """Of the documents of a file, each given with its first page, those found to begin there."""
    found = {pages[first].number: candidates for first, _, candidates in propose(pages)}
    return [
        Case(
            {
                key: [
                    Judged(
                        features_of(c),
                        judge(fields[key], squeeze(c.value)) is Verdict.RIGHT,
                        c.complete,
                    )
                    for c in found[first].get(key, ())
                ]
                for key in LEARNT
                if key in fields
            },
            {key: bool(fields[key]) for key in LEARNT if key in fields},
        )
        for first, fields in documents
        if first in found
    ]


def examples_of(key: str, cases: Iterable[Case]) -> list[Example]:
    """All complete candidates of a field."""
    return [
        Example(judged.features, judged.right)
        for case in cases
        for judged in case.candidates.get(key, ())
        if judged.complete
    ]


def chosen(key: str, cases: Iterable[Case], scorer: Scorer) -> list[Chosen]:
    """The best reading of each document that has a whole one, the confidence of those without a
    curve being 0."""
    found = []
    for case in cases:
        whole = [judged for judged in case.candidates.get(key, ()) if judged.complete]
        if whole:
            odds, best = max(
                ((scorer.weigh(key, j.features), j) for j in whole), key=lambda p: p[0]
            )
            sure = scorer.claim(key, best.features) if key in scorer.curves else 0.0
            found.append(Chosen(odds, sure, best.right))
    return found
