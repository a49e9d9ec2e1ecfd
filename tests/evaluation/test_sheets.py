from pathlib import Path

import cv2
import numpy as np
import pytest

from digitize.evaluation.sheets import COLUMNS, lay_out, make_sheets, show
from digitize.imaging.page import CleanPage, Geometry
from digitize.samples.scan import make_scan
from digitize.settings import Settings


def test_a_page_is_shown_small_with_what_was_found() -> None:
    text = np.full((3508, 2480), 255, np.uint8)
    page = CleanPage(text, 300, Geometry(), 2480, 3508, 300, rotation=90, skew=-1.25)
    shown = show(page, "dir/a very long name of a file.pdf", 3)
    assert shown.caption == "a very long name of a… 3: 90° -1.25° 100%"
    assert shown.picture.shape == (566, 400, 3)
    sheet = lay_out([shown] * (COLUMNS + 1))
    below = np.asarray(sheet)[700:, :400]
    assert (below == 255).all(axis=2).any()  # the sixth page stands on the second row


def test_every_page_of_a_folder_is_on_a_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    scan = make_scan("thong-bao", 3, dpi=150, rotation=90, skew=1.0).pages[0]
    cv2.imwrite(str(tmp_path / "in" / "a.png"), scan.pixels)
    (tmp_path / "in" / "b.pdf").write_bytes(b"")
    assert make_sheets(tmp_path / "in", tmp_path / "out", Settings(workers=1)) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sheet-01.png"]
    assert "left out: b.pdf (empty)" in capsys.readouterr().err
