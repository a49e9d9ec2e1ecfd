"""The door for readers. Nothing in it belongs to one engine alone."""

from typing import Protocol

from digitize.domain import Line
from digitize.imaging.page import CleanPage


class Engine(Protocol):
    """Reads the lines of a cleaned page.

    `read` gives lines in the engine's own order, with boxes in pixels of the *cleaned* picture
    and NFC text. It raises PageError when the page cannot be read (time-out, crash), and
    ServiceError when the engine itself is missing.
    """

    @property
    def name(self) -> str:
        """Name and version, for example `tesseract 5.3.0 vie`."""
        ...

    def read(self, page: CleanPage, number: int) -> list[Line]: ...

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        """As `read`, for a picture that holds a few short lines and nothing else."""
        ...
