import random
from collections import Counter

import numpy as np

from digitize.imaging.page import Pixels
from digitize.samples.faults import Depth
from training.faults import Wear, some_scan, wear_out


def bars() -> Pixels:
    page = np.full((120, 200, 3), 255, np.uint8)
    for x in range(10, 190, 12):
        page[20:100, x : x + 3] = 20
    return page


def ink(page: Pixels) -> float:
    return float((255.0 - page).sum())


def test_strokes_grow_and_shrink_by_parts_of_a_pixel() -> None:
    thin, thick = (ink(wear_out(bars(), Wear(weight=w), 1)) for w in (-0.5, 0.5))
    assert thin < ink(bars()) < thick


def test_pale_ink_leaves_the_paper_white() -> None:
    pale = wear_out(bars(), Wear(ink=(180, 60, 60)), 1)
    assert pale.max() == 255
    blue, green, red = (int(v) for v in pale[50, 11])
    assert blue > 180
    assert green == red < 90


def test_flecks_take_about_their_share_of_the_ink() -> None:
    left = ink(wear_out(bars(), Wear(flecks=0.2), 1)) / ink(bars())
    assert 0.65 < left < 0.9


def test_a_copy_keeps_size_and_loses_sharpness() -> None:
    copied = wear_out(bars(), Wear(copies=0.5), 1)
    assert copied.shape == bars().shape
    assert np.abs(np.diff(copied[50, :, 0].astype(int))).max() < 230


def test_most_scans_are_in_black_and_white() -> None:
    """As the real ones: 30 of 52."""
    depths = Counter(some_scan(random.Random(seed)).depth for seed in range(400))
    assert 0.5 < depths[Depth.BILEVEL] / 400 < 0.66
