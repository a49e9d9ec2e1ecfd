"""Search: the index finds pages, the database says what they are, page texts give the excerpts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rich.console import Console
from rich.text import Text

from digitize.archive.parts import Parts
from digitize.archive.viewing import page_text
from digitize.database.records import DocumentRecord
from digitize.errors import UsageError
from digitize.index.matching import Snippet, make_snippet
from digitize.index.parsing import parse
from digitize.index.protocol import FACETS, Hit
from digitize.index.query import Query


@dataclass(frozen=True, slots=True)
class FoundHit:
    document: DocumentRecord
    page: int
    score: float
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """`total`: pages that match, or documents where the query asks for fields alone. `hits`: the
    asked window, best first. `facets`: values with their number of pages, most first."""

    query: Query
    total: int
    hits: tuple[FoundHit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def search(
    parts: Parts,
    text: str,
    *,
    filters: Sequence[tuple[str, str]] = (),
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Pages that match `text` and have all facet values of `filters`.

    Raises UsageError for a wrong query or an unknown facet, ServiceError when the index is out
    of reach. A hit that the index has and the database no longer shows is left out of `hits`.
    """
    for facet, _ in filters:
        if facet not in FACETS:
            raise UsageError(f"no such facet: {facet}", remedy=f"Use one of {', '.join(FACETS)}.")
    query = replace(parse(text), filters=tuple(filters))
    result = parts.index.search(query, limit=limit, offset=offset)
    documents = parts.database.documents(list({hit.document_id for hit in result.hits}))
    hits = tuple(
        _found(parts, query, hit, documents[hit.document_id])
        for hit in result.hits
        if hit.document_id in documents
    )
    return Found(query, result.total, hits, result.facets)


def _found(parts: Parts, query: Query, hit: Hit, document: DocumentRecord) -> FoundHit:
    page = page_text(parts, document, hit.page)
    snippet = make_snippet(query, page) if page else Snippet(())
    return FoundHit(document, hit.page, hit.score, snippet)


def print_hits(parts: Parts, text: str, *, limit: int) -> None:
    """Print the best hits, pages of one document together in the place of its best page."""
    found = search(parts, text, limit=limit)
    console = Console(highlight=False)
    shown = f", {len(found.hits)} shown" if len(found.hits) < found.total else ""
    _print(console, Text(f"{found.total} found{shown}", style="bold"))
    rank: dict[str, int] = {}
    for hit in found.hits:
        rank.setdefault(hit.document.id, len(rank))
    ordered = sorted(found.hits, key=lambda hit: (rank[hit.document.id], hit.page))
    for _, group in groupby(ordered, key=lambda hit: hit.document.id):
        pages = list(group)
        console.print()
        for line in _heading(pages[0].document):
            _print(console, line)
        for hit in pages:
            _print(console, _excerpt(hit, console.is_terminal))


def _heading(document: DocumentRecord) -> list[Text]:
    def value(key: str) -> str:
        return _printable(document.fields[key].value) if key in document.fields else ""

    keys = ("so_ky_hieu", "loai_van_ban", "ngay_ban_hanh", "co_quan_ban_hanh")
    name = " · ".join(filter(None, map(value, keys))) or _printable(document.file_name)
    lines = [Text(name, style="bold cyan").append(f"  {document.id}", style="dim")]
    if subject := value("trich_yeu"):
        lines.append(Text(f"  {subject}"))
    return lines


def _excerpt(hit: FoundHit, colour: bool) -> Text:
    line = Text(f"  page {hit.page}: ")
    for text, found in hit.snippet.parts:
        shown = _printable(text)
        line.append(f"[{shown}]" if found and not colour else shown, "bold yellow" if found else "")
    return line


def _printable(text: str) -> str:
    """What a scan says must not steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _print(console: Console, line: Text) -> None:
    console.print(line, soft_wrap=not console.is_terminal)
