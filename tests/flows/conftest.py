from pathlib import Path

import pytest

from digitize.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", stable_seconds=0, workers=2)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of `settings`, for processes of their own."""
    return tmp_path / "data"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"
