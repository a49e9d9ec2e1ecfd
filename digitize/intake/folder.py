"""What lies in an inbox that is a folder."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digitize.errors import InputError, Reason, ServiceError
from digitize.text.normal import nfc

_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart")
_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class FileSeen:
    """`relative` is the NFC path from the inbox, with `/`. `problem` says why it cannot even
    be opened."""

    path: Path
    relative: str
    size: int
    mtime_ns: int
    problem: Reason | None = None


def list_folder(root: Path) -> Iterator[FileSeen]:
    """All files below `root`, by path. Links are never followed; hidden files, files that a
    copying program has not finished, and clutter of desktop systems are left out.

    Raises InputError when `root` is no folder that can be listed.
    """
    if not root.is_dir():
        raise InputError(Reason.NOT_A_FILE, str(root), "no such folder")
    yield from _below(root, root)


def _below(folder: Path, root: Path) -> Iterator[FileSeen]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda e: nfc(e.name))
    except PermissionError:
        yield _seen(folder, root, 0, 0, Reason.UNREADABLE)
        return
    except OSError as error:
        raise ServiceError(f"inbox {folder}: {error.strerror}") from None
    for entry in entries:
        path = Path(entry.path)
        if left_out(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(path, root)
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:  # moved away since the listing
            continue
        problem = None
        if not stat.S_ISREG(status.st_mode):
            problem = Reason.NOT_A_FILE
        elif not os.access(path, os.R_OK):
            problem = Reason.UNREADABLE
        yield _seen(path, root, status.st_size, status.st_mtime_ns, problem)


def _seen(path: Path, root: Path, size: int, mtime_ns: int, problem: Reason | None) -> FileSeen:
    # A name that is no UTF-8 is kept readable and reversible by Python as \udc..; databases
    # refuse those, so they are written as \xNN.
    name = path.relative_to(root).as_posix()
    clean = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return FileSeen(path, nfc(clean), size, mtime_ns, problem)


def left_out(name: str) -> bool:
    """Is a file or folder of this name hidden, clutter, or not yet finished?"""
    lowered = name.lower()
    return name.startswith((".", "~$")) or lowered in _CLUTTER or lowered.endswith(_UNFINISHED)
