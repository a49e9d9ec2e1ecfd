"""A backup put back, into an empty archive.

Objects come first, then all rows in one transaction: a restore that was killed left no row, and
is simply run again. The index is built anew from both.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from digitize.archive.backup import Backup, Wanted, copy_checked, copy_plain, read_backup, wanted
from digitize.archive.lock import locked
from digitize.archive.parts import Parts
from digitize.archive.workers import Workers
from digitize.database.dump import Row, load
from digitize.database.inventory import Inventory
from digitize.database.models import State
from digitize.errors import UsageError
from digitize.store.folder import FolderStore
from digitize.store.protocol import Store, original_key


def restore(
    parts: Parts, folder: Path, workers: Workers, on_original: Callable[[], None] = lambda: None
) -> Backup:
    """Put the backup in `folder` into the archive; what it said of itself. The index is left for
    `rebuild`.

    Raises UsageError when the archive holds anything or `folder` is no whole backup, BusyError
    while a run is at work, ServiceError, Stopped.
    """
    backup = read_backup(folder)
    with locked(parts.settings.data_folder):
        if not Inventory(parts.database.engine).is_empty():
            raise UsageError(
                "the archive is not empty",
                remedy="Restore into a new one: other DIGITIZE_DATA, DIGITIZE_DATABASE and "
                "DIGITIZE_STORE.",
            )
        copies, sealed = FolderStore(folder / "store"), frozenset(backup.sealed_since)

        def put_back(one: Wanted) -> Wanted:
            if one.sha256 in sealed:
                one = Wanted(one.sha256, True, ())
            _put_back(copies, parts.store, one)
            return one

        for _ in workers.each(put_back, wanted(folder / "database")):
            on_original()
        load(
            parts.database.engine,
            folder / "database",
            backup.dump,
            lambda table, row: _sealed(table, row) if row.get("sha256") in sealed else row,
        )
        _protect(parts)
    return backup


def _sealed(table: str, row: Row) -> Row | None:
    """The row of an original that was sealed after its rows were read, as sealing leaves it:
    what was read is gone, and its documents are tombstones."""
    if table in ("pages", "corrections"):
        return None
    if table == "originals":
        return row | {
            "state": State.SEALED.value,
            "reason": "",
            "detail": "",
            "reading_version": 0,
            "metadata_version": 0,
        }
    if table == "documents":
        gone = {"state": State.GONE.value, "fields": {}, "version": row["version"] + 1}
        return row | gone | ({"doubts": []} if "doubts" in row else {})  # older tables had none
    return row


def _put_back(copies: Store, store: Store, one: Wanted) -> None:
    """What the backup lacks is left out here too; `verify` names it."""
    with suppress(KeyError):
        copy_checked(copies, store, one.key, one.sha256)
    copy_plain(copies, store, one.derivatives)


def _protect(parts: Parts) -> None:
    for holding in Inventory(parts.database.engine).holdings():
        if holding.state in (State.DONE, State.REVIEW):
            key = original_key(holding.sha256)
            if parts.store.exists(key):
                parts.store.protect(key)
