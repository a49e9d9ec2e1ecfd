import base64
import re
from pathlib import Path

import cv2
import numpy as np

from digitize.domain import Box
from digitize.evaluation.html import write_html
from digitize.evaluation.pictures import picture_lines
from digitize.evaluation.results import Results
from digitize.evaluation.worst import ShownWord, WorstLine
from digitize.imaging.page import Pixels
from tests.evaluation.results_of import results_of


def opened(uri: str) -> Pixels:
    coded = base64.b64decode(uri.removeprefix("data:image/jpeg;base64,"))
    return np.asarray(cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


def test_a_line_of_a_page_on_its_side_is_shown_upright() -> None:
    """The scan lies counter-clockwise: what is the left edge upright is its bottom."""
    scan = np.full((600, 400), 255, np.uint8)
    scan[450:550, 100:120] = 0  # the first word of a line that runs upwards
    line = WorstLine(Box(100, 50, 120, 550), (ShownWord("một", True),), ())
    (pictured,) = picture_lines(scan, 90, [line])
    picture = opened(pictured.picture)
    assert picture.shape[1] > 500 > picture.shape[0]
    dark = np.flatnonzero((picture < 128).any(axis=0))
    assert dark.max() < 130


def test_the_report_needs_no_other_file_and_shows_text_as_text(tmp_path: Path) -> None:
    results = results_of({"<b>1</b>.pdf": ("một hai", "một <hai>")})
    line = WorstLine(
        None, (ShownWord("một", False), ShownWord("hai", True)), (ShownWord("<hai>", True),)
    )
    write_html(
        tmp_path / "report.html",
        results,
        {"<b>1</b>.pdf": picture_lines(np.zeros((9, 9), np.uint8), 0, [line])},
    )
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<mark>hai</mark>" in page
    assert '<mark class="read">&lt;hai&gt;</mark>' in page
    assert "&lt;b&gt;1&lt;/b&gt;.pdf: 50.0%" in page
    assert re.findall(r'(?:src|href)="([^"#][^"]*)"', page) == []


def test_a_report_without_pages_is_a_page_all_the_same(tmp_path: Path) -> None:
    write_html(tmp_path / "report.html", Results(refused={"a.pdf": "empty"}), {})
    assert "Not read: a.pdf (empty)" in (tmp_path / "report.html").read_text("utf-8")
