"""The door for search engines: what is indexed, what is asked, what comes back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from digitize.index.query import Query


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of one document. Text is NFC: `matching.searchable_text` of the page. `year` 0
    and `date` 0 mean unknown; `date` is the number that `dates.date_number` gives.

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
    date: int = 0


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


class Index(Protocol):
    """A projection of the database. Changes are seen by `search` after `commit`.

    A query that asks for words finds pages; one that asks for fields alone finds documents, each
    by its first page. Queries are compared by `clauses` and `tokens`, so that every index finds
    the same. Raises ServiceError when the index is out of reach, damaged or of another version;
    `clear` heals the latter two.
    """

    def replace(self, document_id: str, entries: Iterable[Entry]) -> None:
        """Put a document's pages in, instead of whatever was there for it."""
        ...

    def delete(self, document_id: str) -> None: ...

    def clear(self) -> None: ...

    def commit(self) -> None: ...

    def search(
        self, query: Query, *, limit: int = 20, offset: int = 0, facet_size: int = 20
    ) -> Result: ...

    def close(self) -> None: ...
