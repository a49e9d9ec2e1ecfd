"""One run at a time in a data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digitize.errors import ServiceError


class BusyError(ServiceError):
    """Another run is at work."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for the length of the block. The system drops the lock when the process
    ends, however it ends. Raises BusyError while another process holds it, ServiceError when it
    cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "run.lock").open("a")
    except OSError as error:
        raise ServiceError(
            f"data folder {folder}: {error.strerror}",
            remedy="Set DIGITIZE_DATA to a folder that this account may write to.",
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                f"another run is at work in {folder}",
                remedy="Wait until it has ended, or give this one a DIGITIZE_DATA of its own.",
            ) from None
        yield
