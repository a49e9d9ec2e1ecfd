"""Whole pages, with faults whose truth is known."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from digitize.domain import Box
from digitize.imaging.cleaning import clean
from digitize.imaging.page import CleanPage, PageImage, Pixels
from digitize.samples.faults import Depth, Faults
from digitize.samples.marks import MarkWishes
from digitize.samples.scan import make_scan
from digitize.samples.truth import TruePage

LOADED = Faults(
    dpi=200,
    paper=(247, 244, 232),
    fall_off=0.3,
    show_through=0.15,
    noise=4,
    speckle=0.0003,
    borders=(5, 0, 0, 4),
    holes=True,
    jpeg=70,
)


def in_clean(page: CleanPage, box: Box) -> Box:
    """Where a box of the scan lies in the cleaned picture."""
    forward = np.linalg.inv(np.vstack([page.geometry.matrix, [0, 0, 1]]))
    xs, ys, _ = forward @ [
        [box.x0, box.x1, box.x1, box.x0],
        [box.y0, box.y0, box.y1, box.y1],
        [1] * 4,
    ]
    return Box(int(xs.min()), int(ys.min()), int(np.ceil(xs.max())), int(np.ceil(ys.max())))


def cut(picture: Pixels, box: Box) -> Pixels:
    return picture[max(0, box.y0) : box.y1, max(0, box.x0) : box.x1]


def around_ink(picture: Pixels, area: Box) -> Box:
    """The box around the ink inside `area`."""
    rows, columns = np.nonzero(cut(picture, area) < 150)
    x, y = area.x0, area.y0
    return Box(x + columns.min(), y + rows.min(), x + columns.max() + 1, y + rows.max() + 1)


def printed(page: TruePage) -> Sequence[Box]:
    return [w.box for line in page.lines for w in line.words if w.ink == "printed"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_in_bad_shape_comes_upright_and_level(rotation: int) -> None:
    scan = make_scan("quyet-dinh", 5 + rotation, faults=LOADED, rotation=rotation, skew=-1.63)
    page = clean(scan.pages[0])
    assert page.rotation == rotation
    assert page.rotation_confidence > 0.9
    assert page.skew == pytest.approx(-1.63, abs=0.1)
    assert page.dpi == pytest.approx(200, rel=0.01)
    assert (page.scan_width, page.scan_height) == (scan.pages[0].width, scan.pages[0].height)


def test_ink_of_a_word_leads_back_to_its_place_on_the_scan() -> None:
    scan = make_scan("cong-van", 8, dpi=200, skew=0.8, rotation=90)
    page = clean(scan.pages[0])
    smooth = cv2.GaussianBlur(scan.pages[0].pixels.max(axis=2), (3, 3), 0)  # thin marks pale
    for box in printed(scan.truth.pages[0])[:60]:
        found = around_ink(page.text, in_clean(page, box))
        (back,) = page.geometry.to_scan([found], page.scan_width, page.scan_height)
        there = around_ink(smooth, box)
        assert np.abs(np.subtract(back.to_list(), there.to_list())).max() <= 2


def test_a_red_seal_leaves_the_print_and_stands_in_the_red_picture() -> None:
    marks = MarkWishes(seal=True, signature=False)
    scan = make_scan("thong-bao", 3, dpi=200, marks=marks)
    seal = next(s for s in scan.truth.pages[-1].stamps if s.kind == "seal")
    page = clean(scan.pages[-1])
    assert page.colour_ink is not None
    assert page.colour_ink.shape == page.text.shape
    area = in_clean(page, seal.box)
    without_print = np.asarray(cut(page.text, area))[cut(page.colour_ink, area) < 60]
    assert np.mean(without_print > 150) > 0.9
    assert np.mean(cut(page.colour_ink, area) < 60) > 0.05
    body = in_clean(page, printed(scan.truth.pages[0])[30])
    assert cut(page.colour_ink, body).min() > 180


def test_print_survives_faults_everywhere() -> None:
    """No word is eaten: each keeps dark ink in its box, beside borders, folds and holes too."""
    scan = make_scan("bao-cao", 11, faults=LOADED)
    page = clean(scan.pages[0])
    darkest = [cut(page.text, in_clean(page, box)).min() for box in printed(scan.truth.pages[0])]
    assert max(darkest) < 140


def test_faint_print_survives() -> None:
    scan = make_scan("bao-cao", 11, dpi=200)
    faint = PageImage(np.asarray(255 - (255 - scan.pages[0].pixels) * 0.35, np.uint8), 200)
    page = clean(faint)
    assert not page.blank
    darkest = [cut(page.text, in_clean(page, box)).min() for box in printed(scan.truth.pages[0])]
    assert max(darkest) < 210


def test_black_borders_and_holes_are_white_afterwards() -> None:
    scan = make_scan("bao-cao", 12, faults=LOADED, skew=0.0)
    page = clean(scan.pages[0])
    assert np.mean(page.text[:, :20] < 128) < 0.02
    assert np.mean(page.text[-20:] < 128) < 0.02


def test_low_resolution_is_brought_up_and_a_lying_header_seen_through() -> None:
    scan = make_scan("to-trinh", 4, dpi=120)
    assert clean(scan.pages[0]).dpi == pytest.approx(200, rel=0.01)
    lying = clean(PageImage(scan.pages[0].pixels, 72))
    assert lying.scan_dpi == pytest.approx(120, rel=0.02)
    assert lying.text.shape == pytest.approx((2339, 1654), abs=2)


def test_the_way_back_holds_from_very_high_resolution() -> None:
    page = np.full((3508 * 2, 2480 * 2), 255, np.uint8)
    page[2000:2100, 1000:1400] = 0
    cleaned = clean(PageImage(page, 600), rotation=0)
    assert cleaned.dpi == pytest.approx(200, rel=0.001)
    rows, columns = np.nonzero(cleaned.text < 128)
    ink = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    (back,) = cleaned.geometry.to_scan([ink], 4960, 7016)
    assert np.abs(np.subtract(back.to_list(), [1000, 2000, 1400, 2100])).max() <= 2


@pytest.mark.parametrize("depth", [Depth.COLOUR, Depth.BILEVEL])
def test_the_back_of_a_leaf_is_blank_for_all_its_show_through(depth: Depth) -> None:
    faults = Faults(dpi=200, depth=depth, show_through=0.2, holes=True, speckle=0.0005, noise=5)
    scan = make_scan("cong-van", 2, blank_backs=True, faults=faults)
    blank = [clean(page).blank for page in scan.pages]
    assert blank == [page.blank for page in scan.truth.pages]


def test_a_back_with_a_faint_red_seal_is_not_blank() -> None:
    page = np.full((2339, 1654, 3), 250, np.uint8)
    rows, columns = np.mgrid[:2339, :1654]
    ring = np.abs(np.hypot(rows - 1500, columns - 1100) - 140) < 4
    page[ring] = (190, 190, 245)
    assert not clean(PageImage(page, 200)).blank


def test_a_clean_bilevel_page_stays_almost_as_it_is() -> None:
    scan = make_scan("bao-cao", 6, dpi=200, depth=Depth.BILEVEL)
    page = clean(scan.pages[0])
    assert (page.skew, page.rotation, page.colour_ink) == (0.0, 0, None)
    before, after = scan.pages[0].pixels < 128, page.text < 128
    assert np.mean(before & ~after) < 0.0005
    assert np.mean(after & ~before) < 0.01  # strokes are given weight


def test_a_known_rotation_is_taken_as_given() -> None:
    scan = make_scan("cong-van", 9, dpi=150)
    assert clean(scan.pages[0], rotation=180).rotation == 180
    empty = PageImage(np.full((1754, 1240), 255, np.uint8), 150)
    assert clean(empty, prior=90).rotation == 90
