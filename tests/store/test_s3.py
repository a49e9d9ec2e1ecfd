"""What the store on S3 promises beyond the contract, on a real server."""

import io
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import minio.error
import pytest
from minio.commonconfig import GOVERNANCE

from digitize.errors import InputError, Reason, ServiceError
from digitize.s3.endpoint import Endpoint
from digitize.store.protocol import original_key, sealed_key
from digitize.store.s3 import S3Store
from digitize.store.s3_options import S3Options
from tests.services.authority import make_certificate
from tests.services.seaweedfs import ADMIN, READER, WRITER, Keys, SeaweedFS, seaweedfs
from tests.store.opened import client, new_name, open_s3, options

pytestmark = pytest.mark.services

SHA = "ab" * 32
KEY = original_key(SHA)


@pytest.fixture
def name() -> str:
    return new_name()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def versions(server: SeaweedFS, bucket: str) -> list[str | None]:
    found = client(server).list_objects(bucket, recursive=True, include_version=True)
    return [version.object_name for version in found]


def become(monkeypatch: pytest.MonkeyPatch, keys: Keys) -> None:
    for variable, value in keys.environment.items():
        monkeypatch.setenv(variable, value)


def test_buckets_are_made_once_and_keep_versions(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    for _ in range(2):
        store = open_s3(s3_server, cache, name=name)
    for kind in ("originals", "derivatives", "sealed"):
        assert client(s3_server).get_bucket_versioning(f"{name}-{kind}").status == "Enabled"
    store.put("derivatives/a/1.json", b"old")
    store.put("derivatives/a/1.json", b"new")
    assert len(versions(s3_server, f"{name}-derivatives")) == 2


def test_processes_may_open_a_new_store_at_once(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_s3(s3_server, cache, name=name, days=1), range(4)))
    stores[0].put(KEY, b"scan")
    assert all(store.exists(KEY) for store in stores)


def test_a_store_that_was_half_made_is_made(s3_server: SeaweedFS, cache: Path, name: str) -> None:
    client(s3_server).make_bucket(f"{name}-originals", object_lock=True)
    open_s3(s3_server, cache, name=name, days=1).put(sealed_key(SHA), b"scan")


def test_versions_are_switched_on_in_buckets_of_the_administrator(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    for kind in ("originals", "derivatives", "sealed"):
        client(s3_server).make_bucket(f"{name}-{kind}")
    open_s3(s3_server, cache, name=name)
    assert client(s3_server).get_bucket_versioning(f"{name}-originals").status == "Enabled"
    with pytest.raises(ServiceError, match="cannot lock"):
        open_s3(s3_server, cache, name=name, days=1)


def test_an_original_put_again_has_one_version(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    store = open_s3(s3_server, cache, name=name)
    store.put(KEY, b"scan")
    store.put(KEY, b"scan")
    assert versions(s3_server, f"{name}-originals") == [KEY]


def test_a_protected_original_is_locked(s3_server: SeaweedFS, cache: Path, name: str) -> None:
    store = open_s3(s3_server, cache, name=name, days=30)
    store.put(KEY, b"scan")
    bucket, plain = f"{name}-originals", client(s3_server)
    version = plain.stat_object(bucket, KEY).version_id
    store.protect(KEY)
    lock = plain.get_object_retention(bucket, KEY)
    assert lock is not None
    assert lock.mode == GOVERNANCE
    left = lock.retain_until_date - datetime.now(UTC)
    assert timedelta(days=29) < left <= timedelta(days=30)
    with pytest.raises(minio.error.S3Error, match="AccessDenied"):
        plain.remove_object(bucket, KEY, version_id=version)


def test_sealing_leaves_no_version_and_no_local_copy(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    store = open_s3(s3_server, cache, name=name, days=30)
    store.put(KEY, b"secret")
    store.local_path(KEY)
    store.protect(KEY)
    store.move(KEY, sealed_key(SHA))
    assert versions(s3_server, f"{name}-originals") == []
    assert list(cache.iterdir()) == []
    assert store.get(sealed_key(SHA)) == b"secret"


def test_derivatives_of_a_secret_leave_no_version(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    store = open_s3(s3_server, cache, name=name)
    for data in (b"old", b"new"):
        store.put("derivatives/a/1.json", data)
    assert store.delete_prefix("derivatives/a/") == 1
    assert versions(s3_server, f"{name}-derivatives") == []


def test_a_lock_that_our_key_cannot_pass_is_said(
    s3_server: SeaweedFS, cache: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_s3(s3_server, cache, name=name, days=30)
    become(monkeypatch, WRITER)
    store = open_s3(s3_server, cache, name=name, days=30)
    store.put(KEY, b"secret")
    store.protect(KEY)
    with pytest.raises(ServiceError, match="hidden, but not deleted") as caught:
        store.move(KEY, sealed_key(SHA))
    assert "BypassGovernanceRetention" in caught.value.remedy
    assert not store.exists(KEY)
    with pytest.raises(KeyError):
        store.get(KEY)
    assert store.get(sealed_key(SHA)) == b"secret"


def test_a_large_original_is_sent_in_parts_with_little_memory(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    class Zeros(io.RawIOBase):
        left = 100 << 20

        def read(self, size: int = -1, /) -> bytes:
            block = bytes(min(size, self.left, 1 << 20))
            self.left -= len(block)
            return block

    store = open_s3(s3_server, cache, name=name)
    tracemalloc.start()
    store.put_stream(KEY, Zeros())  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    found = client(s3_server).stat_object(f"{name}-originals", KEY)
    assert found.size == 100 << 20
    assert (found.etag or "").endswith("-7")  # 16 MB a part
    assert peak < 64 << 20
    assert store.local_path(KEY).stat().st_size == 100 << 20


def test_a_local_copy_is_shared_and_follows_the_object(
    s3_server: SeaweedFS, cache: Path, name: str
) -> None:
    one, other = (open_s3(s3_server, cache, name=name) for _ in range(2))
    one.put(KEY, b"scan")
    assert one.local_path(KEY) == other.local_path(KEY)
    assert len(list(cache.iterdir())) == 1
    client(s3_server).remove_object(f"{name}-originals", KEY)
    with pytest.raises(KeyError):
        one.local_path(KEY)


def test_a_wrong_secret(s3_server: SeaweedFS, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, Keys(ADMIN.access, "wrong"))
    with pytest.raises(ServiceError, match="SignatureDoesNotMatch") as caught:
        open_s3(s3_server, cache)
    assert "AWS_SECRET_ACCESS_KEY" in caught.value.remedy
    assert "wrong" not in str(caught.value)


def test_a_wrong_key(s3_server: SeaweedFS, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, Keys("nobody", "wrong"))
    with pytest.raises(ServiceError, match="InvalidAccessKeyId") as caught:
        open_s3(s3_server, cache)
    assert "AWS_ACCESS_KEY_ID" in caught.value.remedy


def test_a_key_without_the_right(
    s3_server: SeaweedFS, cache: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_s3(s3_server, cache, name=name)
    store.put(KEY, b"scan")
    become(monkeypatch, READER)
    store = open_s3(s3_server, cache, name=name)  # enough to serve the archive
    assert store.get(KEY) == b"scan"
    with pytest.raises(ServiceError, match="AccessDenied") as caught:
        store.put("derivatives/a/1.json", b"x")
    assert "docs/admin.md" in caught.value.remedy
    with pytest.raises(ServiceError, match="AccessDenied"):
        open_s3(s3_server, cache)  # it cannot make buckets


@pytest.mark.parametrize("kind", ["originals", "derivatives", "sealed"])
def test_a_bucket_that_is_lost_is_not_made_again(
    s3_server: SeaweedFS, cache: Path, name: str, kind: str
) -> None:
    store = open_s3(s3_server, cache, name=name)
    for other in {"originals", "derivatives", "sealed"} - {kind}:
        store.put(f"{other}/ab/{SHA}", b"scan")
    client(s3_server).remove_bucket(f"{name}-{kind}")
    with pytest.raises(ServiceError, match=f"NoSuchBucket .*{name}-{kind}"):
        open_s3(s3_server, cache, name=name)
    key = f"{kind}/ab/{SHA}"
    for call in (store.exists, store.get, store.local_path):
        with pytest.raises(ServiceError, match="NoSuchBucket"):
            call(key)
    with pytest.raises(ServiceError, match="NoSuchBucket"):
        store.put(key, b"scan")


def test_clocks_that_differ(
    s3_server: SeaweedFS, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr("minio.time.utcnow", lambda: late)
    with pytest.raises(ServiceError, match="RequestTimeTooSkewed") as caught:
        open_s3(s3_server, cache)
    assert "NTP" in caught.value.remedy


def test_a_server_that_is_not_there(cache: Path) -> None:
    nowhere = S3Options(Endpoint("http://127.0.0.1:9"), cache, 1)
    with pytest.raises(ServiceError, match="not reached") as caught:
        S3Store("name", nowhere)
    assert "DIGITIZE_S3_ENDPOINT" in caught.value.remedy


def test_a_server_of_another_kind(
    s3_server: SeaweedFS, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    https = options(s3_server, cache).endpoint.url.replace("http://", "https://")
    with pytest.raises(ServiceError, match="no TLS") as caught:
        S3Store("name", S3Options(Endpoint(https), cache, 1))
    assert "http or https" in caught.value.remedy


def test_tls_with_an_authority_of_our_own(tmp_path: Path, cache: Path) -> None:
    certificate = make_certificate(tmp_path / "certificate")
    with seaweedfs(tmp_path / "server", certificate=certificate) as server:
        with pytest.raises(ServiceError, match="not trusted") as caught:
            open_s3(server, cache)
        assert "DIGITIZE_S3_AUTHORITY" in caught.value.remedy
        trusted = Endpoint(server.endpoint, authority=str(certificate.authority))
        store = S3Store("name", S3Options(trusted, cache, 1))
        store.put(KEY, b"scan")
        assert store.local_path(KEY).read_bytes() == b"scan"


def test_a_server_that_is_away_for_a_while_is_waited_for(tmp_path: Path, cache: Path) -> None:
    with seaweedfs(tmp_path / "server") as server:
        store = open_s3(server, cache)
        server.stop()
        with ThreadPoolExecutor() as pool:
            write = pool.submit(store.put, KEY, b"scan")
            time.sleep(1.5)
            assert not write.done()
            server.start()
            write.result(timeout=60)
        server.stop()
        server.start()
        assert store.get(KEY) == b"scan"


def test_a_full_server_is_a_full_disk(
    s3_server: SeaweedFS, cache: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SeaweedFS answers InternalError when it is full; others say what it is."""
    store = open_s3(s3_server, cache, name=name)

    def full(*_args: object, **_more: object) -> None:
        raise minio.error.ServerError("server failed with HTTP status code 507", 507)

    monkeypatch.setattr(store._client, "put_object", full)
    with pytest.raises(InputError) as caught:
        store.put(KEY, b"scan")
    assert caught.value.reason is Reason.DISK_FULL
