"""Templates, and what they all may use."""

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.templating import Jinja2Templates

from digitize import __version__
from digitize.web import words
from digitize.web.state import FACETS, Asked

HERE = Path(__file__).parent
STATIC = HERE / "static"

_environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    words=words,
    facet_labels={facet: label for facet, (_, label) in FACETS.items()},
    facet_names={facet: name for facet, (name, _) in FACETS.items()},
    percent=lambda share: f"{share * 100:.3f}%",
    version=__version__,
    # A changed style sheet has another address, so that browsers may keep it for ever.
    style_version=hashlib.sha256((STATIC / "archive.css").read_bytes()).hexdigest()[:8],
)
_templates = Jinja2Templates(env=_environment)


def render(
    request: Request, name: str, *, asked: Asked, status: int = HTTPStatus.OK, **values: Any
) -> HTMLResponse:
    return _templates.TemplateResponse(
        request, name, {"asked": asked, **values}, status_code=status
    )
