"""A page as scanned becomes a page for reading: all stages, in their order.

OpenCV spreads single calls over threads of its own. Pages run side by side here, so a process
that cleans many calls `use_one_thread` once, before it starts its workers.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from digitize.imaging.blank import is_blank
from digitize.imaging.borders import find_borders
from digitize.imaging.colour import has_coloured_ink, red_ink, text_grey
from digitize.imaging.letters import find_letters, measuring_picture
from digitize.imaging.lighting import coarse, flatten, paint_out, paper
from digitize.imaging.orientation import find_orientation
from digitize.imaging.page import CleanPage, Geometry, PageImage, Pixels, ReducedPage
from digitize.imaging.resolution import reading_scale, reduce, true_dpi
from digitize.imaging.skew import find_level, refine
from digitize.imaging.strokes import deepen
from digitize.imaging.warping import level_map, warp, warp_ink


def use_one_thread() -> None:
    """Keeps OpenCV, in the whole process, from threads of its own."""
    cv2.setNumThreads(1)


def clean(page: PageImage, *, rotation: int | None = None, prior: int = 0) -> CleanPage:
    """As `clean_reduced`, of a page as scanned."""
    return clean_reduced(reduce(page), rotation=rotation, prior=prior)


def clean_reduced(page: ReducedPage, *, rotation: int | None = None, prior: int = 0) -> CleanPage:
    """The page upright, level, evenly lit, at about READING_DPI, with red ink apart.

    `rotation` is the clockwise turn to upright where it is known; None finds it, and falls back
    on `prior` where the page does not show it. A blank page is only lit and scaled. Smoothing
    comes before resampling, and turning, levelling and scaling are one resampling.
    """
    grey = _even_grey(page)
    red = red_ink(page.pixels)
    stand = _find_stand(page, grey, rotation, prior)
    scale = reading_scale(page.width, page.height, stand.dpi)
    step, size = level_map(page.width, page.height, stand.rotation, stand.skew, scale)
    return CleanPage(
        text=warp(grey, step, size),
        dpi=stand.dpi * scale,
        geometry=Geometry(page.to_scan).then(step),
        scan_width=page.scan_width,
        scan_height=page.scan_height,
        scan_dpi=stand.dpi * page.scan_width / page.width,
        rotation=stand.rotation,
        rotation_confidence=stand.confidence,
        skew=stand.skew,
        blank=stand.blank,
        colour_ink=None if red is None else warp_ink(_smooth(page, red), step, size),
    )


@dataclass(frozen=True, slots=True)
class _Stand:
    """How a page lies on the glass."""

    rotation: int
    confidence: float
    skew: float
    dpi: float
    blank: bool


def _even_grey(page: ReducedPage) -> Pixels:
    """Black print on even white paper, without the scanner's borders."""
    grey = _smooth(page, text_grey(page.pixels))
    small, small_dpi = coarse(grey, page.dpi)
    hidden = find_borders(small, small_dpi)
    even = deepen(grey) if page.bilevel else flatten(grey, paper(small, hidden, small_dpi))
    return paint_out(even, hidden)


def _find_stand(page: ReducedPage, grey: Pixels, rotation: int | None, prior: int) -> _Stand:
    measured, measured_dpi = measuring_picture(grey, page.dpi)
    if is_blank(measured, measured_dpi) and not has_coloured_ink(page.pixels):
        return _Stand(prior if rotation is None else rotation, 0.0, 0.0, page.dpi, blank=True)
    letters = find_letters(measured, measured_dpi)
    if rotation is None:
        found = find_orientation(letters, prior=prior)
        turn, confidence, level = found.rotation, found.confidence, found.level
    else:
        turn, confidence, level = rotation, 1.0, find_level(letters.turned(rotation))
    upright = letters.turned(turn)
    dpi = true_dpi(page.dpi, upright, measured_dpi)
    return _Stand(turn, confidence, refine(upright, level), dpi, blank=False)


def _smooth(page: ReducedPage, grey: Pixels) -> Pixels:
    """3 x 3 Gaussian: takes the grain off before it is resampled; a median eats thin marks.

    A page that had more pixels has lost its grain already.
    """
    if page.smooth:
        return grey
    return np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), np.uint8)
