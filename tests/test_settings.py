"""Settings are declared once; the docs page is made from them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from digitize.settings import Settings, as_markdown

ROOT = Path(__file__).parents[1]


def test_docs_page_is_what_the_declarations_say() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    assert page == as_markdown(), "run script/settings-page"


def test_everything_is_embedded_under_the_data_folder_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITIZE_DATA", str(tmp_path))
    settings = Settings()
    assert settings.store_url == f"file://{tmp_path}/store"
    assert settings.database_url == f"sqlite:///{tmp_path}/digitize.db"
    assert settings.index_url == f"tantivy://{tmp_path}/index"


def test_a_url_of_a_service_takes_the_place_of_the_embedded_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGITIZE_DATABASE", "postgresql+psycopg://archive")
    assert Settings().database_url == "postgresql+psycopg://archive"


@pytest.mark.parametrize(
    ("name", "value"),
    [("WORKERS", "0"), ("MAX_PIXELS", "-1"), ("FAILED_SHARE", "1.5"), ("PORT", "http")],
)
def test_a_value_out_of_range_is_refused(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"DIGITIZE_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()
