import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from digitize.archive.journal import JOURNAL, keep_journal


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = logging.getLogger("digitize")
    before = list(logger.handlers), logger.propagate
    yield logger
    for handler in set(logger.handlers) - set(before[0]):
        handler.close()
    logger.handlers, logger.propagate = before


def test_an_error_is_kept_by_class_and_place_without_its_words(
    tmp_path: Path, logger: logging.Logger
) -> None:
    keep_journal(tmp_path / "data")
    assert not (tmp_path / "data").exists(), "nothing is made before there is something to say"
    try:
        try:
            int("Tối mật: tuyến đường")
        except ValueError as error:
            raise RuntimeError("Tối mật: tuyến đường") from error
    except RuntimeError as error:
        logger.error("original %s", "ab12", exc_info=error)
    text = (tmp_path / "data" / JOURNAL).read_text()
    assert "original ab12" in text
    assert "RuntimeError" in text
    assert "ValueError" in text
    assert "test_journal.py" in text
    assert "mật" not in text


def test_a_journal_that_cannot_be_written_ends_nothing(
    tmp_path: Path, logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").touch()
    keep_journal(tmp_path / "data")
    logger.error("a fault")
    assert capsys.readouterr().err == ""


def test_as_json_each_record_is_a_line_that_programs_read(
    tmp_path: Path, logger: logging.Logger
) -> None:
    keep_journal(tmp_path, as_json=True)
    logger.warning("the store is away")
    try:
        int("Tối mật: tuyến đường")
    except ValueError as error:
        logger.error("original %s", "ab12", exc_info=error)
    lines = (tmp_path / JOURNAL).read_text().splitlines()
    first, second = map(json.loads, lines)
    assert first.keys() == {"time", "level", "logger", "message"}
    assert (first["level"], first["message"]) == ("WARNING", "the store is away")
    assert datetime.fromisoformat(first["time"]).utcoffset() == timedelta(0)
    assert second["message"] == "original ab12"
    assert second["error"].startswith("ValueError")
    assert "mật" not in lines[1]
