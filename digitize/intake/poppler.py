"""Poppler, an outside program, through pdf2image: for what PDFium cannot open or draw."""

import re
import subprocess
from pathlib import Path

import numpy as np
from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError

from digitize.errors import ServiceError
from digitize.imaging.page import Pixels

_TIMEOUT = 60  # seconds for one page
_SIZE = re.compile(r"([\d.]+) x ([\d.]+) pts")


class PopplerError(Exception):
    """Poppler cannot read it either."""


def version() -> str:
    """Of the installed programs. Raises ServiceError when one is missing."""
    for program in ("pdfinfo", "pdftoppm"):
        try:
            done = subprocess.run([program, "-v"], capture_output=True, text=True, timeout=_TIMEOUT)
        except OSError:
            raise _missing() from None
    return done.stderr.splitlines()[0].removeprefix("pdftoppm version ")


def count_pages(path: Path) -> int:
    """Raises PopplerError."""
    return int(_info(path, 1)["Pages"])


def page_size(path: Path, number: int) -> tuple[float, float]:
    """Width and height in points. Raises PopplerError."""
    match = _SIZE.match(_info(path, number).get(f"Page    {number} size", ""))
    if match is None:
        raise PopplerError("no page size")
    return float(match[1]), float(match[2])


def draw(path: Path, number: int, dpi: float) -> Pixels:
    """The page without its annotations, BGR. Raises PopplerError."""
    try:
        images = convert_from_path(
            path.absolute(),
            dpi=round(dpi),
            first_page=number,
            last_page=number,
            use_cropbox=True,
            hide_annotations=True,
            timeout=_TIMEOUT,
        )
    except Exception as error:  # noqa: BLE001 - boundary: pdf2image, Pillow and an outside program
        raise PopplerError(str(error)) from None
    if not images:
        raise PopplerError("no picture")
    return np.ascontiguousarray(np.asarray(images[0].convert("RGB"))[:, :, ::-1])


def _info(path: Path, number: int) -> dict[str, str]:
    try:
        found = pdfinfo_from_path(
            str(path.absolute()), first_page=number, last_page=number, timeout=_TIMEOUT
        )
    except PDFInfoNotInstalledError:
        raise _missing() from None
    except Exception as error:  # noqa: BLE001 - boundary: pdf2image and an outside program
        raise PopplerError(str(error)) from None
    return {str(key): str(value) for key, value in found.items()}


def _missing() -> ServiceError:
    return ServiceError("poppler is not installed", remedy="Install the package poppler-utils.")
