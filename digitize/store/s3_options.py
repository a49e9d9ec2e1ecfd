"""How the object store on an S3 server is opened. Apart from `s3`, which loads the client."""

from dataclasses import dataclass
from pathlib import Path

from digitize.s3.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class S3Options:
    """`cache`: folder for local copies, of about `cache_bytes`. `retention_days`: how long a
    protected original cannot be deleted; 0 for no lock."""

    endpoint: Endpoint
    cache: Path
    cache_bytes: int
    retention_days: int = 0
