import os
import stat
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from digitize.store.cache import Cache

HOUR = 3600


class Download:
    """Counts how often it is asked."""

    def __init__(self, data: bytes) -> None:
        self.data, self.calls = data, 0

    def __call__(self, file: BinaryIO) -> None:
        self.calls += 1
        file.write(self.data)


def used(path: Path, hours_ago: float) -> None:
    when = time.time() - hours_ago * HOUR
    os.utime(path, (when, when))


def test_an_object_is_downloaded_once(tmp_path: Path) -> None:
    scan = Download(b"scan")
    for _ in range(2):
        path = Cache(tmp_path, 100).file("originals/a", "1", scan)
        assert path.read_bytes() == b"scan"
    assert scan.calls == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o400


def test_another_state_of_it_is_another_file(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 100)
    old = cache.file("derivatives/a", "1", Download(b"old"))
    new = cache.file("derivatives/a", "2", Download(b"new"))
    assert (old.read_bytes(), new.read_bytes()) == (b"old", b"new")


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10)
    paths = {key: cache.file(key, "1", Download(b"12345")) for key in "abc"}
    used(paths["a"], 5)
    used(paths["b"], 6)
    cache.prune()
    assert paths["a"].exists()
    assert not paths["b"].exists()


def test_what_may_still_be_read_is_kept_beyond_the_bound(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10)
    paths = [cache.file(key, "1", Download(b"12345")) for key in "abcd"]
    assert all(path.exists() for path in paths)
    used(paths[0], 4)
    cache.file("a", "1", Download(b"12345"))  # asked for again
    cache.prune()
    assert paths[0].exists()


def test_a_broken_download_leaves_nothing(tmp_path: Path) -> None:
    def breaks(file: BinaryIO) -> None:
        file.write(b"half a sc")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Cache(tmp_path, 10).file("a", "1", breaks)
    assert list(tmp_path.iterdir()) == []


def test_dead_downloads_are_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10)
    dead, running = tmp_path / ".part-dead", tmp_path / ".part-running"
    dead.write_bytes(b"x")
    running.write_bytes(b"x")
    used(dead, 2)
    cache.prune()
    assert list(tmp_path.iterdir()) == [running]
    cache.discard_unfinished()
    assert list(tmp_path.iterdir()) == []


def test_a_sealed_object_is_forgotten_in_every_state(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 100)
    for state in "12":
        cache.file("originals/a", state, Download(b"secret"))
    kept = cache.file("originals/b", "1", Download(b"scan"))
    cache.forget("originals/a")
    assert list(tmp_path.iterdir()) == [kept]
