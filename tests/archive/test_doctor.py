import os
from pathlib import Path

import pytest

from digitize.archive.doctor import Finding, examine, format_finding, print_findings
from digitize.settings import Settings
from tests.services.elasticsearch import ADMIN as ES_ADMIN
from tests.services.elasticsearch import Elasticsearch, new_name
from tests.services.postgresql import PostgreSQL
from tests.services.seaweedfs import ADMIN, SeaweedFS


@pytest.fixture(autouse=True)
def no_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)


def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(settings)}


def test_before_the_first_run_all_is_well_and_nothing_is_made(settings: Settings) -> None:
    assert [f for f in findings(settings).values() if not f.well] == []
    assert not settings.data_folder.exists()


def test_each_part_says_its_version(settings: Settings) -> None:
    found = findings(settings)
    assert found["tesseract"].detail.startswith("tesseract ")
    assert found["tesseract"].detail.endswith(" vie")
    assert found["poppler"].detail[0].isdigit()
    assert "GB free" in found["data folder"].detail or "TB free" in found["data folder"].detail
    assert "not set" in found["prefect"].detail


def test_what_is_missing_is_named_with_its_remedy(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PREFECT_API_URL", "http://user:geheim@127.0.0.1:9/api")
    found = findings(
        settings.model_copy(
            update={
                "max_bytes": 1 << 62,
                "database": "postgresql+psycopg://me:geheim@127.0.0.1:9/archive",
                "index": "http://me:geheim@127.0.0.1:9/index",
                "store": "ftp://me:geheim@host",
            }
        )
    )
    lacking = {part for part, finding in found.items() if not finding.well}
    assert lacking == set(found) - {"digitize", "line reader"}
    assert all(found[part].remedy for part in lacking)
    assert "geheim" not in "".join(map(format_finding, found.values()))
    assert not print_findings(settings)
    assert "NO  poppler      poppler is not installed\n    → Install" in capsys.readouterr().out


def test_fast_reading_lacks_nothing_without_tesseract(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = findings(settings.model_copy(update={"reading": "fast"}))
    assert found["tesseract"].well


@pytest.mark.services
def test_services_say_their_version(
    tmp_path: Path,
    s3_server: SeaweedFS,
    postgresql_server: PostgreSQL,
    elasticsearch_server: Elasticsearch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in ADMIN.environment.items():
        monkeypatch.setenv(name, value)
    found = findings(
        Settings(
            data=tmp_path / "data",
            store="s3://never-made",
            s3_endpoint=s3_server.endpoint,
            database=postgresql_server.url(),
            index=elasticsearch_server.url(new_name()),
            index_authority=str(elasticsearch_server.authority),
        )
    )
    assert [f for f in found.values() if not f.well] == []
    assert found["store"].detail.startswith(f"s3://never-made at {s3_server.endpoint}")
    assert found["database"].detail.startswith("PostgreSQL 1")
    assert found["index"].detail.startswith("Elasticsearch 8.")
    shown = "".join(map(format_finding, found.values()))
    for secret in (ES_ADMIN.password, ADMIN.secret, os.environ["AWS_ACCESS_KEY_ID"]):
        assert secret not in shown
