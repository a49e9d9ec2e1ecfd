"""The best hits of a query in tantivy, those of one score in the order that every index has.

tantivy itself leaves those in the order in which they lie in its segments.
"""

import numpy as np
import tantivy

from digitize.index.protocol import Hit

_WIDER = 8  # times as many hits are asked for, until those of one score are all there


def rank(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    *,
    limit: int,
    offset: int,
    by_score: bool,
) -> tuple[int, list[Hit]]:
    """How many pages match, and the hits of the window; newest first without `by_score`."""
    last = offset + limit
    order = None if by_score else "date"
    found = searcher.search(query, last + 1, order_by_field=order)
    while len(found.hits) > last and found.hits[-1][0] == found.hits[last - 1][0]:
        asked = _WIDER * len(found.hits)
        found = searcher.search(query, asked, order_by_field=order)
        if len(found.hits) < asked:
            break
    hits = []
    for position in _order(searcher, found)[offset:last]:
        score, address = found.hits[position]
        stored = searcher.doc(address)
        hits.append(Hit(stored["id"][0], stored["page"][0], score if by_score else 0.0))
    total: int = found.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
    return total, hits


def _order(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[int]:
    """The positions of `found.hits` by score, date, document and page."""
    addresses = [address for _, address in found.hits]

    def column(name: str) -> np.ndarray:
        return np.array(searcher.fast_field_values(name, addresses), np.int64)

    scores = np.array([score for score, _ in found.hits])
    ordered = np.lexsort((column("page"), column("place"), -column("date"), -scores))
    positions: list[int] = ordered.tolist()
    return positions
