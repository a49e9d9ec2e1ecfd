from pathlib import Path

import numpy as np
import pytest

from digitize.imaging.cleaning import clean_reduced
from digitize.imaging.page import PageImage, ReducedPage
from digitize.imaging.resolution import reduce
from digitize.intake.decoding import open_here
from digitize.intake.limits import Limits
from digitize.intake.sniffing import MediaType
from digitize.ocr import wayup
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.tesseract import TesseractEngine
from digitize.ocr.wayup import clean_upright
from tests.ocr.paper import DPI, blank_sheet, draw_text, paste


def _few_words(rotation: int) -> ReducedPage:
    sheet = blank_sheet(3508, 2480)
    paste(sheet, draw_text("Phụ lục đính kèm\nĐường Trần Phú"), 700, 1500)
    return reduce(PageImage(np.ascontiguousarray(np.rot90(sheet, rotation // 90)), DPI))


@pytest.mark.parametrize("lies", [0, 180])
def test_a_page_that_does_not_show_its_way_up_is_read_both_ways(
    monkeypatch: pytest.MonkeyPatch, lies: int
) -> None:
    monkeypatch.setattr(wayup, "_SURE", 1.1)
    page = _few_words(lies)

    assert clean_upright(page, 1, TesseractEngine("vie", 60), hint=0).rotation == lies


def test_a_wrong_hint_does_not_win_over_what_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayup, "_SURE", 1.1)

    assert clean_upright(_few_words(0), 1, TesseractEngine("vie", 60), hint=180).rotation == 0


def test_a_last_page_with_nothing_but_the_signing_block_stands_upright() -> None:
    """Its few letters are rather sure of the wrong way; reading tells."""
    path = next(Path("samples").rglob("001-cong-van.pdf"))
    source = open_here(path, path.name, MediaType.PDF, Limits(10**8, 10, 10**8))
    page = reduce(source.page(2).image)
    assert clean_reduced(page).rotation == 180
    assert clean_upright(page, 2, LineReader(), hint=0).rotation == 0
