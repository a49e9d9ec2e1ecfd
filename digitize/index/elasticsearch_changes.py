"""Bring changed documents into an Elasticsearch index: many in one request, each on its own.

Every page carries its document's version (external versions): what is older than the page that
is there is answered by 409, and counts as done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from digitize.index.elasticsearch_mapping import Body, to_source
from digitize.index.protocol import Entry

_BULK_BYTES = 1 << 20  # far below what the smallest server takes at a time
_BULK_PAGES = 500
_WINDOW = 10_000  # hits that a server gives at most in one answer

_START = "30s"

# A server that is too busy is asked again after 0.5, 1, 2 … 30 seconds: for a minute and a half.
_RETRIES = 8
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Change:
    """A document's pages by their order; none when it was taken out."""

    document_id: str
    version: int
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that the server does not take. `kind` is its own name of the fault; its words
    are left out, since they quote the document."""

    document_id: str
    page: int
    kind: str


class IndexGoneError(Exception):
    """The index or alias that was written to is no longer there."""


@dataclass(frozen=True, slots=True)
class _PageThere:
    page: int
    version: int


def send(
    client: Elasticsearch, index: str, changes: Sequence[Change], *, alias: bool
) -> list[Refusal]:
    """Write `changes` into `index` and take out what they leave behind; what the server refused.

    `alias`: `index` must be an alias. Raises IndexGoneError.
    """
    there = _pages_there(client, index, [change.document_id for change in changes])
    actions = (
        action
        for change in changes
        for action in _actions(index, change, there.get(change.document_id, ()))
    )
    refused = []
    answers = streaming_bulk(
        client,
        actions,
        chunk_size=_BULK_PAGES,
        max_chunk_bytes=_BULK_BYTES,
        max_retries=_RETRIES,
        initial_backoff=_FIRST_WAIT,
        max_backoff=_LONGEST_WAIT,
        retry_on_status=(429, 503),
        raise_on_error=False,
        yield_ok=False,
        require_alias=alias,
    )
    for _, answer in answers:
        ((operation, item),) = answer.items()
        if refusal := _refusal(operation, item):
            refused.append(refusal)
    return refused


def _actions(index: str, change: Change, there: Sequence[_PageThere]) -> Iterator[Body]:
    if any(page.version > change.version for page in there):
        return
    common = {"_index": index, "_version": change.version, "_version_type": "external_gte"}
    for position, entry in enumerate(change.entries):
        yield common | {
            "_id": _page_id(change.document_id, entry.page),
            "_source": to_source(entry, first=position == 0),
        }
    kept = {entry.page for entry in change.entries}
    for page in there:
        if page.page not in kept:
            yield common | {"_op_type": "delete", "_id": _page_id(change.document_id, page.page)}


def _page_id(document_id: str, page: int) -> str:
    return f"{document_id}/{page}"


def _refusal(operation: str, item: Mapping[str, Any]) -> Refusal | None:
    if item["status"] == 409:
        return None  # a newer version is there
    kind = item.get("error", {}).get("type", "")
    if kind == "index_not_found_exception":
        raise IndexGoneError
    if operation == "delete" and item["status"] == 404:
        return None
    document_id, _, page = item["_id"].rpartition("/")
    return Refusal(document_id, int(page), kind or str(item["status"]))


def _pages_there(
    client: Elasticsearch, index: str, document_ids: Sequence[str]
) -> dict[str, list[_PageThere]]:
    """The pages that the index has of these documents, those included that are not yet seen."""
    client.indices.refresh(index=index)
    # Its shard starts a moment after it was made, by us or another, and after the server.
    client.cluster.health(index=index, wait_for_status="yellow", timeout=_START)
    found: dict[str, list[_PageThere]] = {}
    after: list[Any] | None = None
    while True:
        answer = client.search(
            index=index,
            query={"terms": {"id": [*document_ids]}},
            sort=[{"id": "asc"}, {"page": "asc"}],
            search_after=after,
            size=_WINDOW,
            source=False,
            version=True,
            allow_partial_search_results=False,
        )
        hits = answer["hits"]["hits"]
        for hit in hits:
            document_id, page = after = hit["sort"]
            found.setdefault(document_id, []).append(_PageThere(page, hit["_version"]))
        if len(hits) < _WINDOW:
            return found
