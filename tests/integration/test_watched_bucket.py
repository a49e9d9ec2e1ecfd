"""A bucket that is watched: the mark spares comparing what is old, and hides nothing for long."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from minio.datatypes import Part

from digitize.database.opening import open_database
from digitize.database.records import Watermark
from digitize.errors import ServiceError
from digitize.flows.watching import Watcher
from digitize.settings import Settings
from tests.archive.scans import digital
from tests.flows.running import states
from tests.services.seaweedfs import ADMIN, SeaweedFS
from tests.store.opened import client, new_name

pytestmark = pytest.mark.services

DAY = timedelta(days=1)


@dataclass
class Site:
    server: SeaweedFS
    bucket: str
    settings: Settings

    @property
    def source(self) -> str:
        return f"s3://{self.bucket}/den/"

    def put(self, name: str, data: bytes) -> None:
        key = f"den/Phòng/P01/HS01/{name}.pdf"
        client(self.server).put_object(self.bucket, key, io.BytesIO(data), len(data))

    def taken(self) -> int:
        return states(self.settings.data_folder).total()

    def mark(self) -> Watermark | None:
        with open_database(self.settings.database_url) as database:
            return database.watermark(self.source)

    def set_mark(self, *, newest: datetime, compared_at: datetime) -> None:
        with open_database(self.settings.database_url) as database:
            database.set_watermark(self.source, Watermark(newest, compared_at))

    def look(self) -> bool:
        """As the flow run of a minute does: with nothing in memory."""
        watcher = Watcher(self.source, self.settings)
        try:
            return watcher.look()
        finally:
            watcher.close()


@pytest.fixture
def site(s3_server: SeaweedFS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    for name, value in ADMIN.environment.items():
        monkeypatch.setenv(name, value)
    bucket = new_name()
    client(s3_server).make_bucket(bucket)
    settings = Settings(data=tmp_path / "data", s3_endpoint=s3_server.endpoint)
    return Site(s3_server, bucket, settings)


def now() -> datetime:
    return datetime.now(UTC)


def test_the_mark_is_the_time_of_the_newest_by_the_clock_of_the_server(site: Site) -> None:
    assert not site.look()
    assert site.mark() is None, "an empty bucket tells no time"
    site.put("m", digital(1))
    assert site.look()
    first = site.mark()
    assert first is not None
    [there] = client(site.server).list_objects(site.bucket, recursive=True)
    assert first.newest == there.last_modified
    assert not site.look()
    assert site.mark() == first, "a look at nothing new writes nothing"


def test_an_earlier_name_and_a_replaced_object_are_found_by_the_next_look(site: Site) -> None:
    site.put("m", digital(1))
    site.look()
    site.put("a", digital(2))
    assert site.look()
    assert site.taken() == 2
    site.put("m", digital(3))
    assert site.look()
    assert site.taken() == 3
    assert not site.look()


def test_an_object_with_an_older_time_is_found_once_everything_is_compared(site: Site) -> None:
    site.put("m", digital(1))
    site.look()
    site.set_mark(newest=now() + 2 * DAY, compared_at=now())
    site.put("a", digital(2))
    site.put("m", digital(3))
    assert not site.look(), "older than the mark by more than what is looked behind"
    site.set_mark(newest=now() + 2 * DAY, compared_at=now() - timedelta(hours=1))
    assert site.look()
    assert site.taken() == 3
    mark = site.mark()
    assert mark is not None
    assert mark.newest <= now(), "made anew"


def test_an_upload_in_parts_that_began_before_the_mark_is_found(site: Site) -> None:
    plain = client(site.server)
    key = "den/Phòng/P01/HS01/a.pdf"
    upload = plain._create_multipart_upload(site.bucket, key, {})
    site.put("m", digital(1))
    assert site.look()
    part = plain._upload_part(site.bucket, key, digital(2), {}, upload, 1)
    plain._complete_multipart_upload(site.bucket, key, upload, [Part(1, part)])
    assert site.look()
    assert site.taken() == 2


def test_a_batch_that_did_not_get_through_leaves_the_mark(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("m", digital(1))
    site.look()
    before = site.mark()
    site.put("a", digital(2))
    with monkeypatch.context() as patch:
        patch.setattr("digitize.flows.watching.run_batch", lambda *_, **__: 5)
        with pytest.raises(ServiceError):
            site.look()
    assert site.mark() == before
    assert site.look()
