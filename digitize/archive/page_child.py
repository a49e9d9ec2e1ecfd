"""The child process that reads a page, from the bytes of the file to its words: see
`intake.serving`. No pixels cross between processes, and Python's lock is not shared."""

import gc
import traceback

from digitize.archive.engines import open_cascade
from digitize.archive.journal import describe
from digitize.archive.page_messages import DrawPage, PageRead, ReadPage, Unserved
from digitize.archive.picture import page_picture
from digitize.domain import PageKind, PageText
from digitize.errors import PageError, Reason, ServiceError
from digitize.imaging.page import ReducedPage
from digitize.imaging.resolution import reduce
from digitize.intake.page import Source
from digitize.intake.serving import serve_parent
from digitize.ocr.cascade import Reading
from digitize.ocr.reading import read_reduced


def read(source: Source, message: object, _pixels: int) -> object:
    """The answer to ReadPage or DrawPage. Raises PageError when the page cannot be decoded."""
    if isinstance(message, DrawPage):
        return page_picture(reduce(source.page(message.number).image).pixels, message.rotation)
    assert isinstance(message, ReadPage)
    try:
        page = source.page(message.number)
        reduced = reduce(page.image)
        text, fault = page.text_layer, ""
        if text is None:
            text, fault = _read(reduced, message, page.rotation_hint)
    except ServiceError as error:
        return Unserved(error.message, error.remedy)
    picture = page_picture(reduced.pixels, text.rotation) if message.with_picture else None
    return PageRead(text, picture, fault)


def _read(page: ReducedPage, message: ReadPage, hint: int) -> tuple[PageText, str]:
    """The page's text, FAILED where it cannot be read, and the trace of an unforeseen fault, which
    quotes no text of the page."""
    fault = ""
    try:
        reading = Reading(message.reading)
        cascade = open_cascade(reading, message.language, message.timeout)
        text = read_reduced(page, message.number, cascade.for_page(), rotation_hint=hint)
        return text, ""
    except PageError as error:
        reason = error.reason
    except ServiceError:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary of a page: the file goes on
        trace = "".join(traceback.format_tb(error.__traceback__))
        reason, fault = Reason.UNFORESEEN, f"{trace}{describe(error)}"
    failed = PageText(
        message.number,
        PageKind.FAILED,
        page.scan_width,
        page.scan_height,
        page.scan_dpi,
        error=reason.value,
    )
    return failed, fault


if __name__ == "__main__":
    # A page is thousands of small things that all end with it, and none of them in a circle.
    gc.freeze()
    gc.set_threshold(100_000)
    serve_parent(read)
