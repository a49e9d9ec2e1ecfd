"""What an archive is made of, opened by the URLs in the settings."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from digitize.database.opening import open_database
from digitize.database.queries import Database
from digitize.index.opening import open_index
from digitize.index.protocol import Index
from digitize.s3.endpoint import Endpoint
from digitize.settings import Settings
from digitize.store.opening import open_store
from digitize.store.protocol import Store
from digitize.store.s3_options import S3Options

PATIENCE = 60.0  # so many seconds a batch waits for a database server that went away


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    store: Store
    database: Database
    index: Index


@contextmanager
def open_parts(settings: Settings, *, patience: float = 0.0) -> Iterator[Parts]:
    """Open store, database and index; close them at the end of the block. `patience`: for how
    many seconds work waits for a database server that went away.

    Raises UsageError for a URL that names none, ServiceError for a part out of reach.
    """
    store = open_store(settings.store_url, s3_options(settings))
    with (
        open_database(settings.database_url, patience=patience) as database,
        closing(open_index(settings.index_url, settings.index_authority)) as index,
    ):
        yield Parts(settings, store, database, index)


def endpoint_of(settings: Settings) -> Endpoint:
    return Endpoint(settings.s3_endpoint, settings.s3_region, settings.s3_authority)


def s3_options(settings: Settings) -> S3Options:
    return S3Options(
        endpoint_of(settings),
        settings.data_folder / "cache",
        settings.cache_bytes,
        settings.s3_retention_days,
    )
