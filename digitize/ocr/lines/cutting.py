"""The door: a cleaned page is cut into its text lines."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digitize.imaging.page import Pixels
from digitize.ocr.lines.components import Components, find_components
from digitize.ocr.lines.growing import grow_lines
from digitize.ocr.lines.ink import dark_components, find_ink, find_rules
from digitize.ocr.lines.pale_seals import without_pale_seals
from digitize.ocr.lines.rings import find_seals
from digitize.ocr.lines.shapes import Shape, kept
from digitize.ocr.lines.sizes import page_x_height
from digitize.ocr.lines.strips import InkedPage, TextLine, cut_strip

# Share of its letters with ink as dark as the page's print. Print that faded in patches has more;
# a coloured seal, taken out but for a shadow, and the other side of the sheet have none.
_LEAST_DARK = 0.1
_EDGE = 6.0  # mm of a sheet without print; NĐ 30/2020/NĐ-CP has 15 mm and more
_FEW = 3
_SAME_ROW = 0.5  # x-heights between the baselines of lines side by side


def cut_lines(text: Pixels, dpi: float) -> list[TextLine]:
    """The lines of a cleaned page (grey, level, print dark on white), from top to bottom, lines
    side by side from left to right."""
    ink, rules, components = _find(text, dpi)
    seals, rings = find_seals(ink, components, dpi)
    cleaned = without_pale_seals(text, ink, rings, seals)
    if cleaned is not None:
        text = cleaned
        ink, rules, components = _find(text, dpi)
        seals, rings = find_seals(ink, components, dpi)
    clutter = rules
    if seals:
        clutter = np.asarray(cv2.bitwise_or(rules, rings), np.uint8)
        components = find_components(np.asarray(cv2.subtract(ink, clutter), np.uint8))
    unit = page_x_height(components, dpi)
    if unit is None:
        return []
    dark = dark_components(text, components)
    shapes, components, owners = grow_lines(components, rules, seals, unit)
    edge = _EDGE * dpi / 25.4
    inside = (edge, text.shape[1] - edge)
    wanted = [_is_print(shape, dark) and not _is_outside(shape, inside) for shape in shapes]
    shapes, owners = kept(shapes, owners, wanted)
    page = InkedPage(text, clutter, components, owners)
    return [cut_strip(page, shapes[k], k) for k in _in_order(shapes)]


def _find(text: Pixels, dpi: float) -> tuple[Pixels, Pixels, Components]:
    """The ink of a page and its rules, as masks, and the components of what is no rule."""
    ink = find_ink(text)
    rules = find_rules(ink, dpi)
    return ink, rules, find_components(np.asarray(cv2.subtract(ink, rules), np.uint8))


def _is_print(shape: Shape, dark: NDArray[np.bool_]) -> bool:
    return bool(dark[shape.letters].mean() >= _LEAST_DARK)


def _is_outside(shape: Shape, inside: tuple[float, float]) -> bool:
    """Whether a line is a letter or two in the margin: pieces of the sheet's edge or its spine."""
    return len(shape.letters) < _FEW and (shape.x1 < inside[0] or shape.x0 > inside[1])


def _in_order(shapes: Sequence[Shape]) -> list[int]:
    """The places of the lines, row by row."""
    heights = [float(s.baseline.at((s.x0 + s.x1) / 2)) for s in shapes]
    rows: list[list[int]] = []
    for k in sorted(range(len(shapes)), key=lambda k: heights[k]):
        last = rows[-1][-1] if rows else k
        if rows and heights[k] - heights[last] < _SAME_ROW * shapes[k].x_height:
            rows[-1].append(k)
        else:
            rows.append([k])
    return [k for row in rows for k in sorted(row, key=lambda k: shapes[k].x0)]
