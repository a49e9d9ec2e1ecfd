"""The door of intake: any file in, pages out."""

from pathlib import Path

from digitize.errors import InputError, Reason
from digitize.intake.limits import Limits
from digitize.intake.page import Source, SourcePage
from digitize.intake.pdf import PdfSource
from digitize.intake.pictures import PictureSource
from digitize.intake.sniffing import MediaType, file_size, sniff

__all__ = ["Source", "SourcePage", "open_source"]


def open_source(path: Path, name: str, limits: Limits) -> Source:
    """Open a scan for reading; use it as a context manager. `name` stands in messages.

    Bytes, pages and, as far as headers tell them, pixels are checked before anything is
    decoded. Raises InputError and nothing else.
    """
    if file_size(path, name) > limits.max_bytes:
        raise InputError(Reason.TOO_MANY_BYTES, name)
    media_type = sniff(path, name)
    try:
        if media_type == MediaType.PDF:
            return PdfSource(path, name, limits)
        return PictureSource(path, name, media_type, limits)
    except OSError as error:
        raise InputError(Reason.UNREADABLE, name, error.strerror or "") from None
