"""What tests of reading draw and lay out by hand."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitize.domain import Box, Line, Word, Zone
from digitize.imaging.page import CleanPage, Geometry, PageImage, Pixels
from digitize.samples.fonts import Face, Font, font_file

DPI = 300.0
LETTER = 24  # width of a letter in lines laid out by hand
HEIGHT = 40  # of such a line


def line(
    text: str,
    x: int,
    y: int,
    *,
    height: int = HEIGHT,
    confidence: float = 0.95,
    withheld: bool = False,
) -> Line:
    """A line whose first word stands at (x, y)."""
    words: list[Word] = []
    for token in text.split():
        box = Box(x, y, x + LETTER * len(token), y + height)
        words.append(Word(token, box, confidence, withheld))
        x = box.x1 + LETTER
    return Line(tuple(words))


def texts(lines: Sequence[Line], zone: Zone | None = None) -> list[str]:
    return [one.text for one in lines if zone is None or one.zone is zone]


def draw_text(text: str, *, size: int = 60, face: Face = Face.REGULAR, pad: int = 40) -> Pixels:
    """Black lines of text on white, grey."""
    font = ImageFont.truetype(font_file(Font("tinos", face)), size)
    probe = ImageDraw.Draw(Image.new("L", (1, 1)))
    _, _, right, bottom = probe.multiline_textbbox((pad, pad), text, font=font)
    picture = Image.new("L", (round(right) + pad, round(bottom) + pad), 255)
    ImageDraw.Draw(picture).multiline_text((pad, pad), text, font=font, fill=0)
    return np.array(picture, np.uint8)


def draw_stamp(text: str, *, framed: bool, angle: float) -> Pixels:
    """A stamp at 300 dpi, letters 5 mm high, turned clockwise by `angle`; grey, black ink."""
    stamp = draw_text(text, size=84, face=Face.BOLD, pad=36)
    if framed:
        height, width = stamp.shape
        cv2.rectangle(stamp, (4, 4), (width - 5, height - 5), 0, 6)
    turned = Image.fromarray(stamp).rotate(
        -angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )
    return np.asarray(turned, np.uint8)


def paste(page: Pixels, piece: Pixels, x: int, y: int) -> None:
    """Put dark ink of `piece` on a grey page, in place."""
    height, width = piece.shape
    place = page[y : y + height, x : x + width]
    np.minimum(place, piece, out=place)


def blank_sheet(height: int = 1600, width: int = 1400) -> Pixels:
    return np.full((height, width), 255, np.uint8)


def coloured(grey: Pixels, ink: tuple[int, int, int], strength: float) -> Pixels:
    """BGR picture in which the dark of `grey` is `ink`, thinned to `strength`."""
    share = strength * (255 - grey.astype(np.float32))[..., None] / 255
    return np.round(255 * (1 - share) + np.array(ink) * share).astype(np.uint8)


def cleaned(text: Pixels, colour_ink: Pixels | None = None) -> CleanPage:
    """A page that needed no cleaning."""
    height, width = text.shape
    return CleanPage(text, DPI, Geometry(), width, height, DPI, colour_ink=colour_ink)


def as_scan(pixels: Pixels) -> PageImage:
    return PageImage(pixels, DPI)
