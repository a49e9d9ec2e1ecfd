"""Read one file: pages, then what they say. Nothing is written."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digitize.archive.workers import Workers
from digitize.domain import Document, PageKind, PageText, SecretMark
from digitize.errors import DigitizeError, InputError, PageError, Reason
from digitize.intake.limits import Limits
from digitize.intake.source import Source, open_source
from digitize.metadata.documents import find_documents
from digitize.metadata.secrets import find_secret_marks
from digitize.ocr.cascade import Cascade, Reading
from digitize.ocr.reader.engine import LineReader
from digitize.ocr.reading import read_page
from digitize.ocr.tesseract import TesseractEngine
from digitize.settings import Settings

# A failed page whose picture never came out stands as A4 in points: every page has a shape.
_SIZE_UNKNOWN = (595, 842, 72.0)


@dataclass(frozen=True, slots=True)
class FileReading:
    """With `secrets` the file must be stopped: nothing else of the reading may be kept."""

    media_type: str
    pages: tuple[PageText, ...]
    documents: tuple[Document, ...]
    secrets: tuple[SecretMark, ...]


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.max_bytes, settings.max_pages, settings.max_pixels)


def read_file(
    path: Path, name: str, settings: Settings, *, workers: Workers | None = None
) -> FileReading:
    """Read the file at `path`; errors call it `name`.

    Pages are read in `workers`, or in a pool of the call's own; no more pictures are in memory
    than it has threads. A page that cannot be read is FAILED, and the file goes on. Raises
    InputError for a file that cannot be taken or of which too many pages failed, ServiceError
    when the reader is missing, Stopped when `workers` were stopped.
    """
    with ExitStack() as stack:
        pool = workers or stack.enter_context(Workers(settings.workers))
        source = stack.enter_context(open_source(path, name, limits_of(settings)))
        cascade = cascade_of(settings)
        numbers = range(1, source.page_count + 1)
        pages = tuple(pool.each(lambda number: _read(source, number, cascade), numbers))
        media_type = str(source.media_type)
    reading = understand(media_type, pages)
    if not reading.secrets:  # a mark on one page outweighs the failure of others
        _check_failed(name, pages, settings.failed_share)
    return reading


def understand(media_type: str, pages: Sequence[PageText]) -> FileReading:
    """What the pages say: documents, fields, secret marks."""
    return FileReading(media_type, tuple(pages), find_documents(pages), find_secret_marks(pages))


def cascade_of(settings: Settings) -> Cascade:
    """The engines that `settings` ask for. Raises ServiceError when one is missing."""
    return _cascade(Reading(settings.reading), settings.language, settings.page_timeout)


@cache  # to ask the program for its version and models costs as much as a short page
def _cascade(reading: Reading, language: str, timeout: float) -> Cascade:
    second = None if reading is Reading.FAST else TesseractEngine(language, timeout)
    return Cascade(reading, LineReader(), second)


def _read(source: Source, number: int, cascade: Cascade) -> PageText:
    width, height, dpi = _SIZE_UNKNOWN
    try:
        page = source.page(number)
        width, height, dpi = page.image.width, page.image.height, page.image.dpi
        if page.text_layer is not None:
            return page.text_layer
        engine = cascade.for_page()
        return read_page(page.image, number, engine, rotation_hint=page.rotation_hint)
    except PageError as error:
        reason = error.reason
    except DigitizeError:
        raise
    except Exception as error:  # the boundary of a page: the file goes on
        logging.getLogger(__name__).error("page %d", number, exc_info=error)
        reason = Reason.UNFORESEEN
    return PageText(number, PageKind.FAILED, width, height, dpi, error=reason.value)


def _check_failed(name: str, pages: Sequence[PageText], failed_share: float) -> None:
    failed = [page for page in pages if page.kind is PageKind.FAILED]
    if len(failed) <= failed_share * len(pages):
        return
    reasons = sorted({page.error for page in failed})
    if len(failed) == len(pages) and len(reasons) == 1:
        raise InputError(Reason(reasons[0]), name)
    raise InputError(
        Reason.PAGES_FAILED, name, f"{len(failed)} of {len(pages)} pages: {', '.join(reasons)}"
    )
