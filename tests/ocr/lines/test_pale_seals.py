import cv2
import numpy as np
import pytest

from digitize.imaging.page import Pixels
from digitize.ocr.lines.pale_seals import without_pale_seals
from digitize.ocr.lines.rings import Seal

SEAL = Seal(300.0, 200.0, 100.0)
PRINT = 40


def print_alone() -> Pixels:
    page = np.full((400, 600), 255, np.uint8)
    for row in range(60, 400, 40):
        cv2.putText(page, "NGUYEN VAN DUNG", (60, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (PRINT,), 3)
    return page


def sealed(level: int) -> tuple[Pixels, Pixels, Pixels]:
    """The page under a seal of this grey, where print stays as dark; masks of ink and ring."""
    rings = np.zeros((400, 600), np.uint8)
    cv2.circle(rings, (300, 200), 98, (255,), 4)
    page = np.minimum(print_alone(), np.where(rings > 0, level, 255).astype(np.uint8))
    return page, np.asarray((page < 220) * 255, np.uint8), rings


def test_a_seal_paler_than_print_goes_and_the_print_under_it_stays() -> None:
    page, ink, rings = sealed(level=150)
    cleaned = without_pale_seals(page, ink, rings, [SEAL])
    assert cleaned is not None
    plain = print_alone()
    clear_of_print = cv2.erode(plain, np.ones((5, 5), np.uint8)) == 255
    assert (cleaned[(rings > 0) & clear_of_print] == 255).all()
    assert (cleaned[plain == PRINT] == PRINT).mean() > 0.99
    assert page[rings > 0].max() == 150, "the page itself is left as it was"


@pytest.mark.parametrize("level", [PRINT, PRINT + 20])
def test_a_seal_as_dark_as_print_is_left(level: int) -> None:
    assert without_pale_seals(*sealed(level), [SEAL]) is None


def test_a_page_without_seals_is_left() -> None:
    assert without_pale_seals(*sealed(level=150), []) is None
