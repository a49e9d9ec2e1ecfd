"""`digitize evaluate`: read every file of which the truth is known, and score it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import track

from digitize.archive.page_reading import limits_of
from digitize.archive.reading import FileReading, read_file
from digitize.archive.workers import Workers
from digitize.domain import PageKind
from digitize.errors import InputError
from digitize.evaluation.html import write_html
from digitize.evaluation.pages import Judged, judge_page
from digitize.evaluation.pictures import PicturedLine, picture_lines
from digitize.evaluation.red_ink import red_ink_left
from digitize.evaluation.report import print_results
from digitize.evaluation.results import FILE_NAME, Results, save
from digitize.evaluation.scoring import compare_fields
from digitize.evaluation.truth import TrueFile, load_truth
from digitize.evaluation.worst import worst_lines
from digitize.intake.source import open_source
from digitize.settings import Settings

_LINES_A_PAGE = 8


def evaluate_folder(folder: Path, settings: Settings, out: Path | None = None) -> None:
    """Print how well the files of `folder` are read. With `out`, keep the results there as JSON,
    and as a page of HTML with pictures of the worst lines; a file that a secret mark stops gives
    no picture. Raises UsageError when `folder` holds no truth."""
    console = Console()
    truths = load_truth(folder)
    results = Results()
    lines: dict[str, list[PicturedLine]] = {}
    named = list(zip(_names(truths, folder), truths, strict=True))
    with Workers(settings.workers) as workers:
        for name, truth in track(named, "Reading", console=console, transient=True):
            try:
                reading = read_file(truth.path, name, settings, workers=workers)
            except InputError as error:
                results.refused[name] = error.reason.value
                continue
            judged = add_reading(results, name, truth, reading)
            _add_red_ink(results, name, truth, reading, settings)
            if out is not None and not reading.secrets:
                lines |= _picture(name, truth, reading, judged, settings)
    print_results(results, console)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        save(results, out / FILE_NAME)
        write_html(out / "report.html", results, lines)
        console.print(f"written: {out / FILE_NAME}, {out / 'report.html'}")


def _names(truths: Sequence[TrueFile], folder: Path) -> list[str]:
    """Names of files without their folders, where that tells them apart."""
    names = [truth.path.name for truth in truths]
    if len(set(names)) == len(names):
        return names
    return [truth.path.relative_to(folder).as_posix() for truth in truths]


def add_reading(
    results: Results, name: str, truth: TrueFile, reading: FileReading
) -> dict[int, Judged]:
    """The pages of which the text is known, by number; `results` gets the scores of all."""
    if reading.secrets:
        (results.stopped if truth.is_secret else results.stopped_wrongly).append(name)
    elif truth.is_secret:
        results.secrets_missed.append(name)
    engines = {page.engine for page in reading.pages if page.engine}
    results.engines = sorted({*results.engines, *engines})
    judged = {}
    for page in reading.pages:
        if page.number in truth.pages:
            judged[page.number] = judge_page(truth.pages[page.number], page)
            results.pages[_page_name(name, page.number, reading)] = judged[page.number].score
    if truth.documents:
        _add_fields(results, name, truth, reading)
    return judged


def _page_name(name: str, number: int, reading: FileReading) -> str:
    return f"{name} {number}" if len(reading.pages) > 1 else name


def _add_fields(results: Results, name: str, truth: TrueFile, reading: FileReading) -> None:
    results.starts[name] = (
        [document.first_page for document in truth.documents],
        [document.first_page for document in reading.documents],
    )
    found = {document.first_page: document for document in reading.documents}
    for document in truth.documents:
        shown = f"{name} {document.first_page}" if len(truth.documents) > 1 else name
        # A document whose first page was not found as such has no fields.
        fields = found[document.first_page].fields if document.first_page in found else {}
        read = {key: value.value for key, value in fields.items()}
        results.fields += compare_fields(shown, document.fields, read)


def _add_red_ink(
    results: Results, name: str, truth: TrueFile, reading: FileReading, settings: Settings
) -> None:
    known = [page.number for page in reading.pages if page.number in truth.pages]
    makings = {number: truth.pages[number].making for number in known}
    stamped = {number: making for number, making in makings.items() if making and making.red}
    if not stamped:
        return
    with open_source(truth.path, name, limits_of(settings)) as source:
        for number, making in stamped.items():
            page = _page_name(name, number, reading)
            score = results.pages[page]
            assert score.stages is not None  # whoever made a page knows its stages
            ink, left = red_ink_left(making, source.page(number).image)
            stages = replace(score.stages, red_ink=ink, red_ink_left=left)
            results.pages[page] = replace(score, stages=stages)


def _picture(
    name: str,
    truth: TrueFile,
    reading: FileReading,
    judged: dict[int, Judged],
    settings: Settings,
) -> dict[str, list[PicturedLine]]:
    """The worst lines of each page, by its name."""
    pages = {page.number: page for page in reading.pages if page.kind is PageKind.READ}
    worst = {
        number: worst_lines(
            one, [word.box for word in truth.pages[number].made_words], _LINES_A_PAGE
        )
        for number, one in judged.items()
        if number in pages
    }
    worst = {number: found for number, found in worst.items() if found}
    if not worst:
        return {}
    with open_source(truth.path, name, limits_of(settings)) as source:
        return {
            _page_name(name, number, reading): picture_lines(
                source.page(number).image.pixels, pages[number].rotation, found
            )
            for number, found in worst.items()
        }
