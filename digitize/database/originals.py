"""The work on originals: who has which, and what came of it.

Work is given out row by row. A claim is a lease: its worker renews it for as long as it works, and
once it has run out anyone may claim the original anew. Each claim has a number, one higher than
the last; what comes with an older number is refused, so that a worker which stood still for a
while can spoil nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from digitize.database.documents import replace_documents
from digitize.database.models import SHOWN, Correction, Original, Page, State, now
from digitize.database.records import Claim, LeaseLost, OriginalRecord
from digitize.database.session import Queries, reads, writes
from digitize.domain import Document, PageText, Place


class OriginalQueries(Queries):
    @reads
    def waiting(self, s: Session, reading_version: int, metadata_version: int) -> list[str]:
        """SHA-256 of all originals with work to do, oldest first: new ones, ones that a killed
        run left, and ones that an older version of a stage made."""
        waits = or_(_NEW, _stale(reading_version, metadata_version))
        return list(s.scalars(select(Original.sha256).where(waits).order_by(*_TURN)))

    @reads
    def count_waiting(self, s: Session, reading_version: int, metadata_version: int) -> int:
        """The number of originals with work to do, those that somebody is at work on included."""
        waits = or_(_NEW, _stale(reading_version, metadata_version))
        return s.scalar(select(func.count()).select_from(Original).where(waits)) or 0

    @reads
    def state(self, s: Session, sha256: str) -> State | None:
        """Where an original stands; None for bytes that were never accepted."""
        row = s.get(Original, sha256)
        return State(row.state) if row else None

    @reads
    def original(self, s: Session, sha256: str) -> OriginalRecord:
        return _original_record(s.get_one(Original, sha256))

    @writes
    def claim(
        self,
        s: Session,
        worker: str,
        seconds: float,
        reading_version: int,
        metadata_version: int,
    ) -> Claim | None:
        """The next original that waits and that nobody works on, for `worker` to work on for so
        many seconds: new ones before those to be read anew, the least tried ones first, oldest
        first. None when there is none."""
        clock = _clock(s)
        for waits in (_NEW, _stale(reading_version, metadata_version)):
            row = s.scalar(
                select(Original)
                .where(waits, or_(Original.lease_until.is_(None), Original.lease_until < clock))
                .order_by(*_TURN)
                .limit(1)
                .with_for_update(skip_locked=True)  # SQLite has one writer at a time
            )
            if row is not None:
                row.worker = worker
                row.lease += 1
                row.lease_until = clock + timedelta(seconds=seconds)
                return Claim(row.sha256, row.lease)
        return None

    @writes
    def renew(self, s: Session, claim: Claim, seconds: float) -> None:
        """Also for one that has run out, as long as nobody else took the original. This and all
        that takes a claim raises LeaseLost when somebody did."""
        _held(s, claim).lease_until = _clock(s) + timedelta(seconds=seconds)

    @writes
    def give_up(self, s: Session, claim: Claim) -> None:
        """Let the next one have the original. No harm where the claim is over already."""
        s.execute(
            update(Original)
            .where(
                Original.sha256 == claim.sha256,
                Original.lease == claim.number,
                Original.lease_until.is_not(None),
            )
            .values(worker="", lease_until=None)
        )

    @writes
    def give_up_all(self, s: Session, worker: str) -> None:
        """End the leases of a worker that is known to be dead."""
        s.execute(
            update(Original)
            .where(Original.worker == worker)
            .values(worker="", lease_until=None, lease=Original.lease + 1)
        )

    @writes
    def begin_attempt(self, s: Session, claim: Claim) -> OriginalRecord:
        """Count a try before it starts, so that a file that kills the program is counted too."""
        row = _held(s, claim)
        row.attempts += 1
        return _original_record(row)

    @writes
    def give_back_attempt(self, s: Session, claim: Claim) -> None:
        """Undo `begin_attempt`: the try ended through no fault of the file."""
        row = _held(s, claim)
        row.attempts = max(0, row.attempts - 1)

    @writes
    def save(
        self,
        s: Session,
        claim: Claim,
        media_type: str,
        pages: Sequence[PageText],
        documents: Sequence[tuple[Document, Sequence[str]]],
        *,
        reading_version: int,
        metadata_version: int,
    ) -> State:
        """Put a reading in, instead of whatever was there for this original; the claim ends.

        Each document comes with its doubts: what a person should look at, as DocumentRow has it.
        """
        row = _held(s, claim)
        row.pages.clear()
        s.flush()
        row.pages.extend(_page_row(row.sha256, page) for page in pages)
        row.state = replace_documents(s, row, documents).value
        row.media_type = media_type
        row.reason, row.detail, row.attempts = "", "", 0
        row.reading_version = reading_version
        row.metadata_version = metadata_version
        row.worker, row.lease_until = "", None
        return State(row.state)

    @writes
    def set_aside(self, s: Session, claim: Claim, state: State, reason: str, detail: str) -> None:
        """Quarantine an original, or mark it sealed; its documents become tombstones. The claim
        ends."""
        row = _held(s, claim)
        row.state, row.reason, row.detail = state.value, reason, detail
        row.reading_version = row.metadata_version = 0
        row.worker, row.lease_until = "", None
        row.pages.clear()
        replace_documents(s, row, ())
        if state is State.SEALED:  # nothing is kept of what it says
            s.execute(delete(Correction).where(Correction.sha256 == row.sha256))

    @writes
    def forget_reading(self, s: Session, sha256: str) -> None:
        """Make an original wait for a new reading: what was made of it is no longer there."""
        s.get_one(Original, sha256, with_for_update=True).reading_version = 0


_NEW = Original.state == State.ACCEPTED.value
_TURN = (Original.attempts, Original.accepted_at, Original.sha256)


def _stale(reading_version: int, metadata_version: int) -> ColumnElement[bool]:
    return and_(
        Original.state.in_(SHOWN),
        or_(
            Original.reading_version != reading_version,
            Original.metadata_version != metadata_version,
        ),
    )


def _clock(s: Session) -> datetime:
    """One clock for all workers: that of the server, or of the one machine that SQLite is on."""
    if s.get_bind().dialect.name == "sqlite":
        return now()
    return s.scalars(select(func.now())).one()


def _held(s: Session, claim: Claim) -> Original:
    row = s.get_one(Original, claim.sha256, with_for_update=True)
    if row.lease != claim.number or row.lease_until is None:
        raise LeaseLost
    return row


def _page_row(sha256: str, page: PageText) -> Page:
    return Page(
        sha256=sha256,
        number=page.number,
        kind=page.kind.value,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=page.rotation,
        skew=page.skew,
        engine=page.engine,
        error=page.error,
    )


def _original_record(row: Original) -> OriginalRecord:
    return OriginalRecord(
        sha256=row.sha256,
        size=row.size,
        media_type=row.media_type,
        file_name=row.file_name,
        place=Place(row.department, row.fonds, row.dossier),
        state=State(row.state),
        reason=row.reason,
        attempts=row.attempts,
        reading_version=row.reading_version,
        metadata_version=row.metadata_version,
        page_count=len(row.pages),
    )
