"""Bring the index up to the database, and build it anew."""

from collections.abc import Iterator

from digitize.archive.filing import load_pages
from digitize.archive.lock import locked
from digitize.archive.parts import Parts
from digitize.database.records import DocumentRecord
from digitize.domain import PageText
from digitize.index.matching import searchable_text
from digitize.index.protocol import Entry

_BATCH = 200


def catch_up(parts: Parts) -> int:
    """Put into the index whatever it lags behind on; the number of documents that it shows more
    or anew.

    Commits before it marks, so that a kill in between makes the next call do the same again.
    An original whose page texts are gone is left to be read anew.
    """
    shown = 0
    while pending := parts.database.unindexed(_BATCH):
        documents = parts.database.documents([id_ for id_, _, _ in pending])
        for id_, _, _ in pending:
            if id_ not in documents:
                parts.index.delete(id_)
                continue
            document = documents[id_]
            try:
                pages = load_pages(
                    parts.store,
                    document.sha256,
                    range(document.first_page, document.last_page + 1),
                )
            except KeyError:
                parts.database.forget_reading(document.sha256)
                parts.index.delete(id_)
            else:
                parts.index.replace(id_, _entries(document, pages))
                shown += 1
        parts.index.commit()
        parts.database.mark_indexed([(id_, version) for id_, version, _ in pending])
    return shown


def rebuild(parts: Parts) -> int:
    """Empty the index and fill it from the database and the page texts; the number of documents
    in it. Raises ServiceError while a run is at work."""
    with locked(parts.settings.data_folder):
        parts.index.clear()
        parts.database.forget_index()
        shown = catch_up(parts)
        parts.index.commit()
        return shown


def _entries(document: DocumentRecord, pages: tuple[PageText, ...]) -> Iterator[Entry]:
    def value(key: str) -> str:
        found = document.fields.get(key)
        return found.value if found else ""

    year, date = _numbers(value("ngay_ban_hanh"))
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
            year=year,
            date=date,
        )


def _numbers(iso: str) -> tuple[int, int]:
    """Year and YYYYMMDD of an ISO date. Where the day or the month could not be read (they are
    often filled in by pen), the first one stands for it, so that date ranges find the document.
    """
    if not iso:
        return 0, 0
    year, month, day = [*(int(part) for part in iso.split("-")), 1, 1][:3]
    return year, year * 10_000 + month * 100 + day
