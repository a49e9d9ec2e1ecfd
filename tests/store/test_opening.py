from pathlib import Path

import pytest

from digitize.errors import UsageError
from digitize.s3.connection import connect
from digitize.s3.endpoint import Endpoint
from digitize.store.folder import FolderStore
from digitize.store.opening import open_store
from digitize.store.s3_options import S3Options

OPTIONS = S3Options(Endpoint("http://127.0.0.1:1"), Path("unused"), 1)


def test_a_folder(tmp_path: Path) -> None:
    assert isinstance(open_store(f"file://{tmp_path}/l%C6%B0u%20tr%E1%BB%AF", OPTIONS), FolderStore)
    assert (tmp_path / "lưu trữ").is_dir()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/store",
        "file://host/store",
        "s3://",
        "s3://Upper",
        "s3://name/below",
        "s3://host:9000/name",
        "s3://key:secret@name",
        "s3://" + "a" * 60,
    ],
)
def test_a_url_of_no_store_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_STORE") as caught:
        open_store(url, OPTIONS)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("endpoint", "message"),
    [
        ("127.0.0.1:9000", "names no server"),
        ("ftp://host", "names no server"),
        ("http://host/path", "names no server"),
        ("https://key:secret@host", "holds a key"),
    ],
)
def test_an_endpoint_is_a_plain_address(endpoint: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        connect(Endpoint(endpoint))
    assert "secret" not in str(caught.value)


def test_keys_come_from_the_environment_alone() -> None:
    with pytest.raises(UsageError, match="no key"):
        connect(Endpoint("http://host"), environment={})


def test_an_authority_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_S3_AUTHORITY"):
        connect(Endpoint("https://host", authority=str(tmp_path / "ca.pem")))
