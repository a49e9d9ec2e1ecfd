"""What a file may cost; checked before anything is decoded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_bytes` a file, `max_pages` a file, `max_pixels` a page."""

    max_bytes: int
    max_pages: int
    max_pixels: int
