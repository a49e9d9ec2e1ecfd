"""Pages out of PDF: the embedded scan where the page is one, else the page as PDFium draws it."""

import math
import mmap
import os
import re
from contextlib import closing
from pathlib import Path
from typing import Self

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from digitize.domain import PageKind, PageText
from digitize.errors import InputError, PageError, Reason
from digitize.intake import poppler
from digitize.intake.bitmaps import take_pixels
from digitize.intake.limits import Limits
from digitize.intake.page import SourcePage
from digitize.intake.pdf_plain import is_plain
from digitize.intake.pdf_scan import Placed, find_scan, take_out, visible_objects
from digitize.intake.pdf_text import read_text_layer
from digitize.intake.poppler import PopplerError
from digitize.intake.resolution import SMALLEST_SIDE, page_image
from digitize.intake.sniffing import MediaType

_TEXT_ENGINE = "text layer"

_DRAWN_DPI = 300.0
_LEAST_DPI = 100.0  # below it the print of a page cannot be read
_PASSWORD = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")


class PdfSource:
    """An open PDF. Raises InputError when it cannot be taken."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        if not _is_whole(path):
            raise InputError(Reason.TRUNCATED, name)
        self._document = _open(path, name)
        self._structure: pikepdf.Pdf | None = None
        try:
            self._count = self._count_pages(name)
        except BaseException:
            self.close()
            raise

    @property
    def media_type(self) -> MediaType:
        return MediaType.PDF

    @property
    def page_count(self) -> int:
        return self._count

    def page(self, number: int) -> SourcePage:
        if self._document is not None:
            try:
                with closing(self._document[number - 1]) as page:
                    return self._read(page, number)
            except PageError:
                raise
            except MemoryError:
                raise PageError(number, Reason.TOO_MANY_PIXELS) from None
            except Exception:  # noqa: BLE001 - boundary to PDFium; poppler may do better
                pass
        return self._draw_by_poppler(number)

    def close(self) -> None:
        if self._document is not None:
            self._document.close()
        if self._structure is not None:
            self._structure.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _count_pages(self, name: str) -> int:
        document = self._document
        count = poppler.count_pages(self._path) if document is None else len(document)
        if count < 1:
            raise InputError(Reason.NO_PAGES, name)
        if count > self._limits.max_pages:
            raise InputError(Reason.TOO_MANY_PAGES, name, f"{count} pages")
        # PDFium believes the number that the page tree states; pages must not be lost to a lie.
        try:
            self._structure = pikepdf.open(self._path)
            really = len(self._structure.pages)
        except Exception:  # noqa: BLE001 - boundary to qpdf, which gives a second opinion only
            return count
        if really != count:
            raise InputError(Reason.CORRUPT, name, f"{count} pages stated, {really} found")
        return count

    def _look_at(
        self, page: pdfium.PdfPage, number: int
    ) -> tuple[list[Placed] | None, Placed | None]:
        """What the page shows, and the picture that it is, if it is one."""
        for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=8):
            width, height = image.get_px_size()
            if width * height > self._limits.max_pixels:
                detail = f"a picture of {width} x {height}"
                raise PageError(number, Reason.TOO_MANY_PIXELS, detail)
        visible = visible_objects(page)
        picture = find_scan(page, visible) if visible else None
        if picture is not None and min(picture.item.get_px_size()) < SMALLEST_SIDE:
            raise PageError(number, Reason.TOO_SMALL)
        return visible, picture

    def _read(self, page: pdfium.PdfPage, number: int) -> SourcePage:
        visible, picture = self._look_at(page, number)
        if picture is not None:
            plain = visible is not None and self._is_plain(number, visible)
            taken = take_out(page, picture, plain=plain)
            if taken is not None:
                pixels, turn = taken
                return SourcePage(number, page_image(pixels, *picture.image_dpi), turn)
        dpi = self._fitting_dpi(page.get_size(), number, visible)
        for placed in visible or ():
            if placed.is_image:  # what PDFium cannot decode it would leave white, silently
                take_pixels(placed.item.get_bitmap())
        bitmap = page.render(scale=dpi / 72, draw_annots=False, may_draw_forms=False)
        position = bitmap.get_posconv(page)
        image = page_image(take_pixels(bitmap), dpi, dpi)
        lines = read_text_layer(page, visible or [], image.pixels, dpi, position)
        text = PageText(
            number=number,
            kind=PageKind.TEXT_LAYER,
            width=image.width,
            height=image.height,
            dpi=image.dpi,
            lines=lines,
            engine=_TEXT_ENGINE,
        )
        return SourcePage(number, image, 0, text if lines else None)

    def _is_plain(self, number: int, visible: list[Placed]) -> bool:
        if self._structure is None:
            return False
        try:
            return is_plain(self._structure.pages[number - 1], visible)
        except Exception:  # noqa: BLE001 - boundary to qpdf: the page is drawn and compared
            return False

    def _fitting_dpi(
        self, size: tuple[float, float], number: int, visible: list[Placed] | None = None
    ) -> float:
        """The resolution to draw at, for a page of `size` (width and height) in points."""
        width, height = size
        if width <= 0 or height <= 0:
            raise PageError(number, Reason.CORRUPT, "a page without size")
        dpi = _DRAWN_DPI
        if visible and all(placed.is_image for placed in visible):
            # Strips and layers of one scan: more than its own pixels is not to be had.
            dpi = min(dpi, max(max(placed.image_dpi) for placed in visible))
        largest = 72 * math.sqrt(self._limits.max_pixels / (width * height))
        if largest < min(dpi, _LEAST_DPI):
            detail = f"a page of {width:.0f} x {height:.0f} points"
            raise PageError(number, Reason.TOO_MANY_PIXELS, detail)
        dpi = min(dpi, largest)
        if min(width, height) * dpi / 72 < SMALLEST_SIDE:
            raise PageError(number, Reason.TOO_SMALL)
        return dpi

    def _draw_by_poppler(self, number: int) -> SourcePage:
        try:
            dpi = self._fitting_dpi(poppler.page_size(self._path, number), number)
            pixels = poppler.draw(self._path, number, dpi)
        except PopplerError:
            raise PageError(number, Reason.CORRUPT) from None
        if pixels.min() == pixels.max():  # what it cannot decode, poppler leaves white
            raise PageError(number, Reason.CORRUPT, "nothing on it can be decoded")
        return SourcePage(number, page_image(pixels, dpi, dpi))


def _open(path: Path, name: str) -> pdfium.PdfDocument | None:
    """The document; None when PDFium cannot open it, but poppler can."""
    # PdfDocument itself takes a file without pages for one that cannot be opened.
    handle = pdfium_c.FPDF_LoadDocument(os.fsencode(path.absolute()), None)
    if handle:
        return pdfium.PdfDocument(handle)
    if pdfium_c.FPDF_GetLastError() in _PASSWORD:
        raise InputError(Reason.ENCRYPTED, name)
    try:
        poppler.count_pages(path)
    except PopplerError:
        raise InputError(Reason.CORRUPT, name) from None
    return None


def _is_whole(path: Path) -> bool:
    """Whether the file's last cross-reference is there, with no object after it.

    A PDF ends in `startxref`, a number and `%%EOF` (ISO 32000-1, 7.5.5). A file that was cut
    may hold earlier ones (of a linearised first part, of former revisions): objects follow
    them. Viewers would mend such a file silently and show fewer pages than it had.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = data.rfind(b"startxref")
        return end >= 0 and _OBJECT.search(data, end) is None
