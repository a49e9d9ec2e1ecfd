"""Take one original through all work that it waits for, and put what was made into the archive.

The order is the promise: nothing but the original is written before the pages were searched for
secret marks; then derivatives are written, each to a key of its own; then one transaction sets
pages, documents and state. A kill at any moment leaves the old state or the new one; so does a
worker that wakes up after others took its original over (see `leases`).
"""

import json
import logging
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from hashlib import file_digest
from pathlib import Path

from digitize.archive.journal import describe
from digitize.archive.leases import Lease
from digitize.archive.page_reading import ReadableFile
from digitize.archive.parts import Parts
from digitize.archive.reading import FileReading, read_file, understand
from digitize.archive.workers import Stopped, Workers
from digitize.database.models import PAGES, State
from digitize.database.records import LeaseLost, OriginalRecord
from digitize.domain import FIELD_KEYS, Document, PageKind, PageText
from digitize.errors import InputError, PageError, Reason, ServiceError
from digitize.intake.sniffing import sniff
from digitize.metadata.documents import METADATA_VERSION
from digitize.metadata.scoring import is_sure
from digitize.ocr.version import READING_VERSION
from digitize.store.protocol import (
    Store,
    derivative_prefix,
    original_key,
    page_text_key,
    page_view_key,
    sealed_key,
)

# What the archive's catalogue cannot do without (TT 05/2025/TT-BNV: typeName, codeNumber,
# codeNotation, issuedDate, organName, subject).
KEY_FIELDS = ("loai_van_ban", "so_ky_hieu", "ngay_ban_hanh", "co_quan_ban_hanh", "trich_yeu")


def file_original(parts: Parts, workers: Workers, original: OriginalRecord, lease: Lease) -> State:
    """Where the original stands afterwards. A fault of the file puts it into quarantine.

    Raises ServiceError, InputError(DISK_FULL) and Stopped: the try then does not count, and
    the original waits as before. Raises LeaseLost when another worker has taken it over.
    """
    try:
        return _file_or_quarantine(parts, workers, original, lease)
    except LeaseLost:
        if parts.store.exists(sealed_key(lease.sha256)):
            parts.store.delete_prefix(derivative_prefix(lease.sha256))  # written after the sealing
        raise


def quarantine(parts: Parts, lease: Lease, reason: Reason, detail: str = "") -> State:
    parts.database.set_aside(lease.claim, State.QUARANTINED, reason.value, detail)
    return State.QUARANTINED


def load_pages(store: Store, sha256: str, numbers: Sequence[int]) -> tuple[PageText, ...]:
    """Page texts as they were filed. Raises KeyError when one is not there."""
    return tuple(
        PageText.from_dict(json.loads(store.get(page_text_key(sha256, number))))
        for number in numbers
    )


def _file_or_quarantine(
    parts: Parts, workers: Workers, original: OriginalRecord, lease: Lease
) -> State:
    try:
        return _file(parts, workers, original, lease)
    except LeaseLost:
        raise
    except (ServiceError, Stopped):
        parts.database.give_back_attempt(lease.claim)
        raise
    except InputError as error:
        if error.reason is Reason.DISK_FULL:
            parts.database.give_back_attempt(lease.claim)
            raise
        return quarantine(parts, lease, error.reason, error.detail)
    except Exception as error:  # the boundary of a file: the batch goes on
        logging.getLogger(__name__).error("original %s", lease.sha256[:12], exc_info=error)
        return quarantine(parts, lease, Reason.UNFORESEEN, describe(error))


def _file(parts: Parts, workers: Workers, original: OriginalRecord, lease: Lease) -> State:
    if parts.store.exists(sealed_key(original.sha256)):  # a killed run had begun to seal it
        return _seal(parts, lease)
    reading = _kept_reading(parts.store, original)
    if reading is not None:
        return _seal(parts, lease) if reading.secrets else _save(parts, lease, reading)
    path = _checked_original(parts.store, original)
    reading = read_file(
        path, original.file_name, parts.settings, workers=workers, with_pictures=True
    )
    if reading.secrets:
        return _seal(parts, lease)
    _write_derivatives(parts, workers, path, original.file_name, reading, lease)
    return _save(parts, lease, reading)


def _kept_reading(store: Store, original: OriginalRecord) -> FileReading | None:
    """What the page texts of the newest reading say, if they are there: only fields are old."""
    if original.reading_version != READING_VERSION:
        return None
    try:
        pages = load_pages(store, original.sha256, range(1, original.page_count + 1))
    except KeyError:
        return None
    return understand(original.media_type, pages)


def _checked_original(store: Store, original: OriginalRecord) -> Path:
    try:
        path = store.local_path(original_key(original.sha256))
    except KeyError:
        raise InputError(Reason.STORE_DAMAGED, original.file_name, "not there") from None
    with path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != original.sha256:
            raise InputError(Reason.STORE_DAMAGED, original.file_name)
    return path


def _seal(parts: Parts, lease: Lease) -> State:
    lease.hold()
    sha256 = lease.sha256
    with suppress(KeyError):  # it was moved before
        parts.store.move(original_key(sha256), sealed_key(sha256))
    parts.store.delete_prefix(derivative_prefix(sha256))
    parts.database.set_aside(lease.claim, State.SEALED, "", "")
    return State.SEALED


def _write_derivatives(
    parts: Parts, workers: Workers, path: Path, name: str, reading: FileReading, lease: Lease
) -> None:
    """Page texts, and a picture of each page that can be shown. What `reading` brought no picture
    of is taken out of the file a second time: to keep all until now would need memory for a whole
    long file, or a place on disk before the secret check."""
    missing = [page for page in reading.pages if page.number not in reading.pictures]
    with ExitStack() as stack:
        file = None
        if missing:
            file = ReadableFile(path, name, sniff(path, name), parts.settings)
            stack.enter_context(file)

        def write(page: PageText) -> None:
            picture = reading.pictures.get(page.number)
            if picture is None and file is not None:
                picture = _taken_again(file, page)
            if picture is not None:
                lease.hold()
                parts.store.put(page_view_key(lease.sha256, page.number), picture)
            text = json.dumps(page.to_dict(), ensure_ascii=False, separators=(",", ":"))
            lease.hold()
            parts.store.put(page_text_key(lease.sha256, page.number), text.encode())

        for _ in workers.each(write, reading.pages):
            pass


def _taken_again(file: ReadableFile, page: PageText) -> bytes | None:
    """None for a failed page whose picture does not come out either."""
    try:
        return file.picture(page.number, page.rotation)
    except PageError:
        if page.kind is not PageKind.FAILED:
            raise
        return None


def _save(parts: Parts, lease: Lease, reading: FileReading) -> State:
    lease.hold()
    # Not before now: what is locked could no longer be sealed off.
    parts.store.protect(original_key(lease.sha256))
    return parts.database.save(
        lease.claim,
        reading.media_type,
        reading.pages,
        [
            (document, doubts_of(document, reading.pages, parts.settings.most_wrong))
            for document in reading.documents
        ],
        reading_version=READING_VERSION,
        metadata_version=METADATA_VERSION,
    )


def doubts_of(document: Document, pages: Sequence[PageText], most_wrong: float) -> tuple[str, ...]:
    """What a person should look at: key fields that are missing or unsure, other fields that are
    unsure, and PAGES where one could not be read. `most_wrong`: see `metadata.scoring.is_sure`."""
    unsure = {
        key
        for key, found in document.fields.items()
        if not is_sure(key, found.confidence, most_wrong)
    }
    missing = {key for key in KEY_FIELDS if key not in document.fields}
    failed = any(
        page.kind is PageKind.FAILED
        for page in pages
        if document.first_page <= page.number <= document.last_page
    )
    doubts = tuple(key for key in FIELD_KEYS if key in unsure | missing)
    return (*doubts, PAGES) if failed else doubts
