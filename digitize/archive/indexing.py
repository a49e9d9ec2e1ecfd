"""Bring the index up to the database, and build it anew."""

import time
from collections.abc import Iterator, Sequence

from digitize.archive.filing import load_pages
from digitize.archive.lock import locked
from digitize.archive.parts import Parts
from digitize.database.records import DocumentRecord
from digitize.domain import PageText
from digitize.errors import ServiceError
from digitize.index.matching import searchable_text
from digitize.index.protocol import Entry, RefusedError
from digitize.index.query import Query
from digitize.metadata.documents import METADATA_VERSION
from digitize.ocr.version import READING_VERSION

_BATCH = 200
_LOOKS = 3


def catch_up(parts: Parts) -> int:
    """Put into the index whatever it lags behind on; the number of documents that it shows more
    or anew.

    Commits before it marks, so that a kill in between makes the next call do the same again.
    An original whose page texts are gone is left to be read anew.
    """
    shown = 0
    while pending := parts.database.unindexed(_BATCH):
        versions = [(id_, version) for id_, version, _ in pending]
        shown += len(_put(parts, versions))
        if refused := _commit_and_mark(parts, versions):
            raise refused
    return shown


def rebuild(parts: Parts) -> int:
    """Build the index anew from the database and the page texts; the number of documents in it.
    Raises ServiceError while a run is at work.

    The old index answers until the new one is whole. Other machines may go on putting documents
    into the old one: those that they changed meanwhile are put into the new one at the end.
    """
    with locked(parts.settings.data_folder):
        seen: dict[str, int] = {}
        try:
            parts.index.clear()
            shown = _put_unseen(parts, seen)
            refused = _commit_and_mark(parts, [*seen.items()])
        except BaseException:
            parts.index.close()  # so that no later commit shows a part of it as the whole
            raise
        before = dict(seen)
        shown |= _put_unseen(parts, seen)
        refused = _commit_and_mark(parts, [*(seen.items() - before.items())]) or refused
        if refused:
            raise refused
        return len(shown)


def check_whole(parts: Parts) -> None:
    """Raises ServiceError when the index lacks documents that were put into it: it was lost, or
    is another one than that of the other machines on this database."""
    for _ in range(_LOOKS):
        if parts.database.unindexed(1) or parts.database.count_waiting(
            READING_VERSION, METADATA_VERSION
        ):
            return
        shown = parts.database.counts()["documents"]
        # A query without words finds each document once, by its first page.
        found = parts.index.search(Query(), limit=1).total
        if found >= shown:
            return
        time.sleep(1)  # another process may have put some in between the two counts
    raise ServiceError(
        f"the index has {found} of {shown} documents",
        remedy="Give all machines the same DIGITIZE_INDEX, then run digitize reindex once.",
    )


def _put_unseen(parts: Parts, seen: dict[str, int]) -> set[str]:
    """Put all documents into the index but those whose version is in `seen`, and note them
    there; the ids of those that it will show."""
    shown: set[str] = set()
    last = ""
    while versions := parts.database.versions(last, _BATCH):
        last, _ = versions[-1]
        unseen = [(id_, version) for id_, version in versions if seen.get(id_) != version]
        shown |= _put(parts, unseen)
        seen.update(unseen)
    return shown


def _put(parts: Parts, versions: Sequence[tuple[str, int]]) -> set[str]:
    """Put documents into the index, or take them out when they must not be shown; the ids of
    those that it will show."""
    documents = parts.database.documents([id_ for id_, _ in versions])
    shown = set()
    for id_, version in versions:
        if id_ not in documents:
            parts.index.delete(id_, version=version)
            continue
        document = documents[id_]
        numbers = range(document.first_page, document.last_page + 1)
        try:
            pages = load_pages(parts.store, document.sha256, numbers)
        except KeyError:
            parts.database.forget_reading(document.sha256)
            parts.index.delete(id_, version=version)
        else:
            parts.index.replace(id_, _entries(document, pages), version=version)
            shown.add(id_)
    return shown


def _commit_and_mark(parts: Parts, versions: Sequence[tuple[str, int]]) -> RefusedError | None:
    """A document that the index refuses stays unmarked and holds up no other."""
    refusal = None
    try:
        parts.index.commit()
    except RefusedError as error:
        refusal = error
        versions = [(id_, version) for id_, version in versions if id_ not in error.document_ids]
    parts.database.mark_indexed(versions)
    return refusal


def _entries(document: DocumentRecord, pages: tuple[PageText, ...]) -> Iterator[Entry]:
    def value(key: str) -> str:
        found = document.fields.get(key)
        return found.value if found else ""

    date = value("ngay_ban_hanh")
    for page in pages:
        yield Entry(
            document_id=document.id,
            page=page.number,
            text=searchable_text(page),
            subject=value("trich_yeu"),
            number=value("so_ky_hieu"),
            type=value("loai_van_ban"),
            agency=value("co_quan_ban_hanh"),
            department=document.place.department,
            signer=value("nguoi_ky"),
            year=int(date[:4] or 0),
            date=date,
        )
