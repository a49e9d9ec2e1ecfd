"""The object store as a folder of files."""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from digitize.errors import InputError, Reason, ServiceError
from digitize.store.protocol import KEY

_COPY_BYTES = 1 << 20


class FolderStore:
    """Objects as files below `root`. Originals cannot be written twice or deleted; what is
    below sealed/ only the owner may read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        with _as_ours("store"):
            root.mkdir(parents=True, exist_ok=True)
            self._unfinished = root / ".unfinished"
            self._unfinished.mkdir(exist_ok=True)

    def put(self, key: str, data: bytes) -> None:
        self.put_stream(key, BytesIO(data))

    def put_stream(self, key: str, stream: BinaryIO) -> None:
        path = self._path(key)
        if key.startswith("originals/") and path.is_file():
            return
        with _as_ours(key):
            handle, name = tempfile.mkstemp(dir=self._unfinished)
            try:
                with os.fdopen(handle, "wb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX)  # see `discard_unfinished`
                    shutil.copyfileobj(stream, file, _COPY_BYTES)
                    file.flush()
                    os.fsync(file.fileno())
                    Path(name).chmod(_mode(key))
                    self._make_folder(path.parent, key)
                    Path(name).rename(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)

    def get(self, key: str) -> bytes:
        with _as_ours(key):
            return self._path(key).read_bytes()

    @contextmanager
    def stream(self, key: str) -> Iterator[BufferedReader]:
        with _as_ours(key):
            file = self._path(key).open("rb")
        with file:
            yield file

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def move(self, key: str, target: str) -> None:
        source, path = self._path(key), self._path(target)
        with _as_ours(key):
            if not source.is_file():
                raise KeyError(key)
            self._make_folder(path.parent, target)
            source.chmod(_mode(target))
            source.rename(path)
            _sync_folder(path.parent)
            _sync_folder(source.parent)

    def delete_prefix(self, prefix: str) -> int:
        if prefix.startswith("originals/") or prefix.rstrip("/") == "originals":
            raise ValueError("originals are never deleted")
        folder = self._path(prefix.rstrip("/"))
        with _as_ours(prefix):
            if not folder.is_dir():
                return 0
            number = sum(1 for p in folder.rglob("*") if p.is_file())
            shutil.rmtree(folder)
            return number

    def protect(self, key: str) -> None:
        """Originals are read-only from the beginning; a folder has no stronger lock."""

    def discard_unfinished(self) -> None:
        with _as_ours("unfinished"):
            for path in self._unfinished.iterdir():
                with suppress(BlockingIOError, FileNotFoundError), path.open("rb") as file:
                    # A writer that lives, be it of another run, holds a lock on its file.
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()

    def local_path(self, key: str) -> Path:
        path = self._path(key)
        if not path.is_file():
            raise KeyError(key)
        return path

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise KeyError(key)
        return self._root / key

    def _make_folder(self, folder: Path, key: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if key.startswith("sealed/"):
            (self._root / "sealed").chmod(0o700)


def _mode(key: str) -> int:
    if key.startswith("sealed/"):
        return 0o400
    return 0o444 if key.startswith("originals/") else 0o644


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _as_ours(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise KeyError(key) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise InputError(Reason.DISK_FULL, "store") from None
        raise ServiceError(f"store: {error.strerror} ({key})") from None
