"""What resolution a page really has, and by how much it must grow or shrink for reading."""

import cv2
import numpy as np

from digitize.imaging.letters import Letters
from digitize.imaging.page import PageImage, Pixels, ReducedPage
from digitize.imaging.strokes import is_bilevel

# Finer pictures read no better: words wrong of generated letters, heavily and moderately damaged,
# 5.9 % at 300 dpi and 5.8 % at 200 dpi; of nine real pages 2.2 % at both.
READING_DPI = 200.0
_KEEP = (0.83, 1.25)  # scales that are not worth a resampling
_LARGEST_SCALE = 4.0  # from 75 dpi; what is coarser cannot be read anyway
_MOST_PIXELS = 80e6  # of a picture that grows: A2 at 200 dpi has 15 million
_SHORT_SIDE = (3.5, 14.0)  # inches: A6 to A2, with folded and torn sheets between
_LONG_SIDE = (4.5, 24.0)
_A4_SHORT_SIDE = 8.27  # inches
_GAUSSIAN = np.array([0.25, 0.5, 0.25])
_ENOUGH = 60  # letters, for an x-height to be trusted

# Body text of a văn bản is Times New Roman of 13 to 14 points (NĐ 30/2020, Phụ lục I); its
# x-height is 0.448 of that.
_X_HEIGHT = 13.5 / 72 * 0.448  # inches
# Print from 8 to 20 points lies within this ratio of what a resolution would show.
_BODY = (0.6, 1.5)
# Capitals and digits, 1.48 times as tall, pass for it on a page without small letters.
_MOST = 1.8


def stated_dpi(width: int, height: int, dpi: float) -> float:
    """`dpi`, or that of an A4 sheet when the page would have an impossible size with it.

    Headers often say 72, 96 or 0 for want of better.
    """
    short, long = sorted((width, height))
    if dpi > 0 and _within(short / dpi, _SHORT_SIDE) and _within(long / dpi, _LONG_SIDE):
        return dpi
    return _sheet_dpi(width, height)


def reduce(page: PageImage) -> ReducedPage:
    """The page at READING_DPI where it has clearly more, by its header and as an A4 sheet too.

    So a small sheet, or one whose header says too much, keeps what `true_dpi` may ask for.
    """
    stated = stated_dpi(page.width, page.height, page.dpi)
    scale = READING_DPI / min(stated, _sheet_dpi(page.width, page.height))
    reducing = scale < _KEEP[0]
    pixels = _shrink(page.pixels, scale) if reducing else page.pixels
    return ReducedPage(
        pixels=pixels,
        dpi=stated * pixels.shape[1] / page.width,
        scan_width=page.width,
        scan_height=page.height,
        scan_dpi=page.dpi,
        bilevel=is_bilevel(page.pixels),
        smooth=reducing,
    )


def _shrink(pixels: Pixels, scale: float) -> Pixels:
    """`pixels` averaged down: over whole blocks first, which costs little, then by what is left.

    Interpolation alone would let thin strokes of a 1-bit page break up.
    """
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    blocks = int(1 / scale)
    if blocks > 1:
        whole = (max(1, width // blocks), max(1, height // blocks))
        pixels = np.asarray(cv2.resize(pixels, whole, interpolation=cv2.INTER_AREA), np.uint8)
    if blocks * scale < _KEEP[0]:
        # A Gaussian of 3 x 3 pixels, in half the time of OpenCV's exact one.
        pixels = np.asarray(cv2.sepFilter2D(pixels, -1, _GAUSSIAN, _GAUSSIAN), np.uint8)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def true_dpi(stated: float, letters: Letters, measured_at: float) -> float:
    """`stated`, or what the size of the print says when the two cannot both be right.

    `letters` stand upright, on a picture whose resolution is `measured_at` if `stated` is right.
    """
    if len(letters) < _ENOUGH:
        return stated
    size = x_height(letters) / measured_at * stated  # in pixels of the page
    for dpi in (stated, _sheet_dpi(letters.width, letters.height) / measured_at * stated):
        if _within(size / (dpi * _X_HEIGHT), _BODY):
            return dpi
    shown = size / _X_HEIGHT
    return stated if _BODY[0] <= shown / stated <= _MOST else shown


def x_height(letters: Letters) -> float:
    """The height of small letters, in pixels: the commonest height, helped by capitals.

    Capitals, ascenders and digits are 1.48 times as tall; without them a page of many capitals
    would pass for one of large small letters. A letter counts by the root of its height, because
    the specks and show-through of a 1-bit page are many and small.
    """
    heights = np.round(letters.y1 - letters.y0).astype(np.int64)
    weighed = np.bincount(heights, weights=np.sqrt(heights), minlength=8)
    counts = np.convolve(weighed, [0.5, 1, 0.5], mode="same")
    small = np.arange(4, len(counts))
    tall = np.interp(1.48 * small, np.arange(len(counts)), counts, right=0.0)
    return float(small[int(np.argmax(counts[small] + 0.6 * tall))])


def reading_scale(width: int, height: int, dpi: float) -> float:
    """The factor that brings a page of `dpi` to READING_DPI; 1 where it is near enough."""
    scale = READING_DPI / dpi
    if _within(scale, _KEEP):
        return 1.0
    room = float(np.sqrt(_MOST_PIXELS / (width * height)))
    return min(scale, max(1.0, min(_LARGEST_SCALE, room)))


def _sheet_dpi(width: int, height: int) -> float:
    """The resolution of an A4 sheet of this many pixels."""
    return min(width, height) / _A4_SHORT_SIDE


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]
