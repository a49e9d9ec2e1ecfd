"""All that is asked of the database and told to it, each call one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Engine, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from digitize.database.models import Arrival, Batch, DocumentRow, Original, Page, State, now
from digitize.database.records import (
    ArrivalRecord,
    DocumentRecord,
    OriginalRecord,
    PageRecord,
    Unfinished,
)
from digitize.database.session import session
from digitize.domain import Document, Field, PageText, Place
from digitize.errors import UsageError

SHOWN = (State.DONE.value, State.REVIEW.value)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file in an inbox: `source` names the inbox, `relative` the path in it (NFC)."""

    source: str
    relative: str
    size: int
    mtime_ns: int


def document_id(sha256: str, ordinal: int) -> str:
    """The same file read again gives the same ids: 16 letters of the SHA-256 and a number."""
    return f"{sha256[:16]}-{ordinal}"


class Database:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """For `inventory` and `dump`, which look at the database as a whole."""
        return self._engine

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- batches and arrivals

    def start_batch(self, source: str) -> int:
        with session(self._engine, writes=True) as s:
            batch = Batch(source=source)
            s.add(batch)
            s.flush()
            return batch.id

    def finish_batch(self, batch_id: int, report: Mapping[str, Any]) -> None:
        with session(self._engine, writes=True) as s:
            batch = s.get_one(Batch, batch_id)
            batch.finished_at = now()
            batch.report = dict(report)

    def arrivals(self, source: str) -> dict[Seen, ArrivalRecord]:
        """What became of each file of an inbox, by the path, size and time it was seen with;
        newest last."""
        with session(self._engine) as s:
            rows = s.execute(
                select(Arrival, Original)
                .outerjoin(Original, Arrival.sha256 == Original.sha256)
                .where(Arrival.source == source)
                .order_by(Arrival.id)
            )
            return {
                Seen(a.source, a.relative, a.size, a.mtime_ns): _arrival_record(a, original)
                for a, original in rows
            }

    def forget_refused(self, gone: Sequence[Seen]) -> None:
        """Drop files that were refused and are no longer in their inbox as they were."""
        with session(self._engine, writes=True) as s:
            for seen in gone:
                found = _find_arrival(s, seen)
                if found is not None and found.sha256 is None:
                    s.delete(found)

    def accept(self, batch_id: int, seen: Seen, sha256: str, place: Place, file_name: str) -> bool:
        """Write down a stored file. False when its bytes were known from another file."""
        with session(self._engine, writes=True) as s:
            known = s.get(Original, sha256)
            if known is None:
                s.add(
                    Original(
                        sha256=sha256,
                        size=seen.size,
                        file_name=file_name,
                        department=place.department,
                        fonds=place.fonds,
                        dossier=place.dossier,
                    )
                )
                s.flush()
            first = s.scalar(
                select(Arrival).where(Arrival.sha256 == sha256).order_by(Arrival.id).limit(1)
            )
            duplicate = first is not None and (first.source, first.relative) != (
                seen.source,
                seen.relative,
            )
            arrival = _find_arrival(s, seen) or _new_arrival(s, batch_id, seen)
            arrival.sha256, arrival.reason, arrival.detail = sha256, "", ""
            arrival.duplicate = duplicate
            return not duplicate

    def refuse(self, batch_id: int, seen: Seen, reason: str, detail: str) -> None:
        """Write down a file that could not be stored."""
        with session(self._engine, writes=True) as s:
            arrival = _find_arrival(s, seen) or _new_arrival(s, batch_id, seen)
            arrival.reason, arrival.detail = reason, detail

    # --- the work on originals

    def waiting(self, reading_version: int, metadata_version: int) -> list[str]:
        """SHA-256 of all originals with work to do, oldest first: new ones, ones that a killed
        run left, and ones that an older version of a stage made."""
        stale = (Original.state.in_(SHOWN)) & or_(
            Original.reading_version != reading_version,
            Original.metadata_version != metadata_version,
        )
        with session(self._engine) as s:
            return list(
                s.scalars(
                    select(Original.sha256)
                    .where(or_(Original.state == State.ACCEPTED.value, stale))
                    .order_by(Original.attempts, Original.accepted_at, Original.sha256)
                )
            )

    def state(self, sha256: str) -> State | None:
        """Where an original stands; None for bytes that were never accepted."""
        with session(self._engine) as s:
            row = s.get(Original, sha256)
            return State(row.state) if row else None

    def original(self, sha256: str) -> OriginalRecord:
        with session(self._engine) as s:
            return _original_record(s.get_one(Original, sha256))

    def begin_attempt(self, sha256: str) -> OriginalRecord:
        """Count a try before it starts, so that a file that kills the program is counted too."""
        with session(self._engine, writes=True) as s:
            row = s.get_one(Original, sha256)
            row.attempts += 1
            return _original_record(row)

    def give_back_attempt(self, sha256: str) -> None:
        """Undo `begin_attempt`: the try ended through no fault of the file."""
        with session(self._engine, writes=True) as s:
            row = s.get_one(Original, sha256)
            row.attempts = max(0, row.attempts - 1)

    def save(
        self,
        sha256: str,
        media_type: str,
        pages: Sequence[PageText],
        documents: Sequence[tuple[Document, State]],
        *,
        reading_version: int,
        metadata_version: int,
    ) -> State:
        """Put a reading in, instead of whatever was there for this original."""
        with session(self._engine, writes=True) as s:
            row = s.get_one(Original, sha256)
            row.pages.clear()
            s.flush()
            row.pages.extend(_page_row(sha256, page) for page in pages)
            _replace_documents(s, row, documents)
            unsure = any(state is State.REVIEW for _, state in documents)
            row.state = (State.REVIEW if unsure else State.DONE).value
            row.media_type = media_type
            row.reason, row.detail, row.attempts = "", "", 0
            row.reading_version = reading_version
            row.metadata_version = metadata_version
            return State(row.state)

    def set_aside(self, sha256: str, state: State, reason: str, detail: str) -> None:
        """Quarantine an original, or mark it sealed; its documents become tombstones."""
        with session(self._engine, writes=True) as s:
            row = s.get_one(Original, sha256)
            row.state, row.reason, row.detail = state.value, reason, detail
            row.reading_version = row.metadata_version = 0
            row.pages.clear()
            _replace_documents(s, row, ())

    def forget_reading(self, sha256: str) -> None:
        """Make an original wait for a new reading: what was made of it is no longer there."""
        with session(self._engine, writes=True) as s:
            s.get_one(Original, sha256).reading_version = 0

    # --- quarantine

    def quarantined(self) -> list[Unfinished]:
        """Files in quarantine by their order of arrival."""
        with session(self._engine) as s:
            refused = Arrival.sha256.is_(None)
            return _unfinished(s, or_(refused, Original.state == State.QUARANTINED.value))

    def left(self) -> list[Unfinished]:
        """Files whose original was taken and is not read yet, by their order of arrival."""
        with session(self._engine) as s:
            return _unfinished(s, Original.state == State.ACCEPTED.value)

    def release(self, entries: Sequence[Unfinished]) -> None:
        """Make quarantined files as if never tried: originals wait, refused files are unseen."""
        with session(self._engine, writes=True) as s:
            for entry in entries:
                if entry.sha256:
                    row = s.get_one(Original, entry.sha256)
                    row.state, row.reason, row.detail = State.ACCEPTED.value, "", ""
                    row.attempts = 0
                else:
                    s.delete(s.get_one(Arrival, entry.arrival))

    # --- documents

    def document(self, document_id: str) -> DocumentRecord | None:
        """A document that may be shown; None for unknown, withdrawn and sealed ones."""
        with session(self._engine) as s:
            row = s.get(DocumentRow, document_id)
            if row is None or row.state not in SHOWN:
                return None
            return _document_record(row)

    def documents(self, ids: Sequence[str]) -> dict[str, DocumentRecord]:
        """Those of `ids` that may be shown, by id."""
        with session(self._engine) as s:
            rows = s.scalars(
                select(DocumentRow).where(DocumentRow.id.in_(ids), DocumentRow.state.in_(SHOWN))
            )
            return {row.id: _document_record(row) for row in rows}

    def documents_of(self, sha256: str) -> list[DocumentRecord]:
        with session(self._engine) as s:
            rows = s.scalars(
                select(DocumentRow)
                .where(DocumentRow.sha256 == sha256, DocumentRow.state.in_(SHOWN))
                .order_by(DocumentRow.ordinal)
            )
            return [_document_record(row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Documents that may be shown, their pages, and originals by state."""
        with session(self._engine) as s:
            shown = DocumentRow.state.in_(SHOWN)
            states: list[tuple[str, int]] = [
                (state, number)
                for state, number in s.execute(
                    select(Original.state, func.count()).group_by(Original.state)
                )
            ]
            pages = func.sum(DocumentRow.last_page - DocumentRow.first_page + 1)
            return {
                "documents": s.scalar(select(func.count()).where(shown)) or 0,
                "pages": s.scalar(select(pages).where(shown)) or 0,
                **{f"originals_{state}": number for state, number in states},
            }

    # --- what the index has not seen yet

    def unindexed(self, limit: int) -> list[tuple[str, int, bool]]:
        """(document id, version, shown) of documents that the index lags behind on."""
        with session(self._engine) as s:
            rows = s.execute(
                select(DocumentRow.id, DocumentRow.version, DocumentRow.state)
                .where(DocumentRow.version != DocumentRow.indexed_version)
                .order_by(DocumentRow.id)
                .limit(limit)
            )
            return [(id_, version, state in SHOWN) for id_, version, state in rows]

    def versions(self, after: str, limit: int) -> list[tuple[str, int]]:
        """(document id, version) of all documents, tombstones too, by id from after `after`."""
        with session(self._engine) as s:
            rows = s.execute(
                select(DocumentRow.id, DocumentRow.version)
                .where(DocumentRow.id > after)
                .order_by(DocumentRow.id)
                .limit(limit)
            )
            return [(id_, version) for id_, version in rows]

    def mark_indexed(self, versions: Sequence[tuple[str, int]]) -> None:
        with session(self._engine, writes=True) as s:
            for id_, version in versions:
                s.execute(
                    update(DocumentRow)
                    .where(DocumentRow.id == id_)
                    .values(indexed_version=version, updated_at=DocumentRow.updated_at)
                )

    def forget_index(self) -> None:
        """Mark every document as not indexed: the index is built anew."""
        with session(self._engine, writes=True) as s:
            s.execute(
                update(DocumentRow).values(indexed_version=0, updated_at=DocumentRow.updated_at)
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


def _find_arrival(s: Session, seen: Seen) -> Arrival | None:
    return s.scalar(
        select(Arrival).where(
            Arrival.source == seen.source,
            Arrival.relative == seen.relative,
            Arrival.size == seen.size,
            Arrival.mtime_ns == seen.mtime_ns,
        )
    )


def _new_arrival(s: Session, batch_id: int, seen: Seen) -> Arrival:
    arrival = Arrival(
        batch_id=batch_id,
        source=seen.source,
        relative=seen.relative,
        size=seen.size,
        mtime_ns=seen.mtime_ns,
    )
    s.add(arrival)
    return arrival


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
        found = _arrival_record(arrival, original)
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


def _replace_documents(
    s: Session, row: Original, documents: Sequence[tuple[Document, State]]
) -> None:
    existing = {d.ordinal: d for d in row.documents}
    for ordinal, (document, state) in enumerate(documents, start=1):
        fields = {key: found.to_dict() for key, found in document.fields.items()}
        old = existing.pop(ordinal, None)
        if old is None:
            s.add(
                DocumentRow(
                    id=document_id(row.sha256, ordinal),
                    sha256=row.sha256,
                    ordinal=ordinal,
                    first_page=document.first_page,
                    last_page=document.last_page,
                    state=state.value,
                    fields=fields,
                )
            )
            continue
        old.first_page, old.last_page = document.first_page, document.last_page
        old.state, old.fields, old.version = state.value, fields, old.version + 1
    for left in existing.values():
        if left.state != State.GONE.value:
            left.state, left.fields, left.version = State.GONE.value, {}, left.version + 1


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


def _arrival_record(arrival: Arrival, original: Original | None) -> ArrivalRecord:
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


def _document_record(row: DocumentRow) -> DocumentRecord:
    original = row.original
    return DocumentRecord(
        id=row.id,
        sha256=row.sha256,
        ordinal=row.ordinal,
        first_page=row.first_page,
        last_page=row.last_page,
        state=State(row.state),
        fields={key: Field.from_dict(value) for key, value in row.fields.items()},
        place=Place(original.department, original.fonds, original.dossier),
        file_name=original.file_name,
        media_type=original.media_type,
        version=row.version,
        pages=tuple(
            PageRecord(p.number, p.kind, p.width, p.height, p.rotation)
            for p in original.pages
            if row.first_page <= p.number <= row.last_page
        ),
    )
