"""Documents (văn bản): rows put in by a reading, and records that may be shown."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from digitize.database.corrected import corrected_fields, newest
from digitize.database.models import SHOWN, Correction, DocumentRow, Original, State
from digitize.database.records import DocumentRecord, PageRecord
from digitize.database.session import Queries, reads
from digitize.domain import Document, Field, Place


def document_id(sha256: str, ordinal: int) -> str:
    """The same file read again gives the same ids: 16 letters of the SHA-256 and a number."""
    return f"{sha256[:16]}-{ordinal}"


class DocumentQueries(Queries):
    @reads
    def document(self, s: Session, document_id: str) -> DocumentRecord | None:
        """A document that may be shown; None for unknown, withdrawn and sealed ones."""
        row = s.get(DocumentRow, document_id)
        if row is None or row.state not in SHOWN:
            return None
        return document_record(row)

    @reads
    def documents(self, s: Session, ids: Sequence[str]) -> dict[str, DocumentRecord]:
        """Those of `ids` that may be shown, by id."""
        rows = s.scalars(
            select(DocumentRow).where(DocumentRow.id.in_(ids), DocumentRow.state.in_(SHOWN))
        )
        return {row.id: document_record(row) for row in rows}

    @reads
    def documents_of(self, s: Session, sha256: str) -> list[DocumentRecord]:
        rows = s.scalars(
            select(DocumentRow)
            .where(DocumentRow.sha256 == sha256, DocumentRow.state.in_(SHOWN))
            .order_by(DocumentRow.ordinal)
        )
        return [document_record(row) for row in rows]

    @reads
    def counts(self, s: Session) -> dict[str, int]:
        """Documents that may be shown, their pages, and originals by state."""
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


def replace_documents(
    s: Session, row: Original, documents: Sequence[tuple[Document, Sequence[str]]]
) -> State:
    """Put the documents of a new reading in, each with its doubts, and give the state that their
    original is in. Those that the reading did not find again become tombstones, so that the index
    can follow. What persons corrected stays."""
    # Locked, so that a correction made at this moment counts up a version of its own.
    rows = s.scalars(select(DocumentRow).where(DocumentRow.sha256 == row.sha256).with_for_update())
    existing = {d.ordinal: d for d in rows}
    corrected: dict[int, set[str]] = {}
    for page, key in s.execute(
        select(Correction.first_page, Correction.key).where(Correction.sha256 == row.sha256)
    ):
        corrected.setdefault(page, set()).add(key)
    states = set()
    for ordinal, (document, doubts) in enumerate(documents, start=1):
        fields = {key: found.to_dict() for key, found in document.fields.items()}
        state = state_of(doubts, corrected.get(document.first_page, set()))
        states.add(state)
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
                    doubts=list(doubts),
                )
            )
            continue
        old.first_page, old.last_page = document.first_page, document.last_page
        old.state, old.fields, old.doubts = state.value, fields, list(doubts)
        old.version += 1
    for left in existing.values():
        if left.state != State.GONE.value:
            left.state, left.fields, left.doubts = State.GONE.value, {}, []
            left.version += 1
    return State.REVIEW if State.REVIEW in states else State.DONE


def state_of(doubts: Iterable[str], corrected: Collection[str]) -> State:
    return State.DONE if all(key in corrected for key in doubts) else State.REVIEW


def document_record(row: DocumentRow) -> DocumentRecord:
    original = row.original
    pages = tuple(
        PageRecord(p.number, p.kind, p.width, p.height, p.rotation)
        for p in original.pages
        if row.first_page <= p.number <= row.last_page
    )
    read = {key: Field.from_dict(value) for key, value in row.fields.items()}
    corrections = newest(row.corrections)
    return DocumentRecord(
        id=row.id,
        sha256=row.sha256,
        ordinal=row.ordinal,
        first_page=row.first_page,
        last_page=row.last_page,
        state=State(row.state),
        fields=corrected_fields(read, corrections, pages[0]),
        read=read,
        corrections=corrections,
        doubts=tuple(key for key in row.doubts if key not in corrections),
        place=Place(original.department, original.fonds, original.dossier),
        file_name=original.file_name,
        media_type=original.media_type,
        version=row.version,
        pages=pages,
    )
