"""Tables. Migrations in `migrations/` make them; a test holds that both agree."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import DeclarativeBase, Mapped, foreign, mapped_column, relationship


def now() -> datetime:
    return datetime.now(UTC)


def in_utc(time: datetime) -> datetime:
    """A time that was read: SQLite gives it back without its zone."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)


class State(StrEnum):
    """Where an original stands, and (DONE, REVIEW, GONE) a document."""

    ACCEPTED = "accepted"  # stored, waits for its turn
    DONE = "done"
    REVIEW = "review"  # read and findable, but a key field is unsure
    QUARANTINED = "quarantined"
    SEALED = "sealed"  # a secret mark stopped it
    GONE = "gone"  # a document that a later reading did not find again: a tombstone


SHOWN = (State.DONE.value, State.REVIEW.value)
PAGES = "pages"  # stands among the keys of fields where a document's pages are in doubt


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012
        dict[str, Any]: JSON,
        list[str]: JSON,
        datetime: DateTime(timezone=True),
    }


class Batch(Base):
    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any] | None]


class Arrival(Base):
    """A file as it was seen in an inbox: one row for each path, size and time of change.

    `sha256` is absent while the file could not be stored; then `reason` says why.
    """

    __tablename__ = "arrivals"
    __table_args__ = (UniqueConstraint("source", "relative", "size", "mtime_ns"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    source: Mapped[str]
    relative: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("originals.sha256"), index=True)
    duplicate: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime] = mapped_column(default=now)


class WatermarkRow(Base):
    """How far a bucket was listed, for watchers: see `records.Watermark`."""

    __tablename__ = "watermarks"

    source: Mapped[str] = mapped_column(primary_key=True)
    newest: Mapped[datetime]
    compared_at: Mapped[datetime]


class Original(Base):
    """A file by its SHA-256. `reading_version` and `metadata_version` say which version of each
    stage made what is kept; 0 is none yet. `worker` has it until `lease_until`, by the claim
    number `lease`."""

    __tablename__ = "originals"
    __table_args__ = (
        Index("ix_originals_turn", "state", "attempts", "accepted_at", "sha256"),  # for `claim`
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str]
    department: Mapped[str] = mapped_column(default="")
    fonds: Mapped[str] = mapped_column(default="")
    dossier: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=State.ACCEPTED.value)
    reason: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    reading_version: Mapped[int] = mapped_column(default=0)
    metadata_version: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(default="")
    lease: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    accepted_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    pages: Mapped[list["Page"]] = relationship(cascade="all, delete-orphan", order_by="Page.number")
    documents: Mapped[list["DocumentRow"]] = relationship(
        back_populates="original", order_by="DocumentRow.ordinal"
    )


class Page(Base):
    __tablename__ = "pages"

    sha256: Mapped[str] = mapped_column(ForeignKey("originals.sha256"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    dpi: Mapped[float]
    rotation: Mapped[int]
    skew: Mapped[float]
    engine: Mapped[str]
    error: Mapped[str]


class DocumentRow(Base):
    """A document (văn bản) in an original. `version` grows with each change; the index holds it
    once `indexed_version` has caught up. `fields` are as they were read; `doubts` says for what a
    person should look: keys of fields, and PAGES where a page could not be read."""

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_pending", "version", "indexed_version"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("originals.sha256"), index=True)
    ordinal: Mapped[int]
    first_page: Mapped[int]
    last_page: Mapped[int]
    state: Mapped[str] = mapped_column(index=True)
    fields: Mapped[dict[str, Any]]
    doubts: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    indexed_version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    original: Mapped[Original] = relationship(back_populates="documents")
    corrections: Mapped[list["Correction"]] = relationship(
        primaryjoin=lambda: and_(
            DocumentRow.sha256 == foreign(Correction.sha256),
            DocumentRow.first_page == foreign(Correction.first_page),
        ),
        order_by="Correction.id",
        viewonly=True,
        lazy="selectin",
    )


class Correction(Base):
    """What a person said of a field of the document that begins on `first_page`: its value, empty
    where the document has none. Rows are only added, whatever is read later; the newest of a key
    counts. `read`: the field as it was read then, empty for none; `version`: the one of the
    document that the correction made."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_document", "sha256", "first_page"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("originals.sha256"))
    first_page: Mapped[int]
    key: Mapped[str]
    value: Mapped[str]
    author: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)
    read: Mapped[dict[str, Any]]
    version: Mapped[int]
