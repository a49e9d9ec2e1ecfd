import random

import numpy as np

from training.augmenting import vary

STRIP = np.full((40, 200), 255, np.uint8)
STRIP[17:30, 20:180:6] = 0


def test_a_strip_varies_but_keeps_height_baseline_and_about_its_width() -> None:
    for seed in range(30):
        varied = vary(STRIP, random.Random(seed), real=True)
        assert varied.shape[0] == 40
        assert abs(varied.shape[1] - 200) <= 0.08 * 200
        rows = np.flatnonzero((varied < 225).sum(axis=1) > 20)
        assert abs(int(rows[-1]) - 29) <= 3


def test_the_same_chance_gives_the_same_strip() -> None:
    first, again = (vary(STRIP, random.Random(7), real=True) for _ in range(2))
    assert np.array_equal(first, again)
