"""The best hits of a query in tantivy, those of one score in the order that every index has.

tantivy itself leaves those in the order in which they lie in its segments.
"""

from collections.abc import Sequence
from typing import Any

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
    asked = last + 1
    while True:
        found = searcher.search(query, asked, order_by_field=order)
        scored = found.hits  # made anew at each look
        if len(scored) < asked or scored[-1][0] != scored[last - 1][0]:
            break
        asked *= _WIDER
    hits = []
    for score, address in _ordered(searcher, scored)[offset:last]:
        stored = searcher.doc(address)
        hits.append(Hit(stored["id"][0], stored["page"][0], score if by_score else 0.0))
    total: int = found.count  # type: ignore[attr-defined]  # missing in tantivy's stubs
    return total, hits


def _ordered(
    searcher: tantivy.Searcher, scored: Sequence[tuple[Any, tantivy.DocAddress]]
) -> list[tuple[Any, tantivy.DocAddress]]:
    """By score, date, document and page."""
    import numpy as np  # here, since what only writes to the index is quicker to start without

    addresses = [address for _, address in scored]

    def column(name: str) -> np.ndarray:
        return np.array(searcher.fast_field_values(name, addresses), np.int64)

    scores = np.array([score for score, _ in scored])
    order = np.lexsort((column("page"), column("place"), -column("date"), -scores))
    return [scored[position] for position in order.tolist()]
