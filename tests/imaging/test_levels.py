"""Levels by histogram."""

import numpy as np

from digitize.imaging.levels import level_at


def test_the_level_under_which_a_share_of_the_pixels_lies() -> None:
    grey = np.arange(200, dtype=np.uint8).reshape(10, 20)
    assert level_at(grey, 0.5) == 99
    assert level_at(grey, 0.8) == 159
    assert level_at(np.full((3, 3), 17, np.uint8), 0.5) == 17
