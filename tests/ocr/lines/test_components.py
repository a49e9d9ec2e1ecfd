import cv2
import numpy as np
import pytest

from digitize.ocr.lines.components import find_components


@pytest.mark.parametrize(("height", "width"), [(60, 83), (5, 8), (1, 1), (40, 7)])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
def test_components_have_the_box_and_area_that_opencv_finds(
    height: int, width: int, share: float
) -> None:
    ink = (np.random.default_rng(1).random((height, width)) < share).astype(np.uint8) * 255

    found = find_components(ink)

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    assert np.array_equal(found.labels, labels)
    ours = np.stack([found.x0, found.y0, found.width, found.height, found.area], axis=1)
    assert np.array_equal(ours[1:], stats[1:])
    assert found.area[0] == stats[0][4]
    assert (found.width[0], found.height[0]) == (width, height)


def test_a_page_of_specks_has_more_components_than_short_labels_can_number() -> None:
    ink = np.zeros((600, 600), np.uint8)
    ink[::2, ::2] = 255

    assert len(find_components(ink)) == 90_001
