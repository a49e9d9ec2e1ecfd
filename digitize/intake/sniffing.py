"""What a file is, by its first bytes. Its name decides nothing."""

import os
import stat
from enum import StrEnum
from pathlib import Path

from digitize.errors import InputError, Reason

HEAD_BYTES = 1024  # a PDF header may stand anywhere in them (ISO 32000-1, annex H, note 13)


class MediaType(StrEnum):
    PDF = "application/pdf"
    TIFF = "image/tiff"
    JPEG = "image/jpeg"
    PNG = "image/png"


_STARTS = (
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"II+\x00", MediaType.TIFF),  # BigTIFF
    (b"MM\x00+", MediaType.TIFF),
)
# Only to tell the user what the file seems to be.
_STRANGERS = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"{\\rtf", "an RTF document"),
    (b"<", "a web page or XML"),
)


def file_size(path: Path, name: str) -> int:
    """Bytes of a regular file, without opening it: a named pipe would block.

    Raises InputError: NOT_A_FILE for links, folders and devices, UNREADABLE, EMPTY.
    """
    try:
        status = path.lstat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(Reason.UNREADABLE, name, _why(error)) from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError(Reason.NOT_A_FILE, name)
    if status.st_size == 0:
        raise InputError(Reason.EMPTY, name)
    return status.st_size


def sniff(path: Path, name: str) -> MediaType:
    """The type of the file at `path`; `name` stands in the message.

    Raises InputError: NOT_A_FILE, UNREADABLE, EMPTY or UNSUPPORTED_TYPE.
    """
    file_size(path, name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(Reason.UNREADABLE, name, _why(error)) from None
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if b"%PDF-" in head:
        return MediaType.PDF
    guess = next((what for start, what in _STRANGERS if head.startswith(start)), "")
    raise InputError(Reason.UNSUPPORTED_TYPE, name, guess and f"it looks like {guess}")


def _why(error: OSError | ValueError) -> str:
    code = getattr(error, "errno", None)
    return os.strerror(code) if code else str(error)
