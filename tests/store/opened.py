"""Stores on the test server."""

import secrets
from pathlib import Path

from minio import Minio

from digitize.s3.connection import connect
from digitize.s3.endpoint import Endpoint
from digitize.store.s3 import S3Store
from digitize.store.s3_options import S3Options
from tests.services.seaweedfs import ADMIN, Keys, SeaweedFS


def new_name() -> str:
    """A name for buckets that no other test has."""
    return f"t{secrets.token_hex(4)}"


def options(server: SeaweedFS, cache: Path, *, days: int = 0, cache_bytes: int = 1) -> S3Options:
    return S3Options(Endpoint(server.endpoint), cache, cache_bytes, days)


def client(server: SeaweedFS, keys: Keys = ADMIN) -> Minio:
    """The plain client, to look at what the store did, or to do what others do."""
    return connect(Endpoint(server.endpoint), patient=False, environment=keys.environment)


def open_s3(server: SeaweedFS, cache: Path, *, name: str = "", days: int = 0) -> S3Store:
    return S3Store(name or new_name(), options(server, cache, days=days))
