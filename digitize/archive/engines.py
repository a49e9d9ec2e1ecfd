"""The engines of an installation."""

from functools import cache

from digitize.ocr.cascade import Cascade, Reading
from digitize.ocr.reader.engine import LineReader


@cache  # to ask Tesseract for its version and models costs as much as a short page
def open_cascade(reading: Reading, language: str, timeout: float) -> Cascade:
    """The engines for a way of reading; `language` and `timeout` as for TesseractEngine. Raises
    ServiceError when one is missing."""
    if reading is Reading.FAST:
        return Cascade(reading, LineReader(seek_signers=False), None)
    from digitize.ocr.tesseract import TesseractEngine

    return Cascade(reading, LineReader(), TesseractEngine(language, timeout))
