"""Pages out of TIFF (several pages), JPEG and PNG, by Pillow.

Headers are read at the door; pixels are decoded page by page. Pillow's plugins raise whatever
bad bytes lead to, so the two places that call it catch broadly.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from digitize.errors import InputError, PageError, Reason
from digitize.imaging.page import Pixels
from digitize.intake.limits import Limits
from digitize.intake.page import SourcePage
from digitize.intake.resolution import SMALLEST_SIDE, page_image
from digitize.intake.sniffing import MediaType

# Our own limits are checked before any pixel is decoded; Pillow's would refuse what a user allows.
Image.MAX_IMAGE_PIXELS = None

_FORMATS = {MediaType.TIFF: "TIFF", MediaType.JPEG: "JPEG", MediaType.PNG: "PNG"}
_ORIENTATION = 0x0112
# By TIFF 6.0, tag Orientation. Mirrored pictures are put right, turned ones are left as scanned.
_CLOCKWISE = {3: 180, 6: 90, 8: 270}
_MIRRORED = (2, 4, 5, 7)
_TIFF_PARTS = ((273, 279), (324, 325))  # offsets and byte counts of strips, and of tiles
_STRIP = 512  # rows
_TIFF_NOT_A_PAGE = 1 | 4  # NewSubfileType: a thumbnail, a transparency mask


@dataclass(frozen=True, slots=True)
class _Frame:
    index: int  # in the file, from 0
    problem: Reason | None


class PictureSource:
    """A TIFF, JPEG or PNG. Raises InputError when no page of it can be taken."""

    def __init__(self, path: Path, name: str, media_type: MediaType, limits: Limits) -> None:
        self._media_type = media_type
        self._file = path.open("rb")
        try:
            self._size = path.stat().st_size
            if not _is_whole(self._file, self._size, media_type):
                raise InputError(Reason.TRUNCATED, name)
            self._image = self._open(name)
            self._frames = self._list_frames(name, limits)
        except BaseException:
            self._file.close()
            raise

    @property
    def media_type(self) -> MediaType:
        return self._media_type

    @property
    def page_count(self) -> int:
        return len(self._frames)

    def page(self, number: int) -> SourcePage:
        frame = self._frames[number - 1]
        if frame.problem:
            raise PageError(number, frame.problem)
        try:
            return self._decode(number, frame.index)
        except MemoryError:
            raise PageError(number, Reason.TOO_MANY_PIXELS) from None
        except Exception as error:  # noqa: BLE001 - boundary to Pillow
            cut = "truncated" in str(error)
            raise PageError(number, Reason.TRUNCATED if cut else Reason.CORRUPT) from None

    def close(self) -> None:
        self._image.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self, name: str) -> Image.Image:
        self._file.seek(0)
        try:
            return Image.open(self._file, formats=[_FORMATS[self._media_type]])
        except Exception:  # noqa: BLE001 - boundary to Pillow
            raise InputError(Reason.CORRUPT, name, "its header cannot be read") from None

    def _list_frames(self, name: str, limits: Limits) -> list[_Frame]:
        if isinstance(self._image, TiffImageFile):
            frames = self._list_tiff_frames(self._image, name, limits)
        else:
            frames = [_Frame(0, _size_problem(self._image.size, limits))]
        if not frames:
            raise InputError(Reason.NO_PAGES, name)
        problem = frames[0].problem
        if problem and all(frame.problem for frame in frames):
            raise InputError(problem, name)
        return frames

    def _list_tiff_frames(self, image: TiffImageFile, name: str, limits: Limits) -> list[_Frame]:
        frames: list[_Frame] = []
        index = 0
        while True:
            try:
                image.seek(index)
                tags = dict(image.tag_v2)
            except EOFError:
                return frames
            except Exception:  # noqa: BLE001 - boundary to Pillow
                raise InputError(Reason.CORRUPT, name, f"picture {index + 1}") from None
            if _is_cut(tags, self._size) or image.tag_v2.next > self._size:
                raise InputError(Reason.TRUNCATED, name, f"picture {index + 1}")
            kind = tags.get(254, 0)
            if not (isinstance(kind, int) and kind & _TIFF_NOT_A_PAGE):
                frames.append(_Frame(index, _size_problem(image.size, limits)))
            if len(frames) > limits.max_pages:
                raise InputError(Reason.TOO_MANY_PAGES, name)
            index += 1

    def _decode(self, number: int, index: int) -> SourcePage:
        image = self._image
        if isinstance(image, TiffImageFile):
            image.seek(index)
            orientation = image.tag_v2.get(_ORIENTATION, 1)
        else:
            orientation = image.getexif().get(_ORIENTATION, 1)
        dpi_x, dpi_y = _resolution(image)
        image.load()
        rotation = _CLOCKWISE.get(orientation, 0)
        if isinstance(image, TiffImageFile):  # Pillow has turned it upright: back as scanned
            pixels = np.ascontiguousarray(np.rot90(_pixels(image), rotation // 90))
        elif orientation in _MIRRORED:
            pixels = _pixels(ImageOps.exif_transpose(image))
        else:
            pixels = _pixels(image)
        if orientation in (5, 7):
            dpi_x, dpi_y = dpi_y, dpi_x
        return SourcePage(number, page_image(pixels, dpi_x, dpi_y), rotation)


def _size_problem(size: tuple[int, int], limits: Limits) -> Reason | None:
    if size[0] * size[1] > limits.max_pixels:
        return Reason.TOO_MANY_PIXELS
    return Reason.TOO_SMALL if min(size) < SMALLEST_SIDE else None


def _resolution(image: Image.Image) -> tuple[float, float]:
    found = image.info.get("dpi", (0, 0))
    try:
        return float(found[0]), float(found[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0, 0.0


def _pixels(image: Image.Image) -> Pixels:
    """Grey or BGR; made in strips, since a large page in colour is held twice already."""
    grey = image.mode in ("1", "L", "I", "F") or image.mode.startswith("I;16")
    pixels = np.empty(
        (image.height, image.width) if grey else (image.height, image.width, 3), np.uint8
    )
    for top in range(0, image.height, _STRIP):
        bottom = min(top + _STRIP, image.height)
        strip = image.crop((0, top, image.width, bottom))
        pixels[top:bottom] = _grey(strip) if grey else _colour(strip)
    return pixels


def _grey(image: Image.Image) -> NDArray[Any]:
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    return np.clip(np.asarray(image) / 257, 0, 255)  # 16 bits


def _colour(image: Image.Image) -> NDArray[Any]:
    """Transparent parts are white as paper."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.asarray(image.convert("RGB"))[:, :, ::-1]


def _is_cut(tags: dict[int, object], size: int) -> bool:
    """Whether a strip or tile of a TIFF picture lies beyond the end of the file."""
    for offsets_tag, counts_tag in _TIFF_PARTS:
        offsets, counts = tags.get(offsets_tag, ()), tags.get(counts_tag, ())
        if isinstance(offsets, tuple) and isinstance(counts, tuple):
            for offset, count in zip(offsets, counts, strict=False):
                if int(offset) + int(count) > size:
                    return True
    return False


def _is_whole(file: IO[bytes], size: int, media_type: MediaType) -> bool:
    """Whether the end of the picture is there, judged by its structure alone."""
    if media_type == MediaType.PNG:
        return _png_is_whole(file, size)
    if media_type == MediaType.JPEG:
        return _jpeg_is_whole(file, size)
    file.seek(0)
    head = file.read(16)
    order = "<" if head.startswith(b"II") else ">"
    big = head[2:3] == b"+" or head[3:4] == b"+"
    if len(head) < (16 if big else 8):
        return False
    offset: int = struct.unpack_from(order + ("Q" if big else "I"), head, 8 if big else 4)[0]
    return offset < size


def _png_is_whole(file: IO[bytes], size: int) -> bool:
    position = 8
    while position + 12 <= size:
        file.seek(position)
        length, kind = struct.unpack(">I4s", file.read(8))
        position += 12 + int(length)
        if kind == b"IEND":
            return position <= size
    return False


def _jpeg_is_whole(file: IO[bytes], size: int) -> bool:
    """An end marker after the first scan: previews inside the header hold end markers too."""
    position = 2
    while position + 4 <= size:
        file.seek(position)
        marker, length = struct.unpack(">HH", file.read(4))
        if marker == 0xFFDA:
            return _holds(file, position, b"\xff\xd9")
        if marker >> 8 != 0xFF:
            return True  # not cut, but damaged: Pillow will say so
        position += 1 if marker == 0xFFFF else 2 + length
    return False


def _holds(file: IO[bytes], position: int, wanted: bytes) -> bool:
    file.seek(position)
    tail = b""
    while block := file.read(1 << 20):
        if wanted in tail + block:
            return True
        tail = block[-len(wanted) + 1 :]
    return False
