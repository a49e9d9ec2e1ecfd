"""Against OCRmyPDF, in one run: `python -m benchmarks.compare FOLDER [--ocrmypdf PROGRAM]`.

FOLDER is laid out as for `digitize evaluate`. Measured, in turns, on all of FOLDER/pdf: a whole
`digitize run` into a new archive in each way of reading (`DIGITIZE_READING`), and `ocrmypdf` on
each file. Then the words wrong of all on the transcribed pages of FOLDER/text; and, with one
worker, the time from the start of the program to its first page and the share of core time that
is not cleaning and OCR.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.cost import NOTHING, CommandFailedError, Cost, measure
from digitize.archive.page_reading import limits_of
from digitize.archive.reading import read_file
from digitize.errors import DigitizeError, UsageError
from digitize.evaluation.scoring import TextScore, score_text, summarise
from digitize.evaluation.truth import TrueFile, load_truth
from digitize.intake.source import open_source
from digitize.ocr.cascade import Reading
from digitize.settings import Settings

# As an archive would run it: every page read anew, turned and levelled, signed files too.
OCRMYPDF_OPTIONS = (
    "--force-ocr",
    "--deskew",
    "--rotate-pages",
    "--invalidate-digital-signatures",
    "-l",
    "vie",
    "--quiet",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ocrmypdf", default="ocrmypdf", help="the program; default: on PATH")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each; medians are shown")
    parser.add_argument(
        "--reading", type=Reading, action="append", choices=list(Reading), help="default: all"
    )
    options = parser.parse_args()
    try:
        compare(
            options.folder,
            _find(options.ocrmypdf),
            options.rounds,
            options.reading or list(Reading),
        )
    except (DigitizeError, CommandFailedError) as error:
        remedy = getattr(error, "remedy", "")
        print(f"benchmarks: {error}" + (f"\n  → {remedy}" if remedy else ""), file=sys.stderr)
        raise SystemExit(2) from None


@dataclass(frozen=True, slots=True)
class Contestant:
    """`costs`: of each round. `scores`: of each transcribed page. `first`: seconds from the start
    to the first page, and `other`: the share of core time outside cleaning and OCR; ours alone."""

    name: str
    costs: Sequence[Cost]
    scores: Sequence[TextScore]
    first: float | None = None
    other: float | None = None


def compare(folder: Path, ocrmypdf: str, rounds: int, readings: Sequence[Reading]) -> None:
    console = Console(width=max(120, Console().width))
    settings = Settings()
    files = sorted((folder / "pdf").glob("*.pdf"))
    if not files:
        raise UsageError(f"{folder}: no pdf/*.pdf in it", remedy="Name a folder as evaluate does.")
    pages = sum(_count_pages(file, settings) for file in files)
    transcribed = [truth for truth in load_truth(folder) if truth.pages]
    console.print(
        f"{len(files)} files, {pages} pages, {len(transcribed)} transcribed; "
        f"{settings.workers} workers"
    )
    ours: dict[Reading, list[Cost]] = {reading: [] for reading in readings}
    theirs = []
    for _ in track(range(rounds), "Rounds", console=console, transient=True):
        for reading in readings:
            ours[reading].append(_cost_of_batch(folder / "pdf", reading))
        theirs.append(_cost_of_ocrmypdf(ocrmypdf, files))
    contestants = []
    for reading in readings:
        first, other = _first_and_other(folder / "pdf", reading)
        scores = _read_by_us(transcribed, settings.model_copy(update={"reading": reading.value}))
        contestants.append(Contestant(reading.value, ours[reading], scores, first, other))
    rival = Contestant(
        _version(ocrmypdf), theirs, _read_by_ocrmypdf(ocrmypdf, transcribed, settings)
    )
    console.print(_table(contestants, rival, pages, settings.workers))
    if transcribed:
        console.print(_page_table(contestants, rival, [truth.path.name for truth in transcribed]))


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise UsageError(
            f"{program} is not installed",
            remedy="Install OCRmyPDF in a virtual environment of its own (pip install ocrmypdf) "
            "and give --ocrmypdf VENV/bin/ocrmypdf.",
        )
    return found


def _version(ocrmypdf: str) -> str:
    shown = subprocess.run([ocrmypdf, "--version"], capture_output=True, text=True, check=True)
    return f"OCRmyPDF {shown.stdout.strip()}"


def _count_pages(file: Path, settings: Settings) -> int:
    with open_source(file, file.name, limits_of(settings)) as source:
        return source.page_count


def _cost_of_batch(inbox: Path, reading: Reading) -> Cost:
    with tempfile.TemporaryDirectory() as data:
        environment = {
            "DIGITIZE_DATA": data,
            "DIGITIZE_STABLE_SECONDS": "0",
            "DIGITIZE_READING": reading.value,
        }
        return measure([Path(sys.executable).with_name("digitize"), "run", inbox], environment)


def _cost_of_ocrmypdf(ocrmypdf: str, files: Sequence[Path]) -> Cost:
    total = NOTHING
    with tempfile.TemporaryDirectory() as out:
        for file in files:
            total += measure([ocrmypdf, *OCRMYPDF_OPTIONS, file, Path(out, "out.pdf")])
    return total


def _first_and_other(inbox: Path, reading: Reading) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "shares.json")
        program = (sys.executable, "-m", "benchmarks.shares")
        begun = time.monotonic()
        environment = {"DIGITIZE_READING": reading.value}
        total = measure([*program, inbox, Path(folder, "data"), out], environment).cores
        shares = json.loads(out.read_text())
    return shares["first"] - begun, 1 - shares["spent"] / total


def _read_by_us(truths: Sequence[TrueFile], settings: Settings) -> list[TextScore]:
    scores = []
    for truth in truths:
        reading = read_file(truth.path, truth.path.name, settings)
        read = {page.number: page.text for page in reading.pages}
        scores += [score_text(page.text, read[number]) for number, page in truth.pages.items()]
    return scores


def _read_by_ocrmypdf(
    ocrmypdf: str, truths: Sequence[TrueFile], settings: Settings
) -> list[TextScore]:
    scores = []
    with tempfile.TemporaryDirectory() as out:
        sidecar = Path(out, "text.txt")
        for truth in truths:
            with open_source(truth.path, truth.path.name, limits_of(settings)) as source:
                dpi = round(source.page(1).image.dpi)
            extra = ("--sidecar", str(sidecar), "--image-dpi", str(dpi))
            measure([ocrmypdf, *OCRMYPDF_OPTIONS, *extra, truth.path, Path(out, "out.pdf")])
            read = sidecar.read_text("utf-8").split("\f")
            scores += [score_text(page.text, read[n - 1]) for n, page in truth.pages.items()]
    return scores


def _table(ours: Sequence[Contestant], rival: Contestant, pages: int, workers: int) -> Table:
    everyone = [*ours, rival]
    table = Table("", *(one.name for one in everyone), title="Medians of rounds")

    def row(name: str, values: Sequence[str]) -> None:
        table.add_row(name, *values, *[""] * (len(everyone) - len(values)))

    def ratio(one: Contestant, value: Callable[[Cost], float]) -> float:
        """Median of the rounds, each against the rival's in the same round."""
        both = zip(one.costs, rival.costs, strict=True)
        return statistics.median(value(a) / value(b) for a, b in both)

    def median(one: Contestant, value: Callable[[Cost], float]) -> float:
        return statistics.median(map(value, one.costs))

    wall, cores = attrgetter("wall"), attrgetter("cores")
    row("pages a minute", [f"{60 * pages / median(one, wall):.1f}" for one in everyone])
    row("… as many times", [f"{1 / ratio(one, wall):.1f}" for one in ours])
    row("core-s a page", [f"{median(one, cores) / pages:.2f}" for one in everyone])
    row("… share of the rival's", [f"{ratio(one, cores):.0%}" for one in ours])
    row("… outside cleaning and OCR", [f"{one.other:.0%}" for one in ours])
    row(
        "memory a worker",
        [f"{max(c.memory for c in one.costs) / workers / 2**20:.0f} MB" for one in everyone],
    )
    row("first page after", [f"{one.first:.1f} s" for one in ours])
    if rival.scores:
        summaries = [summarise(one.scores) for one in everyone]
        row("words wrong", [f"{one.words_wrong:.1%}" for one in summaries])
        row("words missing", [f"{one.missing:.1%}" for one in summaries])
        row("words invented", [f"{one.invented:.1%}" for one in summaries])
        row("CER", [f"{one.cer:.1%}" for one in summaries])
        row("better on", [f"{_better(one, rival)} of {len(rival.scores)} pages" for one in ours])
    return table


def _better(one: Contestant, rival: Contestant) -> int:
    pairs = zip(one.scores, rival.scores, strict=True)
    return sum(mine.words_wrong < other.words_wrong for mine, other in pairs)


def _page_table(ours: Sequence[Contestant], rival: Contestant, names: Sequence[str]) -> Table:
    everyone = [*ours, rival]
    table = Table("page", *(one.name for one in everyone), title="Words wrong by page")
    for name, scores in zip(
        names, zip(*(one.scores for one in everyone), strict=True), strict=True
    ):
        table.add_row(name, *(f"{score.words_wrong:.1%}" for score in scores))
    return table


if __name__ == "__main__":
    main()
