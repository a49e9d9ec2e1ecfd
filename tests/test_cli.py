import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize import __version__, cli
from digitize.archive.journal import JOURNAL
from digitize.errors import InputError, Reason, SecretStop, ServiceError, UsageError


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """`main` sets the program's logging up; other tests keep theirs."""
    logger = logging.getLogger("digitize")
    before = list(logger.handlers), logger.propagate
    yield
    for handler in set(logger.handlers) - set(before[0]):
        handler.close()
    logger.handlers, logger.propagate = before


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIGITIZE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def main(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["digitize", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_version_and_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"digitize {__version__}\n"
    assert main(monkeypatch, "--help") == 0
    shown = capsys.readouterr().out
    for command in ("run", "extract", "search", "serve", "quarantine", "retry", "reindex"):
        assert command in shown


def test_a_wrong_option_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(monkeypatch, "run") == 2
    assert main(monkeypatch, "search", "--limit", "0", "x") == 2
    assert main(monkeypatch, "fly") == 2


def test_a_wrong_setting_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGITIZE_WORKERS", "none")
    assert main(monkeypatch, "quarantine") == 2
    assert "DIGITIZE_WORKERS" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("no such folder"), 2),
        (InputError(Reason.ENCRYPTED, "a.pdf"), 3),
        (SecretStop("a.pdf: a secret mark"), 4),
        (ServiceError("store: gone"), 5),
        (KeyboardInterrupt(), 130),
    ],
)
def test_an_error_ends_with_its_code_its_message_and_its_remedy(
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: UsageError | InputError | SecretStop | ServiceError | KeyboardInterrupt,
    code: int,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("digitize.archive.extraction.extract_file", fail)
    assert main(monkeypatch, "extract", "a.pdf", "--out", "D") == code
    if not isinstance(error, KeyboardInterrupt):
        assert capsys.readouterr().err == f"digitize: {error.message}\n  → {error.remedy}\n"


def test_an_unforeseen_fault_shows_no_traceback_and_leaves_its_place_in_the_journal(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("tuyến đường")

    monkeypatch.setattr("digitize.archive.extraction.extract_file", fail)
    assert main(monkeypatch, "extract", "a.pdf", "--out", "D") == 1
    shown = capsys.readouterr().err
    assert "ZeroDivisionError" in shown
    assert "Traceback" not in shown
    assert JOURNAL in shown
    journal = (data / JOURNAL).read_text()
    assert "test_cli.py" in journal
    assert "tuyến" not in shown + journal
