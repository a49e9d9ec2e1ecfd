"""Seals out of the print, print in colour kept."""

import numpy as np

from digitize.imaging.colour import has_coloured_ink, red_ink, text_grey
from digitize.imaging.page import Pixels

PAPER = (235, 240, 245)
BLACK, RED, BLUE = (30, 25, 25), (60, 50, 205), (190, 70, 50)


def striped(*colours: tuple[int, int, int]) -> Pixels:
    """A page of BGR paper with a broad bar of each colour, 40 px high, from above."""
    page = np.full((800, 600, 3), PAPER, np.uint8)
    for i, colour in enumerate(colours):
        page[100 * i + 20 : 100 * i + 60, 50:550] = colour
    return page


def test_black_stays_and_coloured_ink_turns_pale() -> None:
    grey = text_grey(striped(BLACK, BLACK, RED, BLUE))
    assert grey[40, 100] < 40
    assert grey[240, 100] > 190
    assert grey[340, 100] > 180


def test_a_page_printed_in_blue_keeps_its_print() -> None:
    grey = text_grey(striped(BLUE, BLUE, BLUE))
    assert grey[40, 100] < 110


def test_red_ink_is_black_on_white_and_alone() -> None:
    ink = red_ink(striped(BLACK, RED, BLUE))
    assert ink is not None
    assert ink[140, 100] < 30
    assert ink[40, 100] > 225
    assert ink[240, 100] == ink[790, 10] == 255


def test_without_red_there_is_no_red_picture() -> None:
    assert red_ink(striped(BLACK, BLUE)) is None
    assert red_ink(np.full((50, 50), 255, np.uint8)) is None


def test_ink_of_any_colour_is_seen_but_not_the_tint_of_paper() -> None:
    assert has_coloured_ink(striped(BLUE))
    assert not has_coloured_ink(striped(BLACK))
    yellowed = np.full((800, 600, 3), (190, 225, 245), np.uint8)
    assert not has_coloured_ink(yellowed)
