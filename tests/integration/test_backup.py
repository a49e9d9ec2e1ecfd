"""The drill: an archive goes from one machine to services and back, and is whole each time."""

from pathlib import Path

import pytest

from digitize.archive.parts import open_parts
from digitize.archive.searching import search
from digitize.database import dump
from digitize.database.models import State
from digitize.flows.upkeep import run_backup, run_restore, run_verify
from digitize.settings import Settings
from digitize.store.protocol import original_key, sealed_key
from tests.services.elasticsearch import Elasticsearch, new_name
from tests.services.postgresql import PostgreSQL
from tests.services.seaweedfs import ADMIN, SeaweedFS
from tests.store.opened import client
from tests.store.opened import new_name as new_bucket
from tests.web.little_archive import SECRET, SHA, TWO, fill

pytestmark = pytest.mark.services


@pytest.fixture
def services(
    s3_server: SeaweedFS,
    postgresql_server: PostgreSQL,
    elasticsearch_server: Elasticsearch,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Settings:
    for name, value in ADMIN.environment.items():
        monkeypatch.setenv(name, value)
    return Settings(
        data=tmp_path / "services",
        workers=2,
        store=f"s3://{new_bucket()}",
        s3_endpoint=s3_server.endpoint,
        s3_retention_days=1,
        database=postgresql_server.create_database(new_name()),
        index=elasticsearch_server.url(new_name()),
        index_authority=str(elasticsearch_server.authority),
    )


def rows(settings: Settings, folder: Path) -> dict[str, list[dump.Row]]:
    folder.mkdir()
    with open_parts(settings) as parts:
        made = dump.dump(parts.database.engine, folder)
    found = {table.name: list(dump.read_rows(folder, table.name)) for table in made.tables}
    for document in found["documents"]:  # what the index was told of is not the truth
        del document["indexed_version"]
    return found


def test_an_archive_moves_to_services_and_back(
    services: Settings, s3_server: SeaweedFS, tmp_path: Path
) -> None:
    here = Settings(data=tmp_path / "here", workers=2)
    with open_parts(here) as parts:
        fill(parts)
        parts.store.move(original_key(SHA[SECRET]), sealed_key(SHA[SECRET]))
        parts.store.delete_prefix(f"derivatives/{SHA[SECRET][:2]}/{SHA[SECRET]}/")
    assert run_backup(tmp_path / "first", here) == 0
    assert run_restore(tmp_path / "first", services) == 0
    with open_parts(services) as parts:
        assert search(parts, "cai cach").total > 0
        assert parts.database.state(SHA[SECRET]) is State.SEALED
        batch = parts.database.start_batch("/inbox")
        assert batch == 4, "numbers go on where they were"
    bucket = services.store.removeprefix("s3://")
    lock = client(s3_server).get_object_retention(f"{bucket}-originals", original_key(SHA[TWO]))
    assert lock is not None, "originals are locked again"

    assert run_backup(tmp_path / "second", services) == 0
    back = Settings(data=tmp_path / "back", workers=2)
    assert run_restore(tmp_path / "second", back) == 0
    assert run_verify(back) == 0
    before, after = rows(here, tmp_path / "a"), rows(back, tmp_path / "b")
    assert [row["id"] for row in after.pop("batches")] == [1, 2, 3, 4]
    del before["batches"]
    assert after == before


def test_what_is_lost_on_services_is_found(services: Settings, s3_server: SeaweedFS) -> None:
    with open_parts(services) as parts:
        fill(parts)
        parts.store.move(original_key(SHA[SECRET]), sealed_key(SHA[SECRET]))
        parts.store.delete_prefix(f"derivatives/{SHA[SECRET][:2]}/{SHA[SECRET]}/")
    assert run_verify(services) == 0
    bucket = f"{services.store.removeprefix('s3://')}-originals"
    client(s3_server).remove_object(bucket, original_key(SHA[TWO]))
    assert run_verify(services) == 1
