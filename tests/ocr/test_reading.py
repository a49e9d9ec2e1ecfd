from dataclasses import replace

import numpy as np
import pytest

from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.errors import PageError, Reason
from digitize.imaging.page import CleanPage, PageImage, Pixels
from digitize.imaging.upright import turn
from digitize.ocr.cascade import Cascade, Reading
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.reading import read_page
from digitize.ocr.tesseract import TesseractEngine
from digitize.samples.scan import Scan, make_scan
from tests.ocr.paper import as_scan, blank_sheet, draw_text, paste


@pytest.fixture(scope="module")
def engine() -> TesseractEngine:
    return TesseractEngine("vie", 60)


@pytest.fixture(scope="module")
def scan() -> Scan:
    return make_scan("quyet-dinh", 3, pen=False, dpi=200, skew=1.5, rotation=0)


def _printed_sheet() -> Pixels:
    sheet = blank_sheet(3508, 2480)
    words = [
        "Căn",
        "cứ",
        "Luật",
        "Tổ",
        "chức",
        "chính",
        "quyền",
        "địa",
        "phương",
        "ngày",
        "19",
        "tháng",
        "6",
        "năm",
        "2015",
    ]
    turns = (words[k % 7 :] + words[: k % 7] for k in range(40))  # else columns align as lines do
    paste(sheet, draw_text("\n".join(map(" ".join, turns)), size=50), 300, 300)
    return sheet


class FailingEngine:
    """Fails as an engine that runs out of time does."""

    name = "failing"

    def read(self, page: CleanPage, number: int) -> list[Line]:
        raise PageError(number, Reason.TIMED_OUT)

    read_block = read


class CountingEngine:
    """Finds one word in the middle of each picture, and counts what it is asked for."""

    name = "counting"

    def __init__(self) -> None:
        self.pages = self.blocks = 0

    def read(self, page: CleanPage, number: int) -> list[Line]:
        self.pages += 1
        height, width = page.text.shape
        x, y = width // 2, height // 2
        return [Line((Word("đường", Box(x - 50, y - 20, x + 50, y + 20), 0.9),))]

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        self.blocks += 1
        return []


def test_a_scan_is_read_into_zones(engine: TesseractEngine, scan: Scan) -> None:
    page = read_page(scan.pages[0], 1, engine)

    true = scan.truth.pages[0]
    words, read = set(true.text.split()), set(page.text.split())
    assert page.kind is PageKind.READ
    assert (page.width, page.height) == (true.width, true.height)
    assert len(words & read) > 0.85 * len(words)
    assert page.skew == pytest.approx(true.skew, abs=0.15)
    assert page.engine == engine.name
    for zone in (Zone.HEADER_LEFT, Zone.HEADER_RIGHT):
        wanted = [one.words[0].text for one in true.lines if one.zone is zone]
        assert [one.words[0].text for one in page.lines if one.zone is zone] == wanted


@pytest.mark.parametrize("reading", Reading)
def test_every_way_of_reading_reads_nearly_all(
    engine: TesseractEngine, scan: Scan, reading: Reading
) -> None:
    cascade = Cascade(reading, LineReader(), engine)

    page = read_page(scan.pages[0], 1, cascade.for_page())

    words, read = scan.truth.pages[0].text.split(), page.text.split()
    assert len(set(words) & set(read)) > 0.95 * len(set(words))
    assert len(read) < 1.05 * len(words)
    assert not any(word.candidates for line in page.lines for word in line.words)


class CertainEngine(CountingEngine):
    """Is as sure as can be."""

    def read(self, page: CleanPage, number: int) -> list[Line]:
        return [
            replace(line, words=tuple(replace(word, confidence=1.0) for word in line.words))
            for line in super().read(page, number)
        ]


def test_no_word_that_was_read_is_as_sure_as_the_text_of_a_file(scan: Scan) -> None:
    page = read_page(scan.pages[0], 1, CertainEngine())

    kept = PageText.from_dict(page.to_dict())  # rounds what it keeps
    assert [w.confidence for line in page.lines for w in line.words if w.text == "đường"] == [0.999]
    assert all(w.confidence < 1.0 for line in kept.lines for w in line.words)


def test_fast_reading_finds_a_secret_mark_and_needs_no_other_engine() -> None:
    scan = make_scan("cong-van", 1, secrecy="TỐI MẬT", pen=False, dpi=200, skew=0, rotation=0)

    page = read_page(scan.pages[0], 1, Cascade(Reading.FAST, LineReader(), None).for_page())

    assert "TỐI MẬT" in [line.text for line in page.lines if line.zone is Zone.STAMP]
    assert page.engine == LineReader().name


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_boxes_lie_on_the_scan_however_it_was_turned(
    engine: TesseractEngine, scan: Scan, rotation: int
) -> None:
    upright = scan.pages[0]
    turned = PageImage(np.ascontiguousarray(turn(upright.pixels, rotation)), upright.dpi)

    page = read_page(turned, 1, engine)

    assert page.rotation == (360 - rotation) % 360
    for word in [w for line in page.lines for w in line.words if w.confidence > 0.9]:
        box = word.box
        assert turned.pixels[box.y0 : box.y1, box.x0 : box.x1].min() < 128


def test_a_blank_page_is_kept_and_not_read() -> None:
    page = read_page(as_scan(blank_sheet(3508, 2480)), 4, FailingEngine())

    assert (page.number, page.kind, page.lines, page.engine) == (4, PageKind.BLANK, (), "")


def test_a_page_that_cannot_be_read_says_why() -> None:
    with pytest.raises(PageError, match="page 4: timed-out"):
        read_page(as_scan(_printed_sheet()), 4, FailingEngine())


def test_a_page_without_stamps_costs_one_reading() -> None:
    engine = CountingEngine()

    page = read_page(as_scan(_printed_sheet()), 1, engine)

    assert (engine.pages, engine.blocks) == (1, 0)
    # 100 x 40 pixels at 200 dpi are half as many again at 300.
    assert page.lines[0].words[0].box.to_list() == pytest.approx([1165, 1724, 1315, 1784], abs=2)


def test_a_stamped_page_costs_small_readings_more() -> None:
    scan = make_scan("cong-van", 1, secrecy="MẬT", pen=False, dpi=200, skew=0, rotation=0)
    engine = CountingEngine()

    read_page(scan.pages[0], 1, engine)

    assert engine.pages == 1
    assert 1 <= engine.blocks <= 4  # the sheet, and what was passed over on it


def test_a_secret_mark_is_read_as_a_stamp(engine: TesseractEngine) -> None:
    scan = make_scan("cong-van", 1, secrecy="TỐI MẬT", pen=False, dpi=200, skew=0, rotation=0)

    page = read_page(scan.pages[0], 1, engine)  # the stamp is grey, slanted and not framed

    assert "TỐI MẬT" in [line.text for line in page.lines if line.zone is Zone.STAMP]
    assert "TỐI MẬT" not in page.text
