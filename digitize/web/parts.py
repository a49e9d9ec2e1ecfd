"""The archive's parts, and documents by id, as FastAPI dependencies."""

from typing import Annotated, cast

from fastapi import Depends, HTTPException, Path, Request

from digitize.archive.parts import Parts
from digitize.archive.searching import Found, search
from digitize.database.records import DocumentRecord
from digitize.errors import ServiceError


def _parts(request: Request) -> Parts:
    return cast(Parts, request.app.state.parts)


PartsOf = Annotated[Parts, Depends(_parts)]


def _document(
    parts: PartsOf, document_id: Annotated[str, Path(pattern=r"^[0-9a-f]{16}-[1-9][0-9]{0,4}$")]
) -> DocumentRecord:
    """A document that may be shown; sealed and withdrawn ones are as if they never were."""
    found = parts.database.document(document_id)
    if found is None:
        raise HTTPException(404, "no such document")
    return found


DocumentOf = Annotated[DocumentRecord, Depends(_document)]
PageNumber = Annotated[int, Path(ge=1, le=100_000)]


def all_documents(parts: Parts) -> Found:
    """What can be found at all. Raises ServiceError where the index has nothing of what the
    database says is in it: a lost index would otherwise answer like an empty one."""
    found = search(parts, "", limit=1)
    if not found.total and parts.database.counts()["documents"] and not parts.database.unindexed(1):
        raise ServiceError(
            "the index is empty, but the database has documents", remedy="Run digitize reindex."
        )
    return found
