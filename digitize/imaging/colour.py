"""Black print and coloured ink, told apart.

A seal or stamp is red, a signature often blue; print is black. In the brightest of its three
channels coloured ink is nearly as bright as paper, while black stays black.
"""

import cv2
import numpy as np

from digitize.imaging.levels import level_at
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

_EVERY = 4  # pixels: a sample of the page tells what ink there is
_AROUND = 16  # pixels around the red of the sample that may be red too

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
    sure = cv2.threshold(_redness(_sample(pixels)), _SURE_RED, 255, cv2.THRESH_BINARY)[1]
    if cv2.countNonZero(sure) < _LEAST_SHARE * sure.size:
        return None
    # Only around what is surely red: most pages have a seal and nothing else.
    left, top, width, height = (_EVERY * side for side in cv2.boundingRect(sure))
    rows = slice(max(0, top - _AROUND), top + height + _AROUND)
    columns = slice(max(0, left - _AROUND), left + width + _AROUND)
    scale = 255 / (_FULL_RED - _FAINT_RED)
    excess = _redness(pixels[rows, columns])
    ink = np.full(pixels.shape[:2], 255, np.uint8)
    # White at _FAINT_RED and below, black at _FULL_RED and above.
    ink[rows, columns] = cv2.addWeighted(excess, -scale, excess, 0, 255 + _FAINT_RED * scale)
    return ink


def has_coloured_ink(pixels: Pixels) -> bool:
    """Whether there is ink of any colour: a stamp, a seal, a signature, however faint."""
    if pixels.ndim == 2:
        return False
    blue, green, red = cv2.split(_sample(pixels))
    darkest = cv2.min(red, cv2.min(green, blue))
    spread = np.asarray(cv2.subtract(cv2.max(red, cv2.max(green, blue)), darkest), np.uint8)
    tint = level_at(spread, 0.5)  # of the paper
    return bool(np.count_nonzero(spread > tint + _SPREAD) >= _LEAST_SHARE * spread.size)


def _sample(pixels: Pixels) -> Pixels:
    """Every fourth pixel across and down."""
    size = (max(1, pixels.shape[1] // _EVERY), max(1, pixels.shape[0] // _EVERY))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST), np.uint8)


def _redness(pixels: Pixels) -> Pixels:
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)


def brightest(pixels: Pixels) -> Pixels:
    """Grey (height, width): the brightest of the three channels."""
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.max(red, cv2.max(green, blue)), np.uint8)


def _print_is_coloured(pixels: Pixels) -> bool:
    sample = _sample(pixels)
    grey = np.asarray(cv2.cvtColor(sample, cv2.COLOR_BGR2GRAY), np.uint8)
    bright = brightest(sample)
    ink, black = (
        cv2.threshold(levels, _INK * level_at(levels, 0.5), 255, cv2.THRESH_BINARY_INV)[1]
        for levels in (grey, bright)
    )
    amount = cv2.countNonZero(ink)
    if amount < _LEAST_INK * ink.size:
        return False
    return cv2.countNonZero(cv2.bitwise_and(black, ink)) < _LEAST_BLACK * amount
