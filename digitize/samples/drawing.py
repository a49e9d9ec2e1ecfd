"""A sheet drawn at a resolution: the picture, and where each word's ink lies."""

import math
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw

from digitize.domain import Zone
from digitize.imaging.page import Pixels
from digitize.samples.fonts import Font, drawing_font
from digitize.samples.geometry import Matrix, Rect, move
from digitize.samples.pens import Coverage, signature
from digitize.samples.sheet import BLACK, Colour, FramedStamp, Run, Seal, Sheet, Signature
from digitize.samples.stamps import framed_ink, seal_ink
from digitize.samples.truth import Ink


@dataclass(slots=True)
class Drawn:
    """`pixels`: BGR on white. Rectangles in pixels of the picture."""

    pixels: Pixels
    lines: list[tuple[Zone, int, list[tuple[str, Rect, Ink]]]] = field(default_factory=list)
    stamps: list[tuple[str, str, str, Rect]] = field(default_factory=list)
    signatures: list[Rect] = field(default_factory=list)


def draw_sheet(sheet: Sheet, dpi: float, seed: int) -> Drawn:
    """`seed` moves only the wear of stamps."""
    noise = np.random.default_rng(seed)
    scale = dpi / 25.4
    width, height = (round(side * scale) for side in sheet.size)
    print_ink = Image.new("L", (width, height))
    draw = ImageDraw.Draw(print_ink)
    boxes: dict[int, Rect] = {}
    by_hand: list[Run] = []
    for line in sheet.lines:
        for run in line.runs:
            if run.colour != BLACK or run.angle or run.ink is not Ink.PRINTED:
                by_hand.append(run)
            else:
                boxes[id(run)] = _print(draw, run, dpi)
    for rule in sheet.rules:
        ends = (rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale)
        draw.line(ends, fill=230, width=max(1, round(rule.weight * dpi / 72)))
    table = np.arange(256)
    pixels = cv2.merge(
        [
            cv2.LUT(np.asarray(print_ink), (255 - table * (255 - c) // 255).astype(np.uint8))
            for c in reversed(BLACK)
        ]
    )
    drawn = Drawn(np.asarray(pixels, np.uint8))
    for run in by_hand:
        boxes[id(run)] = _hand(drawn.pixels, run, dpi)
    for line in sheet.lines:
        words = [(run.text, boxes[id(run)], run.ink) for run in line.runs]
        drawn.lines.append((line.zone, line.block, words))
    for stamp in sheet.stamps:
        _framed(drawn, stamp, dpi, noise)
    for mark in sheet.signatures:
        _signature(drawn, mark, dpi)
    for seal in sheet.seals:
        _seal(drawn, seal, dpi, noise)
    return drawn


def stamp_on(pixels: Pixels, stamp: FramedStamp, dpi: float, seed: int) -> None:
    """Press a stamp on a BGR picture, in place; `seed` moves only its wear."""
    _framed(Drawn(pixels), stamp, dpi, np.random.default_rng(seed))


def _print(draw: ImageDraw.ImageDraw, run: Run, dpi: float) -> Rect:
    scale = dpi / 25.4
    font = drawing_font(run.font, round(run.size * dpi / 72, 2))
    x, y = run.x * scale, run.y * scale
    draw.text((x, y), run.text, font=font, fill=255, anchor="ls")
    left, top, right, bottom = draw.textbbox((x, y), run.text, font=font, anchor="ls")
    return left, top, right, bottom


@lru_cache(maxsize=64)
def _tile(run: Run, dpi: float) -> tuple[Coverage, float, float]:
    """A slanted run's ink, and where its origin lies in it."""
    font = drawing_font(run.font, round(run.size * dpi / 72, 2))
    left, top, right, bottom = font.getbbox(run.text, anchor="ls")
    reach = math.ceil(max(abs(left), abs(top), abs(right), abs(bottom)) * 1.1) + 3
    image = Image.new("L", (2 * reach, 2 * reach))
    ImageDraw.Draw(image).text((reach, reach), run.text, font=font, fill=255, anchor="ls")
    if run.angle:
        image = image.rotate(run.angle, Image.Resampling.BICUBIC)
    ink = np.asarray(np.asarray(image) / 255, np.float32)
    return ink, float(reach), float(reach)


def _hand(pixels: Pixels, run: Run, dpi: float) -> Rect:
    ink, ox, oy = _tile(run, dpi)
    x, y = round(run.x * dpi / 25.4 - ox), round(run.y * dpi / 25.4 - oy)
    _blend(pixels, ink * 0.92, run.colour, x, y)
    return _ink_rect(ink, x, y)


def _ink_rect(ink: Coverage, x: int, y: int) -> Rect:
    """Around all but the palest ink; pale stamps are measured by their own strength."""
    seen = ink > 0.25 * ink.max()
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return (
        float(x + columns[0]),
        float(y + rows[0]),
        float(x + columns[-1] + 1),
        float(y + rows[-1] + 1),
    )


def _blend(pixels: Pixels, ink: Coverage, colour: Colour, x: int, y: int) -> None:
    """Ink over ink: darkens as real inks do, in place; what lies off the sheet is cut."""
    height, width = pixels.shape[:2]
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(width, x + ink.shape[1]), min(height, y + ink.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = ink[y0 - y : y1 - y, x0 - x : x1 - x, None]
    lightness = np.array(colour[::-1], np.float32) / 255
    region = pixels[y0:y1, x0:x1]
    region[:] = (region * (1 - part * (1 - lightness))).astype(np.uint8)


def _colour_name(colour: Colour) -> str:
    red, green, blue = colour
    if red > green + 60 and red > blue + 60:
        return "red"
    if blue > red + 40:
        return "blue"
    return "black" if red < 60 else "grey"


def _seal(drawn: Drawn, seal: Seal, dpi: float, noise: np.random.Generator) -> None:
    ink = seal_ink(seal, dpi, noise)
    x = round(seal.x * dpi / 25.4 - ink.shape[1] / 2)
    y = round(seal.y * dpi / 25.4 - ink.shape[0] / 2)
    _blend(drawn.pixels, ink, seal.colour, x, y)
    text = f"{seal.ring} {seal.centre}".strip()
    drawn.stamps.append(("seal", text, _colour_name(seal.colour), _ink_rect(ink, x, y)))


def _signature(drawn: Drawn, mark: Signature, dpi: float) -> None:
    scale = dpi / 25.4
    ink = signature(int(mark.width * scale), int(mark.height * scale), mark.seed, 0.45 * scale)
    x, y = round((mark.x - mark.width / 2) * scale), round((mark.y - mark.height / 2) * scale)
    _blend(drawn.pixels, ink * 0.9, mark.colour, x, y)
    drawn.signatures.append(_ink_rect(ink, x, y))


def _framed(drawn: Drawn, stamp: FramedStamp, dpi: float, noise: np.random.Generator) -> None:
    rubber = framed_ink(stamp, dpi, noise)
    height, width = rubber.ink.shape
    turn = np.asarray(
        cv2.getRotationMatrix2D((width / 2, height / 2), stamp.angle, 1.0), np.float64
    )
    x0, y0, x1, y1 = move(turn, (0.0, 0.0, float(width), float(height)))
    turn[:, 2] -= (x0, y0)
    size = (math.ceil(x1 - x0), math.ceil(y1 - y0))
    ink = np.asarray(cv2.warpAffine(rubber.ink, turn, size, flags=cv2.INTER_LINEAR), np.float32)
    x, y = round(stamp.x * dpi / 25.4 - size[0] / 2), round(stamp.y * dpi / 25.4 - size[1] / 2)
    _blend(drawn.pixels, ink, stamp.colour, x, y)
    shift: Matrix = turn.copy()
    shift[:, 2] += (x, y)
    fills = {row: (text, rubber.fills[n]) for n, (row, text) in enumerate(stamp.fills)}
    for number, words in enumerate(rubber.words):
        entries = [(text, move(shift, rect), Ink.STAMP) for text, rect in words]
        if number in fills:
            text, (fx, fy, pixels_high) = fills[number]
            at = shift @ np.array([fx, fy, 1.0])
            run = Run(
                text,
                float(at[0]) * 25.4 / dpi,
                float(at[1]) * 25.4 / dpi,
                Font(stamp.pen),
                pixels_high * 72 / dpi,
                Ink.PEN,
                (30, 40, 140),
                stamp.angle,
            )
            entries.append((text, _hand(drawn.pixels, run, dpi), Ink.PEN))
        drawn.lines.append((Zone.STAMP, 0, entries))
    text = " ".join(row for row, _ in stamp.rows)
    drawn.stamps.append((stamp.kind, text, _colour_name(stamp.colour), _ink_rect(ink, x, y)))
