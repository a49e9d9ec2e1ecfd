"""Frames of rubber stamps: thin closed strokes, at any slant, around a few words.

Sizes after NĐ 30/2020/NĐ-CP, appendix I and IV: KHẨN 20 x 8 mm, HOẢ TỐC 30 x 8, THƯỢNG KHẨN
40 x 8, ĐẾN 50 x 35; others are seen, so the bounds are wide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.components import Labels, Stats, connected
from digitize.imaging.page import Pixels
from digitize.ocr.groups import Parts
from digitize.ocr.ruling import opened
from digitize.ocr.tilted import CutOut, Tilted

# Millimetres.
_WIDTH = (12.0, 80.0)
_HEIGHT = (6.0, 50.0)
_STROKE = 2.0  # how far a frame may leave its hull
_RING = 0.5
_DEPTHS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)  # behind strokes single or double

_STEEPEST = 35.0  # degrees
_FLATNESS = 1.25  # the least of width to height; ĐẾN has 1.4
_ROUND = 0.85  # share of its enclosing circle that a round seal fills; a square fills 0.64
_LEAST_EDGE = 0.75  # share of a frame's edge that is there
_HOLLOW = 0.18  # the most ink in a ring that counts as white; a frame's inner rules cross it
_FULLEST = 0.65  # share of its box that a frame's strokes fill
_INK = 160
_EDGE = 2  # px of grey around a stroke


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: its rectangle, and its strokes as a mask over `place`."""

    rect: Tilted
    place: tuple[slice, slice]
    strokes: NDArray[np.bool_]

    def paint(self, pixels: Pixels, value: int) -> None:
        """Fill the frame and all inside it, in place."""
        cv2.fillPoly(pixels, [self.rect.corners], (value,))
        part = pixels[self.place]
        part[self.strokes[: part.shape[0], : part.shape[1]]] = value


def find_frames(pixels: Pixels, mm: float, levels: Sequence[int], parts: Parts) -> list[Frame]:
    """Frames on a grey picture, where `mm` is the pixels of a millimetre; `parts` is the ink of the
    same picture, or of a reduced one, below the palest of `levels`.

    Each level, the darkest first, is tried as the grey below which there is ink: a stamp is often
    paler than the text, but at a pale level more of it grows together with other ink.
    """
    by_level: list[list[Frame]] = [[] for _ in levels]
    scale = round(mm / parts.mm)
    # What is connected at a dark level is so at the palest.
    for left, top, mask in _large(parts.labels, parts.stats, parts.mm):
        whole = mask.repeat(scale, axis=0).repeat(scale, axis=1) if scale > 1 else mask
        left, top = left * scale, top * scale
        piece = pixels[top : top + whole.shape[0], left : left + whole.shape[1]]
        whole = whole[: piece.shape[0], : piece.shape[1]]
        for level, frames in zip(levels, by_level, strict=True):
            ink = connected(((piece < level) & whole).view(np.uint8))
            for x, y, component in _large(*ink, mm):
                frames += _framed(component, left + x, top + y, mm)
    found: list[Frame] = []
    for frames in by_level:
        for frame in _outermost(frames):
            if not any(f.rect.overlaps(frame.rect) for f in found):
                found.append(frame)
    return found


def _large(labels: Labels, stats: Stats, mm: float) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Components that are large enough for a frame: where each starts, and its mask."""
    large = (stats[:, 2] >= 0.8 * _WIDTH[0] * mm) & (stats[:, 3] >= 0.8 * _HEIGHT[0] * mm)
    large[0] = False
    for label in np.flatnonzero(large):
        x, y, w, h, _ = stats[label].tolist()
        yield x, y, labels[y : y + h, x : x + w] == label


def _framed(component: NDArray[np.bool_], x: int, y: int, mm: float) -> list[Frame]:
    """The frame that a component is, which starts at (x, y) of the picture, or none."""
    height, width = component.shape
    if component.sum() > _FULLEST * height * width:
        return []
    rect = _as_frame(component.astype(np.uint8), mm)
    if rect is None:
        return []
    # Room for the pale edge of the strokes, as far as the picture goes to the left and up.
    left, top = min(x, _EDGE), min(y, _EDGE)
    part = np.pad(component.astype(np.uint8), ((top, _EDGE), (left, _EDGE)))
    strokes = cv2.dilate(part, np.ones((2 * _EDGE + 1,) * 2, np.uint8)) > 0
    place = (slice(y - top, y + height + _EDGE), slice(x - left, x + width + _EDGE))
    return [Frame(rect.moved(x, y), place, strokes)]


def _outermost(frames: list[Frame]) -> list[Frame]:
    """The frames that lie in no other: a double frame is one."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda f: f.rect.width * f.rect.height, reverse=True):
        if not any(other.rect.holds(frame.rect.x, frame.rect.y) for other in kept):
            kept.append(frame)
    return kept


def _as_frame(part: NDArray[np.uint8], mm: float) -> Tilted | None:
    """The tilted rectangle of a component that is a frame, closed or broken, of thin strokes.

    Its ink follows the edge of its convex hull; the hull is no circle, as that of a seal is.
    """
    (outline,), _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(outline)
    rect = Tilted.around(hull)
    _, radius = cv2.minEnclosingCircle(hull)
    if cv2.contourArea(hull) > _ROUND * np.pi * radius**2 or abs(rect.angle) > _STEEPEST:
        return None
    if not _WIDTH[0] * mm <= rect.width <= _WIDTH[1] * mm:
        return None
    if not _HEIGHT[0] * mm <= rect.height <= _HEIGHT[1] * mm:
        return None
    if rect.width < _FLATNESS * rect.height:
        return None  # rather a seal with letters on its ring
    stroke = round(_STROKE * mm) | 1
    near = cv2.dilate(part, np.ones((stroke, stroke), np.uint8))
    edge = cv2.polylines(np.zeros(part.shape, np.uint8), [hull], isClosed=True, color=1)
    if near[edge > 0].mean() < _LEAST_EDGE:
        return None
    return rect if _is_hollow(part, hull, mm) else None


def _is_hollow(part: NDArray[np.uint8], hull: cv2.typing.MatLike, mm: float) -> bool:
    """Whether there is white just inside the edge: letters that run together have none."""
    filled = cv2.fillPoly(np.zeros_like(part), [hull], (1,))
    framed = cv2.copyMakeBorder(filled, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]
    for inner in _DEPTHS:
        ring = (depth > inner * mm) & (depth <= (inner + _RING) * mm)
        if ring.any() and part[ring].mean() < _HOLLOW:
            return True
    return False


def without_rules(stamp: CutOut) -> CutOut:
    """A levelled stamp without its frame, which letters often touch, and without inner rules."""
    height, width = stamp.pixels.shape
    ink = (stamp.pixels < _INK).astype(np.uint8)
    across = opened(ink, round(0.35 * width), 1)
    down = opened(ink, 1, round(0.55 * height))
    rules = cv2.dilate(np.maximum(across, down), np.ones((5, 5), np.uint8)) > 0
    clear = np.where(rules, 255, stamp.pixels).astype(np.uint8)
    top, bottom = _inside(across.max(axis=1) > 0)
    left, right = _inside(down.max(axis=0) > 0)
    clear[:top], clear[bottom:], clear[:, :left], clear[:, right:] = 255, 255, 255, 255
    return CutOut(clear, stamp.back)


def _inside(ruled: NDArray[np.bool_]) -> tuple[int, int]:
    """From the innermost rule in the first third to the innermost one in the last third."""
    length = len(ruled)
    at = np.flatnonzero(ruled)
    first, last = at[at < length / 3], at[at > length * 2 / 3]
    return (int(first[-1]) + 2 if len(first) else 0, int(last[0]) - 1 if len(last) else length)
