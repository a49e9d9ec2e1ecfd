"""The buckets of an object store: found, or made when there are none."""

from collections.abc import Iterator

from minio import Minio
from minio.commonconfig import ENABLED, Filter
from minio.error import S3Error
from minio.lifecycleconfig import (
    AbortIncompleteMultipartUpload,
    LifecycleConfig,
    NoncurrentVersionExpiration,
    Rule,
)
from minio.versioningconfig import VersioningConfig

from digitize.errors import ServiceError
from digitize.s3.faults import RefusedError, as_ours

KINDS = ("originals", "derivatives", "sealed")

_UPLOAD_DAYS = 7
# A derivative can be made again; its older versions are for mending a slip of yesterday.
_DERIVATIVE_DAYS = 30
_LACKING = frozenset({"NotImplemented", "MethodNotAllowed"})


def bucket_name(prefix: str, kind: str) -> str:
    return f"{prefix}-{kind}"


def open_buckets(client: Minio, prefix: str, *, must_lock: bool) -> None:
    """Make sure of the three buckets, and that each keeps versions.

    What is missing is made as long as the others are empty: the store is new, and perhaps other
    processes make it as well. Beside a bucket that holds something a missing one was lost, and
    ServiceError says so. `must_lock`: originals must be able to be locked.
    """
    names = [bucket_name(prefix, kind) for kind in KINDS]
    states = {name: _versioning(client, name) for name in names}
    missing = [name for name, state in states.items() if state is None]
    if missing and any(_holds_something(client, n) for n in names if n not in missing):
        raise RefusedError("NoSuchBucket", missing[0])
    for kind, name in zip(KINDS, names, strict=True):
        with as_ours(name, name):
            if name in missing:
                _make(client, name, kind)
            elif states[name] != ENABLED:
                client.set_bucket_versioning(name, VersioningConfig(ENABLED))
    if must_lock:
        _check_lock(client, bucket_name(prefix, "originals"))


def _versioning(client: Minio, name: str) -> str | None:
    """What the bucket does with versions; None when there is no such bucket."""
    with as_ours(name, name):
        try:
            return client.get_bucket_versioning(name).status or ""
        except S3Error as error:
            if error.code == "NoSuchBucket":
                return None
            raise


def _holds_something(client: Minio, name: str) -> bool:
    with as_ours(name, name):
        return next(iter(client.list_objects(name, recursive=True)), None) is not None


def _make(client: Minio, name: str, kind: str) -> None:
    lockable = kind == "originals"  # a bucket can be made lockable only when it is made
    try:
        client.make_bucket(name, object_lock=lockable)
    except S3Error as error:
        if lockable and error.code in _LACKING:
            client.make_bucket(name)
        elif error.code != "BucketAlreadyOwnedByYou":  # another process was faster
            raise
    client.set_bucket_versioning(name, VersioningConfig(ENABLED))
    try:
        client.set_bucket_lifecycle(name, LifecycleConfig(list(_rules(kind))))
    except S3Error as error:
        if error.code not in _LACKING:
            raise


def _rules(kind: str) -> Iterator[Rule]:
    everything = Filter(prefix="")
    yield Rule(
        ENABLED,
        rule_filter=everything,
        rule_id="drop-unfinished-uploads",
        abort_incomplete_multipart_upload=AbortIncompleteMultipartUpload(_UPLOAD_DAYS),
    )
    if kind == "derivatives":
        yield Rule(
            ENABLED,
            rule_filter=everything,
            rule_id="drop-old-derivatives",
            noncurrent_version_expiration=NoncurrentVersionExpiration(_DERIVATIVE_DAYS),
        )


def _check_lock(client: Minio, name: str) -> None:
    with as_ours(name, name):
        try:
            client.get_object_lock_config(name)
        except S3Error as error:
            if error.code != "ObjectLockConfigurationNotFoundError" and error.code not in _LACKING:
                raise
            raise ServiceError(
                f"S3: {name} cannot lock objects",
                remedy="Set DIGITIZE_S3_RETENTION_DAYS to 0, or copy the archive to buckets made "
                "with object lock.",
            ) from None
