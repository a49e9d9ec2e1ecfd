"""What the database holds as a whole: for verifying, backup and metrics."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from digitize.database.models import (
    SHOWN,
    Batch,
    DocumentRow,
    Original,
    Page,
    State,
    in_utc,
)
from digitize.database.session import Queries, reads
from digitize.domain import PageKind

_WINDOW = 500


@dataclass(frozen=True, slots=True)
class KeptPage:
    number: int
    has_view: bool
    """False where nothing but the failure of the page is kept."""


@dataclass(frozen=True, slots=True)
class KeptDocument:
    id: str
    first_page: int
    last_page: int
    in_index: bool
    """Whether the index has been told of its newest version."""


@dataclass(frozen=True, slots=True)
class Holding:
    """An original and what must be kept of it. `documents` are those that may be shown."""

    sha256: str
    size: int
    state: State
    pages: tuple[KeptPage, ...]
    documents: tuple[KeptDocument, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the archive is. Times are absent before the first batch."""

    originals: dict[State, int]
    documents: int
    pages: int
    index_lag: int
    """Documents whose newest version the index has not been told of."""
    batch_started: datetime | None
    batch_finished: datetime | None
    """Of the newest batch that ended."""


class Inventory(Queries):
    def holdings(self) -> Iterator[Holding]:
        """All originals by SHA-256, read in windows: others may write meanwhile."""
        last = ""
        while found := self._after(last):
            yield from found
            last = found[-1].sha256

    @reads
    def holding(self, s: Session, sha256: str) -> Holding:
        return _holding(s.get_one(Original, sha256))

    @reads
    def is_empty(self, s: Session) -> bool:
        return not any(s.scalar(select(func.count()).select_from(t)) for t in (Batch, Original))

    @reads
    def standing(self, s: Session) -> Standing:
        states = {
            State(state): number
            for state, number in s.execute(
                select(Original.state, func.count()).group_by(Original.state)
            )
        }
        shown = DocumentRow.state.in_(SHOWN)
        pages = func.sum(DocumentRow.last_page - DocumentRow.first_page + 1)
        lag = DocumentRow.version != DocumentRow.indexed_version
        return Standing(
            states,
            s.scalar(select(func.count()).where(shown)) or 0,
            s.scalar(select(pages).where(shown)) or 0,
            s.scalar(select(func.count()).where(lag)) or 0,
            _latest(s, Batch.started_at),
            _latest(s, Batch.finished_at),
        )

    @reads
    def _after(self, s: Session, sha256: str) -> list[Holding]:
        rows = s.scalars(
            select(Original)
            .where(Original.sha256 > sha256)
            .order_by(Original.sha256)
            .limit(_WINDOW)
        )
        return [_holding(row) for row in rows]


def _holding(row: Original) -> Holding:
    return Holding(
        row.sha256,
        row.size,
        State(row.state),
        tuple(_kept_page(page) for page in row.pages),
        tuple(
            KeptDocument(d.id, d.first_page, d.last_page, d.version == d.indexed_version)
            for d in row.documents
            if d.state in SHOWN
        ),
    )


def _kept_page(page: Page) -> KeptPage:
    return KeptPage(page.number, page.kind != PageKind.FAILED.value)


def _latest(s: Session, column: InstrumentedAttribute[Any]) -> datetime | None:
    time: datetime | None = s.scalar(select(func.max(column)))
    return in_utc(time) if time else None
