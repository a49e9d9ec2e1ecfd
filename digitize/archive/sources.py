"""Where files come in: a folder, or a bucket on an S3 server. Neither is ever changed."""

import os
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Protocol

from digitize.errors import Reason, UsageError
from digitize.intake.folder import FileSeen, list_folder
from digitize.intake.stability import StabilityTracker
from digitize.settings import Settings


class Waiting(Protocol):
    """A file or object that lies in a source."""

    @property
    def relative(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def mtime_ns(self) -> int: ...
    @property
    def problem(self) -> Reason | None: ...


class Source(Protocol):
    """`relative` in its methods is that of a file which was listed last."""

    @property
    def name(self) -> str:
        """The one name of the source, however it was typed."""
        ...

    def list(self, since: datetime | None = None) -> Iterable[Waiting]:
        """All files; those written before `since`, a time as of `newest`, may be left out."""
        ...

    def newest(self) -> datetime | None:
        """When the newest of the files that were listed last was written, by the source's clock;
        None where a file may arrive with any time, as one does that is moved into a folder."""
        ...

    def is_stable(self, relative: str) -> bool:
        """Is the file complete?"""
        ...

    def local(self, relative: str) -> AbstractContextManager[FileSeen]:
        """The file on this machine. Raises FileNotFoundError when it has changed since."""
        ...


def open_source_of(source: str, settings: Settings) -> Source:
    """Raises UsageError for what is neither a folder nor a bucket, or holds the archive itself;
    ServiceError when the S3 server cannot be reached."""
    if source.startswith("s3://"):
        # Here, since the client takes longer to import than a small file to be read.
        from digitize.archive.bucket_source import BucketSource

        return BucketSource(source, settings)
    return FolderSource(Path(source), settings)


class FolderSource:
    def __init__(self, folder: Path, settings: Settings) -> None:
        if not folder.is_dir():
            raise UsageError(
                f"{folder}: no such folder",
                remedy="Name the folder that holds the scans, or s3://bucket/prefix; for one "
                "file use digitize extract.",
            )
        if settings.data_folder.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{folder} holds the data folder {settings.data_folder}",
                remedy="Set DIGITIZE_DATA to a folder outside the scans.",
            )
        self.name = os.fsencode(folder.resolve()).decode("utf-8", "backslashreplace")
        self._folder = folder
        self._tracker = StabilityTracker(settings.stable_seconds)
        self._listed: dict[str, FileSeen] = {}

    def list(self, since: datetime | None = None) -> Iterable[FileSeen]:
        self._listed = {file.relative: file for file in list_folder(self._folder)}
        return self._listed.values()

    def newest(self) -> datetime | None:
        return None

    def is_stable(self, relative: str) -> bool:
        return self._tracker.is_stable(
            self._listed[relative], wall=time.time(), monotonic=time.monotonic()
        )

    def local(self, relative: str) -> AbstractContextManager[FileSeen]:
        return nullcontext(self._listed[relative])
