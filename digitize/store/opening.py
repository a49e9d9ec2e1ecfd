"""Open the object store that a URL names."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digitize.errors import UsageError
from digitize.store.folder import FolderStore
from digitize.store.protocol import Store
from digitize.store.s3_options import S3Options

# A bucket name has 3 to 63 of these; the longest ending of ours has 12 letters.
_PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{1,50}")


def open_store(url: str, s3: S3Options) -> Store:
    """`file:///folder`, or `s3://PREFIX` for the buckets PREFIX-originals, -derivatives and
    -sealed on the server in `s3`.

    Raises UsageError for a URL of an unknown kind, ServiceError when it is out of reach.
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
        return FolderStore(Path(unquote(parts.path)))
    if url.startswith("s3://") and _PREFIX.fullmatch(url.removeprefix("s3://").rstrip("/")):
        # Here, since the client takes longer to import than a small file to be read.
        from digitize.store.s3 import S3Store

        return S3Store(parts.netloc, s3)
    raise UsageError(
        "DIGITIZE_STORE names no store",
        remedy="Use file:///path, with three slashes, or s3://name, where name has small "
        "letters, digits and hyphens alone: the server and keys are settings of their own.",
    )
