import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from digitize.archive import filing
from digitize.archive.accepting import Inbox
from digitize.archive.filing import file_original
from digitize.archive.indexing import catch_up
from digitize.archive.leases import Lease, clock
from digitize.archive.parts import Parts
from digitize.archive.reading import read_file
from digitize.archive.searching import search
from digitize.archive.sources import FolderSource
from digitize.archive.workers import Stopped, Workers
from digitize.database.models import State
from digitize.database.queries import Database
from digitize.domain import SecretMark
from digitize.errors import InputError, Reason, ServiceError
from digitize.index.parsing import parse
from digitize.ocr.version import READING_VERSION
from digitize.store.protocol import (
    derivative_prefix,
    original_key,
    page_text_key,
    page_view_key,
    sealed_key,
)
from tests.archive.scans import digital, fill, secret, turned
from tests.database.claims import claim


def take(parts: Parts, inbox: Path, data: bytes) -> str:
    """Store one file; its SHA-256."""
    folder = Inbox(parts, FolderSource(fill(inbox, a=data), parts.settings))
    folder.take(parts.database.start_batch(folder.source))
    [arrival] = parts.database.arrivals(folder.source).values()
    assert arrival.sha256 is not None
    return arrival.sha256


def work(parts: Parts, workers: Workers, sha256: str) -> State:
    held = claim(parts.database, sha256)
    lease = Lease(parts.database, held, 60, clock())
    return file_original(parts, workers, parts.database.begin_attempt(held), lease)


@pytest.fixture
def sha256(empty: Parts, tmp_path: Path) -> str:
    """A born-digital decision of one page or two, taken and not yet read."""
    return take(empty, tmp_path / "inbox", digital())


@pytest.fixture
def filed(empty: Parts, workers: Workers, sha256: str) -> str:
    assert work(empty, workers, sha256) in (State.DONE, State.REVIEW)
    return sha256


def test_what_was_read_is_kept_with_a_picture_of_each_page(empty: Parts, filed: str) -> None:
    [document] = empty.database.documents_of(filed)
    assert document.fields["loai_van_ban"].value == "Quyết định"
    assert document.place.department == "Sở Nội vụ"
    for page in document.pages:
        text = json.loads(empty.store.get(page_text_key(filed, page.number)))
        assert text["width"] == page.width
        width, height = view_size(empty, filed, page.number)
        assert max(height, width) <= 2400
        assert height / width == pytest.approx(page.height / page.width, rel=0.01)


def view_size(parts: Parts, sha256: str, page: int) -> tuple[int, int]:
    with Image.open(BytesIO(parts.store.get(page_view_key(sha256, page)))) as view:
        assert view.format == "JPEG"
        return view.size


def test_a_page_on_its_side_is_shown_upright(
    empty: Parts, workers: Workers, tmp_path: Path
) -> None:
    sha256 = take(empty, tmp_path / "inbox", turned())
    work(empty, workers, sha256)
    [document] = empty.database.documents_of(sha256)
    assert document.pages[0].rotation in (90, 270)
    assert document.pages[0].width > document.pages[0].height
    width, height = view_size(empty, sha256, 1)
    assert height > width


def test_doing_it_twice_gives_the_same(empty: Parts, workers: Workers, filed: str) -> None:
    before = empty.database.documents_of(filed)
    work(empty, workers, filed)
    after = empty.database.documents_of(filed)
    assert [(d.id, d.fields, d.pages) for d in after] == [(d.id, d.fields, d.pages) for d in before]


def test_a_secret_mark_leaves_the_sealed_original_alone(
    empty: Parts,
    workers: Workers,
    tmp_path: Path,
    settings_store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = secret()
    sha256 = take(empty, tmp_path / "inbox", data)
    with monkeypatch.context() as patch:
        patch.setattr(Database, "set_aside", killed)
        with pytest.raises(KeyboardInterrupt):
            work(empty, workers, sha256)
    assert not empty.store.exists(original_key(sha256))
    assert work(empty, workers, sha256) is State.SEALED
    assert empty.store.get(sealed_key(sha256)) == data
    assert [p for p in settings_store.rglob("*") if p.is_file()] == [
        settings_store / sealed_key(sha256)
    ]
    assert empty.database.documents_of(sha256) == []


def killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def settings_store(tmp_path: Path) -> Path:
    return tmp_path / "data" / "store"


def test_a_mark_found_by_a_newer_version_takes_all_out_again(
    empty: Parts, workers: Workers, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_up(empty)
    assert search(empty, "quyết định").total > 0
    box = empty.database.documents_of(filed)[0].fields["loai_van_ban"].box
    mark = SecretMark("MẬT", 1, box, "test", 0.5)
    monkeypatch.setattr("digitize.archive.reading.find_secret_marks", lambda _pages: (mark,))
    monkeypatch.setattr(filing, "METADATA_VERSION", 99)
    assert empty.database.waiting(READING_VERSION, 99) == [filed]
    assert work(empty, workers, filed) is State.SEALED
    catch_up(empty)
    assert empty.index.search(parse("quyết định")).total == 0
    assert not empty.store.exists(page_text_key(filed, 1))
    assert not empty.store.exists(original_key(filed))


def test_a_new_metadata_version_works_from_the_page_texts(
    empty: Parts, workers: Workers, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(filing, "METADATA_VERSION", 99)
    with monkeypatch.context() as patch:
        patch.setattr(filing, "read_file", read)
        work(empty, workers, filed)
    assert empty.database.original(filed).metadata_version == 99


def test_a_new_reading_version_reads_again(
    empty: Parts, workers: Workers, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def spy(path: Path, *rest: object, **named: object) -> object:
        read.append(path)
        return read_file(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(filing, "READING_VERSION", 99)
    monkeypatch.setattr(filing, "read_file", spy)
    work(empty, workers, filed)
    assert len(read) == 1
    assert empty.database.original(filed).reading_version == 99


def test_page_texts_that_are_gone_are_read_again(
    empty: Parts, workers: Workers, filed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.store.delete_prefix(derivative_prefix(filed))
    monkeypatch.setattr(filing, "METADATA_VERSION", 99)
    work(empty, workers, filed)
    assert empty.store.exists(page_text_key(filed, 1))


def test_a_damaged_original_is_told_from_a_damaged_file(
    empty: Parts, workers: Workers, sha256: str
) -> None:
    path = empty.store.local_path(original_key(sha256))
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 rotten")
    assert work(empty, workers, sha256) is State.QUARANTINED
    assert empty.database.original(sha256).reason == "store-damaged"


def test_an_unforeseen_fault_puts_the_file_aside_without_its_words(
    empty: Parts, workers: Workers, sha256: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("tuyến đường")

    monkeypatch.setattr(filing, "read_file", fail)
    assert work(empty, workers, sha256) is State.QUARANTINED
    [entry] = empty.database.quarantined()
    assert (entry.reason, entry.detail) == ("unforeseen", "ValueError")


@pytest.mark.parametrize(
    "fault", [ServiceError("gone"), InputError(Reason.DISK_FULL, "store"), Stopped()]
)
def test_what_is_no_fault_of_the_file_does_not_count_as_a_try(
    empty: Parts,
    workers: Workers,
    sha256: str,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(filing, "read_file", fail)
    with pytest.raises(type(fault)):
        work(empty, workers, sha256)
    original = empty.database.original(sha256)
    assert (original.state, original.attempts) == (State.ACCEPTED, 0)


def test_nothing_but_the_original_is_written_before_the_secret_check(
    empty: Parts,
    workers: Workers,
    sha256: str,
    settings_store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[Path] = []

    def look(*_: object) -> tuple[SecretMark, ...]:
        written.extend(p for p in settings_store.rglob("*") if p.is_file())
        return ()

    monkeypatch.setattr("digitize.archive.reading.find_secret_marks", look)
    work(empty, workers, sha256)
    assert written == [settings_store / original_key(sha256)]
