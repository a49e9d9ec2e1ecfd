"""`digitize evaluate`: read every file of which the truth is known, and print the scores."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from digitize.archive.reading import FileReading, read_file
from digitize.archive.workers import Workers
from digitize.errors import InputError
from digitize.evaluation.scoring import (
    FieldResult,
    TextScore,
    Verdict,
    compare_fields,
    score_text,
    summarise,
    tally,
)
from digitize.evaluation.truth import TrueFile, load_truth
from digitize.settings import Settings

_MISSES = (Verdict.WRONG, Verdict.MISSED, Verdict.INVENTED)


@dataclass(slots=True)
class Scores:
    """What became of all files, by the names that the report shows."""

    texts: dict[str, TextScore] = field(default_factory=dict)
    fields: list[FieldResult] = field(default_factory=list)
    starts: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)  # true, found
    refused: dict[str, str] = field(default_factory=dict)  # name to reason
    stopped: list[str] = field(default_factory=list)  # secret, and stopped
    stopped_wrongly: list[str] = field(default_factory=list)
    secrets_missed: list[str] = field(default_factory=list)


def evaluate_folder(folder: Path, settings: Settings) -> None:
    """Print how well the files of `folder` are read. Raises UsageError when it holds no truth."""
    console = Console()
    truths = load_truth(folder)
    scores = Scores()
    named = list(zip(_names(truths, folder), truths, strict=True))
    with Workers(settings.workers) as workers:
        for name, truth in track(named, "Reading", console=console, transient=True):
            try:
                reading = read_file(truth.path, name, settings, workers=workers)
            except InputError as error:
                scores.refused[name] = error.reason.value
            else:
                add_reading(scores, name, truth, reading)
    print_scores(scores, console)


def _names(truths: Sequence[TrueFile], folder: Path) -> list[str]:
    """Names of files without their folders, where that tells them apart."""
    names = [truth.path.name for truth in truths]
    if len(set(names)) == len(names):
        return names
    return [truth.path.relative_to(folder).as_posix() for truth in truths]


def add_reading(scores: Scores, name: str, truth: TrueFile, reading: FileReading) -> None:
    if reading.secrets:
        (scores.stopped if truth.is_secret else scores.stopped_wrongly).append(name)
    elif truth.is_secret:
        scores.secrets_missed.append(name)
    for page in reading.pages:
        if page.number in truth.texts:
            shown = f"{name} {page.number}" if len(reading.pages) > 1 else name
            scores.texts[shown] = score_text(truth.texts[page.number], page.text)
    if not truth.documents:
        return
    scores.starts[name] = (
        [document.first_page for document in truth.documents],
        [document.first_page for document in reading.documents],
    )
    found = {document.first_page: document for document in reading.documents}
    for document in truth.documents:
        shown = f"{name} {document.first_page}" if len(truth.documents) > 1 else name
        # A document whose first page was not found as such has no fields.
        fields = found[document.first_page].fields if document.first_page in found else {}
        read = {key: value.value for key, value in fields.items()}
        scores.fields += compare_fields(shown, document.fields, read)


def print_scores(scores: Scores, console: Console) -> None:
    for name, reason in scores.refused.items():
        console.print(Text(f"not read: {name} ({reason})"))
    if scores.texts:
        console.print(_text_table(scores.texts))
    if scores.fields:
        console.print(_field_table(scores.fields))
        console.print(_miss_table([r for r in scores.fields if r.verdict in _MISSES]))
    if scores.starts:
        _print_boundaries(scores, console)
    for what, names in (
        ("stopped by a secret mark, rightly", scores.stopped),
        ("stopped by a secret mark, wrongly", scores.stopped_wrongly),
        ("secret mark missed", scores.secrets_missed),
    ):
        if names:
            console.print(Text(f"{what}: {len(names)} ({', '.join(names)})"))


def _text_table(texts: dict[str, TextScore]) -> Table:
    table = Table("page", title="Words and letters", title_justify="left")
    for heading in ("words wrong", "words", "missing", "invented", "CER"):
        table.add_column(heading, justify="right")
    for name, score in texts.items():
        table.add_row(
            Text(name),
            f"{score.words_wrong:.1%}",
            str(score.true_words),
            str(score.missing),
            str(score.invented),
            f"{score.cer:.1%}",
        )
    table.add_section()
    total = summarise(texts.values())
    table.add_row(
        f"all {total.pages}",
        f"{total.words_wrong:.1%}",
        str(sum(score.true_words for score in texts.values())),
        f"{total.missing:.1%}",
        f"{total.invented:.1%}",
        f"{total.cer:.1%}",
    )
    return table


def _field_table(results: Sequence[FieldResult]) -> Table:
    """`right` is of those that the documents have; what neither has is not counted."""
    table = Table("field", title="Fields, exact", title_justify="left")
    for heading in ("right", "of", "wrong", "missed", "invented"):
        table.add_column(heading, justify="right")
    counts = tally(results)
    for key, verdicts in counts.items():
        table.add_row(key, *_numbers([verdicts[verdict] for verdict in Verdict]))
    table.add_section()
    sums = [sum(verdicts[verdict] for verdicts in counts.values()) for verdict in Verdict]
    table.add_row("all", *_numbers(sums))
    return table


def _numbers(counts: Sequence[int]) -> list[str]:
    right, wrong, missed, invented, _ = counts
    return [str(n) for n in (right, right + wrong + missed, wrong, missed, invented)]


def _miss_table(misses: Sequence[FieldResult]) -> Table:
    table = Table("document", "field", "is", "read", title="Misses", title_justify="left")
    for miss in misses:
        table.add_row(Text(miss.document), miss.key, Text(miss.truth or ""), Text(miss.read or ""))
    return table


def _print_boundaries(scores: Scores, console: Console) -> None:
    right = sum(true == found for true, found in scores.starts.values())
    console.print(f"documents told apart: {right} of {len(scores.starts)} files")
    for name, (true, found) in scores.starts.items():
        if true != found:
            console.print(Text(f"  {name}: documents start on {true}, found {found}"))
