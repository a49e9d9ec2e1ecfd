"""Against OCRmyPDF, in one run: `python -m benchmarks.compare FOLDER [--ocrmypdf PROGRAM]`.

FOLDER is laid out as for `digitize evaluate`. Measured, in turns, on all of FOLDER/pdf: a whole
`digitize run` into a new archive, and `ocrmypdf` on each file. Then the words wrong of both on
the transcribed pages of FOLDER/text, and the share of our time outside cleaning and OCR.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.cost import NOTHING, CommandFailedError, Cost, measure
from digitize.archive.reading import limits_of, read_file
from digitize.errors import DigitizeError, UsageError
from digitize.evaluation.scoring import TextSummary, score_text, summarise
from digitize.evaluation.truth import TrueFile, load_truth
from digitize.intake.source import open_source
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
    options = parser.parse_args()
    try:
        compare(options.folder, _find(options.ocrmypdf), options.rounds)
    except (DigitizeError, CommandFailedError) as error:
        remedy = getattr(error, "remedy", "")
        print(f"benchmarks: {error}" + (f"\n  → {remedy}" if remedy else ""), file=sys.stderr)
        raise SystemExit(2) from None


def compare(folder: Path, ocrmypdf: str, rounds: int) -> None:
    console = Console()
    settings = Settings()
    files = sorted((folder / "pdf").glob("*.pdf"))
    if not files:
        raise UsageError(f"{folder}: no pdf/*.pdf in it", remedy="Name a folder as evaluate does.")
    pages = sum(_count_pages(file, settings) for file in files)
    console.print(f"{len(files)} files, {pages} pages, {settings.workers} workers")
    ours, theirs = [], []
    for _ in track(range(rounds), "Rounds", console=console, transient=True):
        ours.append(_cost_of_batch(folder / "pdf"))
        theirs.append(_cost_of_ocrmypdf(ocrmypdf, files))
    transcribed = [truth for truth in load_truth(folder) if truth.pages]
    words: tuple[TextSummary | None, ...] = (None, None)
    if transcribed:
        words = (
            _read_by_us(transcribed, settings),
            _read_by_ocrmypdf(ocrmypdf, transcribed, settings),
        )
    console.print(
        _table(("digitize", ours, words[0]), (_version(ocrmypdf), theirs, words[1]), pages)
    )
    _print_shares(folder / "pdf", console)


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


def _cost_of_batch(inbox: Path) -> Cost:
    with tempfile.TemporaryDirectory() as data:
        environment = {"DIGITIZE_DATA": data, "DIGITIZE_STABLE_SECONDS": "0"}
        return measure([Path(sys.executable).with_name("digitize"), "run", inbox], environment)


def _cost_of_ocrmypdf(ocrmypdf: str, files: Sequence[Path]) -> Cost:
    total = NOTHING
    with tempfile.TemporaryDirectory() as out:
        for file in files:
            total += measure([ocrmypdf, *OCRMYPDF_OPTIONS, file, Path(out, "out.pdf")])
    return total


def _read_by_us(truths: Sequence[TrueFile], settings: Settings) -> TextSummary:
    scores = []
    for truth in truths:
        reading = read_file(truth.path, truth.path.name, settings)
        read = {page.number: page.text for page in reading.pages}
        scores += [score_text(page.text, read[number]) for number, page in truth.pages.items()]
    return summarise(scores)


def _read_by_ocrmypdf(ocrmypdf: str, truths: Sequence[TrueFile], settings: Settings) -> TextSummary:
    scores = []
    with tempfile.TemporaryDirectory() as out:
        sidecar = Path(out, "text.txt")
        for truth in truths:
            with open_source(truth.path, truth.path.name, limits_of(settings)) as source:
                dpi = round(source.page(1).image.dpi)
            extra = ("--sidecar", str(sidecar), "--image-dpi", str(dpi))
            measure([ocrmypdf, *OCRMYPDF_OPTIONS, *extra, truth.path, Path(out, "out.pdf")])
            read = sidecar.read_text("utf-8").split("\f")
            scores += [score_text(p.text, read[n - 1]) for n, p in truth.pages.items()]
    return summarise(scores)


Row = tuple[str, Sequence[Cost], TextSummary | None]


def _table(ours: Row, theirs: Row, pages: int) -> Table:
    table = Table("")
    for heading in ("core-s a page", "pages a minute", "memory", "words wrong"):
        table.add_column(heading, justify="right")
    for name, costs, words in (ours, theirs):
        table.add_row(
            name,
            f"{statistics.median(cost.cores for cost in costs) / pages:.2f}",
            f"{60 * pages / statistics.median(cost.wall for cost in costs):.1f}",
            f"{max(cost.memory for cost in costs) / 2**20:.0f} MB",
            f"{words.words_wrong:.1%}" if words else "",
        )
    ratios = [a.cores / b.cores for a, b in zip(ours[1], theirs[1], strict=True)]
    speeds = [b.wall / a.wall for a, b in zip(ours[1], theirs[1], strict=True)]
    table.add_row(
        "ratio",
        f"{statistics.median(ratios):.2f}",
        f"{statistics.median(speeds):.2f}",
        "",
        f"{ours[2].words_wrong / theirs[2].words_wrong:.2f}" if ours[2] and theirs[2] else "",
    )
    return table


def _print_shares(inbox: Path, console: Console) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "shares.json")
        program = (sys.executable, "-m", "benchmarks.shares")
        total = measure([*program, inbox, Path(folder, "data"), out]).cores
        spent = float(json.loads(out.read_text())["spent"])
    console.print(
        f"core time: cleaning and OCR {spent / total:.0%}, all else {1 - spent / total:.0%} "
        "(start-up, decoding, fields, storing, indexing)"
    )


if __name__ == "__main__":
    main()
