from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from digitize.archive.parts import Parts, open_parts
from digitize.settings import Settings
from digitize.web.app import create_app
from tests.web.little_archive import fill


@pytest.fixture(scope="session")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the little archive. Tests only read it."""
    folder = tmp_path_factory.mktemp("little")
    with open_parts(Settings(data=folder)) as parts:
        fill(parts)
    return folder


@pytest.fixture(scope="session")
def parts(little: Path) -> Iterator[Parts]:
    with open_parts(Settings(data=little)) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(parts: Parts) -> Iterator[TestClient]:
    with TestClient(create_app(parts)) as opened:
        yield opened
