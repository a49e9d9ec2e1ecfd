"""The REST API of review: what waits for a person, with pictures, and corrections."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from digitize.archive.reviewing import correct, piece, questions, why
from digitize.database.models import PAGES
from digitize.database.records import CorrectionRecord, DocumentRecord, EditedMeanwhile
from digitize.domain import FIELD_KEYS
from digitize.web.api import DocumentAnswer, Evidence, Problem, document_answer
from digitize.web.parts import DocumentOf, PartsOf

router = APIRouter(prefix="/api")

KeyOf = Annotated[str, Path(pattern=f"^({'|'.join((*FIELD_KEYS, PAGES))})$")]


class Question(BaseModel):
    """`key`: of a field, or `pages`. `why`: missing, unsure or unread."""

    key: str
    why: str


class Waiting(BaseModel):
    id: str
    file_name: str
    questions: list[Question]


class WaitingAnswer(BaseModel):
    total: int
    documents: list[Waiting]


class Correction(BaseModel):
    """What a person said; `value` is empty where the document has no such field. `read`: what
    had been read then."""

    key: str
    value: str
    author: str
    made_at: datetime
    version: int
    read: Evidence | None


class ReviewAnswer(BaseModel):
    """`document.fields` are those that count, `read` as they were read, with the runners-up."""

    document: DocumentAnswer
    questions: list[Question]
    read: dict[str, Evidence]
    corrections: list[Correction]


class Said(BaseModel):
    """`value`: empty where the document has none; a date as dd/mm/yyyy or ISO, or a part of it.
    `version`: of the document that the author saw."""

    value: str
    author: str = Field(min_length=1)
    version: int


class Conflict(BaseModel):
    error: str
    newer: Correction


_RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
}


@router.get("/review")
def waiting(
    parts: PartsOf,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str, Query(max_length=40)] = "",
) -> WaitingAnswer:
    """Documents that wait for a person, from the one that follows `after`."""
    return WaitingAnswer(
        total=parts.database.count_in_review(),
        documents=[
            Waiting(id=one.id, file_name=one.file_name, questions=_questions(one))
            for one in parts.database.in_review(limit, after)
        ],
    )


@router.get("/review/{document_id}", responses=_RESPONSES)
def review(parts: PartsOf, document: DocumentOf) -> ReviewAnswer:
    """What is asked of a document, its readings, and all that persons said of it."""
    return ReviewAnswer(
        document=document_answer(document),
        questions=_questions(document),
        read={key: Evidence(**found.to_dict()) for key, found in document.read.items()},
        corrections=[_correction(said) for said in parts.database.corrections(document.id)],
    )


@router.get(
    "/documents/{document_id}/fields/{key}/picture",
    responses={**_RESPONSES, 200: {"content": {"image/jpeg": {}}}},
    response_class=Response,
)
def picture(parts: PartsOf, document: DocumentOf, key: KeyOf) -> Response:
    """The piece of the page on which a field stands, or should stand."""
    try:
        return Response(piece(parts, document, key), media_type="image/jpeg")
    except KeyError:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no such picture") from None


@router.put(
    "/documents/{document_id}/fields/{key}",
    responses={**_RESPONSES, HTTPStatus.CONFLICT: {"model": Conflict}},
    response_model=DocumentAnswer,
)
def say(
    parts: PartsOf, document: DocumentOf, key: KeyOf, said: Said
) -> DocumentAnswer | JSONResponse:
    """Confirm or correct a field. 409 when another person was faster: look again, then send the
    version of the document as it is now."""
    try:
        kept = correct(parts, document.id, key, said.value, said.author, seen=said.version)
    except EditedMeanwhile as other:
        conflict = Conflict(error="corrected by another person", newer=_correction(other.newer))
        return JSONResponse(conflict.model_dump(mode="json"), HTTPStatus.CONFLICT)
    if kept is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no such document")
    return document_answer(kept)


def _questions(document: DocumentRecord) -> list[Question]:
    return [Question(key=key, why=why(document, key)) for key in questions(document)]


def _correction(said: CorrectionRecord) -> Correction:
    return Correction(
        key=said.key,
        value=said.value,
        author=said.author,
        made_at=said.made_at,
        version=said.version,
        read=Evidence(**said.read.to_dict()) if said.read else None,
    )
