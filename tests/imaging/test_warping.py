"""One map for turning, levelling and scaling, and its way back."""

import numpy as np
import pytest

from digitize.domain import Box
from digitize.imaging.page import Geometry
from digitize.imaging.warping import level_map, warp, warp_ink


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(("skew", "scale"), [(0.0, 1.0), (1.7, 1.5), (-12.0, 0.7)])
def test_ink_leads_back_to_where_it_was(rotation: int, skew: float, scale: float) -> None:
    page = np.full((300, 200), 255, np.uint8)
    page[100:120, 60:90] = 0
    step, size = level_map(200, 300, rotation, skew, scale)
    moved = warp(page, step, size)
    rows, columns = np.nonzero(moved < 128)
    ink = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    (back,) = Geometry().then(step).to_scan([ink], 200, 300)
    slack = 1 + 30 * np.sin(np.deg2rad(2 * abs(skew)))  # a slanted box has a larger one around it
    assert np.abs(np.array(back.to_list()) - [60, 100, 90, 120]).max() <= slack


def test_no_corner_is_cut_off() -> None:
    page = np.full((300, 200), 255, np.uint8)
    page[:10, :10] = page[-10:, -10:] = 0
    step, size = level_map(200, 300, 0, 15.0, 1.0)
    assert np.count_nonzero(warp(page, step, size) < 128) == pytest.approx(200, rel=0.1)


def test_nothing_to_do_leaves_every_pixel() -> None:
    page = np.arange(200, dtype=np.uint8).reshape(10, 20)
    step, size = level_map(20, 10, 0, 0.0, 1.0)
    assert warp(page, step, size) is page


@pytest.mark.parametrize(("rotation", "skew", "scale"), [(0, 0.4, 1.0), (90, -3.0, 1.5), (0, 0, 1)])
@pytest.mark.parametrize("place", [(150, 40), (0, 180)])  # in the middle; in a corner
def test_ink_alone_comes_out_as_it_does_with_its_page(
    rotation: int, skew: float, scale: float, place: tuple[int, int]
) -> None:
    page = np.full((300, 200), 255, np.uint8)
    row, column = place
    page[row : row + 20, column : column + 20] = np.arange(20, dtype=np.uint8) * 5
    step, size = level_map(200, 300, rotation, skew, scale)
    whole, part = warp(page, step, size), warp_ink(page, step, size)
    assert np.abs(whole.astype(int) - part).max() <= 12  # OpenCV counts in 32nds of a pixel
    assert (warp_ink(np.full_like(page, 255), step, size) == 255).all()
