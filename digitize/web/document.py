"""The document page: page pictures with the hits boxed, fields with their evidence."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from digitize.archive.parts import Parts
from digitize.archive.viewing import (
    Share,
    field_share,
    hit_shares,
    masked_view,
    page_record,
    page_text,
    page_thumbnail,
    page_view,
)
from digitize.database.models import State
from digitize.database.records import DocumentRecord
from digitize.domain import OUTSIDE_TEXT, Field
from digitize.errors import ServiceError, UsageError
from digitize.imaging.upright import upright_size
from digitize.index.matching import find_matches
from digitize.index.parsing import parse
from digitize.metadata.scoring import is_sure
from digitize.store.protocol import original_key
from digitize.web import words
from digitize.web.headers import KEPT, UNKEPT
from digitize.web.pages import render
from digitize.web.parts import DocumentOf, PageNumber, PartsOf
from digitize.web.state import Asked, AskedOf

BLOCK = 20  # pages shown on one document page
THUMBNAIL = 192  # pixels wide: 96 on the screen, twice that for sharp ones

router = APIRouter(prefix="/van-ban/{document_id}", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as shown. `width` and `height`: its upright size in pixels of the scan."""

    number: int
    kind: str
    width: int
    height: int
    hits: tuple[Share, ...]
    evidence: tuple[tuple[str, Share], ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    key: str
    label: str
    value: str
    sure: bool
    page: int
    has_evidence: bool


@router.get("")
def document_page(
    request: Request,
    parts: PartsOf,
    document: DocumentOf,
    asked: AskedOf,
    trang: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    numbers = [page.number for page in document.pages]
    blocks = [numbers[i : i + BLOCK] for i in range(0, len(numbers), BLOCK)]
    wanted = trang if trang in numbers else document.first_page
    query = _understood(asked)
    rows = [_row(parts, document, key, found) for key, found in words.shown_fields(document)]
    return render(
        request,
        "document.html",
        asked=asked,
        wrong_query=query != asked.text,
        document=document,
        rows=rows,
        in_review=document.state is State.REVIEW,
        missing=words.missing_fields(document),
        sheets=[
            _sheet(parts, document, number, query)
            for block in blocks
            if wanted in block
            for number in block
        ],
        wanted=wanted,
        blocks=[(block[0], block[-1]) for block in blocks],
        siblings=parts.database.documents_of(document.sha256),
    )


@router.get("/trang/{number}.jpg")
def picture(
    parts: PartsOf,
    document: DocumentOf,
    number: PageNumber,
    v: int | None = None,
    mask: bool = False,
) -> Response:
    """`mask`: with personal data blackened."""
    view = masked_view if mask else page_view
    try:
        data = view(parts, document, number)
    except KeyError:
        raise HTTPException(404, "no such page") from None
    return _picture(data, kept=v == document.version)


@router.get("/trang/{number}/nho.jpg")
def thumbnail(
    parts: PartsOf, document: DocumentOf, number: PageNumber, v: int | None = None
) -> Response:
    try:
        data = page_thumbnail(parts, document, number, THUMBNAIL)
    except KeyError:
        raise HTTPException(404, "no such page") from None
    return _picture(data, kept=v == document.version)


@router.get("/trang/{number}/chu")
def text_page(
    request: Request, parts: PartsOf, document: DocumentOf, asked: AskedOf, number: PageNumber
) -> HTMLResponse:
    page = page_text(parts, document, number)
    if page is None:
        raise HTTPException(404, "no such page")
    numbers = [p.number for p in document.pages]
    return render(
        request,
        "text.html",
        asked=asked,
        document=document,
        page=page,
        hits={match.box for match in find_matches(parse(_understood(asked)), page)},
        outside=OUTSIDE_TEXT,
        numbers=numbers,
        at=numbers.index(number),
    )


@router.get("/ban-goc")
def original(parts: PartsOf, document: DocumentOf) -> FileResponse:
    """The bytes as they came, under the name that they came with (RFC 6266, RFC 5987)."""
    try:
        path = parts.store.local_path(original_key(document.sha256))
    except KeyError:
        raise ServiceError(
            f"store: original of document {document.id} is missing",
            remedy="Restore the store from its backup.",
        ) from None
    return FileResponse(path, media_type=document.media_type, filename=document.file_name)


def _understood(asked: Asked) -> str:
    """The query, or none where it is wrong: the document is shown all the same."""
    try:
        parse(asked.text)
    except UsageError:
        return ""
    return asked.text


def _sheet(parts: Parts, document: DocumentRecord, number: int, query: str) -> Sheet:
    page = page_record(document, number)
    assert page is not None
    width, height = upright_size(page.width, page.height, page.rotation)
    evidence = [
        (key, share)
        for key, found in words.shown_fields(document)
        if found.page == number and (share := field_share(document, found))
    ]
    hits = hit_shares(parts, document, number, query) if query.strip() else ()
    return Sheet(number, page.kind, width, height, hits, tuple(evidence))


def _row(parts: Parts, document: DocumentRecord, key: str, found: Field) -> FieldRow:
    return FieldRow(
        key=key,
        label=words.FIELD_LABELS[key],
        value=words.value(key, found),
        sure=is_sure(key, found.confidence, parts.settings.most_wrong),
        page=found.page,
        has_evidence=page_record(document, found.page) is not None,
    )


def _picture(data: bytes, *, kept: bool) -> Response:
    headers = {"Cache-Control": KEPT if kept else UNKEPT}
    return Response(data, media_type="image/jpeg", headers=headers)
