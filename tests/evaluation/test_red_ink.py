from dataclasses import replace
from unittest.mock import patch

import numpy as np

from digitize.evaluation.red_ink import red_ink_left
from digitize.evaluation.truth import Making
from digitize.imaging import cleaning
from digitize.imaging.page import PageImage
from digitize.samples.scan import make_scan


def stamped() -> tuple[Making, PageImage]:
    scan = make_scan("cong-van", 3, urgency="KHẨN", dpi=150, skew=0.8)
    page = scan.truth.pages[0]
    red = tuple(stamp.box for stamp in page.stamps if stamp.colour == "red")
    assert red
    printed = tuple(word.box for line in page.lines for word in line.words)
    return Making(0, page.skew, False, (), (), red, red, printed), scan.pages[0]


def test_cleaning_takes_red_stamps_out() -> None:
    ink, left = red_ink_left(*stamped())
    assert ink > 500
    assert left < 0.02 * ink


def test_stamps_that_stay_are_seen() -> None:
    def plain(pixels: np.ndarray) -> np.ndarray:
        return pixels[:, :, 1]  # in which red is dark

    with patch.object(cleaning, "text_grey", plain):
        ink, left = red_ink_left(*stamped())
    assert left > 0.4 * ink


def test_a_scan_without_colour_says_nothing() -> None:
    making, page = stamped()
    grey = replace(page, pixels=page.pixels[:, :, 1])
    assert red_ink_left(making, grey) == (0, 0)
