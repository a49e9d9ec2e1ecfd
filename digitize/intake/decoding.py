"""Decoders by media type. They run in a process of their own: see `isolation`."""

from pathlib import Path

from digitize.errors import InputError, Reason
from digitize.intake.limits import Limits
from digitize.intake.page import Source
from digitize.intake.pdf import PdfSource
from digitize.intake.pictures import PictureSource
from digitize.intake.sniffing import MediaType


def open_here(path: Path, name: str, media_type: MediaType, limits: Limits) -> Source:
    """Open a file in this very process; not thread-safe. Raises InputError."""
    try:
        if media_type is MediaType.PDF:
            return PdfSource(path, name, limits)
        return PictureSource(path, name, media_type, limits)
    except OSError as error:
        raise InputError(Reason.UNREADABLE, name, error.strerror or "") from None
