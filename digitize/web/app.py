"""The web archive: search and document pages in Vietnamese, and a REST API beside them."""

from fastapi import FastAPI

from digitize import __version__
from digitize.archive.parts import Parts, open_parts
from digitize.settings import Settings
from digitize.web import api, document, errors, metrics, review, review_api, search
from digitize.web.headers import Headers, Static
from digitize.web.pages import STATIC
from digitize.web.server import address, listen, serve_on


def create_app(parts: Parts) -> FastAPI:
    # FastAPI's own documentation pages load their scripts from another host: off.
    app = FastAPI(
        title="digitize",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.parts = parts
    app.mount("/static", Static(directory=STATIC))
    routers = (
        search.router,
        document.router,
        review.router,
        api.router,
        review_api.router,
        api.health,
        metrics.router,
    )
    for router in routers:
        app.include_router(router)
    errors.install(app)
    app.add_middleware(Headers)  # the outermost: the answers of errors have the headers too
    return app


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Serve until Ctrl-C. Raises UsageError or ServiceError when it cannot start."""
    with listen(host, port) as listening, open_parts(settings) as parts:
        app = create_app(parts)
        print(f"digitize: serving on {address(listening)} (Ctrl-C ends)", flush=True)
        serve_on(app, listening)
