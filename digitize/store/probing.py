"""Ask a store whether it can be used, without making anything in it."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digitize.errors import ServiceError, UsageError
from digitize.s3.connection import connect
from digitize.s3.faults import as_ours
from digitize.store.s3_buckets import KINDS, bucket_name
from digitize.store.s3_options import S3Options


def probe_store(url: str, s3: S3Options) -> str:
    """What is there, in one line. Raises UsageError for a URL that names no store, ServiceError
    for a store that cannot be used."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return _probe_folder(Path(unquote(parts.path)))
    if parts.scheme != "s3":
        raise UsageError("DIGITIZE_STORE names no store", remedy="Use file:///path or s3://name.")
    client = connect(s3.endpoint, patient=False)
    names = [bucket_name(parts.netloc, kind) for kind in KINDS]
    there = []
    for name in names:
        with as_ours(name, name):
            there.append(client.bucket_exists(name))
    where = f"s3://{parts.netloc} at {s3.endpoint.url or 'Amazon'}"
    if not any(there):
        return f"{where}, its buckets are made by the first run"
    missing = [name for name, found in zip(names, there, strict=True) if not found]
    if missing:
        raise ServiceError(
            f"{where} lacks the bucket {', '.join(missing)}",
            remedy="Restore it: the others are there, so something was lost.",
        )
    return f"{where}, 3 buckets"


def _probe_folder(folder: Path) -> str:
    if not folder.exists():
        return f"{folder}, made by the first run"
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ServiceError(
            f"{folder} cannot be read and written",
            remedy="Give the account that runs digitize its rights back.",
        )
    return str(folder)
