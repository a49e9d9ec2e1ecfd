import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest

from digitize.archive import filing
from digitize.archive.filing import file_original
from digitize.archive.leases import Lease, Leases, clock
from digitize.archive.parts import Parts
from digitize.archive.reading import read_file
from digitize.archive.workers import Stopped, Workers
from digitize.database.models import State
from digitize.database.records import Claim, LeaseLost
from digitize.metadata.documents import METADATA_VERSION
from digitize.ocr.version import READING_VERSION
from digitize.store.folder import FolderStore
from digitize.store.protocol import derivative_prefix, original_key, page_text_key, sealed_key
from tests.archive.scans import digital
from tests.archive.test_filing import take


@pytest.fixture
def sha256(empty: Parts, tmp_path: Path) -> str:
    """An original that waits."""
    return take(empty, tmp_path / "inbox", digital())


def claim(parts: Parts, worker: str, seconds: float) -> Claim | None:
    return parts.database.claim(worker, seconds, READING_VERSION, METADATA_VERSION)


def held(parts: Parts, worker: str, seconds: float) -> Lease:
    found = claim(parts, worker, seconds)
    assert found is not None
    return Lease(parts.database, found, seconds, clock())


def test_a_lease_is_renewed_for_as_long_as_its_process_lives(empty: Parts, sha256: str) -> None:
    with Leases(empty.database, "a", 0.3) as leases:
        lease = leases.next()
        assert lease is not None
        time.sleep(0.8)
        assert claim(empty, "b", 60) is None
        lease.hold()
        leases.end(lease)
        assert claim(empty, "b", 60) is not None


def test_what_another_process_has_at_hand_is_waited_for_and_taken_over(
    empty: Parts, sha256: str
) -> None:
    dead = held(empty, "dead", 1.5)
    with Leases(empty.database, "a", 60) as leases:
        lease = leases.next()
        assert lease is not None
        assert lease.sha256 == sha256
        with pytest.raises(LeaseLost):
            dead.renew()
        empty.database.set_aside(lease.claim, State.QUARANTINED, "crashed", "")
        leases.end(lease)
        assert leases.next() is None, "nothing waits any more"


def test_who_waits_for_another_process_can_be_stopped(empty: Parts, sha256: str) -> None:
    held(empty, "other", 60)
    with Leases(empty.database, "a", 60) as leases:
        Timer(0.2, leases.stop).start()
        with pytest.raises(Stopped):
            leases.next()


def test_the_next_run_need_not_wait_for_what_the_last_one_in_its_folder_left(
    empty: Parts, sha256: str
) -> None:
    held(empty, "a", 60)
    with Leases(empty.database, "a", 60) as leases:
        assert leases.next() is not None


def file_late(
    parts: Parts, workers: Workers, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]
) -> None:
    """File an original that another worker takes over while it is read: `meanwhile`."""

    def read_slowly(path: Path, name: str, *rest: object, **named: object) -> object:
        reading = read_file(path, name, *rest, **named)  # type: ignore[arg-type]
        time.sleep(0.1)
        meanwhile()
        return reading

    lease = held(parts, "late", 0.05)
    original = parts.database.begin_attempt(lease.claim)
    with monkeypatch.context() as patch:
        patch.setattr(filing, "read_file", read_slowly)
        with pytest.raises(LeaseLost):
            file_original(parts, workers, original, lease)


def test_a_late_worker_writes_nothing(
    empty: Parts, workers: Workers, sha256: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Lease] = []
    file_late(empty, workers, monkeypatch, lambda: taken.append(held(empty, "next", 60)))
    assert not empty.store.exists(page_text_key(sha256, 1))
    original = empty.database.begin_attempt(taken[0].claim)
    assert file_original(empty, workers, original, taken[0]) in (State.DONE, State.REVIEW)
    assert empty.store.exists(page_text_key(sha256, 1))


def test_a_late_worker_that_took_its_time_to_wake_changes_nothing_either(
    empty: Parts, workers: Workers, sha256: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finish_elsewhere() -> None:
        lease = held(empty, "next", 60)
        with monkeypatch.context() as patch:
            patch.setattr(filing, "read_file", read_file)
            file_original(empty, workers, empty.database.begin_attempt(lease.claim), lease)

    file_late(empty, workers, monkeypatch, finish_elsewhere)
    [document] = empty.database.documents_of(sha256)
    assert document.version == 1
    assert empty.database.original(sha256).attempts == 0


def test_what_a_late_worker_wrote_of_an_original_sealed_meanwhile_is_taken_away(
    empty: Parts, workers: Workers, sha256: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It froze between its last look at the lease and its last write."""
    lease = held(empty, "late", 60)
    original = empty.database.begin_attempt(lease.claim)

    def sealed_elsewhere(store: FolderStore, key: str) -> None:
        assert store.exists(page_text_key(sha256, 1))
        empty.database.give_up(lease.claim)
        other = held(empty, "next", 60)
        store.move(original_key(sha256), sealed_key(sha256))
        empty.database.set_aside(other.claim, State.SEALED, "", "")

    monkeypatch.setattr(FolderStore, "protect", sealed_elsewhere)
    with pytest.raises(LeaseLost):
        file_original(empty, workers, original, lease)
    assert empty.store.delete_prefix(derivative_prefix(sha256)) == 0
    assert empty.database.state(sha256) is State.SEALED


def test_what_is_still_being_taken_is_waited_for(empty: Parts, tmp_path: Path) -> None:
    with Leases(empty.database, "a", 60) as leases:
        leases.expect()

        def arrive() -> None:
            take(empty, tmp_path / "inbox", digital())
            leases.added()
            leases.no_more()

        Timer(0.2, arrive).start()
        lease = leases.next()
        assert lease is not None, "nothing waited when it was asked for"
        leases.end(lease)


def test_who_takes_files_is_told_that_the_work_was_stopped(empty: Parts) -> None:
    with Leases(empty.database, "a", 60) as leases:
        leases.stop()
        with pytest.raises(Stopped):
            leases.added()
