import numpy as np
import pytest
from numpy.typing import NDArray

from digitize.ocr.lines.sizes import line_x_height


def _heights(small: int, tall: int, x_height: float) -> NDArray[np.float64]:
    return np.array([x_height] * small + [1.48 * x_height] * tall)


@pytest.mark.parametrize(("small", "tall"), [(30, 15), (20, 40)])
@pytest.mark.parametrize("size", [0.7, 1.0, 1.4])
def test_a_line_of_any_size_is_measured(small: int, tall: int, size: float) -> None:
    assert line_x_height(_heights(small, tall, 16 * size), 16) == pytest.approx(16 * size, rel=0.05)


def test_capitals_alone_have_the_size_of_the_page() -> None:
    assert line_x_height(_heights(0, 25, 16), 16) == pytest.approx(16, rel=0.03)
