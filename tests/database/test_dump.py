from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from digitize.database import dump
from digitize.database.models import State
from digitize.database.opening import open_database

SHA = "ab" * 32


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Engine]:
    """A database with the first tables, as the first version left it, and somebody else's."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.begin() as connection:
        dump._migrate(connection, "0001")
        connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
        connection.execute(
            text(
                "INSERT INTO originals (sha256, size, media_type, file_name, department, fonds, "
                "dossier, state, reason, detail, attempts, reading_version, metadata_version, "
                "accepted_at, updated_at) VALUES (:sha, 7, '', 'đường.pdf', '', '', '', "
                "'accepted', '', '', 0, 0, 0, '2024-03-05 07:08:09.000010', "
                "'2024-03-05 07:08:09.000010')"
            ),
            {"sha": SHA},
        )
    yield engine
    engine.dispose()


def test_rows_of_an_older_version_get_what_this_one_adds(old: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    made = dump.dump(old, folder)
    assert made.revision == "0001"
    assert "theirs" not in {table.name for table in made.tables}
    [row] = dump.read_rows(folder, "originals")
    assert row["accepted_at"] == "2024-03-05T07:08:09.000010+00:00"
    with open_database(f"sqlite:///{tmp_path / 'new.db'}") as database:
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
        dump.load(database.engine, folder, made, lambda _, row: row)
        assert database.state(SHA) is State.ACCEPTED
        assert database.original(SHA).file_name == "đường.pdf"
        with database.engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM theirs")) == 0, "it is left alone"
            again = tmp_path / "again"
            again.mkdir()
        newest = dump.dump(database.engine, again)
    assert newest.revision > made.revision
    [row] = dump.read_rows(again, "originals")
    assert row["accepted_at"] == "2024-03-05T07:08:09.000010+00:00"
