import pytest

from tests.services.seaweedfs import ADMIN


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ADMIN.environment.items():
        monkeypatch.setenv(name, value)
