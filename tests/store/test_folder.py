import stat
from io import BytesIO
from pathlib import Path

import pytest

from digitize.store.folder import FolderStore
from digitize.store.protocol import original_key, sealed_key

KEY = original_key("ab" * 32)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def test_an_original_is_read_only(store: FolderStore) -> None:
    store.put(KEY, b"scan")
    assert stat.S_IMODE(store.local_path(KEY).stat().st_mode) == 0o444


def test_a_sealed_original_is_for_its_owner_alone(store: FolderStore, tmp_path: Path) -> None:
    store.put(KEY, b"scan")
    store.move(KEY, sealed_key("ab" * 32))
    assert stat.S_IMODE((tmp_path / "store" / "sealed").stat().st_mode) == 0o700


def test_a_broken_write_leaves_nothing(store: FolderStore, tmp_path: Path) -> None:
    class Broken:
        def read(self, _size: int) -> bytes:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        store.put_stream("a/b", Broken())  # type: ignore[arg-type]
    assert [p for p in (tmp_path / "store").rglob("*") if p.is_file()] == []


def test_what_a_killed_writer_left_is_dropped(store: FolderStore, tmp_path: Path) -> None:
    store.put(KEY, b"scan")
    (tmp_path / "store" / ".unfinished" / "tmp1").write_bytes(b"half a sc")
    store.discard_unfinished()
    assert [p for p in (tmp_path / "store").rglob("*") if p.is_file()] == [store.local_path(KEY)]


def test_what_another_run_is_writing_is_left_alone(store: FolderStore) -> None:
    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            store.discard_unfinished()
            return super().read(size)

    store.put_stream("a/b", Slow(b"scan"))
    assert store.get("a/b") == b"scan"
