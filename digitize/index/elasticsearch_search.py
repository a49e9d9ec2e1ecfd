"""Ask an Elasticsearch index, for windows of hits at any depth."""

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch

from digitize.index.clauses import Clauses
from digitize.index.elasticsearch_mapping import (
    Body,
    facet_request,
    read_facets,
    to_order,
    to_query,
)
from digitize.index.protocol import Hit, Result
from digitize.index.query import Query

_WINDOW = 10_000  # hits that a server gives at most, those before the window counted in
_KEEP_ALIVE = "1m"  # so long is a view of the index kept between two of its windows


def search(
    client: Elasticsearch,
    index: str,
    query: Query,
    clauses: Clauses,
    *,
    limit: int,
    offset: int,
    facet_size: int,
) -> Result:
    asked: Body = {
        "query": to_query(query, clauses),
        "sort": to_order(clauses),
        "source": ["id", "page"],
        # A window with hits missing must not pass for a whole one.
        "allow_partial_search_results": False,
    }
    near = offset + limit <= _WINDOW
    answer = client.search(
        index=index,
        **asked,
        size=limit if near else 0,
        from_=offset if near else 0,
        aggs=facet_request(facet_size),
        track_total_hits=True,
    )
    total: int = answer["hits"]["total"]["value"]
    hits = answer["hits"]["hits"]
    if not near and offset < total:
        hits = _far(client, index, asked, limit, offset)
    found = tuple(
        Hit(hit["_source"]["id"], hit["_source"]["page"], hit["_score"] or 0.0) for hit in hits
    )
    return Result(total, found, read_facets(answer["aggregations"]))


def _far(
    client: Elasticsearch, index: str, asked: Body, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Walk to the window from the first hit on, in one view of the index, in steps that the
    server allows."""
    view = client.open_point_in_time(index=index, keep_alive=_KEEP_ALIVE)["id"]
    try:
        found: list[dict[str, Any]] = []
        after: list[Any] | None = None
        position = 0
        while position < offset + limit:
            size = min(_WINDOW, offset + limit - position)
            answer = client.search(
                **asked,
                pit={"id": view, "keep_alive": _KEEP_ALIVE},
                size=size,
                search_after=after,
                track_total_hits=False,
            )
            hits = answer["hits"]["hits"]
            found += hits[max(0, offset - position) :]
            position += len(hits)
            if len(hits) < size:
                break
            after = hits[-1]["sort"]
        return found
    finally:
        client.close_point_in_time(id=view)


def every_page(client: Elasticsearch, index: str) -> Iterator[tuple[str, int]]:
    """Document id and number of every page, in one view of the index."""
    view = client.open_point_in_time(index=index, keep_alive=_KEEP_ALIVE)["id"]
    try:
        after: list[Any] | None = None
        while True:
            answer = client.search(
                pit={"id": view, "keep_alive": _KEEP_ALIVE},
                sort=[{"id": "asc"}, {"page": "asc"}],
                size=_WINDOW,
                source=False,
                search_after=after,
                track_total_hits=False,
                allow_partial_search_results=False,
            )
            hits = answer["hits"]["hits"]
            for hit in hits:
                document_id, page = hit["sort"][:2]  # a view adds a third to tell equals apart
                yield document_id, page
            if len(hits) < _WINDOW:
                return
            after = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=view)
