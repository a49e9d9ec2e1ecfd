"""Errors as pages in Vietnamese, or as JSON below /api/. No traceback, no text of a document."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digitize.errors import DigitizeError, ServiceError, UsageError
from digitize.web.pages import render
from digitize.web.state import Asked

log = logging.getLogger("digitize.web")

_PAGES = {
    HTTPStatus.BAD_REQUEST: (
        "Địa chỉ không đúng",
        "Địa chỉ này có phần không hiểu được. Hãy quay lại và tìm lại từ đầu.",
    ),
    HTTPStatus.NOT_FOUND: (
        "Không có trang này",
        "Văn bản có thể đã được rút lại, hoặc địa chỉ bị chép thiếu. Hãy tìm lại từ đầu.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Kho lưu trữ đang tạm ngừng",
        "Máy chủ chưa mở được chỉ mục, cơ sở dữ liệu hoặc kho tệp. Hãy thử lại sau ít phút. "
        "Nếu vẫn vậy, báo quản trị viên: nhật ký máy chủ ghi rõ nguyên nhân; chỉ mục thiếu hoặc "
        "hỏng thì dựng lại bằng lệnh:",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Có lỗi ngoài dự kiến",
        "Lỗi đã được ghi vào nhật ký máy chủ. Hãy thử lại, và báo quản trị viên nếu vẫn gặp.",
    ),
}


def install(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(DigitizeError, _ours)
    app.add_middleware(Boundary)


class Boundary:
    """The boundary of a request: a fault of the program goes to the journal, which keeps no text
    of documents, and its answer is a page. A handler for Exception would still raise it, and the
    server would print its message."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            log.error("unforeseen, at %s", scope["path"], exc_info=error)
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            await _answer(Request(scope), status, status.phrase)(scope, receive, send)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, str(error.detail), headers=error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # A wrong id in the path names no page; a wrong parameter is a wrong address.
    in_path = any(e["loc"][0] == "path" for e in error.errors())
    status = HTTPStatus.NOT_FOUND if in_path else HTTPStatus.BAD_REQUEST
    names = ", ".join(str(e["loc"][-1]) for e in error.errors())
    return _answer(request, status, f"not valid: {names}")


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, DigitizeError)
    if isinstance(error, UsageError):
        return _answer(request, HTTPStatus.BAD_REQUEST, error.message, error.remedy)
    log.error("%s → %s", error.message, error.remedy)
    service = isinstance(error, ServiceError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if service else HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(request, status, status.phrase)


def _answer(
    request: Request,
    status: int,
    message: str,
    remedy: str = "",
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    response: Response
    if request.url.path.startswith("/api/"):
        body = {"error": message} | ({"remedy": remedy} if remedy else {})
        response = JSONResponse(body, status)
    else:
        known = HTTPStatus(status) if HTTPStatus(status) in _PAGES else HTTPStatus.BAD_REQUEST
        heading, text = _PAGES[known]
        response = render(
            request,
            "error.html",
            asked=Asked(),
            status=status,
            heading=heading,
            text=text,
            command="digitize reindex" if known is HTTPStatus.SERVICE_UNAVAILABLE else "",
        )
    response.headers.update(headers or {})
    return response
