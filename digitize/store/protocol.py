"""The door for object stores, and the keys of the archive's objects."""

import re
from contextlib import AbstractContextManager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class Store(Protocol):
    """Objects by key. Keys are ASCII with `/`. A write is whole or not there at all, and is on
    disk when the call returns. A missing key raises KeyError. A full disk raises
    InputError(Reason.DISK_FULL), other faults of the store ServiceError.
    """

    def put(self, key: str, data: bytes) -> None:
        """An original that is there already is left as it is; anything else is written anew."""
        ...

    def put_stream(self, key: str, stream: BinaryIO) -> None:
        """As `put`. What `stream` raises goes on to the caller, and nothing is kept."""
        ...

    def get(self, key: str) -> bytes: ...

    def stream(self, key: str) -> AbstractContextManager[BufferedReader]:
        """The object from its beginning, from the store itself and no cache: for what is read
        once, whatever its size."""
        ...

    def exists(self, key: str) -> bool: ...

    def move(self, key: str, target: str) -> None: ...

    def delete_prefix(self, prefix: str) -> int:
        """Delete all objects below `prefix`; the number of them. Refuses `originals/`."""
        ...

    def protect(self, key: str) -> None:
        """From now on the object cannot be deleted for as long as the settings say, where the
        store can hold that. For originals that no secret mark stopped."""
        ...

    def discard_unfinished(self) -> None:
        """Drop what killed writers left half-written."""
        ...

    def local_path(self, key: str) -> Path:
        """A file that holds the object, for readers that need one. Read-only to the caller."""
        ...


def original_key(sha256: str) -> str:
    return f"originals/{sha256[:2]}/{sha256}"


def sealed_key(sha256: str) -> str:
    """Originals that a secret mark stopped; readable by the owner of the data folder alone."""
    return f"sealed/{sha256[:2]}/{sha256}"


def derivative_prefix(sha256: str) -> str:
    return f"derivatives/{sha256[:2]}/{sha256}/"


def page_text_key(sha256: str, page: int) -> str:
    return f"{derivative_prefix(sha256)}{page}.json"


def page_view_key(sha256: str, page: int) -> str:
    """The upright picture of a page for the web, JPEG."""
    return f"{derivative_prefix(sha256)}{page}.jpg"
