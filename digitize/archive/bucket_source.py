"""A bucket as a source: see `sources`. Apart from it, since it loads the S3 client."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from digitize.archive.parts import endpoint_of
from digitize.errors import UsageError
from digitize.intake.bucket import ObjectSeen, fetch, list_bucket, parse_place
from digitize.intake.folder import FileSeen
from digitize.s3.connection import connect
from digitize.settings import Settings
from digitize.store.s3_buckets import KINDS, bucket_name


class BucketSource:
    """Objects are downloaded one at a time, to a folder that the next run empties."""

    def __init__(self, url: str, settings: Settings) -> None:
        place = parse_place(url)
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
