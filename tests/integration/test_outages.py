"""Each server is away for a while in the middle of a batch, and comes back: one after the other in
one batch, and Prefect's in another, for a batch does without it from then on.

Five seconds each; OUTAGE_SECONDS=30 in the environment makes it the long drill.
"""

import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

from digitize.archive.parts import open_parts
from digitize.flows.upkeep import run_verify
from digitize.settings import Settings
from tests.archive.scans import digital, fill, scanned
from tests.flows.running import Ran, finish, start
from tests.integration.test_postgresql import check_whole
from tests.services.elasticsearch import Elasticsearch
from tests.services.elasticsearch import new_name as new_index
from tests.services.postgresql import PostgreSQL
from tests.services.prefect import Prefect
from tests.services.seaweedfs import ADMIN, SeaweedFS
from tests.store.opened import new_name as new_bucket

pytestmark = pytest.mark.services

SECONDS = float(os.environ.get("OUTAGE_SECONDS", "5"))

FILES = 4
PAGES = 5

SAID = {
    "s3": "digitize: the S3 server does not answer; waiting for it",
    "database": "digitize: the database does not answer; waiting for it",
    "index": "digitize: the index does not answer; waiting for it",
    "prefect": "Prefect is out of reach; the batch goes on without it.",
}


class Server(Protocol):
    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass
class Site:
    """An archive whose every part is a server."""

    servers: dict[str, Server]
    url: str
    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[str]:
        process = start(self.folder / "data", *words, **self.environment)
        self.processes.append(process)
        return process

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            return connection.execute(query.encode()).fetchall()

    def wait_until_at_work(self) -> None:
        """Until an original is at hand."""
        end = time.monotonic() + 60
        while self.rows("SELECT 1 FROM originals WHERE worker <> ''") == []:
            assert time.monotonic() < end
            time.sleep(0.02)

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()


@pytest.fixture
def site(
    s3_server: SeaweedFS,
    postgresql_server: PostgreSQL,
    elasticsearch_server: Elasticsearch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    name = f"t{secrets.token_hex(4)}"
    url = postgresql_server.create_database(name)
    environment = {
        **ADMIN.environment,
        "DIGITIZE_DATABASE": url,
        "DIGITIZE_STORE": f"s3://{new_bucket()}",
        "DIGITIZE_S3_ENDPOINT": s3_server.endpoint,
        "DIGITIZE_INDEX": elasticsearch_server.url(new_index()),
        "DIGITIZE_INDEX_AUTHORITY": str(elasticsearch_server.authority),
        "DIGITIZE_READING": "careful",  # so that the batch is longer than the outages
    }
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    servers: dict[str, Server] = {
        "s3": s3_server,
        "database": postgresql_server,
        "index": elasticsearch_server,
    }
    with open_parts(Settings(data=tmp_path / "data")):
        pass  # makes the tables
    with closing(Site(servers, url, tmp_path, environment)) as site:
        yield site
    postgresql_server.drop_database(name)


def go_away(server: Server, running: subprocess.Popen[str], said: str) -> None:
    """Stop the server until the user was told, and for as long again as the outage lasts."""
    server.stop()
    try:
        assert running.stderr is not None
        told = []
        for line in running.stderr:
            told.append(line)
            if said in line:
                break
        else:
            raise AssertionError((running.wait(), told))
        assert told == [f"{said}\n"], "in one line, and nothing else"
        time.sleep(SECONDS)
        assert running.poll() is None or "Prefect" in said
    finally:
        server.start()


def test_a_batch_outlasts_each_service_in_turn(site: Site) -> None:
    check_outages(site, "s3", "database", "index")


def test_a_batch_outlasts_prefect(site: Site, prefect_server: Prefect) -> None:
    site.servers["prefect"] = prefect_server
    site.environment |= prefect_server.environment
    check_outages(site, "prefect")


def check_outages(site: Site, *away: str) -> None:
    scans = {f"scan{n}": scanned(n) for n in range(1, FILES)}
    inbox = fill(site.folder / "inbox", **scans, digital=digital(pages=2))
    running = site.start("run", str(inbox))
    site.wait_until_at_work()
    for part in away:
        go_away(site.servers[part], running, SAID[part])
        assert site.rows("SELECT 1 FROM batches WHERE finished_at IS NULL") != []
    ran: Ran = finish(running)
    assert (ran.code, ran.err) == (0, "")
    assert ran.total == FILES
    assert ran.counts["waiting"] == ran.counts["quarantined"] == 0
    assert site.rows("SELECT count(*) FROM originals") == [(FILES,)]
    assert site.rows("SELECT DISTINCT version FROM documents") == [(1,)], "each was saved once"
    settings = Settings(data=site.folder / "data")
    with open_parts(settings) as parts:
        check_whole(parts, inbox)
        assert len([*parts.index.pages()]) == PAGES
    assert run_verify(settings) == 0
