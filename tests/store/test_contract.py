"""What every store promises, tried on a folder and on a real S3 server."""

import io
from pathlib import Path

import pytest

from digitize.store.folder import FolderStore
from digitize.store.protocol import Store, original_key, sealed_key
from tests.store.opened import open_s3

SHA = "ab" * 32
KEY = original_key(SHA)


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.services)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "store")
    return open_s3(request.getfixturevalue("s3_server"), tmp_path / "cache")


class Broken(io.BytesIO):
    """Refuses at its end, as a file does that changed while it was read."""

    def read(self, size: int | None = -1, /) -> bytes:
        block = super().read(size)
        if not block:
            raise RuntimeError
        return block


def test_an_object_comes_back(store: Store) -> None:
    store.put("derivatives/a/1.json", "Quyết định".encode())
    assert store.get("derivatives/a/1.json").decode() == "Quyết định"
    assert store.exists("derivatives/a/1.json")
    assert store.local_path("derivatives/a/1.json").read_text() == "Quyết định"


def test_what_is_not_there_is_a_key_error(store: Store) -> None:
    assert not store.exists(KEY)
    with pytest.raises(KeyError):
        store.get(KEY)
    with pytest.raises(KeyError):
        store.local_path(KEY)
    with pytest.raises(KeyError):
        store.move(KEY, sealed_key(SHA))


def test_an_object_is_read_as_a_stream(store: Store) -> None:
    store.put(KEY, b"scan")
    with store.stream(KEY) as stream:
        assert (stream.read(2), stream.read(), stream.read()) == (b"sc", b"an", b"")
    with pytest.raises(KeyError), store.stream(sealed_key(SHA)):
        pass


def test_an_empty_object_is_an_object(store: Store) -> None:
    store.put("derivatives/a/1.json", b"")
    assert store.exists("derivatives/a/1.json")
    assert store.get("derivatives/a/1.json") == b""


def test_a_derivative_is_written_anew(store: Store) -> None:
    store.put("derivatives/a/1.json", b"old")
    old = store.local_path("derivatives/a/1.json").read_bytes()
    store.put("derivatives/a/1.json", b"new")
    assert old == b"old"
    assert store.get("derivatives/a/1.json") == b"new"
    assert store.local_path("derivatives/a/1.json").read_bytes() == b"new"


def test_an_original_is_never_written_over(store: Store) -> None:
    store.put(KEY, b"scan")
    store.put(KEY, b"other")
    assert store.get(KEY) == b"scan"


def test_an_original_is_never_deleted(store: Store) -> None:
    store.put(KEY, b"scan")
    for prefix in ("originals", "originals/", "originals/ab", KEY):
        with pytest.raises(ValueError, match="never deleted"):
            store.delete_prefix(prefix)
    assert store.get(KEY) == b"scan"


@pytest.mark.parametrize("megabytes", [0, 16, 33])
def test_a_stream_that_refuses_at_its_end_leaves_nothing(store: Store, megabytes: int) -> None:
    with pytest.raises(RuntimeError):
        store.put_stream(KEY, Broken(b"x" * (megabytes << 20)))
    assert not store.exists(KEY)


def test_a_large_original(store: Store) -> None:
    data = bytes(range(256)) * (40 << 12)  # 40 MB, more than two parts
    store.put_stream(KEY, io.BytesIO(data))
    assert store.local_path(KEY).read_bytes() == data


def test_a_moved_object_has_one_name(store: Store) -> None:
    store.put(KEY, b"scan")
    store.move(KEY, sealed_key(SHA))
    assert not store.exists(KEY)
    assert store.get(sealed_key(SHA)) == b"scan"
    store.put(KEY, b"scan")  # it came in again before the mark was known
    store.move(KEY, sealed_key(SHA))
    assert not store.exists(KEY)


def test_a_protected_original_is_still_sealed(store: Store) -> None:
    store.put(KEY, b"scan")
    store.protect(KEY)
    store.move(KEY, sealed_key(SHA))
    assert not store.exists(KEY)


def test_derivatives_are_deleted_by_prefix(store: Store) -> None:
    for key in ("derivatives/a/1.json", "derivatives/a/1.jpg", "derivatives/ab/1.json"):
        store.put(key, b"x")
    assert store.delete_prefix("derivatives/a/") == 2
    assert store.exists("derivatives/ab/1.json")
    assert store.delete_prefix("derivatives/a/") == 0


@pytest.mark.parametrize(
    "key", ["../x", "/etc/passwd", "a//b", "derivatives/../b", "derivatives/đ", "", ".x"]
)
def test_a_key_has_plain_parts(store: Store, key: str) -> None:
    with pytest.raises(KeyError):
        store.get(key)
    with pytest.raises(KeyError):
        store.put(key, b"x")


def test_a_local_file_is_read_only(store: Store) -> None:
    store.put(KEY, b"scan")
    assert store.local_path(KEY).stat().st_mode & 0o222 == 0
