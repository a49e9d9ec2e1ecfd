"""Inboxes in buckets, on a real server."""

import io
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from minio import Minio

from digitize.errors import InputError, Reason, ServiceError, UsageError
from digitize.intake.bucket import BucketPlace, fetch, list_bucket, parse_place
from tests.services.seaweedfs import LISTER, SeaweedFS
from tests.store.opened import client, new_name


@pytest.fixture
def plain(s3_server: SeaweedFS) -> Minio:
    return client(s3_server)


@pytest.fixture
def bucket(plain: Minio) -> str:
    name = new_name()
    plain.make_bucket(name)
    return name


def put(plain: Minio, bucket: str, key: str, data: bytes = b"scan") -> None:
    plain.put_object(bucket, key, io.BytesIO(data), len(data))


def paths(plain: Minio, place: BucketPlace) -> list[str]:
    return [seen.relative for seen in list_bucket(plain, place)]


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("s3://quet", BucketPlace("quet", "")),
        ("s3://quet/", BucketPlace("quet", "")),
        ("s3://quet/2024", BucketPlace("quet", "2024/")),
        ("s3://quet/2024/Sở Nội vụ/", BucketPlace("quet", "2024/Sở Nội vụ/")),
    ],
)
def test_a_place(url: str, place: BucketPlace) -> None:
    assert parse_place(url) == place


@pytest.mark.parametrize("url", ["s3://", "s3:///a", "s3://Quét", "s3://key:secret@quet", "quet"])
def test_what_names_no_bucket(url: str) -> None:
    with pytest.raises(UsageError, match="names no bucket") as caught:
        parse_place(url)
    assert "secret" not in str(caught.value)


@pytest.mark.services
def test_objects_below_a_prefix_by_their_paths(plain: Minio, bucket: str) -> None:
    for key in ("2024/Sở Nội vụ/P01/HS01/đơn.pdf", "2024/a.pdf", "20245/b.pdf", "c.pdf"):
        put(plain, bucket, key)
    assert paths(plain, BucketPlace(bucket, "2024/")) == [
        "Sở Nội vụ/P01/HS01/đơn.pdf",
        "a.pdf",
    ]
    assert len(paths(plain, BucketPlace(bucket, ""))) == 4


@pytest.mark.services
def test_names_are_composed_and_still_open(plain: Minio, bucket: str) -> None:
    key = unicodedata.normalize("NFD", "Tờ trình/đề nghị.pdf")
    put(plain, bucket, key)
    [seen] = list_bucket(plain, BucketPlace(bucket, ""))
    assert (seen.relative, seen.key) == ("Tờ trình/đề nghị.pdf", key)
    file = io.BytesIO()
    fetch(plain, BucketPlace(bucket, ""), seen, file)
    assert file.getvalue() == b"scan"


@pytest.mark.services
def test_what_a_folder_leaves_out_is_left_out(plain: Minio, bucket: str) -> None:
    for key in ("folder/", ".hidden/a.pdf", "a/.b.pdf", "a/Thumbs.db", "a/b.pdf.part", "a/b.pdf"):
        put(plain, bucket, key, b"" if key.endswith("/") else b"scan")
    assert paths(plain, BucketPlace(bucket, "")) == ["a/b.pdf"]


@pytest.mark.services
def test_more_objects_than_one_answer_holds(plain: Minio, bucket: str) -> None:
    for number in range(1005):
        put(plain, bucket, f"{number:04}.pdf", b"")
    assert paths(plain, BucketPlace(bucket, "")) == [f"{number:04}.pdf" for number in range(1005)]


@pytest.mark.services
def test_a_replaced_object_is_another_arrival(plain: Minio, bucket: str) -> None:
    place = BucketPlace(bucket, "")
    put(plain, bucket, "a.pdf", b"scan 1")
    [first] = list_bucket(plain, place)
    assert list(list_bucket(plain, place)) == [first]
    put(plain, bucket, "a.pdf", b"scan 2")  # of the same size, perhaps in the same second
    [second] = list_bucket(plain, place)
    assert second.mtime_ns != first.mtime_ns
    assert abs(second.mtime_ns / 1e9 - datetime.now(UTC).timestamp()) < 60
    with pytest.raises(KeyError):
        fetch(plain, place, first, io.BytesIO())


@pytest.mark.services
def test_an_object_in_parts_is_fetched_in_its_state(plain: Minio, bucket: str) -> None:
    data = bytes(range(256)) * (24 << 12)
    plain.put_object(bucket, "a.pdf", io.BytesIO(data), -1, part_size=8 << 20)
    [seen] = list_bucket(plain, BucketPlace(bucket, ""))
    file = io.BytesIO()
    fetch(plain, BucketPlace(bucket, ""), seen, file)
    assert file.getvalue() == data


@pytest.mark.services
def test_an_upload_in_progress_is_not_there(plain: Minio, bucket: str) -> None:
    place = BucketPlace(bucket, "")

    class Slow(io.BytesIO):
        """Looks into the bucket after the first parts were sent."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 20 << 20:
                assert paths(plain, place) == []
            return super().read(size)

    plain.put_object(
        bucket, "a.pdf", Slow(bytes(24 << 20)), -1, part_size=8 << 20, num_parallel_uploads=1
    )
    assert paths(plain, place) == ["a.pdf"]


@pytest.mark.services
def test_a_mark_is_looked_behind_by_a_day(plain: Minio, bucket: str) -> None:
    put(plain, bucket, "a.pdf")
    place, now = BucketPlace(bucket, ""), datetime.now(UTC)
    assert len(list(list_bucket(plain, place, since=now + timedelta(hours=20)))) == 1
    assert len(list(list_bucket(plain, place, since=now + timedelta(hours=25)))) == 0


@pytest.mark.services
def test_a_bucket_that_is_not_there(plain: Minio) -> None:
    with pytest.raises(ServiceError, match="NoSuchBucket"):
        list(list_bucket(plain, BucketPlace("nowhere", "")))


@pytest.mark.services
def test_an_object_that_our_key_may_not_read(
    s3_server: SeaweedFS, plain: Minio, bucket: str
) -> None:
    put(plain, bucket, "a.pdf")
    [seen] = list_bucket(plain, BucketPlace(bucket, ""))
    with pytest.raises(InputError) as caught:
        fetch(client(s3_server, LISTER), BucketPlace(bucket, ""), seen, io.BytesIO())
    assert caught.value.reason is Reason.UNREADABLE
