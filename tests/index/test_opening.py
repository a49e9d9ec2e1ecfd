import pytest

from digitize.errors import UsageError
from digitize.index.elasticsearch_connection import Address, read_address
from digitize.index.opening import open_index


@pytest.mark.parametrize("url", ["lucene:///x", "tantivy://host/x", "tantivy:x", "/x", ""])
def test_a_url_that_names_no_index_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_INDEX"):
        open_index(url)


def test_a_server_is_named_with_user_password_and_the_name_of_the_index() -> None:
    assert read_address("https://lưu:m%40t%2Fkh%E1%BA%A9u@es.so:9201/luu-tru") == Address(
        "https://es.so:9201", "luu-tru", "lưu", "m@t/khẩu"
    )
    assert read_address("http://10.0.0.5") == Address("http://10.0.0.5:9200", "digitize")
    assert read_address("http://[::1]:9200/").origin == "http://[::1]:9200"


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///digitize",
        "https://user:hidden@",
        "https://user:hidden@[host:9200/name",
        "https://user:hidden@host:port/name",
        "https://user:hid/den@host:9200/name",  # a slash that is not %2F
        "https://user:hidden@host:9200/Tên",
        "https://user:hidden@host:9200/a/b",
        "ftp://user:hidden@host/name",
    ],
)
def test_a_url_that_names_no_server_well_is_wrong_usage_and_its_password_is_not_told(
    url: str,
) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_INDEX") as raised:
        open_index(url)
    assert "hid" not in f"{raised.value} {raised.value.remedy}"


def test_an_address_does_not_show_its_password() -> None:
    shown = repr(read_address("https://archive:hidden@host:9200"))
    assert "archive" not in shown
    assert "hidden" not in shown
