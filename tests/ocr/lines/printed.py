"""Print at exact places, smooth as a cleaned page is."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitize.imaging.page import Pixels
from digitize.imaging.resolution import READING_DPI
from digitize.ocr.lines.cutting import cut_lines
from digitize.ocr.lines.strips import TextLine
from digitize.samples.fonts import Face, Font, font_file

DPI = 300.0


def sheet(height: int = 700, width: int = 1800) -> Pixels:
    return np.full((height, width), 255, np.uint8)


def put(
    page: Pixels, text: str, x: int, baseline: int, *, points: float = 14, bold: bool = False
) -> None:
    """Prints `text` in place, black, from column `x` on."""
    face = Face.BOLD if bold else Face.REGULAR
    font = ImageFont.truetype(str(font_file(Font("tinos", face))), round(points * DPI / 72))
    image = Image.fromarray(page)
    ImageDraw.Draw(image).text((x, baseline), text, fill=0, font=font, anchor="ls")
    page[:] = cv2.min(page, np.asarray(image))


def printed(lines: Sequence[tuple[str, int, int]], *, points: float = 14) -> Pixels:
    """A sheet with lines of (text, column, baseline)."""
    page = sheet()
    for text, x, baseline in lines:
        put(page, text, x, baseline, points=points)
    return smooth(page)


def smooth(page: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(page, (3, 3), 0), np.uint8)


def cut(page: Pixels) -> list[TextLine]:
    return cut_lines(page, DPI)


def cut_reduced(page: Pixels) -> list[TextLine]:
    """The lines of the page brought to the resolution of cleaned pages."""
    factor = READING_DPI / DPI
    small = cv2.resize(page, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cut_lines(np.asarray(small, np.uint8), READING_DPI)


def ink(pixels: Pixels) -> float:
    """How much ink there is, in black pixels."""
    return float((255.0 - pixels).sum() / 255)


def pieces(pixels: Pixels, level: int = 150) -> int:
    """How many pieces of ink, darker than `level`, there are, of more than a speck."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((pixels < level).astype(np.uint8))
    return int((stats[1:, 4] >= 3).sum())
