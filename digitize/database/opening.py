"""Open the database that a URL names, brought up to the newest migration."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import URL, Engine, create_engine, event, func, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from digitize.database.faults import translated
from digitize.database.queries import Database
from digitize.errors import ServiceError, UsageError

_POSTGRESQL = "postgresql+psycopg"

# What libpq is told where the URL says nothing else (PostgreSQL's documentation, 34.1.2 and 20.11).
_CONNECTION = {
    "application_name": "digitize",
    "connect_timeout": "10",
    # A machine that vanished is noticed in about a minute.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
    # A worker that stands still in a transaction must not keep its rows locked.
    "options": "-c idle_in_transaction_session_timeout=15s",
}

_MIGRATION_LOCK = 0x64696769  # any number that is ours


def open_database(url: str, *, patience: float = 0.0) -> Database:
    """`patience`: for how many seconds each later call waits for a server that went away.

    Raises UsageError for a URL that names no database, ServiceError for one out of reach.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _open_sqlite(parsed)
    else:
        ours = {key: value for key, value in _CONNECTION.items() if key not in parsed.query}
        engine = create_engine(parsed, connect_args=ours, pool_pre_ping=True)
    _migrate(engine)
    return Database(engine, patience)


def parse_url(url: str) -> URL:
    """Raises UsageError for a URL that names no database. No message quotes the URL: a password
    that is not written as it should be makes any part of it look like another."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername=_POSTGRESQL)
    if parsed is None or parsed.drivername not in ("sqlite", _POSTGRESQL):
        raise UsageError(
            "DIGITIZE_DATABASE names no database",
            remedy="Use sqlite:///path or postgresql://user:password@host/name.",
        )
    if parsed.drivername == _POSTGRESQL and (url.count("@") > 1 or not parsed.database):
        raise UsageError(
            "DIGITIZE_DATABASE cannot be understood",
            remedy="Use postgresql://user:password@host/name, with %40 for @ in a password, "
            "%2F for /, %3A for : and %25 for %; or leave the password to PGPASSWORD.",
        )
    return parsed


def _open_sqlite(parsed: URL) -> Engine:
    try:
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServiceError(f"database folder: {error.strerror}: {error.filename}") from None
    engine = create_engine(parsed)

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, see `begin`
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 30000")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")  # a committed row outlives a power cut
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns from reading to writing fails when another process
        # wrote in between; one that says so at its start waits its turn.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if engine.dialect.name == "postgresql":  # of two that start at once, one waits
                connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    except DBAPIError as error:
        raise translated(error) from None
    except CommandError as error:
        raise ServiceError(
            f"the database was made by another version of digitize: {error}",
            remedy="Use the version that made it, or a newer one.",
        ) from None
