"""The object store on an S3 server.

Three buckets, named after one prefix: PREFIX-originals, PREFIX-derivatives and PREFIX-sealed,
so that rights, locks and backups can differ. Each keeps versions.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from minio.commonconfig import GOVERNANCE, CopySource
from minio.datatypes import Object
from minio.deleteobjects import DeleteObject
from minio.retention import Retention

from digitize.errors import ServiceError
from digitize.s3.connection import connect
from digitize.s3.download import download
from digitize.s3.faults import RefusedError, as_ours
from digitize.store.cache import Cache
from digitize.store.protocol import KEY
from digitize.store.s3_buckets import KINDS, bucket_name, open_buckets
from digitize.store.s3_options import S3Options

_PART_BYTES = 16 << 20  # 10,000 parts of it, the most S3 takes, hold 160 GB


class S3Store:
    """Objects in buckets. An original is written once; `protect` locks it by an object lock in
    governance mode. A read that breaks off is begun again; the client waits about a minute for
    a server that is away."""

    def __init__(self, prefix: str, options: S3Options) -> None:
        """Opens the buckets, and makes those of a new store. Raises UsageError, ServiceError."""
        self._prefix = prefix
        open_buckets(
            connect(options.endpoint, patient=False),
            prefix,
            must_lock=options.retention_days > 0,
        )
        self._client = connect(options.endpoint)
        self._cache = Cache(options.cache, options.cache_bytes)
        self._retention = timedelta(days=options.retention_days)

    def put(self, key: str, data: bytes) -> None:
        self.put_stream(key, BytesIO(data))

    def put_stream(self, key: str, stream: BinaryIO) -> None:
        bucket = self._bucket(key)
        if key.startswith("originals/") and self.exists(key):
            return
        with as_ours(key, bucket):
            # The length is not told, so that the stream is read to its very end before the
            # last part is sent: a stream that refuses at its end leaves no object.
            self._client.put_object(
                bucket, key, stream, -1, part_size=_PART_BYTES, num_parallel_uploads=1
            )

    def get(self, key: str) -> bytes:
        data = BytesIO()
        self._download(key, data)
        return data.getvalue()

    @contextmanager
    def stream(self, key: str) -> Iterator[BufferedReader]:
        """Downloaded to a file without a name first, since a connection may break off."""
        with tempfile.TemporaryFile(dir=self._cache.folder) as file:
            self._download(key, cast(BinaryIO, file))
            file.seek(0)
            yield cast(BufferedReader, file)

    def exists(self, key: str) -> bool:
        return self._stat(key) is not None

    def move(self, key: str, target: str) -> None:
        """The object is copied, the copy read back and compared, and then every version of the
        source deleted, past a lock if need be.

        Raises ServiceError when the lock holds against our key: the copy is then complete, and
        the source can no longer be read by its name, but its bytes are there until somebody
        with the right deletes that version.
        """
        source, bucket = self._bucket(key), self._bucket(target)
        if self._stat(key) is None:
            raise KeyError(key)
        with as_ours(target, bucket):
            self._client.copy_object(bucket, target, CopySource(source, key))
        if self._digest(key) != self._digest(target):
            raise ServiceError(f"S3: the copy {target} differs from {key}")
        self._cache.forget(key)
        refused = self._delete_versions(source, key, only=key)
        if refused:
            with as_ours(key, source):
                self._client.remove_object(source, key)
            raise ServiceError(
                f"S3: {refused} ({source}/{key} is hidden, but not deleted)",
                remedy="Delete all versions of it with a key that has the right "
                "s3:BypassGovernanceRetention.",
            )

    def delete_prefix(self, prefix: str) -> int:
        if prefix.startswith("originals/") or prefix.rstrip("/") == "originals":
            raise ValueError("originals are never deleted")
        bucket = self._bucket(prefix.rstrip("/"))
        below = prefix.rstrip("/") + "/"
        with as_ours(prefix, bucket):
            number = sum(1 for _ in self._client.list_objects(bucket, below, recursive=True))
        refused = self._delete_versions(bucket, below)
        if refused:
            raise RefusedError(refused, bucket)
        return number

    def protect(self, key: str) -> None:
        if not self._retention:
            return
        bucket = self._bucket(key)
        with as_ours(key, bucket):
            self._client.set_object_retention(
                bucket, key, Retention(GOVERNANCE, datetime.now(UTC) + self._retention)
            )

    def discard_unfinished(self) -> None:
        """Unfinished uploads are dropped by the server: see `s3_buckets`."""
        self._cache.discard_unfinished()

    def local_path(self, key: str) -> Path:
        found = self._stat(key)
        if found is None:
            raise KeyError(key)
        return self._cache.file(key, found.etag or "", lambda file: self._download(key, file))

    def _bucket(self, key: str) -> str:
        kind = key.partition("/")[0]
        if not KEY.fullmatch(key) or kind not in KINDS:
            raise KeyError(key)
        return bucket_name(self._prefix, kind)

    def _stat(self, key: str) -> Object | None:
        bucket = self._bucket(key)
        try:
            with as_ours(key, bucket):
                return self._client.stat_object(bucket, key)
        except KeyError:
            # The answer to HEAD has no body, and is the same when the whole bucket is away.
            with as_ours(key, bucket):
                if not self._client.bucket_exists(bucket):
                    raise RefusedError("NoSuchBucket", bucket) from None
            return None

    def _download(self, key: str, file: BinaryIO) -> None:
        download(self._client, self._bucket(key), key, file)

    def _digest(self, key: str) -> str:
        with self.stream(key) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _delete_versions(self, bucket: str, prefix: str, *, only: str = "") -> str:
        """Delete every version of what is below `prefix`, or of the key `only`; the code with
        which the server refused one, or an empty string."""
        with as_ours(prefix, bucket):
            found = self._client.list_objects(bucket, prefix, recursive=True, include_version=True)
            versions = [
                DeleteObject(version.object_name or "", version.version_id)
                for version in found
                if not only or version.object_name == only
            ]
            # To ask for passing the lock may be refused to a key that needs no such thing.
            for bypass in (False, True):
                errors = list(
                    self._client.remove_objects(bucket, versions, bypass_governance_mode=bypass)
                )
                if not errors:
                    return ""
            return errors[0].code or "AccessDenied"
