"""All rows of a database as files, and back: from any database that SQLAlchemy speaks to any
other, and from the tables of an older version of digitize to those of this one.

One file a table: gzipped lines of JSON, one a row. Times are written in UTC.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Column, DateTime, Engine, MetaData, Table, func, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from digitize.database.faults import translated
from digitize.database.models import Base
from digitize.errors import ServiceError

_REVISION = "alembic_version"
_WINDOW = 1000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableFile:
    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """`revision`: of the tables, as Alembic names it. Tables in an order in which each comes
    after those that it refers to."""

    revision: str
    tables: tuple[TableFile, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Dump":
        return cls(data["revision"], tuple(TableFile(**table) for table in data["tables"]))


def dump(engine: Engine, folder: Path) -> Dump:
    """Write all tables as they are at one moment, while others go on writing."""
    snapshot = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    try:
        with engine.connect().execution_options(**snapshot) as connection:
            tables = _tables(connection)
            revision = str(connection.scalar(text(f"SELECT version_num FROM {_REVISION}")))
            files = [_write(connection, table, _file(folder, table.name)) for table in tables]
            return Dump(revision, tuple(files))
    except DBAPIError as error:
        raise translated(error) from None


def check(folder: Path, expected: Dump) -> None:
    """Raises ServiceError when a file is not what `dump` wrote."""
    for table in expected.tables:
        path = _file(folder, table.name)
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ServiceError(f"{path}: {error.strerror}") from None
        if found != table.sha256:
            raise ServiceError(f"{path} is damaged", remedy="Take another copy of the backup.")


def read_rows(folder: Path, table: str) -> Iterator[Row]:
    with gzip.open(_file(folder, table), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def load(
    engine: Engine, folder: Path, dumped: Dump, change: Callable[[str, Row], Row | None]
) -> None:
    """Put the rows in place of all that the database holds, all of them or none; then bring the
    tables up to this version. `change`: called with the name of a table and each of its rows,
    gives the row to put in, or None for none. Raises ServiceError."""
    try:
        with engine.connect().execution_options(writes=True) as connection:
            _ours(connection).drop_all(connection)
            _migrate(connection, dumped.revision)
            for table in _tables(connection):
                changed = (change(table.name, row) for row in read_rows(folder, table.name))
                rows = (_from_json(table, row) for row in changed if row is not None)
                while window := list(islice(rows, _WINDOW)):
                    connection.execute(table.insert(), window)
                _count_on(connection, table)
            _migrate(connection, "head")
            connection.commit()
    except CommandError:
        raise ServiceError(
            "the backup was made by another version of digitize",
            remedy="Restore it with the version that made it, or a newer one.",
        ) from None
    except DBAPIError as error:
        raise translated(error) from None


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.jsonl.gz"


def _ours(connection: Connection) -> MetaData:
    """Our tables as they are in the database, which may hold others' beside them."""
    there = set(inspect(connection).get_table_names())
    metadata = MetaData()
    metadata.reflect(connection, only=sorted(there & {*Base.metadata.tables, _REVISION}))
    return metadata


def _tables(connection: Connection) -> list[Table]:
    """In an order in which each comes after those that it refers to."""
    return [table for table in _ours(connection).sorted_tables if table.name != _REVISION]


def _write(connection: Connection, table: Table, path: Path) -> TableFile:
    rows = connection.execution_options(yield_per=_WINDOW).execute(
        select(table).order_by(*table.primary_key)
    )
    number = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        for row in rows.mappings():
            plain = {name: _to_json(value) for name, value in row.items()}
            file.write(json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n")
            number += 1
    with path.open("rb") as written:
        return TableFile(table.name, number, hashlib.file_digest(written, "sha256").hexdigest())


def _to_json(value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    # SQLite gives times back without their zone; what we write there is UTC.
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _from_json(table: Table, row: Row) -> Row:
    return {name: _value(table.columns[name], value) for name, value in row.items()}


def _value(column: Column[Any], value: Any) -> Any:
    if value is not None and isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return value


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers rows by a sequence, which rows that bring their number do not move."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        highest = connection.scalar(select(func.max(column)))
        if sequence and highest is not None:
            connection.execute(select(func.setval(sequence, highest)))


def _migrate(connection: Connection, revision: str) -> None:
    config = Config()
    scripts = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
