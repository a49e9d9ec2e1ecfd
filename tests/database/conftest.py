"""Databases of both kinds, each test with one of its own."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.database.opening import open_database
from digitize.database.queries import Database
from tests.services.postgresql import PostgreSQL

_TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def migrated_server(postgresql_server: PostgreSQL) -> PostgreSQL:
    """The server, with a database that has all tables, to be copied."""
    open_database(postgresql_server.create_database(_TEMPLATE)).close()
    return postgresql_server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database with all tables and no rows."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/d.db"
        open_database(url).close()
        yield url
        return
    server: PostgreSQL = request.getfixturevalue("migrated_server")
    name = f"t{secrets.token_hex(4)}"
    yield server.create_database(name, template=_TEMPLATE)
    server.drop_database(name)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with open_database(url) as database:
        yield database
