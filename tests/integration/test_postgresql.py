"""Several processes on one database: PostgreSQL, with the store on an S3 server.

Each process has a data folder of its own; the embedded index is in one that all can reach.
"""

import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from digitize.archive.leases import worker_name
from digitize.archive.parts import Parts, open_parts
from digitize.database.opening import open_database
from digitize.index.query import Query
from digitize.settings import Settings
from digitize.store.protocol import original_key, page_text_key, page_view_key
from tests.archive.scans import digital, fill, scanned, secret
from tests.flows.running import Ran, finish, run, start
from tests.services.postgresql import PostgreSQL, postgresql
from tests.services.seaweedfs import ADMIN, SeaweedFS
from tests.store.opened import new_name

pytestmark = pytest.mark.services

LEASE_SECONDS = 3
WAIT_SECONDS = 60


@dataclass
class Site:
    """An archive on servers, and machines that work on it."""

    server: PostgreSQL
    database: str
    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, machine: str, *words: str) -> subprocess.Popen[str]:
        process = start(self.folder / machine, *words, **self.environment)
        self.processes.append(process)
        return process

    def close(self) -> None:
        """End what a failed test left at work."""
        for process in self.processes:
            process.kill()
            process.communicate()

    def run(self, machine: str, *words: str) -> Ran:
        return run(self.folder / machine, *words, **self.environment)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host="127.0.0.1", port=self.server.port, user="postgres", dbname=self.database
        ) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def everything(self) -> list[list[tuple[object, ...]]]:
        """All rows about the work, with the time of their last change."""
        originals = self.rows("SELECT * FROM originals ORDER BY sha256")
        documents = self.rows("SELECT * FROM documents ORDER BY id")
        pages = self.rows("SELECT * FROM pages ORDER BY sha256, number")
        return [originals, documents, pages]

    def held(self, machine: str) -> list[tuple[object, ...]]:
        """(SHA-256, claim number) of what a machine has at hand."""
        name = worker_name(self.folder / machine)
        return self.rows("SELECT sha256, lease FROM originals WHERE worker = %s", name)

    def wait_until_held(self, machine: str) -> None:
        end = time.monotonic() + WAIT_SECONDS
        while not self.held(machine):
            assert time.monotonic() < end, machine
            time.sleep(0.02)

    def freeze_at_work(self, machine: str, process: subprocess.Popen[str]) -> tuple[object, ...]:
        """Stop the process where it stands, with an original at hand; which, by which claim."""
        while True:
            self.wait_until_held(machine)
            process.send_signal(signal.SIGSTOP)
            if held := self.held(machine):
                return held[0]
            process.send_signal(signal.SIGCONT)


@pytest.fixture
def site(
    postgresql_server: PostgreSQL,
    s3_server: SeaweedFS,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Site]:
    name = f"t{secrets.token_hex(4)}"
    environment = {
        **ADMIN.environment,
        "DIGITIZE_DATABASE": postgresql_server.create_database(name),
        "DIGITIZE_STORE": f"s3://{new_name()}",
        "DIGITIZE_S3_ENDPOINT": s3_server.endpoint,
        "DIGITIZE_INDEX": f"tantivy://{tmp_path}/index",
        "DIGITIZE_LEASE_SECONDS": str(LEASE_SECONDS),
        "DIGITIZE_WORKERS": "1",
    }
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    open_database(environment["DIGITIZE_DATABASE"]).close()
    with closing(Site(postgresql_server, name, tmp_path, environment)) as site:
        yield site
    postgresql_server.drop_database(name)


def check_whole(parts: Parts, source: Path) -> None:
    """Each page of each original is there once: in the database, the store and the index."""
    documents = []
    for arrival in parts.database.arrivals(str(source)).values():
        assert arrival.sha256 is not None
        if arrival.state == "sealed":
            assert not parts.store.exists(original_key(arrival.sha256))
            continue
        found = parts.database.documents_of(arrival.sha256)
        count = parts.database.original(arrival.sha256).page_count
        numbers = [n for d in found for n in range(d.first_page, d.last_page + 1)]
        assert numbers == list(range(1, count + 1))
        assert parts.store.exists(original_key(arrival.sha256))
        assert all(parts.store.exists(page_text_key(arrival.sha256, n)) for n in numbers)
        assert all(parts.store.exists(page_view_key(arrival.sha256, n)) for n in numbers)
        documents += [d.id for d in found]
    assert parts.database.unindexed(1) == []
    # A query without words finds each document once, by its first page.
    indexed = [hit.document_id for hit in parts.index.search(Query(), limit=1000).hits]
    assert sorted(indexed) == sorted(documents)


def test_three_share_a_batch_though_one_is_killed_and_one_is_frozen(site: Site) -> None:
    files = {f"scan{n}": scanned(n) for n in range(1, 6)}
    files |= {f"digital{n}": digital(n) for n in (1, 2)}
    inbox = fill(site.folder / "inbox", **files, mat=secret())
    processes = {name: site.start(name, "run", str(inbox)) for name in ("a", "b", "c")}
    for name in processes:
        site.wait_until_held(name)

    lost = site.freeze_at_work("a", processes["a"])
    processes["a"].kill()
    processes["a"].communicate()
    frozen = site.freeze_at_work("b", processes["b"])
    last = finish(processes["c"])
    assert last.code == 0
    assert last.counts["waiting"] == 0
    assert last.counts["sealed"] == 1
    for sha256, number in (lost, frozen):
        [(lease,)] = site.rows("SELECT lease FROM originals WHERE sha256 = %s", sha256)
        assert lease == int(str(number)) + 1, "taken over, once"

    before = site.everything()
    processes["b"].send_signal(signal.SIGCONT)
    woken = finish(processes["b"])
    assert (woken.code, woken.counts) == (0, last.counts)
    assert site.everything() == before, "the late one changed no row"
    assert site.rows("SELECT DISTINCT version FROM documents") == [(1,)], "each was saved once"
    assert site.rows("SELECT count(*) FROM originals WHERE worker <> ''") == [(0,)]
    with open_parts(Settings(data=site.folder / "c")) as parts:
        check_whole(parts, inbox)


def test_a_database_that_goes_away_in_a_batch_and_comes_back(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", a=scanned(1), b=scanned(2), c=digital())
    (tmp_path / "server").mkdir()
    with postgresql(tmp_path / "server") as server, ExitStack() as stack:
        environment = {"DIGITIZE_DATABASE": server.create_database("d"), "DIGITIZE_WORKERS": "1"}
        open_database(environment["DIGITIZE_DATABASE"]).close()
        site = stack.enter_context(closing(Site(server, "d", tmp_path, environment)))
        running = site.start("a", "run", str(inbox))
        site.wait_until_held("a")
        server.stop()
        time.sleep(3)
        assert running.poll() is None
        server.start()
        ran = finish(running)
        assert ran.code == 0
        assert ran.counts["waiting"] == 0
        assert site.rows("SELECT DISTINCT version FROM documents") == [(1,)]
