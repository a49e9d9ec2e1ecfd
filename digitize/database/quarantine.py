"""Files that are not in the archive yet."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from digitize.database.arrivals import arrival_record
from digitize.database.models import Arrival, Original, State
from digitize.database.records import Unfinished
from digitize.database.session import Queries, reads, writes
from digitize.errors import UsageError


class QuarantineQueries(Queries):
    @reads
    def quarantined(self, s: Session) -> list[Unfinished]:
        """Files in quarantine by their order of arrival."""
        refused = Arrival.sha256.is_(None)
        return _unfinished(s, or_(refused, Original.state == State.QUARANTINED.value))

    @reads
    def left(self, s: Session) -> list[Unfinished]:
        """Files whose original was taken and is not read yet, by their order of arrival."""
        return _unfinished(s, Original.state == State.ACCEPTED.value)

    @writes
    def release(self, s: Session, entries: Sequence[Unfinished]) -> None:
        """Make quarantined files as if never tried: originals wait, refused files are unseen."""
        for entry in entries:
            if entry.sha256:
                row = s.get_one(Original, entry.sha256, with_for_update=True)
                if row.state == State.QUARANTINED.value:
                    row.state, row.reason, row.detail = State.ACCEPTED.value, "", ""
                    row.attempts = 0
            else:
                s.execute(
                    delete(Arrival).where(Arrival.id == entry.arrival, Arrival.sha256.is_(None))
                )


def select_entries(entries: Sequence[Unfinished], ids: Sequence[str]) -> list[Unfinished]:
    """Those that `ids` name; all when there are none. Raises UsageError for an unknown id."""
    if not ids:
        return list(entries)
    known = {entry.id: entry for entry in entries}
    unknown = [i for i in ids if i not in known]
    if unknown:
        raise UsageError(
            f"not in quarantine: {', '.join(unknown)}", remedy="digitize quarantine lists the ids."
        )
    return [known[i] for i in dict.fromkeys(ids)]


def _unfinished(s: Session, which: ColumnElement[bool]) -> list[Unfinished]:
    """Each original once. A file of which a newer form has arrived since is left out: it is no
    longer anyone's concern."""
    newer = aliased(Arrival)
    superseded = exists().where(
        newer.source == Arrival.source,
        newer.relative == Arrival.relative,
        newer.id > Arrival.id,
    )
    rows = s.execute(
        select(Arrival, Original)
        .outerjoin(Original, Arrival.sha256 == Original.sha256)
        .where(which, ~superseded)
        .order_by(Arrival.id)
    )
    entries: dict[str, Unfinished] = {}
    for arrival, original in rows:
        found = arrival_record(arrival, original)
        entry = Unfinished(
            found.id,
            arrival.source,
            arrival.relative,
            found.reason,
            found.detail,
            found.sha256,
            arrival.id,
        )
        entries.setdefault(entry.id, entry)
    return list(entries.values())
