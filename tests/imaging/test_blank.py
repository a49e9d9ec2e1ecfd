"""What counts as nothing on a page."""

import cv2
import numpy as np
import pytest

from digitize.imaging.blank import is_blank
from digitize.imaging.page import Pixels

DPI = 200.0


@pytest.fixture
def page() -> Pixels:
    return np.full((2339, 1654), 255, np.uint8)


def write(page: Pixels, text: str, level: int) -> None:
    cv2.putText(page, text, (300, 600), cv2.FONT_HERSHEY_SIMPLEX, 1, (level,), 2, cv2.LINE_AA)


def test_an_empty_page_is_blank(page: Pixels) -> None:
    assert is_blank(page, DPI)


def test_specks_show_through_and_edge_streaks_are_nothing(page: Pixels) -> None:
    noise = np.random.default_rng(1)
    page[noise.random(page.shape) < 0.0005] = 0
    write(page, "the other side of the leaf", 205)
    page[:, 10:14] = 0
    assert is_blank(page, DPI)


def test_one_short_line_is_something(page: Pixels) -> None:
    write(page, "PHU LUC I", 40)
    assert not is_blank(page, DPI)


def test_faint_print_is_something(page: Pixels) -> None:
    write(page, "pale as carbon copy", 150)
    assert not is_blank(page, DPI)


def test_a_seal_alone_is_something(page: Pixels) -> None:
    cv2.circle(page, (1100, 1500), 140, (120,), 4)
    assert not is_blank(page, DPI)
