import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.archive.lock import BusyError, locked
from digitize.errors import InputError, ServiceError, UsageError
from digitize.flows import watching
from digitize.flows.watching import Watcher, watch
from digitize.intake.children import end_idle
from digitize.settings import Settings
from tests.archive.scans import digital, fill, scanned
from tests.flows.running import rows, start, states, wait_for


@pytest.fixture
def watcher(inbox: Path, settings: Settings) -> Iterator[Watcher]:
    inbox.mkdir()
    watcher = Watcher(str(inbox), settings)
    yield watcher
    watcher.close()


def batches(settings: Settings) -> int:
    return len(rows(settings.data_folder, "SELECT 1 FROM batches"))


def test_each_file_is_taken_once_and_a_look_at_nothing_new_leaves_no_trace(
    watcher: Watcher, inbox: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not watcher.look()
    assert capsys.readouterr().out == ""
    fill(inbox, a=digital())
    assert watcher.look()
    assert ": 1 files" in capsys.readouterr().out
    fill(inbox, b=digital(2))
    assert watcher.look()
    assert ": 1 files" in capsys.readouterr().out, "the report names what is new alone"
    assert not watcher.look()
    assert capsys.readouterr() == ("", "")
    assert batches(settings) == 2
    assert states(settings.data_folder).total() == 2


def test_a_refused_file_is_left_alone_until_it_changes(
    watcher: Watcher, inbox: Path, settings: Settings
) -> None:
    fill(inbox, a=digital()[:3000])
    assert watcher.look()
    assert not watcher.look()
    fill(inbox, a=digital())
    assert watcher.look()
    assert states(settings.data_folder)["quarantined"] == 1, "the old bytes; the new ones are in"
    assert states(settings.data_folder).total() == 2


def test_a_file_is_taken_once_it_is_complete(inbox: Path, settings: Settings) -> None:
    inbox.mkdir()
    watcher = Watcher(str(inbox), settings.model_copy(update={"stable_seconds": 60.0}))
    fill(inbox, a=digital())
    assert not watcher.look()
    file = next(inbox.rglob("*.pdf"))
    os.utime(file, (time.time() - 61,) * 2)
    assert watcher.look()
    watcher.close()


def test_what_an_earlier_run_left_is_done_first(
    watcher: Watcher, inbox: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(inbox, a=scanned())
    with monkeypatch.context() as patch:
        end_idle()
        patch.setenv("PATH", "/nowhere")  # no tesseract for the children that start now
        with pytest.raises(ServiceError):
            watcher.look()
    end_idle()
    assert states(settings.data_folder) == {"accepted": 1}
    assert watcher.look()
    assert "accepted" not in states(settings.data_folder)


def test_while_another_run_is_at_work_it_waits(
    watcher: Watcher, inbox: Path, settings: Settings
) -> None:
    fill(inbox, a=digital())
    with locked(settings.data_folder), pytest.raises(BusyError):
        watcher.look()
    assert watcher.look()


def test_a_folder_that_is_away_for_a_while_is_said(watcher: Watcher, inbox: Path) -> None:
    inbox.rename(inbox.with_name("away"))
    with pytest.raises(InputError, match="no such folder"):
        watcher.look()
    inbox.with_name("away").rename(inbox)
    assert not watcher.look()


def test_a_source_that_is_none_is_wrong_usage(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        watch(str(tmp_path / "nowhere"), settings)


def test_trouble_is_said_once_and_looked_for_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[float] = []
    answers: list[Exception | None] = [ServiceError("gone", remedy="Start it.")] * 3 + [None, None]

    def look() -> bool:
        if not answers:
            raise KeyboardInterrupt
        if (answer := answers.pop(0)) is not None:
            raise answer
        return False

    monkeypatch.setattr(time, "sleep", waits.append)
    with pytest.raises(KeyboardInterrupt):
        watching._look_again_and_again(look, 10.0)
    assert waits == [20.0, 40.0, 80.0, 10.0, 10.0]
    assert capsys.readouterr().err == ("digitize: gone\n  → Start it.\ndigitize: watching again\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order_in_the_middle_of_a_batch(
    data: Path, inbox: Path, number: signal.Signals
) -> None:
    inbox.mkdir()
    process = start(data, "watch", str(inbox), DIGITIZE_WATCH_SECONDS="0.2")
    lines = _lines(process)
    assert lines.get(timeout=60) == f"digitize: watching {inbox} (Ctrl-C ends)\n"
    fill(inbox, long=scanned(pages=8))
    wait_for(data, "SELECT 1 FROM originals WHERE attempts > 0")
    process.send_signal(number)
    assert process.wait(timeout=60) == 0
    assert rows(data, "SELECT state, attempts FROM originals") == [("accepted", 0)]


def _lines(process: subprocess.Popen[str]) -> "queue.Queue[str]":
    found: queue.Queue[str] = queue.Queue()
    assert process.stdout
    out = process.stdout

    def read() -> None:
        for line in out:
            found.put(line)

    threading.Thread(target=read, daemon=True).start()
    return found
