import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from digitize.database.documents import document_id
from digitize.database.models import Base, State
from digitize.database.quarantine import select_entries
from digitize.database.queries import Database
from digitize.database.records import Seen
from digitize.domain import Box, Document, Field, PageKind, PageText, Place
from digitize.errors import UsageError
from tests.database.claims import claim

SHA = "ab" * 32
SEEN = Seen("/inbox", "Sở Nội vụ/a.pdf", 10, 1)


def page(number: int) -> PageText:
    return PageText(number, PageKind.READ, 100, 200, 300.0)


def accepted(database: Database) -> int:
    batch = database.start_batch("/inbox")
    assert database.accept(batch, SEEN, SHA, Place("Sở Nội vụ"), "a.pdf")
    return batch


def save(database: Database, *documents: Document) -> State:
    return database.save(
        claim(database, SHA),
        "application/pdf",
        [page(1), page(2)],
        [(d, ()) for d in documents],
        reading_version=1,
        metadata_version=1,
    )


def test_migrations_make_the_tables_that_the_models_declare(database: Database, url: str) -> None:
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_an_original_waits_until_it_is_read_with_the_newest_stages(database: Database) -> None:
    accepted(database)
    assert database.waiting(1, 1) == [SHA]
    save(database, Document(1, 2))
    assert database.waiting(1, 1) == []
    assert database.waiting(1, 2) == [SHA]


def test_the_same_bytes_elsewhere_are_a_duplicate(database: Database) -> None:
    batch = accepted(database)
    assert database.accept(batch, SEEN, SHA, Place(), "a.pdf"), "the same file again is no twin"
    twin = Seen("/inbox", "twin.pdf", 10, 2)
    assert not database.accept(batch, twin, SHA, Place(), "twin.pdf")
    assert database.counts()["originals_accepted"] == 1
    arrivals = database.arrivals("/inbox")
    assert not arrivals[SEEN].duplicate
    assert arrivals[twin].duplicate


def test_reading_again_keeps_ids_and_leaves_tombstones(database: Database) -> None:
    accepted(database)
    save(database, Document(1, 1), Document(2, 2))
    first = [d.id for d in database.documents_of(SHA)]
    assert first == [document_id(SHA, 1), document_id(SHA, 2)]
    save(database, Document(1, 2))
    assert [d.id for d in database.documents_of(SHA)] == first[:1]
    assert database.document(first[1]) is None
    assert (first[1], 2, False) in database.unindexed(10)


def test_a_document_comes_back_with_its_fields_and_its_own_pages(database: Database) -> None:
    accepted(database)
    number = Field("12/QĐ-UBND", 0.9, 2, Box(1, 2, 3, 4), "printed")
    save(database, Document(1, 1), Document(2, 2, {"so_ky_hieu": number}))
    found = database.document(document_id(SHA, 2))
    assert found is not None
    assert found.fields == {"so_ky_hieu": number}
    assert [p.number for p in found.pages] == [2]
    assert found.place.department == "Sở Nội vụ"


def test_any_text_of_a_scan_is_kept_as_it_is(database: Database) -> None:
    accepted(database)
    odd = "Đường \x00 \U0001f600 \\u0000 \ud800"
    save(database, Document(1, 2, {"trich_yeu": Field(odd, 0.5, 1, Box(0, 0, 1, 1), "x")}))
    found = database.document(document_id(SHA, 1))
    assert found is not None
    assert found.fields["trich_yeu"].value == odd


def test_a_mark_for_an_older_version_says_nothing_of_the_newer_one(database: Database) -> None:
    accepted(database)
    save(database, Document(1, 2))
    pending = [(i, v) for i, v, _ in database.unindexed(10)]
    save(database, Document(1, 2))
    database.mark_indexed(pending)
    assert database.unindexed(10) == [(document_id(SHA, 1), 2, True)]


def test_the_index_catches_up_once(database: Database) -> None:
    accepted(database)
    save(database, Document(1, 2))
    pending = database.unindexed(10)
    database.mark_indexed([(i, v) for i, v, _ in pending])
    assert database.unindexed(10) == []
    database.forget_index()
    assert database.unindexed(10) == pending


def test_quarantine_lists_stored_and_refused_files_and_releases_them(database: Database) -> None:
    batch = accepted(database)
    database.set_aside(claim(database, SHA), State.QUARANTINED, "corrupt", "")
    database.refuse(batch, Seen("/inbox", "b.pdf", 0, 1), "empty", "")
    entries = database.quarantined()
    assert [(e.id, e.reason) for e in entries] == [(SHA[:12], "corrupt"), ("f2", "empty")]
    with pytest.raises(UsageError, match="f9"):
        select_entries(entries, ["f9"])
    database.release(select_entries(entries, []))
    assert database.quarantined() == []
    assert database.waiting(1, 1) == [SHA]


def test_a_sealed_original_shows_nothing(database: Database) -> None:
    accepted(database)
    save(database, Document(1, 2))
    database.set_aside(claim(database, SHA), State.SEALED, "", "")
    assert database.document(document_id(SHA, 1)) is None
    assert database.waiting(9, 9) == []
    assert database.quarantined() == []
