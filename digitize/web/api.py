"""The REST API: search, documents, page texts. Described at /api/openapi.json."""

from http import HTTPStatus
from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from digitize.archive.searching import FoundHit, search
from digitize.archive.viewing import page_text
from digitize.database.records import DocumentRecord
from digitize.errors import DigitizeError
from digitize.index.protocol import FACETS
from digitize.metadata.persons import find_persons
from digitize.text.normal import nfc
from digitize.web.parts import DocumentOf, PageNumber, PartsOf, all_documents
from digitize.web.state import MAX_QUERY

router = APIRouter(prefix="/api")
health = APIRouter()

Text = Annotated[str, Query(max_length=MAX_QUERY)]


class Reading(BaseModel):
    """`box` is [x0, y0, x1, y1] in pixels of the page as scanned."""

    value: str
    confidence: float
    page: int
    box: list[int]
    source: str


class Evidence(Reading):
    """A field with its evidence: `printed` as it stands on the page where `value` is its normal
    form, `others` its further readings."""

    printed: str = ""
    others: list[Reading] = []


class Page(BaseModel):
    number: int
    kind: str
    width: int
    height: int
    rotation: int


class DocumentAnswer(BaseModel):
    id: str
    version: int
    state: str
    first_page: int
    last_page: int
    sha256: str
    file_name: str
    media_type: str
    department: str
    fonds: str
    dossier: str
    fields: dict[str, Evidence]
    pages: list[Page]


class Part(BaseModel):
    text: str
    hit: bool


class HitAnswer(BaseModel):
    document: str
    page: int
    score: float
    subject: str
    snippet: list[Part]


class FacetValue(BaseModel):
    value: str
    count: int


class SearchAnswer(BaseModel):
    """`total` and counts are of pages, or of documents where the query asks for fields alone."""

    query: str
    total: int
    seconds: float
    hits: list[HitAnswer]
    facets: dict[str, list[FacetValue]]


class Word(BaseModel):
    text: str
    box: list[int]
    confidence: float
    withheld: bool


class Line(BaseModel):
    """`cell`: row and column in a table, from 0; null outside of one."""

    zone: str
    block: int
    cell: tuple[int, int] | None
    words: list[Word]


class Person(BaseModel):
    """Personal data, for masking: `kind` is id-card, phone or email."""

    kind: str
    box: list[int]


class PageAnswer(BaseModel):
    """`text` is the running text: without doubtful words, stamps and captions. `persons`: where
    personal data stands on the page."""

    document: str
    number: int
    kind: str
    text: str
    lines: list[Line]
    persons: list[Person]


class Problem(BaseModel):
    error: str
    remedy: str = ""


_RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
}


@router.get("/search", responses=_RESPONSES)
def search_pages(
    parts: PartsOf,
    q: Text = "",
    type: Text = "",
    agency: Text = "",
    year: Text = "",
    department: Text = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> SearchAnswer:
    """Pages that match a query, best first; the query language is that of the search page."""
    narrowed = zip(FACETS, (type, agency, year, department), strict=True)
    filters = [(facet, nfc(value)) for facet, value in narrowed if value]
    start = perf_counter()
    found = search(parts, nfc(q), filters=filters, limit=limit, offset=offset)
    if not found.total:
        all_documents(parts)
    return SearchAnswer(
        query=nfc(q),
        total=found.total,
        seconds=round(perf_counter() - start, 4),
        hits=[_hit(hit) for hit in found.hits],
        facets={
            facet: [FacetValue(value=value, count=count) for value, count in values]
            for facet, values in found.facets.items()
        },
    )


@router.get("/documents/{document_id}", responses=_RESPONSES)
def document(document: DocumentOf) -> DocumentAnswer:
    """A document: its fields with their evidence, its pages, where it came from."""
    return document_answer(document)


@router.get("/documents/{document_id}/pages/{number}", responses=_RESPONSES)
def page(parts: PartsOf, document: DocumentOf, number: PageNumber) -> PageAnswer:
    """What was read on a page: the running text, and all words with boxes and confidence."""
    found = page_text(parts, document, number)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no such page")
    return PageAnswer(
        document=document.id,
        number=number,
        kind=found.kind.value,
        text=found.text,
        lines=[
            Line(
                zone=line.zone.value,
                block=line.block,
                cell=line.cell,
                words=[
                    Word(
                        text=word.text,
                        box=word.box.to_list(),
                        confidence=round(word.confidence, 3),
                        withheld=word.withheld,
                    )
                    for word in line.words
                ],
            )
            for line in found.lines
        ],
        persons=[
            Person(kind=mark.kind.value, box=mark.box.to_list()) for mark in find_persons([found])
        ],
    )


@health.get("/healthz")
def healthz(parts: PartsOf) -> JSONResponse:
    """200 when database and index answer, 503 when one of them does not."""
    try:
        counts = parts.database.counts()
        all_documents(parts)
    except DigitizeError as error:
        return JSONResponse(
            {"status": "unavailable", "error": error.message}, HTTPStatus.SERVICE_UNAVAILABLE
        )
    return JSONResponse({"status": "ok", "documents": counts["documents"]})


def _hit(hit: FoundHit) -> HitAnswer:
    subject = hit.document.fields.get("trich_yeu")
    return HitAnswer(
        document=hit.document.id,
        page=hit.page,
        score=hit.score,
        subject=subject.value if subject else "",
        snippet=[Part(text=text, hit=is_hit) for text, is_hit in hit.snippet.parts],
    )


def document_answer(found: DocumentRecord) -> DocumentAnswer:
    return DocumentAnswer(
        id=found.id,
        version=found.version,
        state=found.state.value,
        first_page=found.first_page,
        last_page=found.last_page,
        sha256=found.sha256,
        file_name=found.file_name,
        media_type=found.media_type,
        department=found.place.department,
        fonds=found.place.fonds,
        dossier=found.place.dossier,
        fields={key: Evidence(**field.to_dict()) for key, field in found.fields.items()},
        pages=[
            Page(number=p.number, kind=p.kind, width=p.width, height=p.height, rotation=p.rotation)
            for p in found.pages
        ],
    )
