"""Pages for clerks: what waits for a person, and a form for each field that is asked about.

There is no log-in: who is named as the author of a correction is what the clerk typed, kept in a
cookie. It is SameSite=Strict, so that no page of another site can correct in a clerk's name.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs, quote, unquote

from fastapi import APIRouter, Cookie, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from digitize.archive.parts import Parts
from digitize.archive.reviewing import as_value, choices, correct, piece, questions, why
from digitize.database.models import PAGES
from digitize.database.records import DocumentRecord, EditedMeanwhile
from digitize.domain import FIELD_KEYS
from digitize.errors import UsageError
from digitize.web import words
from digitize.web.headers import KEPT, UNKEPT
from digitize.web.pages import render
from digitize.web.parts import DocumentOf, PartsOf
from digitize.web.state import MAX_QUERY, Asked

LISTED = 100
LONGEST_FORM = 20_000  # bytes

_COOKIE = "nguoi_duyet"
_A_MONTH = 30 * 24 * 3600

router = APIRouter(prefix="/duyet", include_in_schema=False)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name. Raises HTTPException for what is none."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "not a form") from None
    return {name: values[-1] for name, values in fields.items()}


FormOf = Annotated[dict[str, str], Depends(_form)]
CookieOf = Annotated[str, Cookie(alias=_COOKIE, max_length=MAX_QUERY)]
KeyOf = Annotated[str, Path(pattern=f"^({'|'.join((*FIELD_KEYS, PAGES))})$")]


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading that a click takes: as it is sent, as it is shown, and how sure it is, in %."""

    value: str
    shown: str
    percent: int


@dataclass(frozen=True, slots=True)
class Question:
    """A field that is asked about. `typed`: what stands in its input; `problem`: why what was
    sent is not kept."""

    key: str
    label: str
    why: str
    typed: str
    choices: tuple[Choice, ...]
    problem: str = ""


@router.get("")
def queue(request: Request, parts: PartsOf, name: CookieOf = "") -> HTMLResponse:
    waiting = parts.database.in_review(LISTED)
    return render(
        request,
        "queue.html",
        asked=Asked(),
        total=parts.database.count_in_review(),
        rows=[(document, [_label(key) for key in questions(document)]) for document in waiting],
        clerk=unquote(name),
    )


@router.get("/tiep")
def next_document(parts: PartsOf, sau: Annotated[str, Query(max_length=40)] = "") -> Response:
    """To the document that follows `sau`, or back to the list at the end of the queue."""
    found = parts.database.in_review(1, after=sau)
    return _to(f"/duyet/{found[0].id}" if found else "/duyet")


@router.post("/ten")
def set_name(form: FormOf) -> Response:
    try:
        name = as_value("", form.get("ten", ""))
    except UsageError:
        name = ""
    answer = _to("/duyet/tiep" if name else "/duyet")
    answer.set_cookie(
        _COOKIE, quote(name), max_age=_A_MONTH, path="/duyet", httponly=True, samesite="strict"
    )
    return answer


@router.get("/{document_id}")
def review_page(
    request: Request,
    parts: PartsOf,
    document: DocumentOf,
    name: CookieOf = "",
    truong: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    return _page(request, parts, document, unquote(name), also=truong)


@router.get("/{document_id}/{key}.jpg")
def picture(parts: PartsOf, document: DocumentOf, key: KeyOf, v: int | None = None) -> Response:
    try:
        data = piece(parts, document, key)
    except KeyError:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no such picture") from None
    headers = {"Cache-Control": KEPT if v == document.version else UNKEPT}
    return Response(data, media_type="image/jpeg", headers=headers)


@router.post("/{document_id}/{key}")
def answer(
    request: Request,
    parts: PartsOf,
    document: DocumentOf,
    key: KeyOf,
    form: FormOf,
    name: CookieOf = "",
) -> Response:
    """What a clerk says of a field: `chon`, a reading that was clicked, `khong`, that there is
    none, or `gia_tri` as typed."""
    author = unquote(name)
    if not author:
        return _to("/duyet")
    said = "" if "khong" in form else form.get("chon", form.get("gia_tri", ""))
    if not said.strip() and "khong" not in form and key != PAGES:
        problem = "Ô trống. Nếu văn bản không có trường này, bấm “Không có”."
        return _page(request, parts, document, author, key, said, problem)
    try:
        seen = int(form.get("phien_ban", ""))
        kept = correct(parts, document.id, key, said, author, seen=seen)
    except ValueError:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "no version") from None
    except UsageError:
        problem = (
            "Ngày viết 05/03/2024; chỉ biết tháng thì 03/2024, chỉ biết năm thì 2024."
            if key == "ngay_ban_hanh"
            else "Giá trị này dài quá hoặc có ký tự lạ, nên chưa được lưu."
        )
        return _page(request, parts, document, author, key, said, problem)
    except EditedMeanwhile as other:
        newer = other.newer
        value = f"“{words.plain(key, newer.value)}”" if newer.value else "không có"
        problem = (
            f"{newer.author} vừa lưu trường này lúc {words.moment(newer.made_at)}: {value}. "
            f"Phần của bạn chưa được lưu; nếu vẫn muốn thay, bấm Lưu lần nữa."
        )
        fresh = parts.database.document(document.id) or document
        return _page(request, parts, fresh, author, key, said, problem, status=HTTPStatus.CONFLICT)
    if kept is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "no such document")
    if questions(kept) or not questions(document):
        return _to(f"/duyet/{kept.id}")
    return _to(f"/duyet/tiep?sau={kept.id}")


def _page(
    request: Request,
    parts: Parts,
    document: DocumentRecord,
    name: str,
    also: str = "",
    typed: str = "",
    problem: str = "",
    *,
    status: HTTPStatus | None = None,
) -> HTMLResponse:
    """The review page. `also`: a field that is asked about besides; with `problem`, why what was
    `typed` there is not kept."""
    keys = questions(document)
    if also in words.FIELD_LABELS and also not in keys and also not in ("so", "ky_hieu"):
        keys = (also, *keys)
    asked = [_question(document, key) for key in keys]
    if problem:
        asked = [
            Question(q.key, q.label, q.why, typed, q.choices, problem) if q.key == also else q
            for q in asked
        ]
    return render(
        request,
        "review.html",
        asked=Asked(),
        status=status or (HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK),
        document=document,
        questions=asked,
        focus=also if problem else (keys[0] if keys else ""),
        others=[
            (key, words.value(key, found))
            for key, found in words.shown_fields(document)
            if key not in keys
        ],
        history=[
            (
                _label(said.key),
                words.plain(said.key, said.read.value) if said.read else "",
                words.plain(said.key, said.value),
                said.author,
                words.moment(said.made_at),
            )
            for said in reversed(parts.database.corrections(document.id))
            if said.key not in ("so", "ky_hieu")
        ],
        waiting=parts.database.count_in_review(),
        clerk=name,
    )


def _question(document: DocumentRecord, key: str) -> Question:
    found = document.fields.get(key)
    return Question(
        key,
        _label(key),
        why(document, key),
        words.plain(key, found.value) if found else "",
        tuple(
            Choice(one.value, words.plain(key, one.value), _percent(one.confidence))
            for one in choices(document, key)
        ),
    )


def _percent(confidence: float) -> int:
    """At most 99: no reading is certain."""
    return min(99, round(100 * confidence))


def _label(key: str) -> str:
    return words.FIELD_LABELS.get(key, "Trang không đọc được")


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
