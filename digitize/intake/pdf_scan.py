"""Is a PDF page exactly one scanned picture? Then its pixels are taken out as they are.

Two tests. The page's objects: the last thing painted is a picture, and nothing else shows;
invisible text (OCR of other programs) and what the picture covers do not count, annotations are
no part of the page. Then the look: the picture, laid where its matrix puts it, must look like
the page that PDFium draws. That catches masks, blending, clipping and whatever else the objects
do not tell. Pages as scanners write them need not be drawn for it (see `pdf_plain`): that takes
longer than all the rest.
"""

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from digitize.imaging.page import Pixels
from digitize.intake.bitmaps import as_grey, take_pixels

Bounds = tuple[float, float, float, float]  # left, bottom, right, top, in points, y upwards

_MOST_OBJECTS = 20_000  # a page that paints more is no scan
_LEAST_SHARE = 0.25  # of the page; a smaller picture is a logo on an empty page
_HIDDEN_SHARE = 0.05  # of the picture, that may lie beyond the page's edge
_SLACK = 3.0  # points by which a covered thing may stick out
_WHITE = 250
_PREVIEW = 400  # pixels of the longer side when the looks are compared
_CELLS = 24  # the preview is compared in 24 x 24 cells
_MOST_DIFFERENCE = 40.0  # grey levels between the means of a cell

_JPEG_2000 = "JPXDecode"  # has a colour space and at least eight bits of its own
_UNSEEN_TEXT = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True, slots=True)
class Placed:
    """A visible object of the page (`item`, a pypdfium2 object), and where it stands."""

    item: Any
    matrix: pdfium.PdfMatrix
    bounds: Bounds

    @property
    def is_image(self) -> bool:
        return bool(self.item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE)

    @property
    def is_text(self) -> bool:
        return bool(self.item.type == pdfium_c.FPDF_PAGEOBJ_TEXT)

    @property
    def image_dpi(self) -> tuple[float, float]:
        """Pixels an inch along both sides of an image; 0 where it has no extent."""
        a, b, c, d, _, _ = self.matrix.get()
        width, height = self.item.get_px_size()
        along, across = math.hypot(a, b), math.hypot(c, d)
        return (72 * width / along if along else 0.0), (72 * height / across if across else 0.0)


def visible_objects(page: pdfium.PdfPage) -> list[Placed] | None:
    """What the page paints within its bounds, in the order of painting, forms opened.

    None when there is more of it than is worth looking at.
    """
    paper = page.get_bbox()
    found = []
    for count, item in enumerate(page.get_objects(max_depth=8)):
        if count >= _MOST_OBJECTS:
            return None
        if item.type != pdfium_c.FPDF_PAGEOBJ_FORM and _paints(item):
            placed = _place(item)
            if _overlap(placed.bounds, paper) > 0:
                found.append(placed)
    return found


def find_scan(page: pdfium.PdfPage, visible: list[Placed]) -> Placed | None:
    """The picture that is all that the page shows, judged by its visible objects."""
    if not visible or not visible[-1].is_image:
        return None
    picture = visible[-1]
    paper = page.get_bbox()
    shown = _overlap(picture.bounds, paper)
    if shown < _LEAST_SHARE * _area(paper) or shown < (1 - _HIDDEN_SHARE) * _area(picture.bounds):
        return None
    if not all(picture.image_dpi):
        return None
    for other in visible[:-1]:
        if not (_is_white(other.item) or _lies_within(other.bounds, picture.bounds)):
            return None
    return picture


def take_out(
    page: pdfium.PdfPage, picture: Placed, *, plain: bool = False
) -> tuple[Pixels, int] | None:
    """The picture's pixels as embedded, and the degrees clockwise by which the page turns it.

    A mirrored picture is put right. None when the page does not look like the picture; a `plain`
    page cannot but. Raises PdfiumError when the picture cannot be decoded.
    """
    pixels = take_pixels(picture.item.get_bitmap())
    if _JPEG_2000 not in picture.item.get_filters():  # PDFium decodes it whole for metadata
        meta = picture.item.get_metadata()
        if pixels.ndim == 3 and meta.colorspace == pdfium_c.FPDF_COLORSPACE_DEVICEGRAY:
            pixels = np.ascontiguousarray(pixels[:, :, 0])
        if meta.bits_per_pixel == 1 and meta.colorspace == pdfium_c.FPDF_COLORSPACE_UNKNOWN:
            pixels = np.invert(pixels)  # a stencil: PDFium gives 255 where it paints
    a, b, c, d, _, _ = picture.matrix.get()
    if a * d < b * c:
        pixels = np.ascontiguousarray(pixels[::-1])
    turn = round(-math.degrees(math.atan2(b, a)) / 90) * 90 % 360
    turn = (turn + page.get_rotation()) % 360
    same = plain or _looks_like(page, picture.bounds, pixels, turn)
    return (pixels, turn) if same else None


def _looks_like(page: pdfium.PdfPage, bounds: Bounds, pixels: Pixels, turn: int) -> bool:
    scale = _PREVIEW / max(page.get_size())
    bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False)
    position = bitmap.get_posconv(page)
    xs, ys = zip(
        position.to_bitmap(bounds[0], bounds[1]),
        position.to_bitmap(bounds[2], bounds[3]),
        strict=True,
    )
    drawn = as_grey(take_pixels(bitmap))
    height, width = drawn.shape
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 < _CELLS or y1 - y0 < _CELLS:
        return False
    upright = np.rot90(as_grey(pixels), -turn // 90)
    small = cv2.resize(upright, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    expected = np.full((height + y1 - y0, width + x1 - x0), 255, np.uint8)
    left, top = max(x0, 0), max(y0, 0)
    expected[top : top + y1 - y0, left : left + x1 - x0] = small
    cells = [
        cv2.resize(grey.astype(np.float32), (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
        for grey in (expected[:height, :width], drawn)
    ]
    return bool(np.abs(cells[0] - cells[1]).max() <= _MOST_DIFFERENCE)


def _place(item: Any) -> Placed:
    outer = pdfium.PdfMatrix()
    container = item.container
    while container is not None:
        outer = outer.multiply(container.get_matrix())
        container = container.container
    left, bottom, right, top = item.get_bounds()
    own = pdfium.PdfMatrix()
    if item.type in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_TEXT):
        own = item.get_matrix()
    return Placed(item, own.multiply(outer), outer.on_rect(left, bottom, right, top))


def _paints(item: Any) -> bool:
    if item.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
        return pdfium_c.FPDFTextObj_GetTextRenderMode(item) not in _UNSEEN_TEXT
    if item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
        return bool(fill.value or stroke.value)
    return True


def _is_white(item: Any) -> bool:
    """Whether it is a white filled area, such as the paper that some programs paint first."""
    if item.type != pdfium_c.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium_c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return bool(known and not stroke.value and min(red.value, green.value, blue.value) >= _WHITE)


def _area(bounds: Bounds) -> float:
    left, bottom, right, top = bounds
    return max(0.0, right - left) * max(0.0, top - bottom)


def _overlap(one: Bounds, other: Bounds) -> float:
    return _area(
        (
            max(one[0], other[0]),
            max(one[1], other[1]),
            min(one[2], other[2]),
            min(one[3], other[3]),
        )
    )


def _lies_within(inner: Bounds, outer: Bounds) -> bool:
    return (
        inner[0] >= outer[0] - _SLACK
        and inner[1] >= outer[1] - _SLACK
        and inner[2] <= outer[2] + _SLACK
        and inner[3] <= outer[3] + _SLACK
    )
