"""What a user reads when the server of the index cannot be used."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from elasticsearch import Elasticsearch as Client

from digitize.errors import DigitizeError, ServiceError, UsageError
from digitize.index.elasticsearch_connection import connect, read_address
from digitize.index.opening import open_index
from digitize.index.parsing import parse
from tests.index.pages import entry, fill
from tests.services.authority import make_certificate
from tests.services.elasticsearch import ADMIN, STRANGER, Elasticsearch, User, new_name
from tests.services.ports import free_ports

pytestmark = pytest.mark.services


def error_of(url: str, authority: Path | str = "") -> DigitizeError:
    """The error that a search and a commit at `url` both end with. It tells no secret."""
    index = open_index(url, str(authority))
    with pytest.raises(DigitizeError) as searched:
        index.search(parse("đường"))
    with pytest.raises(DigitizeError) as written:
        fill(index, entry("a", "đường"))
    index.close()
    error = written.value
    assert (type(error), str(error)) == (type(searched.value), str(searched.value))
    for secret in (ADMIN.password, quote(ADMIN.password, safe=""), ADMIN.name, "đường"):
        assert secret not in f"{error} {error.remedy}"
    return error


@pytest.fixture
def server(elasticsearch_server: Elasticsearch) -> Elasticsearch:
    return elasticsearch_server


@pytest.fixture
def name() -> str:
    return new_name()


@pytest.fixture
def client(server: Elasticsearch) -> Iterator[Client]:
    with connect(read_address(server.url()), str(server.authority)) as client:
        yield client


def test_a_wrong_password(server: Elasticsearch, name: str) -> None:
    error = error_of(server.url(name, user=User(ADMIN.name, "wrong")), server.authority)
    assert isinstance(error, ServiceError)
    assert f"https://127.0.0.1:{server.port} does not accept the user and password" in str(error)
    assert "DIGITIZE_INDEX" in error.remedy


def test_no_password(server: Elasticsearch, name: str) -> None:
    error = error_of(f"https://127.0.0.1:{server.port}/{name}", server.authority)
    assert "does not accept" in str(error)


def test_a_user_without_rights(server: Elasticsearch, name: str) -> None:
    error = error_of(server.url(name, user=STRANGER), server.authority)
    assert "does not let this user" in str(error)
    assert "manage_index_templates" in error.remedy
    assert f"{name}-v*" in error.remedy


def test_an_authority_that_is_not_trusted(server: Elasticsearch, tmp_path: Path) -> None:
    for authority in ("", make_certificate(tmp_path).authority):
        error = error_of(server.url(), authority)
        assert isinstance(error, ServiceError)
        assert "not trusted" in str(error)
        assert "DIGITIZE_INDEX_AUTHORITY" in error.remedy


def test_an_authority_that_cannot_be_read(server: Elasticsearch, tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    for authority in (broken, tmp_path / "missing.pem"):
        error = error_of(server.url(), authority)
        assert isinstance(error, UsageError)
        assert str(authority) in str(error)


def test_plain_http_to_a_server_with_tls(server: Elasticsearch) -> None:
    error = error_of(server.url().replace("https", "http"))
    assert "cannot be reached" in str(error)
    assert "https://" in error.remedy


def test_nobody_listens() -> None:
    (port,) = free_ports(1)
    error = error_of(f"http://127.0.0.1:{port}")
    assert f"http://127.0.0.1:{port} cannot be reached" in str(error)


def test_an_index_of_another_version_which_a_rebuild_heals(
    server: Elasticsearch, client: Client, name: str
) -> None:
    client.indices.create(index=f"{name}-v0-000007", aliases={name: {}})
    assert "another version of digitize" in str(error_of(server.url(name), server.authority))
    index = open_index(server.url(name), str(server.authority))
    index.clear()
    index.replace("a", [entry("a", "đường")])
    index.commit()
    assert index.search(parse("đường")).total == 1
    assert [*client.indices.get(index=f"{name}*")] == [f"{name}-v2-000008"]
    index.close()


def test_an_index_of_somebody_else_is_left_alone(
    server: Elasticsearch, client: Client, name: str
) -> None:
    client.index(index=name, document={"theirs": 1}, refresh=True)
    index = open_index(server.url(name), str(server.authority))
    assert index.search(parse("")).total == 0
    index.replace("a", [entry("a", "đường")])
    with pytest.raises(ServiceError, match="not of digitize") as raised:
        index.commit()
    assert "another name" in raised.value.remedy
    assert client.count(index=name)["count"] == 1
    index.close()


# --- what is no Elasticsearch of ours; here an impostor answers


@contextmanager
def impostor(
    version: str, *, product: bool, host: str = "127.0.0.1", certificate: Path | None = None
) -> Iterator[str]:
    """A server that says of itself to have `version`; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"nodes": {"n": {"version": version}}}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer((host, 0), Handler) as server:
        scheme = "http"
        if certificate:
            made = make_certificate(certificate)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(made.certificate, made.key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"{scheme}://{host}:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_server_of_another_version() -> None:
    for version in ("7.17.29", "10.0.0"):
        with impostor(version, product=True) as url:
            error = error_of(url)
        assert version in str(error)
        assert "8 or 9" in error.remedy


def test_what_is_no_elasticsearch() -> None:
    with impostor("3.0.0", product=False) as url:
        assert "no Elasticsearch" in str(error_of(url))


def test_tls_to_a_server_without_it() -> None:
    with impostor("8.19.0", product=True) as url:
        error = error_of(url.replace("http", "https"))
    assert "speaks no TLS" in str(error)
    assert "http://" in error.remedy


def test_a_certificate_for_another_host(tmp_path: Path) -> None:
    with impostor("8.19.0", product=True, host="127.0.0.2", certificate=tmp_path) as url:
        error = error_of(url, tmp_path / "ca.pem")
    assert "for another host" in str(error)
