import numpy as np
import pytest

from digitize.ocr.lines.ink import find_rules


@pytest.mark.parametrize("size", [(1169, 827), (1170, 827), (1169, 828), (1171, 829), (1170, 828)])
def test_rules_are_found_up_to_the_edges_of_the_sheet(size: tuple[int, int]) -> None:
    ink = np.zeros(size, np.uint8)
    ink[-3:] = 255
    ink[:, -3:] = 255
    ink[:2] = 255
    assert find_rules(ink, 200)[ink > 0].all()
