"""Skew, against skew that was made."""

import numpy as np
import pytest

from digitize.imaging.letters import Letters, find_letters
from digitize.imaging.skew import find_level, refine
from digitize.imaging.warping import level_map, warp
from digitize.samples.scan import make_scan


def letters_at(skew: float, *, share: float = 1.0) -> Letters:
    """Letters of the upper `share` of a page that a clockwise turn by `skew` would level."""
    page = np.asarray(make_scan("bao-cao", 3, dpi=150).pages[0].pixels.max(axis=2), np.uint8)
    page = page[: round(share * page.shape[0])]
    step, size = level_map(page.shape[1], page.shape[0], 0, -skew, 1.0)
    return find_letters(warp(page, step, size), 150.0)


@pytest.mark.parametrize("skew", [-14.6, -4.33, -0.31, 0.17, 2.04, 9.5])
def test_skew_is_found_within_a_tenth_of_a_degree(skew: float) -> None:
    letters = letters_at(skew)
    assert refine(letters, find_level(letters)) == pytest.approx(skew, abs=0.1)


@pytest.mark.parametrize("skew", [-2.21, -0.4, 1.37])
def test_a_header_alone_is_levelled_by_its_lines(skew: float) -> None:
    letters = letters_at(skew, share=0.2)
    assert len(letters) < 300
    assert refine(letters, find_level(letters)) == pytest.approx(skew, abs=0.1)


def test_chance_does_not_turn_a_page_far() -> None:
    """A signature and the ring of a seal: marks without lines."""
    spots = np.random.default_rng(8).uniform(400, 800, (2, 60))
    letters = Letters(spots[0], spots[1], spots[0] + 9, spots[1] + 14, 1240, 1754)
    assert abs(refine(letters, find_level(letters))) < 5


def test_a_level_page_is_left_alone() -> None:
    letters = letters_at(0.0)
    assert refine(letters, find_level(letters)) == 0.0


def test_a_handful_of_marks_says_nothing() -> None:
    few = np.arange(5, dtype=np.float64)
    letters = Letters(10 * few, 3 * few, 10 * few + 8, 3 * few + 8, 100, 100)
    assert refine(letters, find_level(letters)) == 0.0
