"""Rubber: round seals and framed stamps, as ink coverage with the places of their words."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from digitize.samples.fonts import Face, Font, drawing_font
from digitize.samples.geometry import Rect
from digitize.samples.pens import Coverage
from digitize.samples.sheet import Frame, FramedStamp, Seal

_SANS = Font("arimo", Face.BOLD)


@dataclass(frozen=True, slots=True)
class Rubber:
    """Upright ink; `words`: text and place of each printed word; `fills`: where each pen fill
    starts (x, baseline, size in pixels), by position in FramedStamp.fills."""

    ink: Coverage
    words: tuple[tuple[tuple[str, Rect], ...], ...]
    fills: tuple[tuple[float, float, float], ...] = ()


def seal_ink(seal: Seal, dpi: float, noise: np.random.Generator) -> Coverage:
    """A seal's ink: two rings, text along the rim, a star or a name in the middle."""
    fine = 2  # drawn larger, then made smaller: PIL's circles are not smooth
    radius = seal.radius * dpi / 25.4 * fine
    side = int(radius * 2) + 8 * fine
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    middle = side / 2
    for share, weight in ((1.0, 0.035), (0.93, 0.015), (0.66, 0.02)):
        r = radius * share
        box = (middle - r, middle - r, middle + r, middle + r)
        draw.ellipse(box, outline=255, width=max(1, round(radius * weight)))
    _ring_text(image, seal.ring, middle, radius)
    if seal.centre:
        _centre_text(draw, seal.centre, middle, radius)
    else:
        _star(draw, middle, middle, radius * 0.42)
    turned = image.rotate(seal.angle, Image.Resampling.BICUBIC).reduce(fine)
    ink = np.asarray(turned, np.float32) / 255
    return np.asarray(ink * _wear(ink.shape, noise) * seal.strength, np.float32)


def _ring_text(image: Image.Image, text: str, middle: float, radius: float) -> None:
    size = radius * 0.2
    font = drawing_font(_SANS, round(size, 1))
    letters = f"{text} * "
    step = 360 / len(letters)
    for number, letter in enumerate(letters):
        if letter == " ":
            continue
        tile = Image.new("L", (int(size * 2), int(size * 2)))
        ImageDraw.Draw(tile).text((size, size), letter, font=font, fill=255, anchor="mm")
        around = 200 + number * step  # clockwise from the lower left
        tile = tile.rotate(-around, Image.Resampling.BICUBIC)
        angle = math.radians(around - 90)
        x = middle + math.cos(angle) * radius * 0.79 - size
        y = middle + math.sin(angle) * radius * 0.79 - size
        image.paste(255, (round(x), round(y)), tile)


def _centre_text(draw: ImageDraw.ImageDraw, text: str, middle: float, radius: float) -> None:
    words = text.split()
    half = (len(words) + 1) // 2
    lines = [" ".join(words[:half]), " ".join(words[half:])] if len(words) > 1 else words
    size = radius * min(0.3, 1.9 / max(len(line) for line in lines))
    font = drawing_font(_SANS, round(size, 1))
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * size * 1.3
        draw.text((middle, y), line, font=font, fill=255, anchor="mm")


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        r = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5 - math.pi / 2
        points.append((x + r * math.cos(angle), y + r * math.sin(angle)))
    draw.polygon(points, fill=255)


def framed_ink(stamp: FramedStamp, dpi: float, noise: np.random.Generator) -> Rubber:
    """A framed stamp, upright, with its words' places."""
    scale = dpi / 25.4
    width, height = int(stamp.width * scale), int(stamp.height * scale)
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    _frame(draw, stamp, width, height, max(1, round(0.5 * scale)))
    filled = {row: position for position, (row, _) in enumerate(stamp.fills)}
    starts = [(0.0, 0.0, 0.0)] * len(stamp.fills)
    lines = []
    for number, (text, points) in enumerate(stamp.rows):
        size = points * dpi / 72
        font = drawing_font(Font(stamp.family, Face.BOLD), round(size, 1))
        y = height * (number + 0.5) / len(stamp.rows) + size * 0.36
        wide = font.getlength(text)
        x = width * 0.06 if text.endswith(":") else (width - wide) / 2
        words = []
        for word in text.split():
            draw.text((x, y), word, font=font, fill=255, anchor="ls")
            left, top, right, bottom = font.getbbox(word, anchor="ls")
            words.append((word, (x + left, y + top, x + right, y + bottom)))
            x += font.getlength(word + " ")
        if stamp.kind == "arrival" and text.endswith(":"):
            _dots(draw, x, width * 0.94, y, size)
        if number in filled:
            starts[filled[number]] = (x + size * 0.3, y, size * 1.5)
        lines.append(tuple(words))
    ink = np.asarray(image, np.float32) / 255
    worn = np.asarray(ink * _wear(ink.shape, noise) * stamp.strength, np.float32)
    return Rubber(worn, tuple(lines), tuple(starts))


def _frame(
    draw: ImageDraw.ImageDraw, stamp: FramedStamp, width: int, height: int, weight: int
) -> None:
    if stamp.frame is Frame.ARROW:
        tip, low, high = height * 0.6, height * 0.16, height * 0.84
        corners = [(0, height / 2), (tip, 0), (tip, low), (width - weight, low)]
        corners += [(width - weight, high), (tip, high), (tip, height - 1), (0, height / 2)]
        draw.line(corners, fill=255, width=weight, joint="curve")
    elif stamp.frame is Frame.BOX:
        draw.rectangle((0, 0, width - 1, height - 1), outline=255, width=weight)
    if stamp.kind == "arrival":
        y = height / len(stamp.rows)  # the receiver's name above a rule
        draw.line((0, y, width, y), fill=255, width=weight)


def _dots(draw: ImageDraw.ImageDraw, x0: float, x1: float, y: float, size: float) -> None:
    """A dotted line to write on."""
    side = max(1, round(size * 0.07))
    x = x0 + size * 0.2
    while x < x1:
        left, bottom = round(x), round(y)
        draw.rectangle((left, bottom - side, left + side - 1, bottom - 1), fill=255)
        x += size * 0.28


def _wear(shape: tuple[int, ...], noise: np.random.Generator) -> NDArray[np.float32]:
    """Rubber never inks evenly: smooth patches and pinholes, 0.3..1."""
    coarse = noise.random((6, 6), dtype=np.float32) * 110 + 145
    patches = np.asarray(
        Image.fromarray(coarse.astype(np.uint8)).resize(
            (shape[1], shape[0]), Image.Resampling.BICUBIC
        ),
        np.float32,
    )
    holes = noise.random(shape, dtype=np.float32) > 0.06
    return np.clip(patches / 255 * (0.55 + 0.45 * holes), 0.0, 1.0)
