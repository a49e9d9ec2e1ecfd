import re

import pytest
from starlette.testclient import TestClient

from digitize.web.pages import STATIC
from tests.web.little_archive import QUYET_DINH

PAGES = ["/", "/?q=cai+cach", f"/van-ban/{QUYET_DINH}?q=cai", f"/van-ban/{QUYET_DINH}/trang/1/chu"]


@pytest.mark.parametrize("path", [*PAGES, "/none", "/api/search?q=x", "/static/archive.css"])
def test_every_answer_forbids_scripts_and_other_hosts(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES)
def test_pages_name_no_other_host_and_hold_no_script_or_style(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    assert all(url.startswith(("/", "#")) for url in re.findall(r'(?:href|src)="([^"]*)"', page))
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    assert '<html lang="vi">' in page


def test_the_style_sheet_names_no_other_host_and_files_that_exist() -> None:
    urls = re.findall(r'url\("([^"?]+)', (STATIC / "archive.css").read_text())
    assert urls
    assert all((STATIC / url).is_file() for url in urls)


def test_what_has_a_version_in_its_address_is_kept(client: TestClient) -> None:
    page = client.get("/").text
    style = re.search(r'href="(/static/archive.css\?v=\w+)"', page)
    assert style
    assert "immutable" in client.get(style[1]).headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "private, no-cache"
