"""Small files for the archive's tests. Born-digital ones are read in a moment; scanned ones cost
a run of Tesseract a page."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf

from digitize.imaging.page import PageImage
from digitize.samples.born_digital import add_text_pages
from digitize.samples.containers import add_picture_page
from digitize.samples.scan import make_scan


@cache
def digital(seed: int = 1, pages: int = 1) -> bytes:
    """A PDF with a text layer."""
    scan = make_scan("quyet-dinh", seed, pages=pages)
    with pikepdf.new() as pdf:
        add_text_pages(pdf, scan.sheets, seed=seed)
        return _bytes(pdf)


@cache
def scanned(seed: int = 1, pages: int = 1) -> bytes:
    """A PDF of a coarse scan, the same picture on each page."""
    return _pictures(make_scan("cong-van", seed, dpi=120).pages[:1] * pages)


@cache
def secret() -> bytes:
    """A scan with a red stamp TỐI MẬT."""
    return _pictures(make_scan("cong-van", 5, dpi=150, secrecy="TỐI MẬT").pages)


@cache
def turned() -> bytes:
    """A scan that lies on its side."""
    return _pictures(make_scan("cong-van", 4, dpi=120, rotation=90).pages[:1])


def fill(inbox: Path, **files: bytes) -> Path:
    """Files by stem, in a dossier of the inbox; the inbox."""
    folder = inbox / "Sở Nội vụ" / "P01" / "HS01"
    folder.mkdir(parents=True, exist_ok=True)
    for stem, data in files.items():
        (folder / f"{stem}.pdf").write_bytes(data)
    return inbox


def _pictures(pages: Sequence[PageImage]) -> bytes:
    with pikepdf.new() as pdf:
        for page in pages:
            add_picture_page(pdf, page, quality=70)
        return _bytes(pdf)


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
