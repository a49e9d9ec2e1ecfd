from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.archive.parts import Parts, open_parts
from digitize.archive.workers import Workers
from digitize.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", stable_seconds=0, workers=2)


@pytest.fixture
def empty(settings: Settings) -> Iterator[Parts]:
    """An archive with nothing in it."""
    with open_parts(settings) as parts:
        yield parts


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(2) as workers:
        yield workers
