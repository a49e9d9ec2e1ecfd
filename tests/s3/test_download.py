"""Connections that break off; the server here only injects that fault."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from minio import Minio

from digitize.errors import ServiceError
from digitize.s3.connection import connect
from digitize.s3.download import download
from digitize.s3.endpoint import Endpoint

DATA = b"scan" * 100_000
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


class _Quiet(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[Minio]:
    """A client of a server that answers so."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield connect(Endpoint(f"http://127.0.0.1:{server.server_port}"), environment=KEYS)
        finally:
            server.shutdown()
            thread.join()


def breaking(times: int, asked: list[str]) -> type[BaseHTTPRequestHandler]:
    """Breaks off the first answers in the middle, and notes what was asked for."""

    class Breaking(_Quiet):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(DATA)))
            self.end_headers()
            self.wfile.write(DATA[: len(DATA) // 2] if len(asked) <= times else DATA)

    return Breaking


def test_an_object_that_breaks_off_is_read_again_from_its_beginning() -> None:
    asked: list[str] = []
    with serving(breaking(2, asked)) as client:
        file = io.BytesIO()
        download(client, "quet", "a.pdf", file)
    assert file.getvalue() == DATA
    assert asked == ["/quet/a.pdf"] * 3


def test_an_object_that_always_breaks_off_is_given_up() -> None:
    asked: list[str] = []
    with (
        serving(breaking(1000, asked)) as client,
        pytest.raises(ServiceError, match="not reached"),
    ):
        download(client, "quet", "a.pdf", io.BytesIO())
    assert len(asked) == 5


def test_another_program_at_the_address_is_told_from_an_s3_server() -> None:
    class Website(_Quiet):
        def do_GET(self) -> None:
            self.send_error(404)

    with (
        serving(Website) as client,
        pytest.raises(ServiceError, match="not from an S3 server"),
    ):
        download(client, "quet", "a.pdf", io.BytesIO())
