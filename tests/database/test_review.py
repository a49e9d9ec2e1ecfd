"""Corrections by persons, on both databases: kept, never overwritten, never lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from digitize.database.documents import document_id
from digitize.database.models import PAGES, State
from digitize.database.queries import Database
from digitize.database.records import DocumentRecord, EditedMeanwhile, Seen
from digitize.domain import Box, Document, Field, PageKind, PageText, Place
from tests.database.claims import claim

SHA = "ab" * 32
FIRST, SECOND = document_id(SHA, 1), document_id(SHA, 2)
BOX = Box(1, 2, 30, 40)


def read(number: str) -> Field:
    return Field(number, 0.4, 1, BOX, "pen", others=(Field("17", 0.2, 1, BOX, "pen"),))


def save(database: Database, *documents: tuple[Document, tuple[str, ...]]) -> State:
    pages = [PageText(n, PageKind.READ, 100, 200, 300.0) for n in (1, 2)]
    return database.save(
        claim(database, SHA), "application/pdf", pages, documents,
        reading_version=1, metadata_version=1,
    )  # fmt: skip


@pytest.fixture
def waiting(database: Database) -> Database:
    """With a file of two documents; the first waits for a person because of its number."""
    batch = database.start_batch("/inbox")
    database.accept(batch, Seen("/inbox", "a.pdf", 1, 1), SHA, Place("Sở Y tế"), "a.pdf")
    save(database, (Document(1, 1, {"so": read("12")}), ("so",)), (Document(2, 2), ()))
    return database


def document(database: Database, id_: str = FIRST) -> DocumentRecord:
    found = database.document(id_)
    assert found is not None
    return found


def test_a_document_with_doubts_waits_until_a_person_has_looked(waiting: Database) -> None:
    assert [d.id for d in waiting.in_review(10)] == [FIRST]
    assert waiting.count_in_review() == 1
    assert waiting.state(SHA) is State.REVIEW

    kept = waiting.correct(FIRST, {"so": "13"}, "Lê Thị Đào", seen=1)

    assert kept == document(waiting)
    assert kept is not None
    assert (kept.state, kept.doubts, kept.version) == (State.DONE, (), 2)
    assert (kept.fields["so"].value, kept.fields["so"].confidence) == ("13", 1.0)
    assert kept.fields["so"].box == BOX
    assert kept.read["so"] == read("12"), "what was read is kept beside it"
    assert kept.corrections["so"].read == read("12")
    assert kept.corrections["so"].author == "Lê Thị Đào"
    assert waiting.in_review(10) == []
    assert waiting.state(SHA) is State.DONE
    assert (FIRST, 2, True) in waiting.unindexed(10), "the index follows"


def test_a_later_reading_does_not_overwrite_a_correction(waiting: Database) -> None:
    waiting.correct(FIRST, {"so": "13"}, "Đào", seen=1)
    state = save(
        waiting,
        (Document(1, 1, {"so": read("18")}), ("so",)),
        (Document(2, 2, {"so": read("4")}), ("so",)),
    )
    assert state is State.REVIEW, "the second document has a doubt now"
    found = document(waiting)
    assert (found.fields["so"].value, found.read["so"].value) == ("13", "18")
    assert found.corrections["so"].read == read("12")
    assert [d.id for d in waiting.in_review(10)] == [SECOND]


def test_a_correction_stays_with_its_document_when_others_are_found_before_it(
    waiting: Database,
) -> None:
    waiting.correct(SECOND, {"so": "5"}, "Đào", seen=1)
    save(waiting, (Document(2, 2), ()))
    assert document(waiting, FIRST).fields["so"].value == "5"


def test_a_field_may_be_said_to_be_absent_or_to_stand_where_nothing_was_read(
    waiting: Database,
) -> None:
    waiting.correct(FIRST, {"so": "", "trich_yeu": "Về đê điều"}, "Đào", seen=1)
    found = document(waiting)
    assert "so" not in found.fields
    assert found.fields["trich_yeu"].box == Box(0, 0, 100, 200)


def test_pages_in_doubt_are_looked_at_too(waiting: Database) -> None:
    save(waiting, (Document(1, 2), (PAGES,)))
    waiting.correct(FIRST, {PAGES: ""}, "Đào", seen=2)
    assert document(waiting).state is State.DONE


def test_two_persons_do_not_overwrite_each_other(waiting: Database) -> None:
    waiting.correct(FIRST, {"so": "13"}, "Đào", seen=1)
    with pytest.raises(EditedMeanwhile) as raised:
        waiting.correct(FIRST, {"so": "18"}, "Bình", seen=1)
    assert (raised.value.newer.value, raised.value.newer.author) == ("13", "Đào")
    assert document(waiting).fields["so"].value == "13"

    waiting.correct(FIRST, {"do_khan": "Khẩn"}, "Bình", seen=1)
    assert document(waiting).fields["do_khan"].value == "Khẩn", "another field is free"
    waiting.correct(FIRST, {"so": "18"}, "Bình", seen=3)
    said = waiting.corrections(FIRST)
    assert [(c.key, c.value, c.author) for c in said] == [
        ("so", "13", "Đào"), ("do_khan", "Khẩn", "Bình"), ("so", "18", "Bình"),
    ]  # fmt: skip
    assert said[0].made_at <= said[2].made_at


def test_of_many_at_the_same_moment_one_wins_and_the_others_are_told(waiting: Database) -> None:
    def say(number: int) -> bool:
        try:
            waiting.correct(FIRST, {"so": str(number)}, f"người {number}", seen=1)
        except EditedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(say, range(6)))
    assert won.count(True) == 1
    assert document(waiting).fields["so"].value == str(won.index(True))
    assert document(waiting).version == 2


def test_said_twice_is_kept_once(waiting: Database) -> None:
    """The connection broke after the commit, and the call was made again."""
    first = waiting.correct(FIRST, {"so": "13"}, "Đào", seen=1)
    assert waiting.correct(FIRST, {"so": "13"}, "Đào", seen=1) == first
    assert len(waiting.corrections(FIRST)) == 1


def test_the_queue_goes_on_after_a_document(waiting: Database) -> None:
    save(waiting, (Document(1, 1), ("so",)), (Document(2, 2), ("so",)))
    assert [d.id for d in waiting.in_review(1)] == [FIRST]
    assert [d.id for d in waiting.in_review(1, after=FIRST)] == [SECOND]
    assert waiting.in_review(1, after=SECOND) == []


def test_nothing_is_kept_of_what_was_sealed(waiting: Database) -> None:
    waiting.correct(FIRST, {"trich_yeu": "kín"}, "Đào", seen=1)
    waiting.set_aside(claim(waiting, SHA), State.SEALED, "", "")
    assert waiting.correct(FIRST, {"so": "1"}, "Đào", seen=9) is None
    assert waiting.corrections(FIRST) == []
    with waiting.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM corrections").scalar() == 0


def test_no_such_document(waiting: Database) -> None:
    assert waiting.correct("0" * 16 + "-1", {"so": "1"}, "Đào", seen=1) is None
