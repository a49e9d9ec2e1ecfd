import signal
import socket
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from digitize.archive.parts import open_parts
from digitize.errors import ServiceError, UsageError
from digitize.settings import Settings
from digitize.web.server import address, listen
from tests.web.little_archive import fill
from tests.web.serving import served


def test_serve_prints_its_address_and_ctrl_c_ends_it_quietly(little: Path) -> None:
    with served(little) as (process, url):
        with urlopen(f"{url}/?q=cai+cach") as answer:
            assert "cải cách" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert (out, err) == ("", "")


def test_a_fault_goes_to_the_journal_and_not_to_the_terminal(tmp_path: Path) -> None:
    with open_parts(Settings(data=tmp_path)) as parts:
        fill(parts)
    for text in (tmp_path / "store" / "derivatives").rglob("*.json"):
        text.write_text('["Bí thư Lê Văn Đức"]')
    with served(tmp_path) as (process, url):
        with pytest.raises(HTTPError, match="500"):
            urlopen(f"{url}/?q=cai+cach")
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20) == ("", "")
    journal = (tmp_path / "digitize.log").read_text()
    assert "unforeseen, at /" in journal
    assert "Đức" not in journal
    assert "q=" not in journal


def test_a_port_in_use_is_a_service_error_with_a_remedy() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServiceError, match=f"127.0.0.1:{port} is in use") as caught:
            listen("127.0.0.1", port)
    assert "--port" in caught.value.remedy


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("127.0.0.1", 65536),
        ("127.0.0.1", -1),
        ("no such host", 0),
        ("192.0.2.1", 0),
        ("a" * 300, 0),
    ],
)
def test_an_address_that_cannot_be_is_wrong_usage(host: str, port: int) -> None:
    with pytest.raises(UsageError):
        listen(host, port)


def test_addresses_as_a_browser_takes_them() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert address(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}"
    if socket.has_ipv6:
        with listen("::1", 0) as listening:
            assert address(listening).startswith("http://[::1]:")
