"""The door of intake: any file in, pages out."""

from pathlib import Path

from digitize.errors import InputError, Reason
from digitize.intake.isolation import IsolatedSource
from digitize.intake.limits import Limits
from digitize.intake.page import Source, SourcePage
from digitize.intake.sniffing import file_size, sniff

__all__ = ["Source", "SourcePage", "open_source"]


def open_source(path: Path, name: str, limits: Limits) -> Source:
    """Open a scan for reading; use it as a context manager. `name` stands in messages.

    Bytes and pages are checked here, the pixels of a page before it is decoded. Pages may be
    asked for from several threads. Raises InputError and nothing else.
    """
    if file_size(path, name) > limits.max_bytes:
        raise InputError(Reason.TOO_MANY_BYTES, name)
    return IsolatedSource(path, name, sniff(path, name), limits)
