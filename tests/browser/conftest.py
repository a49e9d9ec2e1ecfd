import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from digitize.archive.parts import open_parts
from digitize.settings import Settings
from tests.web.little_archive import fill
from tests.web.serving import served

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; where there is none, the one that Playwright has installed."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web archive with the little archive in it, served by `digitize serve`."""
    data: Path = tmp_path_factory.mktemp("served")
    with open_parts(Settings(data=data)) as parts:
        fill(parts)
    with served(data) as (_, url):
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh tab on the web archive. The test fails when the console has an error, or when
    the page asks for anything from another host."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    foreign: list[str] = []

    def note(asked: Request) -> None:
        if not asked.url.startswith(address):
            foreign.append(asked.url)

    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", note)
    yield page
    context.close()
    assert errors == []
    assert foreign == []
