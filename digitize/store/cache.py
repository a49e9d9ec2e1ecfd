"""Objects of a remote store as local files, for readers that need a file."""

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from digitize.errors import InputError, Reason, ServiceError

# A file of 2,000 pages is read for an hour or two after its path was handed out.
_IN_USE_SECONDS = 3 * 3600
_DEAD_SECONDS = 3600
_PART = ".part-"


class Cache:
    """Read-only files in one folder, which processes share. It holds about `max_bytes`, and more
    only when more than that was used in the last three hours. The time of a file is its last
    use. It is readable by its owner alone: what is in it may be sealed later."""

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        return self._folder

    def file(self, key: str, state: str, download: Callable[[BinaryIO], None]) -> Path:
        """The file for `key` in this `state` (its entity tag), downloaded when it is not here.

        Raises InputError(DISK_FULL), ServiceError, and what `download` raises.
        """
        path = self._folder / f"{_digest(key)}.{_digest(state)}"
        try:
            os.utime(path)
        except FileNotFoundError:
            self._fill(path, download)
            self.prune()
        return path

    def forget(self, key: str) -> None:
        """Remove the object from this machine, in whatever state it was."""
        for path in self._folder.glob(f"{_digest(key)}.*"):
            path.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove what was used longest ago until the bound is kept, and dead downloads."""
        now = time.time()
        files = []
        for path in self._folder.iterdir():
            try:
                status = path.stat()
            except FileNotFoundError:  # another process prunes as well
                continue
            if path.name.startswith(_PART):
                if now - status.st_mtime > _DEAD_SECONDS:
                    path.unlink(missing_ok=True)
            else:
                files.append((status.st_mtime, status.st_size, path))
        excess = sum(size for _, size, _ in files) - self._max_bytes
        for used, size, path in sorted(files):
            if excess <= 0 or now - used < _IN_USE_SECONDS:
                return
            path.unlink(missing_ok=True)
            excess -= size

    def discard_unfinished(self) -> None:
        """Remove downloads that were not finished; for the only process at work here."""
        for path in self._folder.glob(f"{_PART}*"):
            path.unlink(missing_ok=True)

    def _fill(self, path: Path, download: Callable[[BinaryIO], None]) -> None:
        try:
            handle, name = tempfile.mkstemp(prefix=_PART, dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    download(file)
                Path(name).chmod(0o400)
                Path(name).rename(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise InputError(Reason.DISK_FULL, "cache") from None
            raise ServiceError(f"cache: {error.strerror}") from None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
