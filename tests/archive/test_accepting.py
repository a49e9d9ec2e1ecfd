import os
import stat
import time
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from digitize.archive.accepting import Inbox
from digitize.archive.parts import Parts, open_parts
from digitize.archive.sources import FolderSource
from digitize.database.models import State
from digitize.database.records import ArrivalRecord
from digitize.errors import InputError, Reason
from digitize.settings import Settings
from digitize.store.folder import FolderStore
from digitize.store.protocol import original_key
from tests.database.claims import claim

PDF = b"%PDF-1.7 a scan, as far as the door can tell"
PATH = "Sở Nội vụ/P01/HS01/tờ trình.pdf"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / PATH).parent.mkdir(parents=True)
    return folder


def take(parts: Parts, folder: Path) -> dict[str, ArrivalRecord | None]:
    """One look at the inbox; what became of each file in it."""
    inbox = Inbox(parts, FolderSource(folder, parts.settings))
    inbox.take(parts.database.start_batch(inbox.source))
    arrivals = parts.database.arrivals(inbox.source)
    return {seen.relative: arrivals.get(seen) for seen in inbox.seen}


def reasons(taken: dict[str, ArrivalRecord | None]) -> dict[str, str | None]:
    return {path: arrival.reason if arrival else None for path, arrival in taken.items()}


def test_a_file_is_stored_by_its_checksum_and_the_inbox_left_alone(
    empty: Parts, inbox: Path
) -> None:
    (inbox / PATH).write_bytes(PDF)
    before = (inbox / PATH).stat()
    arrival = take(empty, inbox)[PATH]
    assert arrival is not None
    assert arrival.sha256 is not None
    assert empty.store.get(original_key(arrival.sha256)) == PDF
    original = empty.database.original(arrival.sha256)
    assert original.state is State.ACCEPTED
    assert (original.place.department, original.place.fonds, original.place.dossier) == (
        "Sở Nội vụ",
        "P01",
        "HS01",
    )
    after = (inbox / PATH).stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_mode,
    )


def test_the_same_bytes_twice_are_taken_once(empty: Parts, inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    (inbox / "b.pdf").write_bytes(PDF)
    taken = take(empty, inbox)
    assert [a.duplicate for a in taken.values() if a] == [False, True]
    assert len(empty.database.waiting(1, 1)) == 1
    assert take(empty, inbox) == taken, "a second look changes nothing"


def test_the_same_inbox_by_another_path_is_the_same(empty: Parts, inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    take(empty, inbox)
    (inbox.parent / "link").symlink_to(inbox)
    again = take(empty, inbox.parent / "link" / "." / "")
    assert [a.duplicate for a in again.values() if a] == [False]


def test_a_refused_file_has_a_reason_and_is_taken_once_mended(empty: Parts, inbox: Path) -> None:
    (inbox / "empty.pdf").touch()
    (inbox / "office.pdf").write_bytes(b"PK\x03\x04")
    (inbox / "link.pdf").symlink_to("office.pdf")
    assert reasons(take(empty, inbox)) == {
        "empty.pdf": "empty",
        "link.pdf": "not-a-file",
        "office.pdf": "unsupported-type",
    }
    (inbox / "empty.pdf").write_bytes(PDF)
    (inbox / "office.pdf").unlink()
    assert reasons(take(empty, inbox)) == {"empty.pdf": "", "link.pdf": "not-a-file"}
    assert [entry.relative for entry in empty.database.quarantined()] == ["link.pdf"]


def test_a_limit_that_was_raised_lets_a_file_in(settings: Settings, inbox: Path) -> None:
    (inbox / "large.pdf").write_bytes(PDF)
    for most, reason in ((10, "too-many-bytes"), (1000, "")):
        with open_parts(settings.model_copy(update={"max_bytes": most})) as parts:
            assert reasons(take(parts, inbox)) == {"large.pdf": reason}


def test_a_file_that_is_still_written_waits(
    settings: Settings, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing, finished = inbox / "growing.pdf", inbox / "finished.pdf"
    growing.write_bytes(PDF)
    finished.write_bytes(PDF + b"whole")

    def write_on(_seconds: float) -> None:
        growing.write_bytes(PDF + b"more")
        monkeypatch.setattr(time, "monotonic", lambda: start + 10)

    start = time.monotonic()
    monkeypatch.setattr(time, "sleep", write_on)
    with open_parts(settings.model_copy(update={"stable_seconds": 5})) as parts:
        taken = take(parts, inbox)
    assert taken["growing.pdf"] is None
    assert taken["finished.pdf"] is not None


def test_a_file_that_changes_while_it_is_copied_is_not_kept(
    empty: Parts, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = inbox / "a.pdf"
    file.write_bytes(PDF)
    put_stream = FolderStore.put_stream

    def change_then_put(store: FolderStore, key: str, stream: BinaryIO) -> None:
        status, data = file.stat(), file.read_bytes()
        file.write_bytes(data[:-1] + bytes([data[-1] + 1]))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))  # not even its time tells
        put_stream(store, key, stream)

    monkeypatch.setattr(FolderStore, "put_stream", change_then_put)
    assert take(empty, inbox) == {"a.pdf": None}
    assert empty.database.waiting(1, 1) == []
    monkeypatch.setattr(FolderStore, "put_stream", put_stream)
    arrival = take(empty, inbox)["a.pdf"]
    assert arrival is not None
    assert arrival.sha256 is not None
    assert empty.store.get(original_key(arrival.sha256)) == file.read_bytes()


def test_a_link_that_took_the_place_of_a_file_is_not_followed(empty: Parts, inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    (inbox.parent / "elsewhere.pdf").write_bytes(PDF)
    listed = Inbox(empty, FolderSource(inbox, empty.settings))
    (inbox / "a.pdf").unlink()
    (inbox / "a.pdf").symlink_to(inbox.parent / "elsewhere.pdf")
    listed.take(empty.database.start_batch(listed.source))
    assert empty.database.waiting(1, 1) == []


def test_a_file_taken_away_since_the_listing_stops_nothing(empty: Parts, inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    (inbox / "b.pdf").write_bytes(PDF)
    listed = Inbox(empty, FolderSource(inbox, empty.settings))
    (inbox / "a.pdf").unlink()
    listed.take(empty.database.start_batch(listed.source))
    assert [seen.relative for seen in listed.seen] == ["b.pdf"]
    assert len(empty.database.waiting(1, 1)) == 1


def test_an_original_lost_from_the_store_is_healed_by_its_file(empty: Parts, inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    sha256 = next(a.sha256 for a in take(empty, inbox).values() if a)
    assert sha256 is not None
    path = empty.store.local_path(original_key(sha256))
    path.parent.chmod(stat.S_IRWXU)
    path.unlink()
    (inbox / "copy.pdf").write_bytes(PDF)
    take(empty, inbox)
    assert empty.store.get(original_key(sha256)) == PDF


def test_bytes_that_were_sealed_are_not_stored_again(empty: Parts, inbox: Path) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    sha256 = next(a.sha256 for a in take(empty, inbox).values() if a)
    assert sha256 is not None
    empty.store.move(original_key(sha256), f"sealed/{sha256[:2]}/{sha256}")
    empty.database.set_aside(claim(empty.database, sha256), State.SEALED, "", "")
    (inbox / "copy.pdf").write_bytes(PDF)
    taken = take(empty, inbox)
    assert [a.state for a in taken.values() if a] == [State.SEALED, State.SEALED]
    assert not empty.store.exists(original_key(sha256))


def test_bytes_that_another_run_seals_while_they_are_stored_are_sealed_too(
    empty: Parts, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    put_stream = FolderStore.put_stream

    def store_after_the_other(store: FolderStore, key: str, stream: BinaryIO) -> None:
        put_stream(store, "sealed/" + key.removeprefix("originals/"), BytesIO(PDF))
        put_stream(store, key, stream)

    monkeypatch.setattr(FolderStore, "put_stream", store_after_the_other)
    sha256 = next(a.sha256 for a in take(empty, inbox).values() if a)
    assert sha256 is not None
    assert not empty.store.exists(original_key(sha256))


def test_what_another_run_took_since_is_not_stored_again(
    empty: Parts, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "a.pdf").write_bytes(PDF)
    slow = Inbox(empty, FolderSource(inbox, empty.settings))
    known = empty.database.arrivals(slow.source)
    take(empty, inbox)
    monkeypatch.setattr(empty.database, "arrivals", lambda _source, _only: known)
    monkeypatch.setattr(FolderStore, "put_stream", None)
    monkeypatch.setattr("digitize.archive.accepting.sniff", None)
    slow.take(empty.database.start_batch(slow.source))
    assert len(empty.database.waiting(1, 1)) == 1


def test_a_full_disk_stops_the_taking_and_is_written_down(
    empty: Parts, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: FolderStore, key: str, _stream: BinaryIO) -> None:
        raise InputError(Reason.DISK_FULL, key)

    (inbox / "a.pdf").write_bytes(PDF)
    (inbox / "b.pdf").write_bytes(PDF + b"b")
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "put_stream", full)
        with pytest.raises(InputError, match="disk-full"):
            take(empty, inbox)
    assert [entry.reason for entry in empty.database.quarantined()] == ["disk-full"]
    assert reasons(take(empty, inbox)) == {"a.pdf": "", "b.pdf": ""}
    assert empty.database.quarantined() == []
