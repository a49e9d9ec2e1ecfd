"""The `digitize` command: one thin function a command. Imports wait until a command needs them."""

import gc
import logging
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from digitize import __version__
from digitize.archive.journal import JOURNAL, keep_journal, tell_waiting
from digitize.errors import DigitizeError, ServiceError, UsageError
from digitize.settings import Settings

app = typer.Typer(
    help="Digitise Vietnamese public archives: scans in, a searchable archive out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

# Objects made before those in circles are looked for: modules, and what is read of a page, are
# thousands that stay or end by themselves. With Python's 700 that took a tenth of a second.
_GARBAGE = 100_000


def _settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "DIGITIZE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(
            f"{name}: {first['msg']}", remedy="docs/settings.md lists every setting."
        ) from None
    keep_journal(settings.data_folder, as_json=settings.log_json)
    return settings


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"digitize {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    source: Annotated[str, typer.Argument(help="Folder of scans, or s3://bucket/prefix.")],
) -> None:
    """Read a folder or a bucket of scans into the archive: one batch."""
    from digitize.archive.page_reading import start_children

    settings = _settings()
    start_children(settings)  # while the rest of the program is loaded
    from digitize.flows.batch import run_batch

    raise typer.Exit(run_batch(source, settings))


@app.command()
def watch(
    source: Annotated[str, typer.Argument(help="Folder of scans, or s3://bucket/prefix.")],
) -> None:
    """Take what arrives in a folder or a bucket, again and again, until Ctrl-C."""
    from digitize.flows.watching import watch as watch_source

    raise typer.Exit(watch_source(source, _settings()))


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(help="PDF, TIFF, JPEG or PNG.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for what is read.")],
) -> None:
    """Read one file, without the archive: record, text, hOCR, ALTO, pictures, searchable PDF."""
    from digitize.archive.extraction import extract_file

    extract_file(file, out, _settings())


@app.command(context_settings={"ignore_unknown_options": True})  # -word excludes a word
def search(
    query: Annotated[list[str], typer.Argument(help="Words, phrases, số:…, loại:…, cơ quan:…")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits to show.")] = 10,
) -> None:
    """Search the archive."""
    from digitize.archive.parts import open_parts
    from digitize.archive.searching import print_hits

    with open_parts(_settings()) as parts:
        print_hits(parts, " ".join(query), limit=limit)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the web archive."""
    from digitize.web.app import serve as serve_web

    settings = _settings()
    serve_web(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )


@app.command()
def prefect(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Start a Prefect server as an offline site needs it."""
    from digitize.flows.prefect_programs import run_server

    settings = _settings()
    run_server(
        settings,
        host=settings.prefect_host if host is None else host,
        port=settings.prefect_port if port is None else port,
    )


@app.command()
def deploy(
    source: Annotated[str, typer.Argument(help="Folder of scans, or s3://bucket/prefix.")],
    watching: Annotated[
        bool,
        typer.Option(
            "--watch/--no-watch",
            help="Whether workers look for new files every minute; not where digitize watch does.",
        ),
    ] = True,
) -> None:
    """Put watch, run, retry, reindex and verify on the Prefect server."""
    from digitize.flows.deployments import deploy as make_deployments

    for name in make_deployments(source, _settings(), watching=watching):
        typer.echo(name)


@app.command()
def worker(
    name: Annotated[str, typer.Option(help="Name of the worker on Prefect's page.")] = "",
) -> None:
    """Do what the Prefect server hands out, one run at a time, until Ctrl-C."""
    from digitize.flows.prefect_programs import run_worker

    run_worker(_settings(), name=name)


@app.command()
def up(
    source: Annotated[str, typer.Argument(help="Folder of scans, or s3://bucket/prefix.")],
    prefect: Annotated[
        bool, typer.Option("--prefect/--no-prefect", help="With a Prefect server and a worker.")
    ] = True,
) -> None:
    """Start all on this machine: Prefect server, watcher, worker and web archive."""
    from digitize.flows.together import bring_up

    raise typer.Exit(bring_up(source, _settings(), with_prefect=prefect))


@app.command()
def quarantine() -> None:
    """List what could not be taken: reason code and remedy."""
    from digitize.archive.parts import open_parts
    from digitize.archive.quarantine import print_quarantine

    with open_parts(_settings()) as parts:
        print_quarantine(parts)


@app.command()
def retry(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids from the list; none: all.")] = None,
) -> None:
    """Try again what is in quarantine."""
    from digitize.flows.batch import run_retry

    raise typer.Exit(run_retry(tuple(ids or ()), _settings()))


@app.command()
def review(
    document: Annotated[
        str | None, typer.Argument(help="Id of a document; none: list all that wait.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Documents to list.")] = 100,
) -> None:
    """List what waits for a person, or show one document: readings, and where to answer."""
    from digitize.archive.parts import open_parts
    from digitize.archive.reviewing import print_document, print_waiting

    with open_parts(_settings()) as parts:
        if document is None:
            print_waiting(parts, limit)
        else:
            print_document(parts, document)


@app.command()
def reindex() -> None:
    """Build the index anew from the database and the page texts."""
    from digitize.archive.indexing import rebuild
    from digitize.archive.parts import open_parts

    with open_parts(_settings()) as parts:
        typer.echo(f"{rebuild(parts)} documents indexed")


@app.command()
def verify(
    mend: Annotated[
        bool, typer.Option("--mend", help="Let what is not whole be read again by the next run.")
    ] = False,
) -> None:
    """Check the archive: every original's SHA-256, every row's files, the index."""
    from digitize.flows.upkeep import run_verify

    raise typer.Exit(run_verify(_settings(), mending=mend))


@app.command()
def backup(
    out: Annotated[Path, typer.Argument(help="New folder to make, on another disk.")],
) -> None:
    """Copy database and store to a folder, consistent with each other. Work may go on."""
    from digitize.flows.upkeep import run_backup

    raise typer.Exit(run_backup(out, _settings()))


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="Folder that digitize backup has made.")],
) -> None:
    """Put a backup into an empty archive, build its index and verify it."""
    from digitize.flows.upkeep import run_restore

    raise typer.Exit(run_restore(folder, _settings()))


@app.command()
def doctor() -> None:
    """Say what can be reached, of which version, and how to mend what is missing."""
    from digitize.archive.doctor import print_findings

    if not print_findings(_settings()):
        raise typer.Exit(ServiceError.exit_code)


@app.command()
def evaluate(
    folder: Annotated[Path, typer.Argument(help="Folder with labels.jsonl, pdf/ and text/.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for results.json and report.html.")
    ] = None,
) -> None:
    """Score reading and fields against known truth."""
    from digitize.evaluation.evaluating import evaluate_folder

    evaluate_folder(folder, _settings(), out)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="What digitize evaluate --out has written.")],
    after: Annotated[Path, typer.Argument(help="The same of a later run.")],
) -> None:
    """Say what changed between two evaluations, and what of it is noise."""
    from rich.console import Console

    from digitize.evaluation.comparing import print_comparison
    from digitize.evaluation.results import load

    print_comparison(load(before), load(after), Console())


@app.command()
def samples(
    out: Annotated[Path, typer.Option("--out", help="Folder to fill.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    count: Annotated[int, typer.Option(min=1, help="Files to make.")] = 24,
) -> None:
    """Generate scanned documents with their truth."""
    from digitize.samples.generate import generate

    generate(out, seed=seed, count=count)


def main() -> None:
    """Entry point. An error of ours ends with its exit code, its message and its remedy; any
    other is a fault of the program: its place goes to the journal, and no traceback is shown."""
    gc.set_threshold(_GARBAGE)
    logger = logging.getLogger("digitize")
    logger.addHandler(logging.NullHandler())
    tell_waiting()
    try:
        app()
    except DigitizeError as error:
        print(f"digitize: {error.message}", file=sys.stderr)
        if error.remedy:
            print(f"  → {error.remedy}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        logger.error("unforeseen", exc_info=error)
        print(f"digitize: an unforeseen fault ({type(error).__name__})", file=sys.stderr)
        print(f"  → Report it with {JOURNAL} of the data folder.", file=sys.stderr)
        raise SystemExit(1) from None
    finally:
        gc.freeze()  # the end of the program goes through nothing that is thrown away with it


if __name__ == "__main__":
    main()
