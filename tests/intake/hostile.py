"""Files that do harm: each with the reason for which it must be refused, or None if it must not.

Made here, byte by byte where needed; the names are those that an inbox lists (NFC, with `/`).
Limits are the defaults of the settings.
"""

import io
import os
import struct
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Permissions, Stream
from PIL import Image, ImageDraw

from digitize.errors import Reason

_SIZE = (620, 877)  # A4 at 75 dpi: quick to read
_DEFAULT_MAX_BYTES = 2 * 1024**3


def write_hostile(folder: Path) -> dict[str, Reason | None]:
    """Fill `folder` with some eighty files; give what must become of each by its listed name."""
    expected: dict[str, Reason | None] = {}
    for name, (content, reason) in (_STRANGERS | _cut() | _sizes() | _pdfs() | _pictures()).items():
        (folder / name).write_bytes(content)
        expected[name] = reason
    return expected | _names(folder) | _places(folder)


Case = tuple[bytes, Reason | None]


def page_picture() -> Image.Image:
    """A page with something on it."""
    image = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(image)
    for line in range(12):
        draw.text((60, 80 + 40 * line), f"Dieu {line + 1}. Quyet dinh so {line}/QD", fill="black")
    return image


def picture_bytes(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or page_picture()).save(out, kind, dpi=(75, 75), **options)
    return out.getvalue()


def scan_pdf(pages: int = 1, **options: Any) -> bytes:
    """A PDF of scanned pages; options go to pikepdf's save."""
    pdf = pikepdf.new()
    picture = pdf.make_indirect(_jpeg_stream(pdf))
    for _ in range(pages):
        _add_page(pdf, b"q 595 0 0 842 0 0 cm /I Do Q", XObject=Dictionary(I=picture))
    return _saved(pdf, **options)


def _jpeg_stream(pdf: pikepdf.Pdf) -> Stream:
    return _image_stream(pdf, picture_bytes("JPEG"), *_SIZE, Filter=Name.DCTDecode)


def _image_stream(pdf: pikepdf.Pdf, data: bytes, width: int, height: int, **more: object) -> Stream:
    stream = Stream(pdf, data)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = width, height
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    for key, value in more.items():
        stream[f"/{key}"] = value
    return stream


def _add_page(
    pdf: pikepdf.Pdf,
    content: bytes,
    size: tuple[float, float] = (595, 842),
    **resources: object,
) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=size)
    page.Resources = Dictionary({f"/{key}": value for key, value in resources.items()})
    page.Contents = Stream(pdf, content)
    return page


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _plain_pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of objects as they are, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, data: bytes, *before: bytes) -> bytes:
    header = _png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = b"".join(before) + _png_chunk(b"IDAT", data)
    return b"\x89PNG\r\n\x1a\n" + header + body + _png_chunk(b"IEND", b"")


def _tiff(width: int, height: int, data: bytes, *, next_ifd: int = 0, offset: int = 8) -> bytes:
    """One grey, uncompressed strip that stands before its directory."""
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, offset),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, len(data)),
    ]
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    directory += struct.pack("<I", next_ifd)
    return b"II*\x00" + struct.pack("<I", 8 + len(data)) + data + directory


def _with_jpeg_size(width: int, height: int) -> bytes:
    data = bytearray(picture_bytes("JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


_STRANGERS: dict[str, Case] = {
    "empty.pdf": (b"", Reason.EMPTY),
    "empty.tif": (b"", Reason.EMPTY),
    "one-byte.jpg": (b"\xff", Reason.UNSUPPORTED_TYPE),
    "zeros.pdf": (bytes(4096), Reason.UNSUPPORTED_TYPE),
    "noise.pdf": (bytes((k * k * 31 + k) % 251 for k in range(9000)), Reason.UNSUPPORTED_TYPE),
    "text.pdf": ("Công văn số 12/UBND-VP\n".encode() * 40, Reason.UNSUPPORTED_TYPE),
    "late-header.pdf": (b" " * 2000 + b"%PDF-1.4\n", Reason.UNSUPPORTED_TYPE),
    "web-page.pdf": (b"<!DOCTYPE html><html></html>", Reason.UNSUPPORTED_TYPE),
    "archive.zip": (b"PK\x03\x04" + bytes(100), Reason.UNSUPPORTED_TYPE),
    "report.docx": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(100), Reason.UNSUPPORTED_TYPE),
    "report.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Reason.UNSUPPORTED_TYPE),
    "program.exe": (b"MZ\x90\x00" + bytes(200), Reason.UNSUPPORTED_TYPE),
    "picture.gif": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", Reason.UNSUPPORTED_TYPE),
    "picture.webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(24), Reason.UNSUPPORTED_TYPE),
}


def _cut() -> dict[str, Case]:
    """Files of which the end is missing."""
    pdf, two = scan_pdf(), scan_pdf(2)
    jpeg, png = picture_bytes("JPEG"), picture_bytes("PNG")
    preview = picture_bytes("JPEG", page_picture().resize((60, 80)))
    with_preview = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview + jpeg[2:]
    grey = _tiff(*_SIZE, bytes([255]) * (_SIZE[0] * _SIZE[1]))
    many = picture_bytes("TIFF", save_all=True, append_images=[page_picture()])
    updated = pdf + b"99 0 obj\n<< /Length 5000 >>\nstream\nhalf of a signature"
    linear = scan_pdf(20, linearize=True)
    halves = {
        "only-a-header.pdf": b"%PDF-1.7\n",
        "half.pdf": pdf[: len(pdf) // 2],
        "half-of-two-pages.pdf": two[: len(two) - 200],
        "half-an-update.pdf": updated,
        "half-linearised.pdf": linear[: len(linear) * 2 // 3],
        "only-a-header.jpg": b"\xff\xd8\xff\xe0",
        "half.jpg": jpeg[: len(jpeg) // 2],
        "half-with-preview.jpg": with_preview[: len(with_preview) - len(jpeg) // 2],
        "only-a-header.png": b"\x89PNG\r\n\x1a\n",
        "half.png": png[: len(png) // 2],
        "only-a-header.tif": b"II*\x00",
        "half.tif": grey[: len(grey) // 2],
        "half-of-two-pages.tif": many[: len(many) - 1000],
        "strip-beyond-the-end.tif": _tiff(*_SIZE, bytes(100), offset=500_000),
    }
    return {name: (content, Reason.TRUNCATED) for name, content in halves.items()}


def _sizes() -> dict[str, Case]:
    """Too small, too large, too many."""
    dot = Image.new("L", (1, 1))
    stripe = Image.new("L", (3000, 1))
    frames = [Image.new("1", (200, 200), 1)] * 2001
    huge = pikepdf.new()
    stream = _image_stream(huge, zlib.compress(bytes(10_000)), 60_000, 60_000)
    stream.Filter = Name.FlateDecode
    _add_page(huge, b"q 595 0 0 842 0 0 cm /I Do Q", XObject=Dictionary(I=stream))
    sheet = pikepdf.new()
    _add_page(sheet, b"0 0 m 500 500 l S")
    sheet.pages[0].MediaBox = Array([0, 0, 900_000, 900_000])
    point = pikepdf.new()
    _add_page(point, b"0 0 m 1 1 l S", (3, 3))
    return {
        "one-pixel.png": (picture_bytes("PNG", dot), Reason.TOO_SMALL),
        "one-pixel.jpg": (picture_bytes("JPEG", dot), Reason.TOO_SMALL),
        "one-pixel.tif": (picture_bytes("TIFF", dot), Reason.TOO_SMALL),
        "one-row.png": (picture_bytes("PNG", stripe), Reason.TOO_SMALL),
        "a-page-of-three-points.pdf": (_saved(point), Reason.TOO_SMALL),
        "60000-pixels.png": (
            _png(60_000, 60_000, zlib.compress(bytes(60_001))),
            Reason.TOO_MANY_PIXELS,
        ),
        "60000-pixels.jpg": (_with_jpeg_size(60_000, 60_000), Reason.TOO_MANY_PIXELS),
        "60000-pixels.tif": (_tiff(60_000, 60_000, bytes(1000)), Reason.TOO_MANY_PIXELS),
        "60000-pixels.pdf": (_saved(huge), Reason.TOO_MANY_PIXELS),
        "endless-sheet.pdf": (_saved(sheet), Reason.TOO_MANY_PIXELS),
        "5000-pages.pdf": (scan_pdf(5000), Reason.TOO_MANY_PAGES),
        "2001-pages.tif": (
            picture_bytes("TIFF", frames[0], save_all=True, append_images=frames[1:]),
            Reason.TOO_MANY_PAGES,
        ),
    }


def _pdfs() -> dict[str, Case]:
    good = scan_pdf()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %b >>"
    user = Encryption(user="secret", owner="more")
    old = Encryption(user="secret", owner="more", R=3, metadata=False, aes=False)
    owner = Encryption(user="", owner="more", allow=Permissions(extract=False))
    three_kids = b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 1 >>"
    return {
        "encrypted.pdf": (scan_pdf(encryption=user), Reason.ENCRYPTED),
        "encrypted-rc4.pdf": (scan_pdf(encryption=old), Reason.ENCRYPTED),
        "encrypted-by-certificate.pdf": (
            _plain_pdf(
                _CATALOG,
                _ONE_PAGE,
                page % b"",
                b"<< /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>",
                trailer=b"/Encrypt 4 0 R /ID [<00> <00>]",
            ),
            Reason.ENCRYPTED,
        ),
        "owner-password-only.pdf": (scan_pdf(encryption=owner), None),
        "junk-before-header.pdf": (b"HTTP/1.1 200 OK\r\n\r\n" + good, None),
        "junk-after-end.pdf": (good + b"\x00" * 3000 + b"</html>", None),
        "no-pages.pdf": (
            _plain_pdf(_CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"),
            Reason.NO_PAGES,
        ),
        "no-catalogue.pdf": (_plain_pdf(b"<< /Type /Font >>"), Reason.NO_PAGES),
        "page-tree-loop.pdf": (
            _plain_pdf(_CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 3 /Parent 2 0 R >>"),
            Reason.CORRUPT,
        ),
        "page-missing.pdf": (_plain_pdf(_CATALOG, _ONE_PAGE), Reason.CORRUPT),
        "fewer-pages-stated.pdf": (
            _plain_pdf(_CATALOG, three_kids, *[page % b""] * 3),
            Reason.CORRUPT,
        ),
        "more-pages-stated.pdf": (
            _plain_pdf(_CATALOG, _ONE_PAGE.replace(b"1 >>", b"99 >>"), page % b""),
            Reason.CORRUPT,
        ),
        "object-that-is-itself.pdf": (
            _plain_pdf(_CATALOG, b"2 0 R", page % b""),
            Reason.NO_PAGES,
        ),
        "damaged-picture.pdf": (_with_picture(b"no picture at all" * 50), Reason.CORRUPT),
        "damaged-jpx.pdf": (
            _with_picture(b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(200), Name.JPXDecode),
            Reason.CORRUPT,
        ),
        "damaged-jbig2.pdf": (_with_picture(bytes(300), Name.JBIG2Decode), Reason.CORRUPT),
        "form-that-draws-itself.pdf": (_recursive_form(), None),
        "contents-of-itself.pdf": (
            _plain_pdf(_CATALOG, _ONE_PAGE, page % b"/Contents [3 0 R 4 0 R]", b"[4 0 R 4 0 R]"),
            None,
        ),
        "length-of-itself.pdf": (
            _plain_pdf(
                _CATALOG,
                _ONE_PAGE,
                page % b"/Contents 4 0 R",
                b"<< /Length 4 0 R >>\nstream\n0 0 m 300 300 l S\nendstream",
            ),
            None,
        ),
        "deep-arrays.pdf": (
            _plain_pdf(
                _CATALOG,
                _ONE_PAGE,
                page % (b"/Deep " + b"[" * 50_000 + b"]" * 50_000),
            ),
            Reason.CORRUPT,
        ),
        "deep-states.pdf": (_with_content(b"q " * 200_000 + b"0 0 m 300 300 l S"), None),
        "unpacks-to-a-gigabyte.pdf": (_bomb(), Reason.CRASHED),
        "script-and-launch.pdf": (
            _plain_pdf(
                b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> >>",
                _ONE_PAGE,
                page % b"/AA << /O << /S /JavaScript /JS (while(1){}) >> >>",
            ),
            None,
        ),
    }


def _with_content(content: bytes) -> bytes:
    pdf = pikepdf.new()
    _add_page(pdf, content)
    return _saved(pdf)


def _with_picture(data: bytes, coding: pikepdf.Object = Name.DCTDecode) -> bytes:
    pdf = pikepdf.new()
    picture = _image_stream(pdf, data, *_SIZE, Filter=coding)
    _add_page(pdf, b"q 595 0 0 842 0 0 cm /I Do Q", XObject=Dictionary(I=picture))
    return _saved(pdf)


def _recursive_form() -> bytes:
    pdf = pikepdf.new()
    form = pdf.make_indirect(Stream(pdf, b"/F Do 10 10 200 200 re f"))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    _add_page(pdf, b"/F Do", XObject=Dictionary(F=form))
    return _saved(pdf)


def _bomb() -> bytes:
    """A content stream of 1 MB that unpacks to a gigabyte of blanks."""
    pack = zlib.compressobj(9)
    start = pack.compress(b" ") + pack.flush(zlib.Z_FULL_FLUSH)
    block = pack.compress(b" " * (16 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    pdf = pikepdf.new()
    page = _add_page(pdf, b"")
    page.Contents = Stream(pdf, start + block * 64 + pack.flush())
    page.Contents.Filter = Name.FlateDecode
    return _saved(pdf, compress_streams=False)


def _pictures() -> dict[str, Case]:
    jpeg, png = picture_bytes("JPEG"), picture_bytes("PNG")
    bad_sum = bytearray(png)
    bad_sum[png.index(b"IDAT") + 40] ^= 0xFF
    text = _png_chunk(b"zTXt", b"note\x00\x00" + zlib.compress(bytes(80 << 20)))
    area = _SIZE[0] * _SIZE[1]
    first = len(_tiff(*_SIZE, bytes(area))) - 9 * 12 - 6
    return {
        "jpeg-named.pdf": (jpeg, None),
        "pdf-named.jpg": (scan_pdf(), None),
        "png-without-extension": (png, None),
        "rows-missing.png": (_png(*_SIZE, zlib.compress(bytes(1000))), Reason.TRUNCATED),
        "wrong-checksum.png": (bytes(bad_sum), Reason.CORRUPT),
        "text-bomb.png": (_png(*_SIZE, zlib.compress(bytes(area)), text), Reason.CORRUPT),
        "damaged.jpg": (jpeg[:20] + bytes(500) + b"\xff\xd9", Reason.CORRUPT),
        "unknown-compression.tif": (
            _tiff(*_SIZE, bytes(area)).replace(
                struct.pack("<HHII", 259, 3, 1, 1), struct.pack("<HHII", 259, 3, 1, 64_999)
            ),
            Reason.CORRUPT,
        ),
        "first-picture-again.tif": (_tiff(*_SIZE, b"\xff" * area, next_ifd=first), None),
        "no-directory.tif": (b"II*\x00\x08\x00\x00\x00\x00\x00" + bytes(20), Reason.CORRUPT),
    }


def _names(folder: Path) -> dict[str, Reason | None]:
    """Good scans under bad names."""
    stem = "Quyết định về việc điều động "
    long = (stem * 9).encode()[:246].decode(errors="ignore")
    long += "x" * (246 - len(long.encode())) + ".pdf"
    assert len(long.encode()) == 250
    names = [
        long,
        "Công văn số 12 về đất đai.pdf",
        "-rf.pdf",
        "~ a b'\"$(id);&.pdf",
        "new\nline.pdf",
        "%2e%2e%2f.pdf",
    ]
    for name in names:
        (folder / name).write_bytes(scan_pdf())
    decomposed = "Tờ trình đã duyệt.pdf"
    (folder / unicodedata.normalize("NFD", decomposed)).write_bytes(scan_pdf())
    Path(os.fsdecode(os.fsencode(folder) + b"/latin-\xe9.pdf")).write_bytes(scan_pdf())
    return dict.fromkeys([*names, decomposed, "latin-\\xe9.pdf"])


def _places(folder: Path) -> dict[str, Reason | None]:
    """What is no file, or cannot be opened."""
    target = folder / "jpeg-named.pdf"
    (folder / "link.pdf").symlink_to(target)
    (folder / "link-to-nothing.pdf").symlink_to(folder / "nothing")
    (folder / "link-to-itself.pdf").symlink_to(folder / "link-to-itself.pdf")
    (folder / "link-to-folder").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "x.pdf").mkdir()
    (folder / "x.pdf" / "inside.pdf").write_bytes(scan_pdf())
    with (folder / "three-gigabytes.pdf").open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(_DEFAULT_MAX_BYTES + 1)  # a hole: it takes no space
    locked = folder / "locked.pdf"
    locked.write_bytes(scan_pdf())
    locked.chmod(0)
    return {
        "link.pdf": Reason.NOT_A_FILE,
        "link-to-nothing.pdf": Reason.NOT_A_FILE,
        "link-to-itself.pdf": Reason.NOT_A_FILE,
        "link-to-folder": Reason.NOT_A_FILE,
        "pipe.pdf": Reason.NOT_A_FILE,
        "x.pdf/inside.pdf": None,
        "three-gigabytes.pdf": Reason.TOO_MANY_BYTES,
        "locked.pdf": None if os.access(locked, os.R_OK) else Reason.UNREADABLE,  # root may
    }
