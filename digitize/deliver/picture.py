"""A page's picture as a PDF image: CCITT G4 for black and white, else JPEG."""

from dataclasses import dataclass
from io import BytesIO

import cv2
from PIL import Image

from digitize.imaging.page import Pixels

# At 75 print and stamps stay clean at 200 to 300 dpi; more costs bytes and shows nothing.
_JPEG_QUALITY = 75
_STRIP_OFFSETS, _STRIP_BYTES, _ROWS_PER_STRIP = 273, 279, 278  # TIFF 6.0 tags


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    entries: dict[str, str]  # of the image dictionary, in PDF syntax


def encode_picture(pixels: Pixels) -> Picture:
    """Lossless for a page that is black and white; grey or colour as the pixels are."""
    if pixels.ndim == 3 and _is_grey(pixels):
        pixels = pixels[:, :, 0]
    height, width = pixels.shape[:2]
    entries = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": str(width),
        "Height": str(height),
        "ColorSpace": "/DeviceRGB" if pixels.ndim == 3 else "/DeviceGray",
    }
    if pixels.ndim == 2 and bool(((pixels == 0) | (pixels == 255)).all()):
        parameters = f"<< /K -1 /Columns {width} /Rows {height} >>"
        return Picture(
            _group4(pixels),
            entries
            | {"BitsPerComponent": "1", "Filter": "/CCITTFaxDecode", "DecodeParms": parameters},
        )
    _, data = cv2.imencode(
        ".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    )
    return Picture(data.tobytes(), entries | {"BitsPerComponent": "8", "Filter": "/DCTDecode"})


def _is_grey(pixels: Pixels) -> bool:
    blue, green, red = pixels[:, :, 0], pixels[:, :, 1], pixels[:, :, 2]
    return bool((blue == green).all() and (green == red).all())


def _group4(pixels: Pixels) -> bytes:
    """The bare CCITT data: Pillow writes it into a TIFF of one strip, from which it is cut.
    CCITT calls ink 1, hence the inversion."""
    buffer = BytesIO()
    Image.fromarray(255 - pixels).convert("1", dither=Image.Dither.NONE).save(
        buffer, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: pixels.shape[0]}
    )
    with Image.open(buffer) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]  # TIFF alone has it
        (offset,), (size,) = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
    return buffer.getvalue()[offset : offset + size]
