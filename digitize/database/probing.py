"""Ask a database whether it can be used, without making or migrating anything."""

from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from digitize.database.faults import translated
from digitize.database.opening import parse_url


def probe_database(url: str) -> str:
    """Product, version and revision of the tables, in one line without a password. Raises
    UsageError for a URL that names no database, ServiceError for one out of reach."""
    parsed = parse_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and not Path(parsed.database or "").exists():
        return f"{parsed.database}, made by the first run"
    engine = create_engine(parsed, connect_args={} if sqlite else {"connect_timeout": "10"})
    try:
        with engine.connect() as connection:
            version = ".".join(map(str, connection.dialect.server_version_info or ()))
            if sqlite:
                version = str(connection.scalar(text("SELECT sqlite_version()")))
            where = f"{parsed.host or ''}/{parsed.database}" if not sqlite else parsed.database
            product = "SQLite" if sqlite else "PostgreSQL"
            return f"{product} {version}, {where}, {_tables(connection)}"
    except DBAPIError as error:
        raise translated(error) from None
    finally:
        engine.dispose()


def _tables(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return "tables are made by the first run"
    return (
        f"tables of revision {connection.scalar(text('SELECT version_num FROM alembic_version'))}"
    )
