"""Take files from an inbox into the store. The inbox itself is never changed."""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from io import BufferedReader
from typing import BinaryIO, cast

from digitize.archive.parts import Parts
from digitize.archive.sources import Source, Waiting
from digitize.database.models import State
from digitize.database.records import Seen
from digitize.errors import InputError, Reason
from digitize.intake.folder import FileSeen
from digitize.intake.mapping import place_of
from digitize.intake.sniffing import sniff
from digitize.store.protocol import original_key, sealed_key


class _Changed(Exception):  # noqa: N818 - it is no fault
    """The file is not what it was when it was listed: something still writes it."""


class Inbox:
    """The files of a source, listed once when it is made. `only`: relative paths to look at."""

    def __init__(
        self, parts: Parts, source: Source, *, only: Collection[str] | None = None
    ) -> None:
        self.source = source.name
        self._parts = parts
        self._source = source
        self._only = only
        self._files = {f.relative: f for f in self._list()}

    @property
    def seen(self) -> list[Seen]:
        """The files as they were last looked at."""
        return [self._seen(file) for file in self._files.values()]

    def take(self, batch: int, on_file: Callable[[], None] = lambda: None) -> None:
        """Store every new file and write down what became of it.

        A file that was refused before is tried again: what was wrong may have been mended
        without a trace in its size and time. A file that changed a moment ago is looked at once
        more after the time of stability; if it still changes it is left for the next run.
        Raises InputError(DISK_FULL) and ServiceError; the rest has then not been looked at.
        """
        known = self._parts.database.arrivals(self.source, self._only)
        settled = {seen for seen, arrival in known.items() if arrival.sha256}
        changing = []
        for file in list(self._files.values()):
            if self._seen(file) not in settled and not self._take(batch, file):
                changing.append(file.relative)
            on_file()
        if changing:
            time.sleep(self._parts.settings.stable_seconds)
            again = {f.relative: f for f in self._list() if f.relative in set(changing)}
            for relative in changing:
                if relative not in again:  # taken away in the meantime
                    del self._files[relative]
            for file in again.values():
                self._files[file.relative] = file
                self._take(batch, file)
        if self._only is None:
            now = set(self.seen)
            gone = [s for s, arrival in known.items() if not arrival.sha256 and s not in now]
            self._parts.database.forget_refused(gone)

    def _list(self) -> list[Waiting]:
        files = self._source.list()
        return [f for f in files if self._only is None or f.relative in self._only]

    def _seen(self, file: Waiting) -> Seen:
        return Seen(self.source, file.relative, file.size, file.mtime_ns)

    def _take(self, batch: int, file: Waiting) -> bool:
        """False for a file that is still changing."""
        seen = self._seen(file)
        if self._parts.database.is_accepted(seen):  # by another run, since this one looked
            return True
        if file.problem is None and not self._source.is_stable(file.relative):
            return False
        try:
            sha256 = self._store(file)
        except _Changed:
            return False
        except InputError as error:
            self._parts.database.refuse(batch, seen, error.reason.value, error.detail)
            if error.reason is Reason.DISK_FULL:
                raise
            return True
        place = place_of(file.relative, self._parts.settings.mapping)
        name = file.relative.rpartition("/")[2]
        self._parts.database.accept(batch, seen, sha256, place, name)
        return True

    def _store(self, file: Waiting) -> str:
        if file.problem is not None:
            raise InputError(file.problem, file.relative)
        if file.size > self._parts.settings.max_bytes:
            raise InputError(Reason.TOO_MANY_BYTES, file.relative)
        try:
            with self._source.local(file.relative) as local:
                return _store(self._parts, local)
        except FileNotFoundError:
            raise _Changed from None
        except OSError as error:
            raise InputError(Reason.UNREADABLE, file.relative, error.strerror or "") from None


def _store(parts: Parts, file: FileSeen) -> str:
    """Keep the bytes of a file, unless they are kept already; their SHA-256."""
    with _open(file) as stream:
        sniff(file.path, file.relative)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        state = parts.database.state(sha256)
        if state is not State.SEALED and not parts.store.exists(original_key(sha256)):
            stream.seek(0)
            checked = cast(BinaryIO, _Checked(stream, sha256))
            parts.store.put_stream(original_key(sha256), checked)
            if parts.store.exists(sealed_key(sha256)):  # another run read and sealed it meanwhile
                with suppress(KeyError):
                    parts.store.move(original_key(sha256), sealed_key(sha256))
        _check_unchanged(stream, file)
    return sha256


def _open(found: FileSeen) -> BufferedReader:
    """The file itself: neither a link nor a pipe that took its place since the listing."""
    try:
        handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise InputError(Reason.NOT_A_FILE, found.relative) from None
        raise
    file = os.fdopen(handle, "rb")
    try:
        _check_unchanged(file, found)
    except _Changed:
        file.close()
        raise
    return file


def _check_unchanged(file: BufferedReader, found: FileSeen) -> None:
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode) or (status.st_size, status.st_mtime_ns) != (
        found.size,
        found.mtime_ns,
    ):
        raise _Changed


class _Checked:
    """Reads a file for the store, and refuses at its end if the bytes are not those that were
    hashed: the store then keeps nothing."""

    def __init__(self, file: BufferedReader, sha256: str) -> None:
        self._file, self._sha256 = file, sha256
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._digest.update(block)
        if not block and self._digest.hexdigest() != self._sha256:
            raise _Changed
        return block
