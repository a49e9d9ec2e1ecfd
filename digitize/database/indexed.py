"""What the index has not seen yet."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from digitize.database.models import SHOWN, DocumentRow
from digitize.database.session import Queries, reads, writes


class IndexQueries(Queries):
    @reads
    def unindexed(self, s: Session, limit: int) -> list[tuple[str, int, bool]]:
        """(document id, version, shown) of documents that the index lags behind on."""
        rows = s.execute(
            select(DocumentRow.id, DocumentRow.version, DocumentRow.state)
            .where(DocumentRow.version != DocumentRow.indexed_version)
            .order_by(DocumentRow.id)
            .limit(limit)
        )
        return [(id_, version, state in SHOWN) for id_, version, state in rows]

    @reads
    def versions(self, s: Session, after: str, limit: int) -> list[tuple[str, int]]:
        """(document id, version) of all documents, tombstones too, by id from after `after`."""
        rows = s.execute(
            select(DocumentRow.id, DocumentRow.version)
            .where(DocumentRow.id > after)
            .order_by(DocumentRow.id)
            .limit(limit)
        )
        return [(id_, version) for id_, version in rows]

    @writes
    def mark_indexed(self, s: Session, versions: Sequence[tuple[str, int]]) -> None:
        """A document that has a newer version by now goes on to lag behind."""
        for id_, version in sorted(versions):  # in one order, so that no two wait for each other
            s.execute(
                update(DocumentRow)
                .where(DocumentRow.id == id_, DocumentRow.version == version)
                .values(indexed_version=version, updated_at=DocumentRow.updated_at)
            )

    @writes
    def forget_index(self, s: Session) -> None:
        """Mark every document as not indexed: the index is built anew."""
        s.execute(update(DocumentRow).values(indexed_version=0, updated_at=DocumentRow.updated_at))
