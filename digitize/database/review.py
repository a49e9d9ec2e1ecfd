"""Documents that wait for a person, and what persons say of their fields."""

from collections.abc import Mapping

from sqlalchemy import func, literal, select, tuple_
from sqlalchemy.orm import Session

from digitize.database.corrected import correction_record
from digitize.database.documents import document_record, state_of
from digitize.database.models import SHOWN, Correction, DocumentRow, Original, State
from digitize.database.records import CorrectionRecord, DocumentRecord, EditedMeanwhile
from digitize.database.session import Queries, reads, writes

# The papers of a dossier follow each other, as they lie in it.
_ORDER = (
    Original.department,
    Original.fonds,
    Original.dossier,
    Original.file_name,
    Original.sha256,
    DocumentRow.ordinal,
)


class ReviewQueries(Queries):
    @reads
    def count_in_review(self, s: Session) -> int:
        waiting = DocumentRow.state == State.REVIEW.value
        return s.scalar(select(func.count()).select_from(DocumentRow).where(waiting)) or 0

    @reads
    def in_review(self, s: Session, limit: int, after: str = "") -> list[DocumentRecord]:
        """Documents that wait for a person, dossier by dossier, from the one that follows the
        document `after`."""
        query = (
            select(DocumentRow)
            .join(Original, Original.sha256 == DocumentRow.sha256)
            .where(DocumentRow.state == State.REVIEW.value)
            .order_by(*_ORDER)
            .limit(limit)
        )
        row = s.get(DocumentRow, after) if after else None
        if row is not None:
            of = row.original
            last = (of.department, of.fonds, of.dossier, of.file_name, of.sha256, row.ordinal)
            query = query.where(tuple_(*_ORDER) > tuple_(*map(literal, last)))
        return [document_record(row) for row in s.scalars(query)]

    @reads
    def corrections(self, s: Session, document_id: str) -> list[CorrectionRecord]:
        """All that persons ever said of a document that may be shown, oldest first."""
        row = s.get(DocumentRow, document_id)
        if row is None or row.state not in SHOWN:
            return []
        return [correction_record(correction) for correction in row.corrections]

    @writes
    def correct(
        self, s: Session, document_id: str, values: Mapping[str, str], author: str, *, seen: int
    ) -> DocumentRecord | None:
        """Keep what `author` says of fields, and give the document with it; None where no such
        document is shown. `values`: by key, empty where the document has none.

        `seen`: the version of the document that the author had before their eyes. Raises
        EditedMeanwhile, and keeps nothing, when one of these fields was corrected after that.
        """
        row = s.get(DocumentRow, document_id)
        if row is None:
            return None
        # In the order in which a worker locks them when it puts a reading in.
        original = s.get_one(Original, row.sha256, with_for_update=True)
        s.refresh(row, with_for_update=True)
        if row.state not in SHOWN:
            return None
        last = {correction.key: correction for correction in row.corrections}
        for key, value in values.items():
            newer = last.get(key)
            if newer is not None and newer.version > seen:
                if (newer.value, newer.author) == (value, author):
                    return document_record(row)  # it was kept, and only the answer was lost
                raise EditedMeanwhile(correction_record(newer))
        row.version += 1
        for key, value in values.items():
            s.add(
                Correction(
                    sha256=row.sha256,
                    first_page=row.first_page,
                    key=key,
                    value=value,
                    author=author,
                    read=row.fields.get(key, {}),
                    version=row.version,
                )
            )
        row.state = state_of(row.doubts, {*last, *values}).value
        s.flush()
        s.expire(row, ["corrections"])
        _follow(s, original)
        return document_record(row)


def _follow(s: Session, original: Original) -> None:
    """An original waits for a person as long as one of its documents does."""
    in_review = select(DocumentRow.id).where(
        DocumentRow.sha256 == original.sha256, DocumentRow.state == State.REVIEW.value
    )
    waits = s.scalars(in_review.limit(1)).first() is not None
    original.state = (State.REVIEW if waits else State.DONE).value
