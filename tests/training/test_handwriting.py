import random

import numpy as np
import pytest

from training.handwriting import can_write, write


def test_no_two_figures_are_alike() -> None:
    rng = random.Random(1)
    first, second = write("7", 40, 2.5, rng), write("7", 40, 2.5, rng)
    assert first.shape != second.shape or not np.array_equal(first, second)


@pytest.mark.parametrize("digit", "0123456789")
def test_the_picture_fits_the_ink(digit: str) -> None:
    ink = write(digit, 40, 2.0, random.Random(5))
    rows = np.flatnonzero(ink.max(axis=1) > 0.5)
    assert 0.6 * 40 < rows[-1] - rows[0] < 1.6 * 40
    assert rows[0] <= 5
    assert rows[-1] >= ink.shape[0] - 6
    assert ink.max() <= 1


def test_longer_numbers_are_wider() -> None:
    assert (
        write("2024", 40, 2, random.Random(2)).shape[1]
        > 2 * write("2", 40, 2, random.Random(2)).shape[1]
    )


def test_only_digits_can_be_written() -> None:
    assert can_write("0123456789")
    assert not can_write("12a")
    assert not can_write("")
