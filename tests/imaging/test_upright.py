"""Turning by quarters."""

import numpy as np
import pytest

from digitize.domain import Box
from digitize.imaging.upright import turn, upright_box, upright_size


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_goes_where_its_pixels_go(rotation: int) -> None:
    page = np.full((40, 30), 255, np.uint8)
    page[5:9, 3:20] = 0
    turned = turn(page, rotation)
    assert (turned.shape[1], turned.shape[0]) == upright_size(30, 40, rotation)
    rows, columns = np.nonzero(turned == 0)
    found = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert upright_box(Box(3, 5, 20, 9), 30, 40, rotation) == found


def test_a_quarter_turn_is_clockwise() -> None:
    page = np.zeros((2, 2, 3), np.uint8)
    page[0, 0] = 255  # top left
    assert turn(page, 90)[0, 1].tolist() == [255, 255, 255]  # top right


def test_other_turns_are_refused() -> None:
    with pytest.raises(ValueError, match="45"):
        turn(np.zeros((2, 2), np.uint8), 45)
