import pytest

from digitize.archive.parts import Parts
from digitize.archive.quarantine import print_quarantine
from digitize.database.records import Seen


def test_each_file_is_listed_with_reason_and_remedy(
    empty: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = empty.database.start_batch("/inbox")
    empty.database.refuse(batch, Seen("/inbox", "đơn vị/a.pdf", 0, 1), "empty", "")
    print_quarantine(empty)
    assert capsys.readouterr().out == (
        "f1  empty  /inbox/đơn vị/a.pdf\n"
        "    → The file has no bytes. Scan it again, or copy it again completely.\n"
    )


def test_an_empty_quarantine_says_so(empty: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    print_quarantine(empty)
    assert "Nothing" in capsys.readouterr().out
