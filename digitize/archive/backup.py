"""Database and store as one folder, consistent with each other, while work goes on.

    backup.json      what the folder holds; written last, so that a backup without it is none
    database/        all rows as they were at one moment (see `database.dump`)
    store/           the objects that those rows name, under the same keys

Rows come first, objects after them. That is consistent because an object is stored before the
row that names it is committed, originals never change, and no object that a row names goes away
but by sealing. So whatever the rows name is there when its turn comes, or it was sealed since:
then it stands sealed in the backup too, with nothing of what was made of it. A page text may be
of a newer reading than its row; a run after the restore reads such an original again.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import groupby
from pathlib import Path
from typing import Any

from digitize import __version__
from digitize.archive.parts import Parts
from digitize.archive.workers import Workers
from digitize.database.dump import Dump, Row, check, dump, read_rows
from digitize.database.models import State
from digitize.domain import PageKind
from digitize.errors import ServiceError, UsageError
from digitize.store.folder import FolderStore
from digitize.store.protocol import (
    Store,
    derivative_prefix,
    original_key,
    page_text_key,
    page_view_key,
    sealed_key,
)

MANIFEST = "backup.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """An original that the rows name: the object it is kept as, and what was made of it."""

    sha256: str
    sealed: bool
    derivatives: tuple[str, ...]

    @property
    def key(self) -> str:
        return sealed_key(self.sha256) if self.sealed else original_key(self.sha256)


@dataclass(frozen=True, slots=True)
class Backup:
    """`sealed_since`: originals that were sealed after the moment of the rows. `lacking`: keys of
    objects that were not there, or were not what their SHA-256 says."""

    made_at: str
    digitize: str
    dump: Dump
    originals: int
    sealed_since: tuple[str, ...]
    lacking: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "made_at": self.made_at,
            "digitize": self.digitize,
            "database": self.dump.to_dict(),
            "originals": self.originals,
            "sealed_since": list(self.sealed_since),
            "lacking": list(self.lacking),
        }


def back_up(
    parts: Parts, out: Path, workers: Workers, on_original: Callable[[], None] = lambda: None
) -> Backup:
    """Make the folder `out`, for its owner alone. Raises UsageError when it holds anything,
    ServiceError, InputError(DISK_FULL), Stopped; without backup.json it is no backup then."""
    rows = out / "database"
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise UsageError(f"{out} is not empty", remedy="Name a new folder for each backup.")
        rows.mkdir()
        dumped = dump(parts.database.engine, rows)
        copies = FolderStore(out / "store")
        sealed_since: list[str] = []
        lacking: list[str] = []
        originals = 0
        copied = workers.each(lambda one: _copy(parts.store, copies, one), wanted(rows))
        for one, sealed, missing in copied:
            originals += 1
            lacking += missing
            if sealed:
                sealed_since.append(one.sha256)
            on_original()
        made = datetime.now(UTC).isoformat(timespec="seconds")
        backup = Backup(made, __version__, dumped, originals, tuple(sealed_since), tuple(lacking))
        text = json.dumps(backup.to_dict(), indent=2)
        (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise ServiceError(
            f"{out}: {error.strerror}", remedy="Name a new folder on a disk with room."
        ) from None
    return backup


def read_backup(folder: Path) -> Backup:
    """What `folder` says of itself, its rows checked. Raises UsageError for a folder that is no
    whole backup, ServiceError for a damaged one."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise UsageError(
                f"{folder} is a backup of another format", remedy="Use the version that made it."
            )
        backup = Backup(
            data["made_at"],
            data["digitize"],
            Dump.from_dict(data["database"]),
            data["originals"],
            tuple(data["sealed_since"]),
            tuple(data["lacking"]),
        )
    except (OSError, ValueError, LookupError, TypeError):
        raise UsageError(
            f"{folder} is no whole backup: it has no {MANIFEST} that can be read",
            remedy="Name a folder that digitize backup has made to its end.",
        ) from None
    check(folder / "database", backup.dump)
    return backup


def wanted(rows: Path) -> Iterator[Wanted]:
    """What the dumped rows name. Originals and pages both stand by SHA-256."""
    pages = groupby(read_rows(rows, "pages"), key=lambda page: str(page["sha256"]))
    sha256_of_pages, those = next(pages, ("", iter(())))
    for row in read_rows(rows, "originals"):
        sha256, keys = str(row["sha256"]), []
        if sha256 == sha256_of_pages:
            keys = [key for page in those for key in _derivatives(page)]
            sha256_of_pages, those = next(pages, ("", iter(())))
        yield Wanted(sha256, row["state"] == State.SEALED.value, tuple(keys))


def copy_checked(source: Store, target: Store, key: str, sha256: str) -> bool:
    """Copy an original; False when its bytes are not those of its SHA-256, and nothing is kept.
    Raises KeyError when it is not there."""
    with source.stream(key) as stream:
        if file_digest(stream, "sha256").hexdigest() != sha256:
            return False
        stream.seek(0)
        target.put_stream(key, stream)
        return True


def copy_plain(source: Store, target: Store, keys: Sequence[str]) -> list[str]:
    """Copy derivatives; the keys of those that are not there."""
    missing = []
    for key in keys:
        try:
            with source.stream(key) as stream:
                target.put_stream(key, stream)
        except KeyError:
            missing.append(key)
    return missing


def _derivatives(page: Row) -> Iterator[str]:
    yield page_text_key(page["sha256"], page["number"])
    if page["kind"] != PageKind.FAILED.value:
        yield page_view_key(page["sha256"], page["number"])


def _copy(store: Store, copies: FolderStore, one: Wanted) -> tuple[Wanted, bool, list[str]]:
    """The original, whether it was sealed since the rows were read, and the keys of what is
    not there or not whole."""
    sealed = sealed_key(one.sha256)
    lacking = []
    try:
        whole = copy_checked(store, copies, one.key, one.sha256)
        if not whole:
            lacking = [one.key]
    except KeyError:
        if one.sealed or not store.exists(sealed):
            return one, False, [one.key]
        whole = copy_checked(store, copies, sealed, one.sha256)
        return one, True, [] if whole else [sealed]
    lacking += copy_plain(store, copies, one.derivatives)
    if one.sealed or not store.exists(sealed):
        return one, False, lacking
    # Sealed while it was copied: what was made of it must not stay in the copy either.
    copies.delete_prefix(derivative_prefix(one.sha256))
    if whole:
        copies.move(one.key, sealed)
    return one, True, [] if whole else [sealed]
