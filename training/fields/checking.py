"""What `digitize` makes of scans of which the truth is known: which values are right, which go
through without a look, and what a person is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from digitize.archive.filing import doubts_of
from digitize.evaluation.scoring import Verdict, judge
from digitize.metadata.documents import find_documents
from training.fields.scans import ReadScan

# What the pen mostly fills in, on nine documents in ten of those that archives hold.
_BY_PEN = {"so", "so_ky_hieu", "ngay_ban_hanh"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A document: the fields that it has, whether each value that was read is right, and what a
    person is asked."""

    has: frozenset[str]
    right: Mapping[str, bool]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One field on one set: values that documents have, right values, values accepted without a
    look, and wrong ones among those."""

    has: int
    right: int
    accepted: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Load:
    """Documents: all, those of which nothing is asked, and those of which the number or the date
    alone is. `fields` were read, `accepted` of them go through without a look, `wrong` of those
    are."""

    documents: int
    through: int
    pen_alone: int
    fields: int
    accepted: int
    wrong: int


def checked(scans: Iterable[ReadScan], most_wrong: float) -> list[Checked]:
    """The documents of the scans that were told apart rightly."""
    found = []
    for scan in scans:
        begun = {document.first_page: document for document in find_documents(scan.pages)}
        for true in scan.documents:
            if document := begun.get(true.first_page):
                right = {
                    key: judge(true.fields[key], field.value) is Verdict.RIGHT
                    for key, field in document.fields.items()
                }
                has = frozenset(key for key, value in true.fields.items() if value)
                asked = frozenset(doubts_of(document, scan.pages, most_wrong))
                found.append(Checked(has, right, asked))
    return found


def row_of(key: str, documents: Iterable[Checked]) -> Row:
    documents = list(documents)
    accepted = [d.right[key] for d in documents if key in d.right and key not in d.asked]
    return Row(
        sum(key in d.has for d in documents),
        sum(d.right.get(key, False) for d in documents),
        len(accepted),
        accepted.count(False),
    )


def load_of(documents: Iterable[Checked]) -> Load:
    documents = list(documents)
    accepted = [right for d in documents for key, right in d.right.items() if key not in d.asked]
    return Load(
        len(documents),
        sum(not d.asked for d in documents),
        sum(bool(d.asked) and d.asked <= _BY_PEN for d in documents),
        sum(len(d.right) for d in documents),
        len(accepted),
        accepted.count(False),
    )
