"""The way back from a cleaned picture to the scan."""

import numpy as np

from digitize.domain import Box
from digitize.imaging.page import Geometry


def test_steps_are_undone_in_order() -> None:
    twice = np.array([[2.0, 0, 0], [0, 2.0, 0]])
    aside = np.array([[1.0, 0, 30], [0, 1.0, 0]])
    geometry = Geometry().then(twice).then(aside)
    assert geometry.to_scan([Box(50, 20, 70, 40)], 100, 100) == [Box(10, 10, 20, 20)]


def test_a_box_is_clipped_to_the_scan_and_keeps_a_pixel() -> None:
    assert Geometry().to_scan([Box(-5, 90, 300, 300)], 100, 100) == [Box(0, 90, 100, 100)]
    assert Geometry().to_scan([Box(200, 200, 210, 210)], 100, 100) == [Box(99, 99, 100, 100)]
