"""The door for search engines: what is indexed, what is asked, what comes back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from digitize.errors import ServiceError
from digitize.index.query import Query


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of one document. Text is NFC: `matching.searchable_text` of the page. `year` 0
    means unknown; `date` is ISO, in full or partial (2024-05, 2024), or empty.

    Fields of the document stand on each of its pages.
    """

    document_id: str
    page: int
    text: str
    subject: str = ""  # trích yếu
    number: str = ""  # số và ký hiệu
    type: str = ""  # loại văn bản
    agency: str = ""  # cơ quan ban hành
    department: str = ""
    signer: str = ""
    year: int = 0
    date: str = ""


FACETS = ("type", "agency", "year", "department")


@dataclass(frozen=True, slots=True)
class Hit:
    document_id: str
    page: int
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """`total` pages that match; `hits` of the asked window, best first; `facets`: for each of
    FACETS the values with their number of pages, most first."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class RefusedError(ServiceError):
    """Pages of `document_ids` that the index does not take; all else was written and is seen."""

    def __init__(self, message: str, *, remedy: str, document_ids: frozenset[str]) -> None:
        super().__init__(message, remedy=remedy)
        self.document_ids = document_ids


class BusyError(ServiceError):
    """Another process writes to the index, which takes one writer at a time."""


class AwayError(ServiceError):
    """The server of the index does not answer, or is only just starting: the same calls, from
    the first change on, may succeed later."""


class Index(Protocol):
    """A projection of the database. Changes are seen by `search` after `commit`.

    A query that asks for words finds pages; one that asks for fields alone finds documents, each
    by its first page. Queries are compared by `clauses` and `tokens`, so that every index finds
    the same. Raises ServiceError when the index is out of reach, damaged or of another version;
    `clear` heals the latter two. After an error, changes that were not committed are lost.

    `version` grows with each change of a document. An index that many processes write to keeps
    what it has when an older version comes late.
    """

    def replace(self, document_id: str, entries: Iterable[Entry], *, version: int = 0) -> None:
        """Put a document's pages in, instead of whatever was there for it."""
        ...

    def delete(self, document_id: str, *, version: int = 0) -> None: ...

    def clear(self) -> None:
        """Start anew, with nothing. Readers keep the old index until `commit`."""
        ...

    def commit(self) -> None:
        """Raises RefusedError for pages that cannot be indexed."""
        ...

    def search(
        self, query: Query, *, limit: int = 20, offset: int = 0, facet_size: int = 20
    ) -> Result: ...

    def pages(self) -> Iterator[tuple[str, int]]:
        """Document id and number of every page that the index has, in one view of it."""
        ...

    def close(self) -> None:
        """Let go of the index. Changes that were not committed are lost."""
        ...
