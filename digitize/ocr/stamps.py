"""Stamps: where framed or red print stands on a page, levelled and gathered for one reading.

Rubber stamps (urgency, secrecy, ĐẾN, a signer's name) are set at a slant, framed, over other
print, so that page segmentation passes over them or spoils the lines beside them. Each stamp is
cut out, levelled, freed of its frame, and put with the others on one sheet. The text of round
seals is not wanted: it repeats the agency's name in a circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.domain import Box, Line, Word
from digitize.imaging.page import CleanPage, Pixels
from digitize.ocr.anchors import is_mark
from digitize.ocr.engine import Engine
from digitize.ocr.filter import is_valid
from digitize.ocr.ruling import opened

_INK = 160  # darker is ink
_PALE_INK = 225  # of red ink, where paper has been taken out and pale stamps are wanted

# Millimetres.
_FRAME_WIDTH = (12.0, 80.0)  # KHẨN 20, HOẢ TỐC 30, THƯỢNG KHẨN 40, ĐẾN 50
_FRAME_HEIGHT = (5.0, 50.0)  # KHẨN 8, ĐẾN 35
_FRAME_STROKE = 2.0  # how far a frame may leave its hull
_SEAL = (18.0, 50.0)  # diameter of a round seal
_SEAL_SCALE = 4.0  # pixels a millimetre at which seals are looked for
_LETTER = (1.8, 9.0)  # height of a letter in a stamp
_WORD_GAP = 3.0
_SPECK = 0.08  # square millimetres
_PAD = 2.0

_SIGNING_FROM = 0.3  # share of the page's height; a short letter is signed half-way down
_STEEPEST = 35.0  # degrees
_ROUND = 0.85  # share of its enclosing circle that a round seal fills; a square fills 0.64
_LEAST_RING = 0.75  # share of a seal's ring that is there
_FULLEST = 0.65  # share of its box that a frame's strokes fill
_LEAST_EDGE = 0.75  # share of a frame's edge that is there
_LEAST_LETTERS = 3
_MOST_STAMPS = 8  # on one sheet; the largest are kept
_SHEET_GAP = 60  # pixels of white between stamps on the sheet


@dataclass(frozen=True, slots=True)
class Stamp:
    """A levelled cut-out, and the 2 x 3 map from its pixels to those of the cleaned picture."""

    pixels: Pixels
    back: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Tilted:
    """A tilted rectangle around print, in pixels: centre, size, degrees in -45..45."""

    x: float
    y: float
    width: float
    height: float
    angle: float

    def doubled(self) -> "_Tilted":
        return _Tilted(2 * self.x, 2 * self.y, 2 * self.width, 2 * self.height, self.angle)

    @property
    def corners(self) -> NDArray[np.int32]:
        rect = ((self.x, self.y), (self.width, self.height), self.angle)
        return np.asarray(np.round(cv2.boxPoints(rect)), np.int32)


@dataclass(frozen=True, slots=True)
class _Frame:
    rect: _Tilted
    place: tuple[slice, slice]
    strokes: NDArray[np.bool_]  # over `place`

    def holds(self, x: float, y: float) -> bool:
        return cv2.pointPolygonTest(self.rect.corners, (x, y), measureDist=False) >= 0

    def paint(self, pixels: Pixels, value: int) -> None:
        """Fill the frame and all inside it, in place."""
        cv2.fillPoly(pixels, [self.rect.corners], (value,))
        pixels[self.place][self.strokes] = value


def take_framed(pixels: Pixels, dpi: float) -> tuple[list[Stamp], Pixels]:
    """The framed stamps on a grey picture, and the picture without them."""
    mm = dpi / 25.4
    frames = _frames((pixels < _INK).astype(np.uint8), mm)
    stamps = [_without_rules(_cut(pixels, frame.rect, mm)) for frame in frames]
    if frames:
        pixels = pixels.copy()
    for frame in frames:
        frame.paint(pixels, 255)
    return stamps, pixels


def take_red(red: Pixels, dpi: float) -> list[Stamp]:
    """The stamps in red ink, framed or not, round seals left out. `red` holds red ink alone."""
    mm = dpi / 25.4
    half = cv2.resize(red, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (half < _PALE_INK).astype(np.uint8)
    stamps: list[Stamp] = []
    for frame in _frames(ink, mm / 2):
        stamps.append(_without_rules(_cut(red, frame.rect.doubled(), mm)))
        frame.paint(ink, 0)
    _drop_seals(ink, mm / 2)
    kept = cv2.resize(ink, (red.shape[1], red.shape[0]), interpolation=cv2.INTER_NEAREST)
    letters = np.where(kept > 0, red, 255).astype(np.uint8)
    stamps += [_cut(letters, rect.doubled(), mm) for rect in _groups(ink, mm / 2)]
    return stamps


def read_stamps(
    stamps: Sequence[Stamp], cleaned: CleanPage, engine: Engine, number: int
) -> list[Line]:
    """All stamps in one reading; boxes in pixels of the cleaned picture."""
    if not stamps:
        return []
    kept = sorted(stamps, key=lambda s: s.pixels.size, reverse=True)[:_MOST_STAMPS]
    sheet, tops = _sheet(kept)
    found: list[Line] = []
    for line in engine.read_block(replace(cleaned, text=sheet, colour_ink=None), number):
        middle = (line.box.y0 + line.box.y1) / 2
        k = max(0, int(np.searchsorted(tops, middle)) - 1)
        found.append(Line(tuple(_led_back(w, kept[k], int(tops[k])) for w in line.words)))
    return found


def is_signing(line: Line, height: int) -> bool:
    """Whether a stamped line is a signer's title or name, which belong to the text: words that
    are all sure, in the lower part of a page of `height`, and no urgency or secret mark."""
    sure = [word for word in line.words if is_valid(word.text) and not word.withheld]
    low = line.box.y0 > _SIGNING_FROM * height
    return low and len(sure) == len(line.words) >= 2 and not is_mark(line)


def _frames(ink: NDArray[np.uint8], mm: float) -> list[_Frame]:
    """Tilted frames in a mask of ink, where `mm` is the pixels of a millimetre."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = 0.8 * _FRAME_HEIGHT[0] * mm
    found: list[_Frame] = []
    for label, (x, y, w, h, area) in enumerate(stats.tolist()):
        if label == 0 or w < 0.8 * _FRAME_WIDTH[0] * mm or h < least or area > _FULLEST * w * h:
            continue
        place = (slice(y, y + h), slice(x, x + w))
        part = (labels[place] == label).astype(np.uint8)
        rect = _as_frame(part, mm)
        if rect is not None:
            strokes = cv2.dilate(part, np.ones((3, 3), np.uint8)) > 0
            found.append(_Frame(replace(rect, x=rect.x + x, y=rect.y + y), place, strokes))
    found.sort(key=lambda frame: frame.rect.width * frame.rect.height, reverse=True)
    outer: list[_Frame] = []
    for frame in found:  # a double frame is one
        if not any(other.holds(frame.rect.x, frame.rect.y) for other in outer):
            outer.append(frame)
    return outer


def _as_frame(part: NDArray[np.uint8], mm: float) -> _Tilted | None:
    """The tilted rectangle of a component that is a frame, closed or broken, of thin strokes.

    Its ink follows the edge of its convex hull; the hull is no circle, as that of a seal is.
    """
    points = np.argwhere(part)[:, ::-1].astype(np.int32)
    hull = cv2.convexHull(points)
    rect = _tilted(hull)
    _, radius = cv2.minEnclosingCircle(hull)
    if cv2.contourArea(hull) > _ROUND * np.pi * radius**2 or abs(rect.angle) > _STEEPEST:
        return None
    if not _FRAME_WIDTH[0] * mm <= rect.width <= _FRAME_WIDTH[1] * mm:
        return None
    if not _FRAME_HEIGHT[0] * mm <= rect.height <= _FRAME_HEIGHT[1] * mm:
        return None
    stroke = round(_FRAME_STROKE * mm) | 1
    near = cv2.dilate(part, np.ones((stroke, stroke), np.uint8))
    edge = cv2.polylines(np.zeros(part.shape, np.uint8), [hull], isClosed=True, color=1)
    return rect if near[edge > 0].mean() > _LEAST_EDGE else None


def _tilted(points: cv2.typing.MatLike) -> _Tilted:
    (x, y), (width, height), angle = cv2.minAreaRect(points)
    if angle > 45:
        width, height, angle = height, width, angle - 90
    return _Tilted(x, y, width, height, angle)


def _drop_seals(ink: NDArray[np.uint8], mm: float) -> None:
    """Clear round seals in place, also where they are broken or touch other ink."""
    scale = _SEAL_SCALE / mm
    small = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    low, high = (round(v * _SEAL_SCALE / 2) for v in _SEAL)
    near = np.asarray(cv2.dilate((small > 50).astype(np.uint8), np.ones((5, 5))), np.uint8)
    circles = cv2.HoughCircles(
        cv2.GaussianBlur(small, (5, 5), 0),
        cv2.HOUGH_GRADIENT,
        dp=1,
        minDist=low,
        param1=80,
        param2=30,
        minRadius=low,
        maxRadius=high,
    )
    for x, y, radius in [] if circles is None else circles[0]:
        if _ring(near, x, y, radius) < _LEAST_RING:
            continue
        # Seals have two rings; the outer one counts.
        outer = max(r for r in range(int(radius), high + 1) if _ring(near, x, y, r) >= 0.6)
        centre = (round(x / scale), round(y / scale))
        cv2.circle(ink, centre, round((outer + _SEAL_SCALE / 2) / scale), (0,), cv2.FILLED)


def _ring(near: NDArray[np.uint8], x: float, y: float, radius: float) -> float:
    """The share of a circle that runs over ink."""
    turn = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    columns = np.round(x + radius * np.cos(turn)).astype(int)
    rows = np.round(y + radius * np.sin(turn)).astype(int)
    height, width = near.shape
    on = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    return float(near[rows[on], columns[on]].sum()) / len(turn)


def _groups(ink: NDArray[np.uint8], mm: float) -> list[_Tilted]:
    """Tilted rectangles around groups of letters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    low, high = (v * mm for v in _LETTER)
    # Bold letters run together in a stamp, so width tells nothing; a long stroke is no letter.
    is_part = (stats[:, cv2.CC_STAT_HEIGHT] <= high) & (
        stats[:, cv2.CC_STAT_AREA] > _SPECK * mm * mm
    )
    is_part[0] = False
    parts = is_part[labels].astype(np.uint8)
    reach = round(_WORD_GAP * mm)
    near = cv2.dilate(parts, np.ones((reach // 2, reach), np.uint8))
    _, groups, boxes, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    letters = np.zeros(len(boxes))
    for x, y, w, h, _ in stats[is_part & (stats[:, cv2.CC_STAT_HEIGHT] >= low)].tolist():
        inside = groups[y : y + h, x : x + w]
        letters[inside[inside > 0][0]] += max(1, w / h)
    rects = []
    for group in np.flatnonzero(letters >= _LEAST_LETTERS):
        x, y, w, h = boxes[group, :4].tolist()
        place = (slice(y, y + h), slice(x, x + w))
        points = np.argwhere((groups[place] == group) & (parts[place] > 0))[:, ::-1]
        rect = _tilted(points.astype(np.int32) + np.array([x, y], np.int32))
        if rect.width > 1.2 * rect.height and abs(rect.angle) <= _STEEPEST:
            rects.append(rect)
    return rects


def _cut(pixels: Pixels, rect: _Tilted, mm: float) -> Stamp:
    """The rectangle levelled, with white around."""
    pad = _PAD * mm
    width, height = round(rect.width + 2 * pad), round(rect.height + 2 * pad)
    turn = np.asarray(cv2.getRotationMatrix2D((rect.x, rect.y), rect.angle, 1.0), np.float64)
    turn[:, 2] += np.array([width / 2 - rect.x, height / 2 - rect.y])
    level = cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255,)
    )
    # The pad may hold neighbours' print.
    inner = round(pad / 2)
    level[:inner], level[-inner:], level[:, :inner], level[:, -inner:] = 255, 255, 255, 255
    return Stamp(
        np.asarray(level, np.uint8), np.asarray(cv2.invertAffineTransform(turn), np.float64)
    )


def _without_rules(stamp: Stamp) -> Stamp:
    """A framed stamp without its frame, which letters often touch, and without inner rules."""
    height, width = stamp.pixels.shape
    ink = (stamp.pixels < _INK).astype(np.uint8)
    across = opened(ink, round(0.35 * width), 1)
    down = opened(ink, 1, round(0.55 * height))
    rules = cv2.dilate(np.maximum(across, down), np.ones((5, 5), np.uint8)) > 0
    clear = np.where(rules, 255, stamp.pixels).astype(np.uint8)
    top, bottom = _inside(across.max(axis=1) > 0)
    left, right = _inside(down.max(axis=0) > 0)
    clear[:top], clear[bottom:], clear[:, :left], clear[:, right:] = 255, 255, 255, 255
    return replace(stamp, pixels=clear)


def _inside(ruled: NDArray[np.bool_]) -> tuple[int, int]:
    """From the innermost rule in the first third to the innermost one in the last third."""
    length = len(ruled)
    at = np.flatnonzero(ruled)
    first, last = at[at < length / 3], at[at > length * 2 / 3]
    return (int(first[-1]) + 2 if len(first) else 0, int(last[0]) - 1 if len(last) else length)


def _sheet(stamps: Sequence[Stamp]) -> tuple[Pixels, NDArray[np.intp]]:
    """Stamps one under the other, and the row at which each starts."""
    width = max(stamp.pixels.shape[1] for stamp in stamps) + 2 * _SHEET_GAP
    heights = [stamp.pixels.shape[0] + _SHEET_GAP for stamp in stamps]
    tops = np.cumsum([_SHEET_GAP, *heights[:-1]])
    sheet = np.full((int(tops[-1]) + heights[-1], width), 255, np.uint8)
    for stamp, top in zip(stamps, tops, strict=True):
        h, w = stamp.pixels.shape
        sheet[top : top + h, _SHEET_GAP : _SHEET_GAP + w] = stamp.pixels
    return sheet, tops


def _led_back(word: Word, stamp: Stamp, top: int) -> Word:
    box = word.box
    x0, x1 = box.x0 - _SHEET_GAP, box.x1 - _SHEET_GAP
    y0, y1 = box.y0 - top, box.y1 - top
    xs, ys = stamp.back @ np.array([[x0, x1, x1, x0], [y0, y0, y1, y1], [1, 1, 1, 1]])
    return replace(
        word, box=Box(int(xs.min()), int(ys.min()), int(np.ceil(xs.max())), int(np.ceil(ys.max())))
    )
