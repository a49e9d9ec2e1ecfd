"""Borders and punch holes are found, print at the edge is not."""

import cv2
import numpy as np

from digitize.imaging.borders import find_borders
from digitize.imaging.page import Pixels

DPI = 60.0
MM = DPI / 25.4


def sheet() -> Pixels:
    return np.full((round(297 * MM), round(210 * MM)), 240, np.uint8)


def disc(page: Pixels, x: float, y: float, diameter: float) -> None:
    """A black disc, all in mm."""
    cv2.circle(page, (round(x * MM), round(y * MM)), round(diameter * MM / 2), (15,), -1)


def test_a_black_border_is_found_with_its_soft_edge() -> None:
    page = sheet()
    page[:, : round(6 * MM)] = 10
    page[:, round(6 * MM)] = 120
    mask = find_borders(page, DPI)
    assert mask[:, : round(6 * MM) + 1].all()
    assert not mask[:, round(9 * MM) :].any()


def test_punch_holes_are_found_at_the_edge_only() -> None:
    page = sheet()
    disc(page, 12, 108, 6)
    disc(page, 105, 150, 6)  # a full stop of a poster, in the middle of the sheet
    mask = find_borders(page, DPI)
    assert mask[round(108 * MM), round(12 * MM)] == 255
    assert mask[round(150 * MM), round(105 * MM)] == 0


def test_print_that_runs_to_the_edge_stays() -> None:
    page = sheet()
    for row in range(40, 200, 8):
        page[row : row + 3, :60] = 20  # strokes of 1.3 mm
    assert not find_borders(page, DPI).any()


def test_a_clean_page_has_none() -> None:
    assert not find_borders(sheet(), DPI).any()
