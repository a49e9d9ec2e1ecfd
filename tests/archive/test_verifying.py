from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.archive.indexing import catch_up, rebuild
from digitize.archive.parts import Parts, open_parts
from digitize.archive.verifying import Flaw, Verification, format_verification, mend, verify
from digitize.archive.workers import Workers
from digitize.database.models import State
from digitize.settings import Settings
from digitize.store.protocol import original_key, page_text_key, page_view_key, sealed_key
from tests.database.claims import claim
from tests.web.little_archive import CONG_VAN, LONG, QUYET_DINH, SECRET, SHA, TWO, fill


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    """An archive of three files, one of them sealed."""
    with open_parts(settings) as parts:
        fill(parts)
        parts.store.move(original_key(SHA[SECRET]), sealed_key(SHA[SECRET]))
        parts.store.delete_prefix(f"derivatives/{SHA[SECRET][:2]}/{SHA[SECRET]}/")
        catch_up(parts)
        yield parts


def file_of(parts: Parts, key: str) -> Path:
    return parts.settings.data_folder / "store" / key


def check(parts: Parts) -> Verification:
    with Workers(2) as workers:
        return verify(parts, workers)


def flaws(parts: Parts) -> set[tuple[Flaw, str, int]]:
    return {(found.flaw, found.id, found.page) for found in check(parts).flaws}


def test_a_whole_archive_has_no_flaws(parts: Parts) -> None:
    found = check(parts)
    assert found == Verification(originals=3, pages=28, documents=3, behind=0, flaws=())
    assert format_verification(found) == "3 originals, 28 pages, 3 documents: all is whole"


def test_an_original_that_rots_or_is_lost_is_named(parts: Parts) -> None:
    rotten, lost = (file_of(parts, original_key(SHA[data])) for data in (TWO, LONG))
    rotten.chmod(0o644)
    rotten.write_bytes(b"%PDF-1.7 two documentz")
    lost.unlink()
    file_of(parts, sealed_key(SHA[SECRET])).unlink()
    assert flaws(parts) == {
        (Flaw.ORIGINAL_DAMAGED, SHA[TWO], 0),
        (Flaw.ORIGINAL_MISSING, SHA[LONG], 0),
        (Flaw.ORIGINAL_MISSING, SHA[SECRET], 0),
    }
    shown = format_verification(check(parts))
    assert f"original-damaged: 1\n  {SHA[TWO][:12]}\n  → Look at the disk" in shown


def test_page_texts_and_views_that_are_not_whole_are_named_and_read_again(parts: Parts) -> None:
    file_of(parts, page_text_key(SHA[TWO], 1)).unlink()
    file_of(parts, page_text_key(SHA[TWO], 2)).write_text('{"number": 2')
    file_of(parts, page_view_key(SHA[TWO], 3)).unlink()
    file_of(parts, page_text_key(SHA[LONG], 2)).write_bytes(
        file_of(parts, page_text_key(SHA[LONG], 3)).read_bytes()
    )
    assert flaws(parts) == {
        (Flaw.TEXT_MISSING, SHA[TWO], 1),
        (Flaw.TEXT_DAMAGED, SHA[TWO], 2),
        (Flaw.VIEW_MISSING, SHA[TWO], 3),
        (Flaw.TEXT_DAMAGED, SHA[LONG], 2),
    }
    assert parts.database.waiting(1, 1) == []
    assert mend(parts, check(parts)) == 2
    assert set(parts.database.waiting(1, 1)) == {SHA[TWO], SHA[LONG]}


def test_what_should_be_sealed_and_lies_open_is_named_and_sealed(parts: Parts) -> None:
    parts.store.put(original_key(SHA[SECRET]), SECRET)
    assert flaws(parts) == {(Flaw.NOT_SEALED, SHA[SECRET], 0)}
    mend(parts, check(parts))
    assert flaws(parts) == set()


def test_the_index_must_have_what_the_database_shows(parts: Parts) -> None:
    parts.index.delete(CONG_VAN)
    parts.index.commit()
    parts.database.set_aside(claim(parts.database, SHA[LONG]), State.QUARANTINED, "corrupt", "")
    versions = parts.database.versions("", 100)
    parts.database.mark_indexed(versions)  # as if the index had been told
    found = flaws(parts)
    assert (Flaw.NOT_IN_INDEX, CONG_VAN, 3) in found
    assert {flaw for flaw, id_, _ in found if id_ != CONG_VAN} == {Flaw.TOO_MUCH_IN_INDEX}
    assert not any(id_ == QUYET_DINH for _, id_, _ in found)
    rebuild(parts)
    assert flaws(parts) == set()


def test_a_document_that_the_index_has_not_been_told_of_is_no_flaw(parts: Parts) -> None:
    parts.database.forget_index()
    found = check(parts)
    assert (found.behind, found.flaws) == (3, ())
    assert "3 documents are not in the index yet" in format_verification(found)


def test_a_document_that_a_run_adds_meanwhile_is_no_flaw(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are read first, the index after them: what came in between is in the index alone."""
    inventory = "digitize.archive.verifying.Inventory.holdings"
    monkeypatch.setattr(inventory, lambda _: iter(()))
    assert flaws(parts) == set()
