"""Read one file: pages, then what they say. Nothing is written."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from digitize.archive.page_reading import ReadableFile
from digitize.archive.workers import Workers
from digitize.domain import Document, PageKind, PageText, SecretMark
from digitize.errors import InputError, Reason
from digitize.intake.sniffing import file_size, sniff
from digitize.metadata.documents import find_documents
from digitize.metadata.secrets import find_secret_marks
from digitize.settings import Settings

_MOST_PICTURES = 32 << 20  # bytes a file: about a hundred pages


@dataclass(frozen=True, slots=True)
class FileReading:
    """With `secrets` the file must be stopped: nothing else of the reading may be kept.

    `pictures`: of upright pages as JPEG, by number, where they were asked for; of a long file, of
    the first pages alone.
    """

    media_type: str
    pages: tuple[PageText, ...]
    documents: tuple[Document, ...]
    secrets: tuple[SecretMark, ...]
    pictures: Mapping[int, bytes] = field(default_factory=dict)


def read_file(
    path: Path,
    name: str,
    settings: Settings,
    *,
    workers: Workers | None = None,
    with_pictures: bool = False,
) -> FileReading:
    """Read the file at `path`; errors call it `name`.

    Pages are read in `workers`, or in a pool of the call's own; no more pictures are in memory
    than it has threads. A page that cannot be read is FAILED, and the file goes on. Raises
    InputError for a file that cannot be taken or of which too many pages failed, ServiceError
    when the reader is missing, Stopped when `workers` were stopped.
    """
    if file_size(path, name) > settings.max_bytes:
        raise InputError(Reason.TOO_MANY_BYTES, name)
    media_type = sniff(path, name)
    with ExitStack() as stack:
        pool = workers or stack.enter_context(Workers(settings.workers))

        def opened(_: None) -> ReadableFile:
            return ReadableFile(path, name, media_type, settings, with_pictures=with_pictures)

        # In the pool, so that no more children are at work than it has threads.
        (file,) = pool.each(opened, [None])
        stack.enter_context(file)
        pages, pictures = _read(pool, file)
    reading = understand(str(media_type), pages)
    if reading.secrets:  # a mark on one page outweighs the failure of others
        return reading
    _check_failed(name, pages, settings.failed_share)
    return replace(reading, pictures=pictures)


def _read(pool: Workers, file: ReadableFile) -> tuple[list[PageText], dict[int, bytes]]:
    pages: list[PageText] = []
    pictures: dict[int, bytes] = {}
    room = _MOST_PICTURES
    for page in pool.each(file.read, range(1, file.page_count + 1)):
        pages.append(page.text)
        if page.picture is not None:
            room -= len(page.picture)
            if room >= 0:
                pictures[page.text.number] = page.picture
    return pages, pictures


def understand(media_type: str, pages: Sequence[PageText]) -> FileReading:
    """What the pages say: documents, fields, secret marks."""
    return FileReading(media_type, tuple(pages), find_documents(pages), find_secret_marks(pages))


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
