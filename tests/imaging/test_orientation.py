"""The way up, on pages laid on the glass in every way."""

import numpy as np
import pytest

from digitize.imaging.letters import Letters, find_letters
from digitize.imaging.orientation import find_orientation
from digitize.samples.scan import make_scan


def letters_of(kind: str, seed: int) -> Letters:
    page = make_scan(kind, seed, dpi=150).pages[0].pixels
    return find_letters(np.asarray(page.max(axis=2), np.uint8), 150.0)


@pytest.mark.parametrize(("kind", "seed"), [("cong-van", 1), ("quyet-dinh", 2), ("bien-ban", 4)])
def test_every_way_is_found_with_confidence(kind: str, seed: int) -> None:
    letters = letters_of(kind, seed)
    for turned in (0, 90, 180, 270):
        found = find_orientation(letters.turned(turned))
        assert found.rotation == (360 - turned) % 360
        assert found.confidence > 0.9


def test_what_has_no_lines_is_not_claimed() -> None:
    """Marks strewn at random: whatever is answered, it is not said with confidence."""
    spots = np.random.default_rng(5).uniform(50, 1500, (2, 300))
    letters = Letters(spots[0], spots[1], spots[0] + 12, spots[1] + 12, 1600, 1600)
    assert find_orientation(letters).confidence < 0.9


def test_an_all_but_empty_page_keeps_the_prior() -> None:
    none = np.empty(0)
    found = find_orientation(Letters(none, none, none, none, 100, 100), prior=270)
    assert (found.rotation, found.confidence) == (270, 0.0)
