import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from digitize.database.opening import open_database
from digitize.database.records import Claim, Seen
from digitize.domain import Place
from digitize.errors import ServiceError, UsageError
from tests.services.ports import free_ports
from tests.services.postgresql import PostgreSQL, postgresql

PASSWORD = "mật-khẩu"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://u:mật-khẩu@host/x",
        "postgresql://u:mật-khẩu@host:port/x",
        "postgresql://u:p@mật-khẩu@host/x",
        "postgresql://u:mật-khẩu@host",
    ],
)
def test_a_url_that_names_no_database_is_wrong_usage_and_is_not_quoted(url: str) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_DATABASE") as raised:
        open_database(url)
    assert PASSWORD not in raised.value.message + raised.value.remedy
    assert "postgresql://" in raised.value.remedy


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "d.db").write_bytes(b"no database at all, but text " * 40)
    with pytest.raises(ServiceError, match="not a database"):
        open_database(f"sqlite:///{tmp_path}/d.db")


def fault(url: str) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        open_database(url)
    assert PASSWORD not in raised.value.message + raised.value.remedy
    assert "\n" not in raised.value.message
    return raised.value


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    found = fault(f"postgresql://u:{PASSWORD}@127.0.0.1:{free_ports(1)[0]}/x")
    assert "refused" in found.message
    assert "the server runs" in found.remedy
    assert "the server runs" in fault(f"postgresql://u:{PASSWORD}@nowhere.invalid/x").remedy


@pytest.fixture(scope="module")
def guarded(postgresql_server: PostgreSQL) -> PostgreSQL:
    """The server, with a user who has a password and no rights."""
    postgresql_server.run(f"CREATE USER guarded PASSWORD '{PASSWORD}'")
    return postgresql_server


def as_guarded(server: PostgreSQL, database: str, password: str) -> str:
    return f"postgresql://guarded:{password}@127.0.0.1:{server.port}/{database}"


@pytest.mark.services
def test_a_wrong_or_missing_password(guarded: PostgreSQL) -> None:
    wrong = fault(as_guarded(guarded, "postgres", f"{PASSWORD}x"))
    assert "password authentication failed" in wrong.message
    assert "Check user and password" in wrong.remedy
    missing = fault(as_guarded(guarded, "postgres", PASSWORD).replace(f":{PASSWORD}", ""))
    assert "PGPASSWORD" in missing.remedy


@pytest.mark.services
def test_a_database_that_is_not_there(guarded: PostgreSQL) -> None:
    found = fault(as_guarded(guarded, "nowhere", PASSWORD))
    assert '"nowhere" does not exist' in found.message
    assert "createdb" in found.remedy


@pytest.mark.services
def test_a_user_without_the_right_to_make_tables(guarded: PostgreSQL) -> None:
    found = fault(as_guarded(guarded, "postgres", PASSWORD))
    assert "permission denied" in found.message
    assert "CREATE" in found.remedy


@pytest.mark.services
def test_processes_that_start_at_once_make_the_tables_once(postgresql_server: PostgreSQL) -> None:
    url = postgresql_server.create_database("fresh")
    with ThreadPoolExecutor(4) as pool:
        for database in pool.map(open_database, [url] * 4):
            assert database.counts()["documents"] == 0
            database.close()


@pytest.mark.services
def test_a_database_of_a_newer_version_is_left_alone(postgresql_server: PostgreSQL) -> None:
    url = postgresql_server.create_database("newer")
    with open_database(url) as database, database._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer" in fault(url).remedy


@pytest.mark.services
def test_a_worker_that_freezes_in_a_transaction_does_not_keep_its_rows(
    migrated_server: PostgreSQL,
) -> None:
    url = migrated_server.create_database("frozen", template="migrated")
    with open_database(url) as database:
        with database._engine.connect() as connection:
            limit = connection.scalar(text("SHOW idle_in_transaction_session_timeout"))
        assert limit == "15s"
        database.accept(database.start_batch("/"), Seen("/", "a", 1, 1), "a" * 64, Place(), "a")
        shorter = f"{url}?options=-c%20idle_in_transaction_session_timeout%3D300ms"
        claims: list[Claim | None] = []

        def freeze(s: Session) -> None:
            s.execute(text("SELECT * FROM originals FOR UPDATE"))
            if not claims:
                claims.append(database.claim("next", 60, 1, 1))
                time.sleep(0.6)
                claims.append(database.claim("next", 60, 1, 1))
            s.execute(text("SELECT 1"))

        with open_database(shorter, patience=5) as frozen:
            frozen._transact(freeze, writes=True)
        assert claims[0] is None
        assert claims[1] is not None


@pytest.mark.services
def test_who_is_patient_waits_for_a_server_that_is_away(tmp_path: Path) -> None:
    with postgresql(tmp_path) as server, ThreadPoolExecutor(1) as other:
        url = server.create_database("d")
        with open_database(url, patience=30) as patient, open_database(url) as impatient:
            server.stop()
            with pytest.raises(ServiceError):
                impatient.counts()
            waiting = other.submit(patient.start_batch, "/inbox")
            server.start()
            assert waiting.result() == 1
            assert impatient.counts()["documents"] == 0
