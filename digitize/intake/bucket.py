"""What lies in an inbox that is a bucket on an S3 server, or a part of one.

An object is there whole or not at all: an upload in progress is in no listing, so nothing has to
stand still before it is taken.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from minio import Minio

from digitize.errors import InputError, Reason, UsageError
from digitize.intake.folder import left_out
from digitize.s3.download import download
from digitize.s3.faults import RefusedError, as_ours
from digitize.text.normal import nfc

# S3 lists by name alone. An object that was sent in parts bears the time at which its upload
# began, and clocks of servers differ: what is newer than a mark is looked for from a day before.
_OVERLAP = timedelta(days=1)

_UNREADABLE = frozenset({"AccessDenied", "InvalidObjectState"})
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """A bucket and the beginning of its keys: empty, or a folder's name that ends in `/`."""

    bucket: str
    prefix: str

    @property
    def url(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"


@dataclass(frozen=True, slots=True)
class ObjectSeen:
    """`relative`: the NFC path below the prefix. `written`: by the server's clock, of which
    S3 tells seconds. `mtime_ns`: the same, its fraction standing for the entity tag, so that an
    object that was replaced by another of its size in the same second is another arrival."""

    key: str
    relative: str
    size: int
    mtime_ns: int
    etag: str
    written: datetime
    problem: Reason | None = None


def parse_place(url: str) -> BucketPlace:
    """The place that `s3://bucket/prefix` names; the prefix is a folder, with `/` or without.

    Raises UsageError.
    """
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    if not url.startswith("s3://") or not _BUCKET.fullmatch(bucket):
        raise UsageError(
            "the source names no bucket",
            remedy="Use s3://bucket or s3://bucket/prefix; DIGITIZE_S3_ENDPOINT names the server.",
        )
    prefix = prefix.strip("/")
    return BucketPlace(bucket, f"{prefix}/" if prefix else "")


def list_bucket(
    client: Minio, place: BucketPlace, *, since: datetime | None = None
) -> Iterator[ObjectSeen]:
    """All objects below the place, by key, without what `list_folder` leaves out as well.

    `since`: only what was written later than a day before that. It spares the caller to compare
    what it knows, not the server to list; whoever uses it lists everything from time to time as
    well. Raises ServiceError; KeyError never.
    """
    with as_ours(place.url, place.bucket):
        for found in client.list_objects(place.bucket, place.prefix, recursive=True):
            key, written = found.object_name or "", found.last_modified
            relative = nfc(key.removeprefix(place.prefix))
            if key.endswith("/") or any(left_out(part) for part in relative.split("/")):
                continue
            if written is None or (since is not None and written < since - _OVERLAP):
                continue
            etag = (found.etag or "").strip('"')
            mtime_ns = _mtime_ns(written, etag)
            yield ObjectSeen(key, relative, found.size or 0, mtime_ns, etag, written)


def fetch(client: Minio, place: BucketPlace, seen: ObjectSeen, file: BinaryIO) -> None:
    """Write the object to `file`, in the state in which it was seen.

    Raises KeyError when it was replaced or taken away since, InputError(UNREADABLE) when our key
    may not read it or it lies in a cold store, ServiceError.
    """
    try:
        download(client, place.bucket, seen.key, file, etag=seen.etag)
    except RefusedError as error:
        if error.code not in _UNREADABLE:
            raise
        raise InputError(Reason.UNREADABLE, seen.relative, error.code) from None


def _mtime_ns(written: datetime, etag: str) -> int:
    digest = hashlib.sha256(etag.encode()).digest()
    return int(written.timestamp()) * 10**9 + int.from_bytes(digest[:4]) % 10**9
