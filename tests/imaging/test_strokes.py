"""Thin strokes of 1-bit scans."""

import cv2
import numpy as np

from digitize.imaging.strokes import deepen, is_bilevel
from digitize.samples.faults import Depth
from digitize.samples.scan import make_scan


def test_only_scans_of_black_and_white_pixels_are_bilevel() -> None:
    for depth in Depth:
        page = make_scan("cong-van", 1, dpi=150, depth=depth).pages[0].pixels
        assert is_bilevel(page) == (depth is Depth.BILEVEL)


def test_a_hair_stroke_gets_darker_and_paper_stays_white() -> None:
    page = np.full((40, 40), 255, np.uint8)
    page[20, 5:35] = 0
    smooth = np.asarray(cv2.GaussianBlur(page, (3, 3), 0), np.uint8)
    deeper = deepen(smooth)
    assert deeper[20, 20] < smooth[20, 20] - 40
    assert (deeper[smooth == 255] == 255).all()
