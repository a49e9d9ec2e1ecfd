"""Batches, and what became of each file that was seen in an inbox."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from digitize.database.inserting import insert_once
from digitize.database.models import Arrival, Batch, Original, State, WatermarkRow, in_utc, now
from digitize.database.records import ArrivalRecord, Seen, Watermark
from digitize.database.session import Queries, reads, writes
from digitize.domain import Place

_FEW = 500  # paths that are asked for by name; more, and the whole inbox is read


class ArrivalQueries(Queries):
    @writes
    def start_batch(self, s: Session, source: str) -> int:
        batch = Batch(source=source)
        s.add(batch)
        s.flush()
        return batch.id

    @writes
    def finish_batch(self, s: Session, batch_id: int, report: Mapping[str, Any]) -> None:
        batch = s.get_one(Batch, batch_id)
        batch.finished_at = now()
        batch.report = dict(report)

    @reads
    def arrivals(
        self, s: Session, source: str, only: Collection[str] | None = None
    ) -> dict[Seen, ArrivalRecord]:
        """What became of each file of an inbox, by the path, size and time it was seen with;
        newest last. `only`: of these paths, with or without others."""
        asked = (
            select(Arrival, Original)
            .outerjoin(Original, Arrival.sha256 == Original.sha256)
            .where(Arrival.source == source)
            .order_by(Arrival.id)
        )
        if only is not None and len(only) <= _FEW:
            asked = asked.where(Arrival.relative.in_(only))
        rows = s.execute(asked)
        return {
            Seen(a.source, a.relative, a.size, a.mtime_ns): arrival_record(a, original)
            for a, original in rows
        }

    @reads
    def is_accepted(self, s: Session, seen: Seen) -> bool:
        """Was the file stored, be it by another process a moment ago?"""
        arrival = _find_arrival(s, seen)
        return arrival is not None and arrival.sha256 is not None

    @reads
    def watermark(self, s: Session, source: str) -> Watermark | None:
        row = s.get(WatermarkRow, source)
        return Watermark(in_utc(row.newest), in_utc(row.compared_at)) if row else None

    @writes
    def set_watermark(self, s: Session, source: str, mark: Watermark) -> None:
        """Of several watchers the last one's stands: what is written down stays so."""
        insert_once(
            s, WatermarkRow, source=source, newest=mark.newest, compared_at=mark.compared_at
        )
        row = s.get_one(WatermarkRow, source)
        row.newest, row.compared_at = mark.newest, mark.compared_at

    @writes
    def forget_refused(self, s: Session, gone: Sequence[Seen]) -> None:
        """Drop files that were refused and are no longer in their inbox as they were."""
        for seen in gone:
            s.execute(delete(Arrival).where(*_is(seen), Arrival.sha256.is_(None)))

    @writes
    def accept(
        self, s: Session, batch_id: int, seen: Seen, sha256: str, place: Place, file_name: str
    ) -> bool:
        """Write down a stored file. False when its bytes were known from another file.

        Of several processes that write down the same file or the same bytes at one moment, the
        first one decides.
        """
        insert_once(
            s,
            Original,
            sha256=sha256,
            size=seen.size,
            file_name=file_name,
            department=place.department,
            fonds=place.fonds,
            dossier=place.dossier,
        )
        arrival = _arrival(s, batch_id, seen)
        first = s.scalar(
            select(Arrival).where(Arrival.sha256 == sha256).order_by(Arrival.id).limit(1)
        )
        duplicate = first is not None and (first.source, first.relative) != (
            seen.source,
            seen.relative,
        )
        arrival.sha256, arrival.reason, arrival.detail = sha256, "", ""
        arrival.duplicate = duplicate
        return not duplicate

    @writes
    def refuse(self, s: Session, batch_id: int, seen: Seen, reason: str, detail: str) -> None:
        """Write down a file that could not be stored."""
        arrival = _arrival(s, batch_id, seen)
        if arrival.sha256 is None:
            arrival.reason, arrival.detail = reason, detail


def arrival_record(arrival: Arrival, original: Original | None) -> ArrivalRecord:
    if original is None:
        return ArrivalRecord(
            f"f{arrival.id}", None, False, State.QUARANTINED, arrival.reason, arrival.detail
        )
    return ArrivalRecord(
        original.sha256[:12],
        original.sha256,
        arrival.duplicate,
        State(original.state),
        original.reason,
        original.detail,
    )


def _is(seen: Seen) -> tuple[Any, ...]:
    return (
        Arrival.source == seen.source,
        Arrival.relative == seen.relative,
        Arrival.size == seen.size,
        Arrival.mtime_ns == seen.mtime_ns,
    )


def _find_arrival(s: Session, seen: Seen) -> Arrival | None:
    return s.scalar(select(Arrival).where(*_is(seen)))


def _arrival(s: Session, batch_id: int, seen: Seen) -> Arrival:
    """The row of the file, put in when there is none."""
    found = _find_arrival(s, seen)
    if found is not None:
        return found
    insert_once(
        s,
        Arrival,
        batch_id=batch_id,
        source=seen.source,
        relative=seen.relative,
        size=seen.size,
        mtime_ns=seen.mtime_ns,
    )
    return s.scalars(select(Arrival).where(*_is(seen))).one()
