"""The search page."""

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from math import ceil
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from digitize.archive.searching import FoundHit, search
from digitize.errors import UsageError
from digitize.index.clauses import read_clauses
from digitize.web.pages import render
from digitize.web.parts import PartsOf, all_documents
from digitize.web.state import AskedOf

HITS = 20  # pages on one page of results
LAST = 50  # pages of results; who has not found it by then should narrow

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Pager:
    current: int
    last: int

    @property
    def numbers(self) -> list[int]:
        """The pages near the current one."""
        return list(range(max(1, self.current - 3), min(self.last, self.current + 3) + 1))


@router.get("/")
def search_page(
    request: Request,
    parts: PartsOf,
    asked: AskedOf,
    trang: Annotated[int, Query(ge=1, le=LAST)] = 1,
) -> HTMLResponse:
    if not asked:
        return render(
            request,
            "home.html",
            asked=asked,
            counts=parts.database.counts(),
            facets=all_documents(parts).facets,
        )
    start = perf_counter()
    try:
        found = search(
            parts, asked.text, filters=asked.filters, limit=HITS, offset=(trang - 1) * HITS
        )
    except UsageError as error:
        return render(
            request, "wrong.html", asked=asked, status=HTTPStatus.BAD_REQUEST, error=error
        )
    if not found.total:
        all_documents(parts)
    return render(
        request,
        "search.html",
        asked=asked,
        found=found,
        documents=_by_document(found.hits),
        unit="trang" if read_clauses(found.query).about_text else "văn bản",
        duration=perf_counter() - start,
        pager=Pager(trang, min(LAST, ceil(found.total / HITS))),
        seen=HITS * LAST,
    )


def _by_document(hits: tuple[FoundHit, ...]) -> list[list[FoundHit]]:
    """Pages of one document together, in the place of its best page."""
    best: dict[str, int] = {}
    for rank, hit in enumerate(hits):
        best.setdefault(hit.document.id, rank)
    ordered = sorted(hits, key=lambda hit: best[hit.document.id])
    return [list(group) for _, group in groupby(ordered, key=lambda hit: hit.document.id)]
