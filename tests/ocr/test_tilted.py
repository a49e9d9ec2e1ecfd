import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from digitize.ocr.tilted import Tilted, cut_out
from tests.ocr.paper import blank_sheet

_ANGLES = [-30.0, -5.0, 0.0, 5.0, 30.0]


def _corners(angle: float) -> NDArray[np.int32]:
    return np.asarray(cv2.boxPoints(((600, 500), (300, 80), angle)), np.int32)


@pytest.mark.parametrize("angle", _ANGLES)
def test_the_smallest_rectangle_has_its_slant_whatever_opencv_calls_it(angle: float) -> None:
    rect = Tilted.around(_corners(angle))

    assert rect.angle == pytest.approx(angle, abs=0.5)
    assert rect.width == pytest.approx(300, abs=3)
    assert rect.height == pytest.approx(80, abs=3)


@pytest.mark.parametrize("angle", _ANGLES)
def test_at_a_given_angle_it_is_the_same(angle: float) -> None:
    rect = Tilted.at_angle(_corners(angle), angle)

    assert [rect.x, rect.y] == pytest.approx([600, 500], abs=2)
    assert [rect.width, rect.height] == pytest.approx([300, 80], abs=4)


@pytest.mark.parametrize("angle", _ANGLES)
def test_a_cut_out_is_level_and_leads_back(angle: float) -> None:
    page = blank_sheet()
    cv2.fillPoly(page, [_corners(angle)], (0,))

    piece = cut_out(page, Tilted.around(_corners(angle)), pad=20)

    ink = np.argwhere(piece.pixels < 128)
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0)
    assert [right - left, bottom - top] == pytest.approx([300, 80], abs=4)
    middle = piece.back @ np.array([(left + right) / 2, (top + bottom) / 2, 1])
    assert middle == pytest.approx([600, 500], abs=2)
