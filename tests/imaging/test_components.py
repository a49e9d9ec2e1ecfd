import cv2
import numpy as np
import pytest

from digitize.imaging.components import connected, outlines


def test_components_are_labelled_and_measured() -> None:
    ink = np.zeros((20, 30), np.uint8)
    ink[2:5, 3:9] = 255
    ink[5, 9] = 255  # touches at a corner
    ink[10, 20] = 255

    labels, stats = connected(ink)

    assert [row.tolist() for row in stats[1:]] == [[3, 2, 7, 4, 19], [20, 10, 1, 1, 1]]
    assert labels[3, 4] == labels[5, 9] != labels[10, 20]


@pytest.mark.parametrize(("height", "width"), [(300, 403), (200, 400), (5, 8)])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_boxes_and_areas_are_those_that_opencv_measures(
    height: int, width: int, share: float
) -> None:
    ink = (np.random.default_rng(1).random((height, width)) < share).astype(np.uint8)

    labels, stats = connected(ink)

    _, theirs, measured, _ = cv2.connectedComponentsWithStats(ink)
    assert np.array_equal(labels, theirs)
    assert np.array_equal(stats[1:], measured[1:])
    assert stats[0][4] == measured[0][4]


def test_a_page_of_specks_has_more_components_than_short_labels() -> None:
    ink = np.zeros((1200, 1200), np.uint8)
    ink[::4, ::4] = 255

    _, stats = connected(ink)

    assert len(stats) == 1 + 300 * 300


def test_outlines_are_the_boxes_of_components_inside_others_too_but_not_of_holes() -> None:
    ink = np.zeros((40, 40), np.uint8)
    ink[5:35, 5:35] = 255
    ink[8:32, 8:32] = 0
    ink[15, 15] = ink[16, 16] = 255

    assert sorted(outlines(ink).tolist()) == [[5, 5, 30, 30], [15, 15, 2, 2]]
    assert outlines(np.zeros((4, 4), np.uint8)).shape == (0, 4)
