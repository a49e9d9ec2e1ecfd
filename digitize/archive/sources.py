"""Where files come in: a folder, or a bucket on an S3 server. Neither is ever changed."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from digitize.archive.parts import endpoint_of
from digitize.errors import Reason, UsageError
from digitize.intake.bucket import BucketPlace, ObjectSeen, fetch, list_bucket, parse_place
from digitize.intake.folder import FileSeen, list_folder
from digitize.intake.stability import StabilityTracker
from digitize.s3.connection import connect
from digitize.settings import Settings
from digitize.store.s3_buckets import KINDS, bucket_name


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
        return BucketSource(parse_place(source), settings)
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


class BucketSource:
    """Objects are downloaded one at a time, to a folder that the next run empties."""

    def __init__(self, place: BucketPlace, settings: Settings) -> None:
        store = settings.store_url
        if store.startswith("s3://"):
            prefix = store.removeprefix("s3://").rstrip("/")
            if place.bucket in {bucket_name(prefix, kind) for kind in KINDS}:
                raise UsageError(
                    f"{place.url} is a bucket of the archive itself",
                    remedy="Let scans arrive in a bucket of their own.",
                )
        self.name = place.url
        self._place = place
        self._folder = settings.data_folder / "incoming"
        # Who names a source waits for an answer; a batch at work waits for the server.
        next(iter(list_bucket(connect(endpoint_of(settings), patient=False), place)), None)
        self._client = connect(endpoint_of(settings))
        self._listed: dict[str, ObjectSeen] = {}

    def list(self, since: datetime | None = None) -> Iterable[ObjectSeen]:
        listed = list_bucket(self._client, self._place, since=since)
        self._listed = {seen.relative: seen for seen in listed}
        return self._listed.values()

    def newest(self) -> datetime | None:
        return max((seen.written for seen in self._listed.values()), default=None)

    def is_stable(self, relative: str) -> bool:
        return True

    @contextmanager
    def local(self, relative: str) -> Iterator[FileSeen]:
        shutil.rmtree(self._folder, ignore_errors=True)  # what a killed run left
        self._folder.mkdir(mode=0o700, parents=True)
        try:
            with tempfile.NamedTemporaryFile(dir=self._folder) as file:
                try:
                    fetch(self._client, self._place, self._listed[relative], cast(BinaryIO, file))
                except KeyError:
                    raise FileNotFoundError(relative) from None
                file.flush()
                status = Path(file.name).stat()
                yield FileSeen(Path(file.name), relative, status.st_size, status.st_mtime_ns)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
