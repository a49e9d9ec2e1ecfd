"""Resolutions that lie, and what is believed instead."""

import numpy as np
import pytest

from digitize.imaging.letters import Letters, find_letters
from digitize.imaging.page import PageImage
from digitize.imaging.resolution import reading_scale, shrink, stated_dpi, true_dpi
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


def test_pages_come_to_about_300_dpi() -> None:
    assert reading_scale(1654, 2339, 200) == 1.5
    assert reading_scale(2480, 3508, 300) == 1.0
    assert reading_scale(2400, 3400, 290) == 1.0


def test_a_page_does_not_grow_without_bound() -> None:
    assert reading_scale(100, 140, 12) == 4.0
    assert reading_scale(1000, 60_000, 120) < 1.2


def test_very_high_resolutions_are_averaged_down() -> None:
    page = PageImage(np.zeros((7016, 4960), np.uint8), 600)
    assert shrink(page, 600).shape == (3508, 2480)
    assert shrink(page, 590) is page.pixels
