import os
import unicodedata
from pathlib import Path

import pytest

from digitize.domain import Place
from digitize.errors import InputError, Reason, UsageError
from digitize.intake.folder import FileSeen, list_folder
from digitize.intake.mapping import place_of
from digitize.intake.stability import StabilityTracker


def test_names_are_nfc_and_clutter_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / unicodedata.normalize("NFD", "Sở Nội vụ đỏ")
    folder.mkdir()
    for name in ("b.pdf", "a.tif", ".hidden", "c.pdf.part", "Thumbs.db", "~$d.pdf"):
        (folder / name).write_bytes(b"x")
    assert [f.relative for f in list_folder(tmp_path)] == [
        "Sở Nội vụ đỏ/a.tif",
        "Sở Nội vụ đỏ/b.pdf",
    ]


def test_what_is_no_file_is_named_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").mkdir()
    (tmp_path / "link.pdf").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "fifo.pdf")
    assert [(f.relative, f.problem) for f in list_folder(tmp_path)] == [
        ("fifo.pdf", Reason.NOT_A_FILE),
        ("link.pdf", Reason.NOT_A_FILE),
    ]


def test_a_name_that_is_no_utf8_is_still_listed(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.pdf")).write_bytes(b"x")
    assert [f.relative for f in list_folder(tmp_path)] == ["\\xff.pdf"]


def test_a_missing_inbox_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        list(list_folder(tmp_path / "none"))


def test_a_file_is_stable_once_it_stands_still() -> None:
    tracker = StabilityTracker(2.0)
    fresh = FileSeen(Path("a"), "a", 10, int(100e9))
    assert tracker.is_stable(fresh, wall=102.0, monotonic=0)
    assert not tracker.is_stable(fresh, wall=101.0, monotonic=0)
    future = FileSeen(Path("b"), "b", 10, int(900e9))
    assert not tracker.is_stable(future, wall=100.0, monotonic=0.0)
    assert tracker.is_stable(future, wall=100.0, monotonic=2.0)
    grown = FileSeen(Path("b"), "b", 11, int(900e9))
    assert not tracker.is_stable(grown, wall=100.0, monotonic=4.0)


def test_folders_name_the_place() -> None:
    mapping = "{department}/{fonds}/{dossier}"
    assert place_of("Sở Nội vụ/P1/H2/x/a.pdf", mapping) == Place("Sở Nội vụ", "P1", "H2")
    assert place_of("a.pdf", mapping) == Place()
    assert place_of("2024/Sở Y tế/a.pdf", "*/{department}") == Place("Sở Y tế")


@pytest.mark.parametrize("mapping", ["", "{agency}", "{fonds}/{fonds}", "x/{fonds}"])
def test_a_wrong_mapping_is_wrong_usage(mapping: str) -> None:
    with pytest.raises(UsageError, match="DIGITIZE_MAPPING"):
        place_of("a.pdf", mapping)
