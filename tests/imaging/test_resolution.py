"""Resolutions that lie, and what is believed instead."""

import numpy as np
import pytest

from digitize.imaging.letters import Letters, find_letters
from digitize.imaging.page import PageImage
from digitize.imaging.resolution import reading_scale, reduce, stated_dpi, true_dpi
from digitize.samples.scan import make_scan


def letters_of(dpi: int) -> Letters:
    page = make_scan("cong-van", 2, dpi=dpi).pages[0].pixels
    return find_letters(np.asarray(page.max(axis=2), np.uint8), float(dpi))


@pytest.mark.parametrize(
    ("width", "height", "said", "believed"),
    [
        (2480, 3508, 300, 300),
        (3508, 4961, 300, 300),  # A3
        (1754, 1240, 150, 150),  # A5, lying
        (2480, 3508, 72, 300),
        (2480, 3508, 0, 300),
        (1654, 2339, 1200, 200),
    ],
)
def test_a_resolution_that_makes_no_sheet_is_not_believed(
    width: int, height: int, said: float, believed: float
) -> None:
    assert stated_dpi(width, height, said) == pytest.approx(believed, rel=0.01)


def test_print_overrules_a_resolution_that_only_the_sheet_allows() -> None:
    """The upper part of a page, 1240 x 600 px at 150 dpi, with a header that says 72."""
    letters = letters_of(150)
    assert true_dpi(72, letters, measured_at=72) == pytest.approx(150, rel=0.2)


def test_a_true_resolution_stays() -> None:
    assert true_dpi(200, letters_of(200), measured_at=200) == 200


def test_many_specks_do_not_pass_for_small_print() -> None:
    page = letters_of(200)
    more = len(page) // 2
    x, y = np.full(more, 100.0), np.full(more, 200.0)
    specked = Letters(
        np.append(page.x0, x),
        np.append(page.y0, y),
        np.append(page.x1, x + 8),
        np.append(page.y1, y + 8),
        page.width,
        page.height,
    )
    assert true_dpi(200, specked, measured_at=200) == 200


def test_pages_come_to_about_200_dpi() -> None:
    assert reading_scale(992, 1403, 120) == pytest.approx(200 / 120)
    assert reading_scale(1654, 2339, 200) == 1.0
    assert reading_scale(1902, 2690, 230) == 1.0


def test_a_page_does_not_grow_without_bound() -> None:
    assert reading_scale(100, 140, 12) == 4.0
    assert reading_scale(1000, 60_000, 120) < 1.2


@pytest.mark.parametrize(
    ("width", "height", "dpi", "reduced"),
    [
        (2480, 3508, 300, (1654, 2339)),
        (4960, 7016, 600, (1654, 2339)),
        (3508, 4961, 300, (2339, 3307)),  # A3
        (1902, 2690, 230, (1902, 2690)),  # near enough
        (1748, 2480, 300, (1748, 2480)),  # A5: few pixels, and A4 at 211 dpi if the header lies
    ],
)
def test_a_page_is_reduced_to_what_reading_needs(
    width: int, height: int, dpi: float, reduced: tuple[int, int]
) -> None:
    page = reduce(PageImage(np.zeros((height, width), np.uint8), dpi))
    assert (page.width, page.height) == pytest.approx(reduced, abs=1)
    assert page.dpi == pytest.approx(dpi * reduced[0] / width, rel=0.001)
    assert (page.scan_width, page.scan_height, page.scan_dpi) == (width, height, dpi)


@pytest.mark.parametrize("dpi", [300, 400, 600])
def test_strokes_of_a_bilevel_page_keep_their_weight_when_it_is_reduced(dpi: int) -> None:
    """Sampled instead of averaged, a hair stroke would be black here and gone there."""
    pixels = np.full((round(dpi * 11.69), round(dpi * 8.27)), 255, np.uint8)
    rows = np.arange(dpi, dpi * 10, 37)  # at all places between pixels of the reduced page
    pixels[rows] = pixels[rows + 1] = 0
    page = reduce(PageImage(pixels, dpi))
    assert page.bilevel
    per_stroke = (255 - page.pixels[:, 100].astype(float)).sum() / len(rows)
    assert per_stroke == pytest.approx(2 * 255 * 200 / dpi, rel=0.02)
    lines = np.split(page.pixels[:, 100], np.round((rows[:-1] + 20) * 200 / dpi).astype(int))
    darkest = [int(line.min()) for line in lines]
    assert max(darkest) < 180
