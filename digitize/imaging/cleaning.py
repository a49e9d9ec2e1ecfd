"""A page as scanned becomes a page for reading: all stages, in their order."""

import cv2
import numpy as np

from digitize.imaging.blank import is_blank
from digitize.imaging.borders import find_borders
from digitize.imaging.colour import red_ink, without_colour
from digitize.imaging.letters import find_letters, measuring_picture
from digitize.imaging.lighting import coarse, flatten, paint_out, paper
from digitize.imaging.orientation import find_orientation
from digitize.imaging.page import CleanPage, Geometry, PageImage, Pixels
from digitize.imaging.resolution import plausible_dpi, reading_scale
from digitize.imaging.skew import find_level, refine
from digitize.imaging.warping import level_map, warp

_LEAST_SKEW = 0.05  # degrees: half a pixel over a line of print is not worth resampling


def clean(page: PageImage, *, rotation: int | None = None) -> CleanPage:
    """The page upright, level, evenly lit, at about 300 dpi, with coloured ink apart.

    `rotation` is the clockwise turn to upright where it is known; None finds it. Smoothing comes
    before resampling, and turning, levelling and scaling are one resampling.
    """
    dpi = plausible_dpi(page.width, page.height, page.dpi)
    grey = _smooth(without_colour(page.pixels))
    small, small_dpi = coarse(grey, dpi)
    hidden = find_borders(small, small_dpi)
    grey = paint_out(flatten(grey, paper(small, hidden)), hidden)
    red = red_ink(page.pixels)

    measured, measured_dpi = measuring_picture(grey, dpi)
    letters = find_letters(measured, measured_dpi)
    if is_blank(measured, measured_dpi, red):
        turn, skew, blank = rotation or 0, 0.0, True
    else:
        blank = False
        if rotation is None:
            found, level = find_orientation(letters)
            turn = found.rotation
        else:
            turn, level = rotation, find_level(letters.turned(rotation))
        skew = refine(letters.turned(turn), level)
    if abs(skew) < _LEAST_SKEW:
        skew = 0.0
    scale = reading_scale(dpi)
    step, size = level_map(page.width, page.height, turn, skew, scale)
    return CleanPage(
        text=warp(grey, step, size),
        dpi=dpi * scale,
        geometry=Geometry().then(step),
        scan_width=page.width,
        scan_height=page.height,
        scan_dpi=dpi,
        rotation=turn,
        skew=round(skew, 2),
        blank=blank,
        colour_ink=None if red is None else warp(_smooth(red), step, size),
    )


def _smooth(grey: Pixels) -> Pixels:
    """3 x 3 Gaussian: takes the grain off before it is resampled; a median eats thin marks."""
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), np.uint8)
