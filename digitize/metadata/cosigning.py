"""Several who sign one document, and who approves it (NĐ 30/2020, Điều 13; joint documents)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.sheet import Row

# What an approver's block is headed by: plans, minutes and estimates are approved by another than
# who signs them.
_APPROVAL = re.compile(r"^\W*(?:(?:phe )?duyet|xac nhan|y kien|chung thuc|tham dinh)\b")
_SAME_HEIGHT = 2.0  # in ems


@dataclass(frozen=True, slots=True)
class Signing:
    """A signing block: readings of its name, best places first, and its title."""

    names: tuple[Candidate, ...]
    title: Candidate | None
    page: int
    top: float  # of its first line, in widths
    order: float  # the block with the highest one signs the document


def with_partner(right: Signing, left: Sequence[Signing], em: float) -> Signing:
    """Two who sign side by side (minutes, contracts, joint documents) as one: left; right."""
    for other in left:
        if abs(other.top - right.top) <= _SAME_HEIGHT * em and other.title and right.title:
            return replace(
                right,
                names=_joined_names(other.names, right.names),
                title=_joined(other.title, right.title),
            )
    return right


def approves(rows: Sequence[Row], block: Sequence[Row]) -> bool:
    """Whether a block is headed as an approver's: he does not sign the document."""
    first = block[0]
    above = [
        r for r in rows if 0 < first.y0 - r.y1 < first.y1 - first.y0 and abs(r.x - first.x) < 0.12
    ]
    return any(_APPROVAL.match(row.folded) for row in (*above, first))


def _joined_names(left: Sequence[Candidate], right: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The best name of each; of one alone where the other's was not read."""
    if left and right:
        return (_joined(left[0], right[0]),)
    return tuple(replace(name, complete=False) for name in (*left, *right))


def _joined(left: Candidate, right: Candidate) -> Candidate:
    kinds: dict[Evidence, float] = {**left.evidence}
    for kind, strength in right.evidence.items():
        kinds[kind] = max(strength, kinds.get(kind, 0.0))
    printed = "; ".join([left.printed or left.value, right.printed or right.value])
    return replace(
        right,
        value=f"{left.value}; {right.value}",
        words=(*left.words, *right.words),
        rule="two who sign side by side",
        evidence=kinds,
        printed=printed,
    )
