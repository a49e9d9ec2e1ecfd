"""Is the archive whole? Every original against its SHA-256, every row against what must be kept
of it, the index against the database.

Work may go on meanwhile: what looks wrong is looked at again, with its row read anew.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest

from digitize.archive.parts import Parts
from digitize.archive.workers import Workers
from digitize.database.inventory import Holding, Inventory
from digitize.database.models import State
from digitize.domain import PageText
from digitize.store.protocol import (
    Store,
    derivative_prefix,
    original_key,
    page_text_key,
    page_view_key,
    sealed_key,
)

Page = tuple[str, int]  # a document's id, and the number of one of its pages

_LISTED = 200  # flaws of a kind that a terminal shows
_WINDOW = 500
_ALL = 1_000_000_000


class Flaw(StrEnum):
    """What can be wrong. The value is what users see."""

    ORIGINAL_MISSING = "original-missing"
    ORIGINAL_DAMAGED = "original-damaged"
    NOT_SEALED = "not-sealed"
    PAGES_IN_DISORDER = "pages-in-disorder"
    TEXT_MISSING = "text-missing"
    TEXT_DAMAGED = "text-damaged"
    VIEW_MISSING = "view-missing"
    NOT_IN_INDEX = "not-in-index"
    TOO_MUCH_IN_INDEX = "too-much-in-index"


_MENDED = "Run digitize verify --mend, then digitize run."
REMEDIES: Mapping[Flaw, str] = {
    Flaw.ORIGINAL_MISSING: "Restore these originals from a backup of the store.",
    Flaw.ORIGINAL_DAMAGED: "Look at the disk of the store; restore these originals from a backup.",
    Flaw.NOT_SEALED: "Run digitize verify --mend: it takes them out of what can be read.",
    Flaw.PAGES_IN_DISORDER: _MENDED,
    Flaw.TEXT_MISSING: _MENDED,
    Flaw.TEXT_DAMAGED: _MENDED,
    Flaw.VIEW_MISSING: _MENDED,
    Flaw.NOT_IN_INDEX: "Run digitize reindex.",
    Flaw.TOO_MUCH_IN_INDEX: "Run digitize reindex.",
}
_READ_AGAIN = frozenset(flaw for flaw, remedy in REMEDIES.items() if remedy == _MENDED)


@dataclass(frozen=True, slots=True)
class Found:
    """A flaw, of the original or document `id`; `page` where it is one page's."""

    flaw: Flaw
    id: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at, and what is wrong. `behind`: documents that the index has not been
    told of yet, which is no flaw: the next run tells it."""

    originals: int
    pages: int
    documents: int
    behind: int
    flaws: tuple[Found, ...]


def verify(
    parts: Parts, workers: Workers, on_original: Callable[[], None] = lambda: None
) -> Verification:
    """Look at everything. Raises ServiceError when a part cannot be reached, Stopped."""
    inventory = Inventory(parts.database.engine)
    originals = pages = documents = behind = 0
    flaws: list[Found] = []
    expected: set[Page] = set()
    late: set[str] = set()  # what the index may have in an older form

    def check(holding: Holding) -> tuple[Holding, list[Found]]:
        if not (found := list(_check(parts.store, holding))):
            return holding, found
        again = inventory.holding(holding.sha256)  # a run may have been at work on it
        return again, list(_check(parts.store, again))

    for holding, found in workers.each(check, inventory.holdings()):
        on_original()
        flaws += found
        originals += 1
        pages += len(holding.pages)
        documents += len(holding.documents)
        behind += sum(not document.in_index for document in holding.documents)
        late |= {document.id for document in holding.documents if not document.in_index}
        expected |= {
            (document.id, number)
            for document in holding.documents
            if document.in_index
            for number in range(document.first_page, document.last_page + 1)
        }
    flaws += _check_index(parts, expected, late)
    return Verification(originals, pages, documents, behind, tuple(flaws))


def mend(parts: Parts, found: Verification) -> int:
    """Make originals whose texts or views are not whole wait to be read again, and seal those
    that should be; the number of them."""
    again = {flaw.id for flaw in found.flaws if flaw.flaw in _READ_AGAIN}
    for sha256 in again:
        parts.database.forget_reading(sha256)
    open_ = {flaw.id for flaw in found.flaws if flaw.flaw is Flaw.NOT_SEALED}
    for sha256 in open_:
        _take_out(parts.store, sha256)
    return len(again | open_)


def _take_out(store: Store, sha256: str) -> None:
    """The row says sealed; let the store follow."""
    if store.exists(original_key(sha256)):
        store.move(original_key(sha256), sealed_key(sha256))
    store.delete_prefix(derivative_prefix(sha256))


def format_verification(found: Verification) -> str:
    """For a terminal. Files are named by their id alone: one may be sealed."""
    lines = [
        f"{found.originals} originals, {found.pages} pages, {found.documents} documents: "
        + (f"{len(found.flaws)} flaws" if found.flaws else "all is whole")
    ]
    if found.behind:
        lines.append(f"{found.behind} documents are not in the index yet; the next run adds them.")
    for kind in Flaw:
        these = [one for one in found.flaws if one.flaw is kind]
        if these:
            lines += ["", f"{kind.value}: {len(these)}"]
            lines += [f"  {_named(one)}" for one in these[:_LISTED]]
            if len(these) > _LISTED:
                lines.append(f"  … and {len(these) - _LISTED} more")
            lines.append(f"  → {REMEDIES[kind]}")
    return "\n".join(lines)


def _named(one: Found) -> str:
    short = one.id if "-" in one.id else one.id[:12]
    return f"{short}  page {one.page}" if one.page else short


def _check(store: Store, holding: Holding) -> Iterator[Found]:
    sha256 = holding.sha256
    if holding.state is State.SEALED:
        yield from _check_bytes(store, sealed_key(sha256), sha256)
        open_keys = (original_key(sha256), page_text_key(sha256, 1), page_view_key(sha256, 1))
        if any(store.exists(key) for key in open_keys):
            yield Found(Flaw.NOT_SEALED, sha256)
        return
    yield from _check_bytes(store, original_key(sha256), sha256)
    if holding.state not in (State.DONE, State.REVIEW):
        return
    numbers = [page.number for page in holding.pages]
    covered = [n for d in holding.documents for n in range(d.first_page, d.last_page + 1)]
    if not numbers or numbers != [*range(1, len(numbers) + 1)] or covered != numbers:
        yield Found(Flaw.PAGES_IN_DISORDER, sha256)
    for page in holding.pages:
        yield from _check_text(store, sha256, page.number)
        if page.has_view and not store.exists(page_view_key(sha256, page.number)):
            yield Found(Flaw.VIEW_MISSING, sha256, page.number)


def _check_bytes(store: Store, key: str, sha256: str) -> Iterator[Found]:
    try:
        with store.stream(key) as stream:
            if file_digest(stream, "sha256").hexdigest() != sha256:
                yield Found(Flaw.ORIGINAL_DAMAGED, sha256)
    except KeyError:
        yield Found(Flaw.ORIGINAL_MISSING, sha256)


def _check_text(store: Store, sha256: str, number: int) -> Iterator[Found]:
    try:
        data = store.get(page_text_key(sha256, number))
    except KeyError:
        yield Found(Flaw.TEXT_MISSING, sha256, number)
        return
    try:
        whole = PageText.from_dict(json.loads(data)).number == number
    except (KeyError, TypeError, ValueError):
        whole = False
    if not whole:
        yield Found(Flaw.TEXT_DAMAGED, sha256, number)


def _check_index(parts: Parts, expected: set[Page], late: set[str]) -> Iterator[Found]:
    there = {page for page in parts.index.pages() if page[0] not in late}
    suspects = {id_ for id_, _ in expected ^ there}
    if not suspects:
        return
    now = _expected_of(parts, sorted(suspects))
    late = {id_ for id_, _, _ in parts.database.unindexed(_ALL)}
    there = {page for page in parts.index.pages() if page[0] in suspects}
    for flaw, pages in (
        (Flaw.NOT_IN_INDEX, now - there),
        (Flaw.TOO_MUCH_IN_INDEX, there - now),
    ):
        yield from (Found(flaw, id_, page) for id_, page in sorted(pages) if id_ not in late)


def _expected_of(parts: Parts, ids: Sequence[str]) -> set[Page]:
    return {
        (document.id, number)
        for start in range(0, len(ids), _WINDOW)
        for document in parts.database.documents(ids[start : start + _WINDOW]).values()
        for number in range(document.first_page, document.last_page + 1)
    }
