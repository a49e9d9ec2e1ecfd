"""The pictures of a page in which secret marks may be seen.

Stamps are red by rule, but pale from a dry pad, tinted by a photocopy, violet on old papers. So on
a page in colour the green channel is looked at, in which all of these are dark, and the red alone,
in which print does not cross it. What is grey is looked at without what is black, too, for print
that crosses a copied stamp. Of a pale stamp a scan in black and white leaves dots: they are looked
at without strokes. Where it has turned shadow into grain, the page is looked at as scanned, for
cleaning takes grain for the scanner's lid.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box
from digitize.imaging.levels import level_at
from digitize.imaging.page import CleanPage, Pixels, ReducedPage

_UPPER = 135.0  # mm of the page in which marks are set: its head, and what crowds it
# Steps (of 255) by which red stands above green and blue, beside the tint of the paper: grain and
# the fringes that JPEG puts around print stay below the first; a stamp from a dry pad reaches the
# last.
_FAINT, _SURE, _FULL = 4, 12, 30
_LEAST_RED = 6.0  # square millimetres of it; the letters of MẬT have twice as much
# Levels of a stamp that is neither black nor nearly gone.
_BLACK, _PALEST = 110, 215
_LEAST_GREY = 8.0  # square millimetres of it
_PAPER = 225  # what most of a page has where grey is no paper
_INK = 150  # level below which a scan in black and white, averaged, is black
_FRAME = (20.0, 8.0)  # mm, of MẬT (NĐ 30/2020/NĐ-CP, appendix I)
_LEAST_DOTS = 0.04  # share of ink in the frame of a mark
_MOST_DOTS = 0.01  # of the head: more, and its print is as thin as dots
_CELL = 16  # pixels, over which grain is a mean
_GRAIN = 90  # black by which a cell is more than print, which leaves most of the paper white
_GRAINY = 0.05  # share of the page that is
_SMOOTH = 1.5  # pixels: takes off the grain, leaves strokes
_BLACK_IN_GRAIN = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class MarkInk:
    """A grey picture of the head of a page, upright and level, and its resolution. `fulls`: ink,
    0..1, that is as good as black, for print under a stamp must not outweigh it; what follows the
    first is for stamps of little ink. `alone`: there is no print in it. `dotted`: what is in it
    are dots."""

    pixels: Pixels
    dpi: float
    fulls: tuple[float, ...] = (0.35, 0.15)
    alone: bool = False
    dotted: bool = False


def mark_inks(page: ReducedPage, cleaned: CleanPage) -> list[MarkInk]:
    """The head of the page in the pictures that show marks."""
    height, width = cleaned.text.shape
    head = Box(0, 0, width, min(height, round(_UPPER * cleaned.dpi / 25.4)))
    text = cleaned.text[: head.y1]
    if page.pixels.ndim == 2:
        grain = _in_grain(page, cleaned, head) if _is_grainy(page) else None
        dots = _dots_alone(text, cleaned.dpi) if page.bilevel else None
        inks = [MarkInk(text, cleaned.dpi), grain, _grey_alone(text, cleaned.dpi), dots]
    else:
        green = green_channel(page, cleaned, head)
        grey = green if level_at(green, 0.6) > _PAPER else text
        red = _red_alone(page, cleaned, head)
        inks = [MarkInk(green, cleaned.dpi), red, _grey_alone(grey, cleaned.dpi)]
    return [ink for ink in inks if ink is not None]


def green_channel(page: ReducedPage, cleaned: CleanPage, place: Box) -> Pixels:
    """The green channel, in which red ink is dark, in a place of the cleaned picture."""
    pixels, matrix = _cut(page, cleaned, place)
    return _warped(cv2.extractChannel(pixels, 1), matrix, place.width, place.height)


def _grey_alone(pixels: Pixels, dpi: float) -> MarkInk | None:
    """What is grey without what is black and its edges; None where there is hardly any."""
    black = cv2.threshold(pixels, _BLACK, 255, cv2.THRESH_BINARY_INV)[1]
    grey = np.asarray(cv2.max(pixels, cv2.dilate(black, np.ones((5, 5), np.uint8))), np.uint8)
    solid = cv2.erode(cv2.inRange(grey, (_BLACK,), (_PALEST,)), np.ones((3, 3), np.uint8))
    if cv2.countNonZero(solid) < _LEAST_GREY * (dpi / 25.4) ** 2:
        return None
    return MarkInk(grey, dpi, alone=True)


def _dots_alone(pixels: Pixels, dpi: float) -> MarkInk | None:
    """Dots that run into each other, without strokes and what is thin beside them; None where
    nowhere are enough of them for a mark, or all print is left."""
    ink = cv2.threshold(pixels, _INK, 255, cv2.THRESH_BINARY_INV)[1]
    strokes = cv2.erode(ink, np.ones((4, 4), np.uint8))
    dots = cv2.max(pixels, cv2.dilate(strokes, np.ones((11, 11), np.uint8)))
    half = cv2.resize(dots, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    frame = (round(_FRAME[0] * dpi / 50.8), round(_FRAME[1] * dpi / 50.8))
    if cv2.blur(half, frame).min() > 255 * (1 - _LEAST_DOTS):
        return None
    if half.mean() < 255 * (1 - _MOST_DOTS):
        return None
    smooth = np.asarray(cv2.GaussianBlur(half, (0, 0), 0.9), np.uint8)
    return MarkInk(smooth, dpi / 2, (0.2,), alone=True, dotted=True)


def _is_grainy(page: ReducedPage) -> bool:
    if not page.bilevel:
        return False
    width, height = page.width // _CELL, page.height // _CELL
    if not width or not height:
        return False
    whole = page.pixels[: height * _CELL, : width * _CELL]  # whole cells are quick to average
    cells = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return bool((cells < 255 - _GRAIN).mean() > _GRAINY)


def _in_grain(page: ReducedPage, cleaned: CleanPage, head: Box) -> MarkInk:
    level = _warped(*_cut(page, cleaned, head), head.width, head.height)
    smooth = np.asarray(cv2.GaussianBlur(level, (0, 0), _SMOOTH), np.uint8)
    return MarkInk(smooth, cleaned.dpi, (_BLACK_IN_GRAIN,))


def _red_alone(page: ReducedPage, cleaned: CleanPage, head: Box) -> MarkInk | None:
    """Red ink, however pale, black on white; None where there is hardly any. At half of the
    resolution, for JPEG has no more of colour, and grain is averaged away."""
    pixels, matrix = _cut(page, cleaned, head)
    half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    blue, green, red = cv2.split(half)
    excess = np.asarray(cv2.subtract(red, cv2.max(green, blue)), np.uint8)
    tint = level_at(excess, 0.5)
    sure = cv2.threshold(cv2.blur(excess, (3, 3)), tint + _SURE, 1, cv2.THRESH_BINARY)[1]
    dpi = cleaned.dpi / 2
    if cv2.countNonZero(sure) < _LEAST_RED * (dpi / 25.4) ** 2:
        return None
    scale = 255 / (_FULL - _FAINT)
    ink = cv2.addWeighted(excess, -scale, excess, 0, 255 + (tint + _FAINT) * scale)
    matrix[:, 2] /= 2
    level = _warped(ink, matrix, head.width // 2, head.height // 2)
    return MarkInk(level, dpi, alone=True)


def _cut(page: ReducedPage, cleaned: CleanPage, place: Box) -> tuple[Pixels, NDArray[np.float64]]:
    """The part of the page as scanned in which a place of the cleaned picture lies, and the map,
    2 x 3, from pixels of the place to its own."""
    share = np.diag([page.width / page.scan_width, page.height / page.scan_height])
    matrix = share @ cleaned.geometry.matrix
    matrix[:, 2] += matrix[:, :2] @ (place.x0, place.y0)
    width, height = place.width, place.height
    corners = matrix @ np.array([[0, width, width, 0], [0, 0, height, height], [1, 1, 1, 1]])
    (x0, y0), (x1, y1) = corners.min(axis=1), corners.max(axis=1)
    left, top = max(0, int(x0) - 1), max(0, int(y0) - 1)
    matrix[:, 2] -= (left, top)
    return page.pixels[top : int(y1) + 2, left : int(x1) + 2], matrix


def _warped(
    pixels: cv2.typing.MatLike, matrix: NDArray[np.float64], width: int, height: int
) -> Pixels:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    level = cv2.warpAffine(pixels, matrix, (width, height), flags=flags, borderValue=(255,))
    return np.asarray(level, np.uint8)
