"""Pages into files: PDF with one picture a page, multi-page TIFF, JPEG, PNG.

Files carry no time and no random id, so that the same pages give the same bytes.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageChops
from PIL.TiffImagePlugin import ROWSPERSTRIP, STRIPBYTECOUNTS, STRIPOFFSETS

from digitize.imaging.page import PageImage, Pixels


def as_picture(pixels: Pixels) -> Image.Image:
    """Pixels as a PIL picture: 1-bit where they are black and white alone, else grey or RGB."""
    if pixels.ndim == 3:
        return Image.fromarray(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)))
    grey = Image.fromarray(pixels)
    extremes = np.count_nonzero((pixels == 0) | (pixels == 255))
    return grey.convert("1", dither=Image.Dither.NONE) if extremes == pixels.size else grey


def save_pdf(
    path: Path,
    pages: Sequence[PageImage],
    *,
    quality: int = 80,
    rotate: Sequence[int] | None = None,
) -> None:
    """One full-page picture a page: CCITT G4 for 1-bit, else JPEG. `rotate`: each page's
    /Rotate, clockwise."""
    with pikepdf.new() as pdf:
        for number, page in enumerate(pages):
            add_picture_page(pdf, page, quality=quality, rotate=rotate[number] if rotate else 0)
        save_plain(pdf, path)


def save_plain(pdf: pikepdf.Pdf, path: Path) -> None:
    pdf.save(path, deterministic_id=True, compress_streams=True)


def add_picture_page(pdf: pikepdf.Pdf, page: PageImage, *, quality: int, rotate: int = 0) -> None:
    picture = as_picture(page.pixels)
    width, height = picture.size
    one_bit = picture.mode == "1"
    entries = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": width,
        "/Height": height,
        "/BitsPerComponent": 1 if one_bit else 8,
        "/ColorSpace": pikepdf.Name.DeviceRGB if picture.mode == "RGB" else pikepdf.Name.DeviceGray,
        "/Filter": pikepdf.Name.CCITTFaxDecode if one_bit else pikepdf.Name.DCTDecode,
    }
    if one_bit:
        entries["/DecodeParms"] = pikepdf.Dictionary(K=-1, Columns=width, Rows=height)
    data = _group4(picture) if one_bit else _jpeg(picture, page.dpi, quality)
    image = pikepdf.Stream(pdf, data, pikepdf.Dictionary(entries))
    points = (round(width * 72 / page.dpi, 2), round(height * 72 / page.dpi, 2))
    sheet = pdf.add_blank_page(page_size=points)
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image)))
    sheet.Contents = pikepdf.Stream(pdf, f"q {points[0]} 0 0 {points[1]} 0 0 cm /Im0 Do Q".encode())
    if rotate:
        sheet.Rotate = rotate


def save_tiff(path: Path, pages: Sequence[PageImage], *, jpeg: bool = False) -> None:
    """Pages of one TIFF: CCITT G4 for 1-bit, else JPEG or LZW."""
    pictures = [as_picture(page.pixels) for page in pages]
    methods = ["group4" if p.mode == "1" else "jpeg" if jpeg else "tiff_lzw" for p in pictures]
    first, *rest = pictures
    for picture, method in zip(pictures, methods, strict=True):
        picture.encoderinfo = {"compression": method}
    first.save(
        path,
        "TIFF",
        compression=methods[0],
        dpi=(pages[0].dpi, pages[0].dpi),
        save_all=True,
        append_images=rest,
    )


def save_jpeg(path: Path, page: PageImage, *, quality: int = 80) -> None:
    path.write_bytes(_jpeg(as_picture(page.pixels), page.dpi, quality))


def save_png(path: Path, page: PageImage) -> None:
    as_picture(page.pixels).save(path, "PNG", dpi=(page.dpi, page.dpi), optimize=True)


def _jpeg(picture: Image.Image, dpi: float, quality: int) -> bytes:
    buffer = io.BytesIO()
    grey_or_colour = picture if picture.mode in ("L", "RGB") else picture.convert("L")
    grey_or_colour.save(
        buffer, "JPEG", quality=quality, dpi=(round(dpi), round(dpi)), optimize=True
    )
    return buffer.getvalue()


def _group4(picture: Image.Image) -> bytes:
    """The CCITT G4 data of a 1-bit picture, taken from a TIFF of one strip. PIL gives the codes
    for white to the value 0, PDF to what is white; so the picture goes in inverted."""
    buffer = io.BytesIO()
    one_strip = {ROWSPERSTRIP: picture.height}
    ImageChops.invert(picture).save(buffer, "TIFF", compression="group4", tiffinfo=one_strip)
    with Image.open(buffer) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[STRIPOFFSETS], tags[STRIPBYTECOUNTS]
    return buffer.getvalue()[start : start + length]
