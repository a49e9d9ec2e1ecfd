"""Black print and coloured ink, told apart.

A seal or stamp is red, a signature often blue; print is black. In the brightest of its three
channels coloured ink is nearly as bright as paper, while black stays black.
"""

import cv2
import numpy as np

from digitize.imaging.page import Pixels

# Steps (of 255) by which red stands above green and blue: below the first it is the tint of
# paper or the fringe that JPEG puts around black; at the second it is full ink.
_FAINT_RED = 24
_FULL_RED = 90
# Red that counts as ink. A stamp from a dry pad has little more; on 47 real colour pages 30 and
# 45 let the same ones through.
_SURE_RED = 32
# Share of the page that must be coloured: a seal of 36 mm has about 0.3 % of an A4 page in
# strokes, a faint one a tenth of that.
_LEAST_SHARE = 2e-4

_SPREAD = 45  # between the brightest and darkest channel: ink, whatever its colour
_INK = 0.75  # of the paper's brightness; print is darker
# Share of what is dark in grey that stays dark in the brightest channel: less, and the print
# itself is coloured. Black print under large seals keeps far more.
_LEAST_BLACK = 0.35
_LEAST_INK = 0.006  # of the page; less is a stamp on an empty page, not print


def text_grey(pixels: Pixels) -> Pixels:
    """Grey (height, width) in which print is dark and coloured ink pale.

    A page whose print is itself coloured keeps it: then it is the ordinary grey of the page.
    """
    if pixels.ndim == 2:
        return pixels
    if _print_is_coloured(pixels):
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    return brightest(pixels)


def red_ink(pixels: Pixels) -> Pixels | None:
    """Grey (height, width): red ink alone, black on white. None when there is hardly any."""
    if pixels.ndim == 2:
        return None
    sample = _redness(np.ascontiguousarray(pixels[::4, ::4]))
    if np.count_nonzero(sample > _SURE_RED) < _LEAST_SHARE * sample.size:
        return None
    excess = _redness(pixels)
    levels = np.arange(256, dtype=np.float64)
    ink = np.clip((levels - _FAINT_RED) / (_FULL_RED - _FAINT_RED), 0, 1)
    return np.asarray(cv2.LUT(excess, np.round(255 * (1 - ink)).astype(np.uint8)), np.uint8)


def has_coloured_ink(pixels: Pixels) -> bool:
    """Whether there is ink of any colour: a stamp, a seal, a signature, however faint."""
    if pixels.ndim == 2:
        return False
    sample = np.ascontiguousarray(pixels[::4, ::4])
    spread = sample.max(axis=2) - sample.min(axis=2)
    tint = int(np.median(spread))  # of the paper
    return bool(np.count_nonzero(spread > tint + _SPREAD) >= _LEAST_SHARE * spread.size)


def _redness(pixels: Pixels) -> Pixels:
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)


def brightest(pixels: Pixels) -> Pixels:
    """Grey (height, width): the brightest of the three channels."""
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.max(red, cv2.max(green, blue)), np.uint8)


def _print_is_coloured(pixels: Pixels) -> bool:
    sample = np.ascontiguousarray(pixels[::4, ::4])
    grey = np.asarray(cv2.cvtColor(sample, cv2.COLOR_BGR2GRAY), np.uint8)
    bright = brightest(sample)
    ink = grey < _INK * float(np.median(grey))
    black = bright < _INK * float(np.median(bright))
    amount = np.count_nonzero(ink)
    if amount < _LEAST_INK * ink.size:
        return False
    return bool(np.count_nonzero(black & ink) < _LEAST_BLACK * amount)
