"""Can a page that paints one picture, and nothing else, only look like that picture?

Judged by names: what a scanner writes is known, and anything besides may mask, clip, blend, hide
or recolour (ISO 32000-1, 8.9.5 images, 8.11 optional content, 11 transparency). A page that is not
plain is no worse for it: it is drawn, and compared with its picture.
"""

import pikepdf
import pypdfium2.raw as pdfium_c

from digitize.intake.pdf_scan import Placed

_RESOURCES = {"/ProcSet", "/XObject", "/Font"}
_IMAGE = {
    *("/Type", "/Subtype", "/Name", "/Length", "/Width", "/Height", "/BitsPerComponent"),
    *("/ColorSpace", "/Filter", "/DecodeParms", "/Interpolate"),
}
_COLOURS = ("/DeviceGray", "/DeviceRGB")
_NO_CLIP = (-1, 0)


def is_plain(page: pikepdf.Page, visible: list[Placed]) -> bool:
    """`visible`: what PDFium finds that the page paints."""
    if len(visible) != 1 or not visible[0].is_image:
        return False
    item = visible[0].item
    if pdfium_c.FPDFPageObj_HasTransparency(item):
        return False
    if pdfium_c.FPDFClipPath_CountPaths(pdfium_c.FPDFPageObj_GetClipPath(item)) not in _NO_CLIP:
        return False
    resources = page.resources
    return set(resources.keys()) <= _RESOURCES and all(
        _is_plain_image(one) for one in resources.get("/XObject", {}).values()
    )


def _is_plain_image(item: pikepdf.Object) -> bool:
    return (
        isinstance(item, pikepdf.Stream)
        and item.get("/Subtype") == "/Image"
        and set(item.keys()) <= _IMAGE
        and item.get("/ColorSpace") in _COLOURS
    )
