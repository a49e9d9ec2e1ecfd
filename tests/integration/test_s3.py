"""The whole way on S3: scans arrive in a bucket, the archive lies in buckets."""

import io
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from digitize.store.protocol import original_key, sealed_key
from tests.archive.scans import digital, fill, secret
from tests.flows.running import Ran, finish, run, start
from tests.services.seaweedfs import ADMIN, SeaweedFS, seaweedfs
from tests.store.opened import client, new_name

pytestmark = pytest.mark.services


def files() -> dict[str, bytes]:
    return {"mot": digital(1), "hai": digital(2, 3), "rong": b""}


@dataclass
class Site:
    """A data folder, an inbox and a store on one server."""

    server: SeaweedFS
    data: Path
    inbox: str
    store: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **ADMIN.environment,
            "DIGITIZE_STORE": f"s3://{self.store}",
            "DIGITIZE_S3_ENDPOINT": self.server.endpoint,
            "DIGITIZE_S3_RETENTION_DAYS": "1",
        }

    @property
    def source(self) -> str:
        return f"s3://{self.inbox}/den"

    def run(self, *words: str) -> Ran:
        return run(self.data, *words, **self.environment)

    def put(self, **files: bytes) -> None:
        for stem, data in files.items():
            key = f"den/Sở Nội vụ/P01/HS01/{stem}.pdf"
            client(self.server).put_object(self.inbox, key, io.BytesIO(data), len(data))

    def keys(self, bucket: str, *, versions: bool = False) -> list[str]:
        """The objects of a bucket; none when there is no bucket."""
        plain = client(self.server)
        if not plain.bucket_exists(bucket):
            return []
        found = plain.list_objects(bucket, recursive=True, include_version=versions)
        return [one.object_name or "" for one in found]


@pytest.fixture
def site(s3_server: SeaweedFS, tmp_path: Path) -> Site:
    return make_site(s3_server, tmp_path / "data")


def make_site(server: SeaweedFS, data: Path) -> Site:
    site = Site(server, data, new_name(), new_name())
    client(server).make_bucket(site.inbox)
    return site


def texts(data: Path) -> list[tuple[object, ...]]:
    """What the archive knows, apart from where it came from."""
    with sqlite3.connect(data / "digitize.db") as database:
        rows = database.execute(
            "SELECT o.sha256, o.state, o.department, d.ordinal, d.fields FROM originals o "
            "LEFT JOIN documents d ON d.sha256 = o.sha256 ORDER BY 1, 4"
        )
        return rows.fetchall()


def test_a_bucket_is_read_into_buckets_as_a_folder_into_a_folder(
    site: Site, tmp_path: Path
) -> None:
    site.put(**files())
    on_s3 = site.run("run", site.source)
    embedded = run(tmp_path / "embedded", "run", str(fill(tmp_path / "inbox", **files())))
    assert (on_s3.code, embedded.code) == (0, 0)
    assert on_s3.counts == embedded.counts
    assert texts(site.data) == texts(tmp_path / "embedded")
    assert len(site.keys(f"{site.store}-originals")) == 2
    assert len(site.keys(site.inbox)) == len(files())  # the inbox is left alone
    assert not (site.data / "incoming").exists()
    plain = client(site.server)
    for key in site.keys(f"{site.store}-originals"):
        assert plain.get_object_retention(f"{site.store}-originals", key) is not None

    again = site.run("run", site.source)
    assert again.code == 0
    assert len(site.keys(f"{site.store}-originals", versions=True)) == 2


def test_a_secret_leaves_nothing_outside_its_bucket(site: Site) -> None:
    site.put(mat=secret())
    assert site.run("run", site.source).code == 0
    [sealed] = site.keys(f"{site.store}-sealed")
    sha256 = sealed.rpartition("/")[2]
    assert sealed == sealed_key(sha256)
    assert original_key(sha256) not in site.keys(f"{site.store}-originals", versions=True)
    assert site.keys(f"{site.store}-derivatives", versions=True) == []
    assert [p for p in (site.data / "cache").iterdir() if p.is_file()] == []


def test_a_bucket_of_the_archive_is_no_inbox(site: Site) -> None:
    ran = site.run("run", f"s3://{site.store}-originals")
    assert ran.code == 2
    assert "a bucket of the archive itself" in ran.err


def test_a_bucket_that_is_not_there_is_said(site: Site) -> None:
    ran = site.run("run", "s3://nowhere")
    assert ran.code == 5
    assert "NoSuchBucket" in ran.err
    assert "DIGITIZE_S3_ENDPOINT" in ran.err


def test_a_server_that_goes_away_in_a_batch_and_comes_back(tmp_path: Path) -> None:
    with seaweedfs(tmp_path / "server") as server:
        site = make_site(server, tmp_path / "data")
        site.put(**{f"van-ban-{number}": digital(number) for number in range(6)})
        running = start(site.data, "run", site.source, **site.environment)
        end = time.monotonic() + 60
        while not site.keys(f"{site.store}-derivatives"):
            assert time.monotonic() < end
            time.sleep(0.1)
        server.stop()
        time.sleep(3)
        assert running.poll() is None
        server.start()
        ran = finish(running)
        assert ran.code == 0
        assert ran.err.count("the S3 server does not answer; waiting for it") == 1
        assert "Retry" not in ran.err
        assert ran.total == 6
        assert len(site.keys(f"{site.store}-originals")) == 6
