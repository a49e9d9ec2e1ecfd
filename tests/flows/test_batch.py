import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digitize.archive.indexing import catch_up
from digitize.archive.lock import locked
from digitize.archive.parts import Parts, open_parts
from digitize.database.models import State
from digitize.errors import ServiceError, UsageError
from digitize.flows import batch
from digitize.flows.batch import run_batch, run_retry
from digitize.index.protocol import BusyError
from digitize.index.query import Query
from digitize.index.tantivy import TantivyIndex
from digitize.settings import Settings
from tests.archive.scans import digital, fill, scanned, secret
from tests.database.claims import claim
from tests.flows.running import finish, rows, run, settings_for, start, wait_for
from tests.services.ports import free_ports


def test_a_folder_becomes_an_archive_and_a_second_run_finds_nothing_to_do(
    data: Path, inbox: Path
) -> None:
    fill(inbox, a=digital(), twin=digital(), b=scanned(), mat=secret(), half=digital()[:3000])
    (inbox / "ghi chú.txt").write_text("not a scan")
    first = run(data, "run", str(inbox))
    assert first.code == 0
    assert first.counts == {
        "done": first.counts["done"],
        "review": 2 - first.counts["done"],
        "quarantined": 2,
        "duplicate": 1,
        "sealed": 1,
        "waiting": 0,
    }
    assert sum(first.counts.values()) == first.total == 6
    assert "mat.pdf" not in first.out + first.err
    assert "unsupported-type" in first.out
    assert "truncated" in first.out
    found = run(data, "search", "quyết", "định")
    assert found.code == 0
    assert "Quyết định" in found.out
    before = rows(data, "SELECT id, version, updated_at FROM documents")
    second = run(data, "run", str(inbox))
    assert (second.code, second.out) == (0, first.out)
    assert rows(data, "SELECT id, version, updated_at FROM documents") == before


def test_without_a_server_prefect_is_not_even_imported(
    inbox: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    fill(inbox, a=digital())
    code = (
        "import sys; from pathlib import Path; from digitize.flows.batch import run_batch; "
        "from digitize.settings import Settings; run_batch(Path(sys.argv[1]), Settings()); "
        "print([name for name in sys.modules if name.partition('.')[0] == 'prefect'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(inbox)],
        env=settings_for(settings.data),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_ctrl_c_stops_in_good_order(data: Path, inbox: Path) -> None:
    fill(inbox, long=scanned(pages=8))
    process = start(data, "run", str(inbox))
    wait_for(data, "SELECT 1 FROM originals WHERE attempts > 0")
    process.send_signal(signal.SIGINT)
    stopped = finish(process)
    assert stopped.code == 130
    assert "Run the same command again" in stopped.err
    assert rows(data, "SELECT state, attempts FROM originals") == [("accepted", 0)]


def test_only_one_run_works_in_a_data_folder(inbox: Path, settings: Settings) -> None:
    fill(inbox, a=digital())
    with locked(settings.data_folder), pytest.raises(ServiceError, match="another run"):
        run_batch(inbox, settings)
    assert run_batch(inbox, settings) == 0


def test_an_index_that_another_run_writes_to_is_waited_for(
    inbox: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(inbox, a=digital())
    other = TantivyIndex(tmp_path / "shared")
    other.clear()
    refused: list[BusyError] = []

    def catch_up_and_see(parts: Parts) -> int:
        try:
            return catch_up(parts)
        except BusyError as error:
            refused.append(error)
            other.close()
            raise

    monkeypatch.setattr("digitize.flows.batch.catch_up", catch_up_and_see)
    shared = settings.model_copy(update={"index": f"tantivy://{tmp_path}/shared"})
    assert run_batch(inbox, shared) == 0
    assert len(refused) == 1
    with open_parts(shared) as parts:
        assert parts.index.search(Query()).total > 0


def test_machines_on_one_database_with_an_index_each_are_told(
    inbox: Path, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(inbox, a=digital())
    assert run_batch(inbox, settings) == 0
    other = Settings(
        data=tmp_path / "other",
        database=settings.database_url,
        store=settings.store_url,
        stable_seconds=0,
    )
    capsys.readouterr()
    assert run_batch(inbox, other) == 5
    assert "the index has 0 of 1 documents" in capsys.readouterr().out
    same = other.model_copy(update={"index": settings.index_url})
    assert run_batch(inbox, same) == 0


def test_retry_takes_what_was_mended_and_leaves_the_rest(
    inbox: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(inbox, a=digital(), b=digital(2))
    (inbox / "empty.pdf").touch()
    tight = settings.model_copy(update={"max_bytes": len(digital()) - 1})
    run_batch(inbox, tight)
    with open_parts(settings) as parts:
        entries = parts.database.quarantined()
    assert {entry.reason for entry in entries} == {"empty", "too-many-bytes"}
    capsys.readouterr()
    assert run_retry([next(e.id for e in entries if e.reason != "empty")], settings) == 0
    assert "1 files" in capsys.readouterr().out
    assert run_retry([], settings) == 0
    with open_parts(settings) as parts:
        assert [entry.reason for entry in parts.database.quarantined()] == ["empty"]
    with pytest.raises(UsageError, match="zzz"):
        run_retry(["zzz"], settings)


def test_retry_reads_a_quarantined_original_from_the_store(inbox: Path, settings: Settings) -> None:
    fill(inbox, a=digital())
    assert run_batch(inbox, settings) == 0
    with open_parts(settings) as parts:
        [sha] = [str(s) for (s,) in rows(settings.data, "SELECT sha256 FROM originals")]
        parts.database.set_aside(claim(parts.database, sha), State.QUARANTINED, "timed-out", "")
    (inbox / "Sở Nội vụ/P01/HS01/a.pdf").unlink()
    assert run_retry([sha[:12]], settings) == 0
    with open_parts(settings) as parts:
        assert parts.database.documents_of(sha)


def test_a_lost_service_ends_the_run_with_5_and_a_report(data: Path, inbox: Path) -> None:
    fill(inbox, a=digital(), b=scanned(), c=scanned(2))
    without = run(data, "run", str(inbox), PATH="/nowhere")
    assert without.code == 5
    assert "Stopped early" in without.out
    assert "tesseract" in without.out
    assert sum(without.counts.values()) == without.total == 3
    assert rows(data, "SELECT max(attempts) FROM originals") == [(0,)]
    assert run(data, "run", str(inbox)).counts["waiting"] == 0


def test_a_source_that_is_none_is_wrong_usage(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        run_batch(tmp_path / "nowhere", settings)
    (tmp_path / "a.pdf").write_bytes(digital())
    with pytest.raises(UsageError, match="no such folder"):
        run_batch(tmp_path / "a.pdf", settings)
    with pytest.raises(UsageError, match="holds the data folder"):
        run_batch(tmp_path, settings)
    wrong = settings.model_copy(update={"mapping": "{nobody}"})
    (tmp_path / "inbox").mkdir()
    with pytest.raises(UsageError, match="DIGITIZE_MAPPING"):
        run_batch(tmp_path / "inbox", wrong)


def test_an_empty_inbox_is_reported_as_such(
    inbox: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox.mkdir()
    assert run_batch(inbox, settings) == 0
    assert "0 files" in capsys.readouterr().out


def test_a_batch_whose_index_stays_away_stops_and_the_next_one_goes_on(
    inbox: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setattr(batch, "INDEX_PATIENCE", 2.5)
    fill(inbox, a=digital())
    (port,) = free_ports(1)
    away = settings.model_copy(update={"index": f"http://127.0.0.1:{port}/x"})
    assert run_batch(inbox, away) == ServiceError.exit_code
    assert f"the index at http://127.0.0.1:{port} cannot be reached" in capsys.readouterr().out
    waited = [r.getMessage() for r in caplog.records if r.name == "digitize.waiting"]
    assert waited == ["the index does not answer; waiting for it"]
    assert run_batch(inbox, settings) == 0
    with open_parts(settings) as parts:
        assert parts.index.search(Query()).total == 1
