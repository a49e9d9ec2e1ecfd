"""The scores of an evaluation as tables on the terminal."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from rich.console import Console
from rich.table import Table
from rich.text import Text

from digitize.evaluation.figures import Figure, kind_figures, shown, stage_figures
from digitize.evaluation.pages import PageScore
from digitize.evaluation.results import Results
from digitize.evaluation.scoring import FieldResult, Verdict, summarise, tally

_MISSES = (Verdict.WRONG, Verdict.MISSED, Verdict.INVENTED)


def print_results(results: Results, console: Console) -> None:
    for name, reason in results.refused.items():
        console.print(Text(f"not read: {name} ({reason})"))
    if results.written:
        console.print(_page_table(results.written))
        console.print(_figure_table("What the wrong words are", kind_figures(results)))
        stages = stage_figures(results)
        if stages:
            console.print(_figure_table("Stages", stages))
        by_fault = words_wrong_by_fault(results.pages)
        if by_fault:
            console.print(_fault_table(by_fault))
    if results.fields:
        console.print(_field_table(results.fields))
        console.print(_miss_table(misses(results)))
    if results.starts:
        _print_boundaries(results, console)
    for what, names in secret_marks(results).items():
        if names:
            console.print(Text(f"{what}: {len(names)} ({', '.join(names)})"))


def misses(results: Results) -> list[FieldResult]:
    return [result for result in results.fields if result.verdict in _MISSES]


def secret_marks(results: Results) -> dict[str, list[str]]:
    """Names of files by what became of them."""
    return {
        "stopped by a secret mark, rightly": results.stopped,
        "stopped by a secret mark, wrongly": results.stopped_wrongly,
        "secret mark missed": results.secrets_missed,
    }


def words_wrong_by_fault(pages: Mapping[str, PageScore]) -> dict[str, tuple[int, float, float]]:
    """Of each fault of the scan: pages with it, and the mean of words wrong with and without it;
    the costliest first. Faults that all pages have, or none, say nothing and are left out."""
    scores = [p for p in pages.values() if p.stages and p.text.true_words]
    found = {}
    for fault in sorted({fault for page in scores for fault in page.faults}):
        having = [page.text.words_wrong for page in scores if fault in page.faults]
        others = [page.text.words_wrong for page in scores if fault not in page.faults]
        if having and others:
            found[fault] = (len(having), fmean(having), fmean(others))
    return dict(sorted(found.items(), key=lambda item: item[1][2] - item[1][1]))


def _page_table(pages: Mapping[str, PageScore]) -> Table:
    table = Table("page", title="Words and letters", title_justify="left")
    for heading in ("wrong", "words", "missing", "invented", "CER", "bare CER", "order"):
        table.add_column(heading, justify="right")
    scores = {name: page.text for name, page in pages.items()}
    for name, score in scores.items():
        table.add_row(
            Text(name),
            f"{score.words_wrong:.1%}",
            str(score.true_words),
            str(score.missing),
            str(score.invented),
            f"{score.cer:.1%}",
            f"{score.bare_cer:.1%}",
            f"{score.order_error:.1%}",
        )
    table.add_section()
    total = summarise(scores.values())
    table.add_row(
        f"all {total.pages}",
        f"{total.words_wrong:.1%}",
        str(sum(score.true_words for score in scores.values())),
        f"{total.missing:.1%}",
        f"{total.invented:.1%}",
        f"{total.cer:.1%}",
        f"{total.bare_cer:.1%}",
        f"{total.order_error:.1%}",
    )
    return table


def _figure_table(title: str, figures: Sequence[Figure]) -> Table:
    table = Table("", title=title, title_justify="left")
    table.add_column("value", justify="right")
    table.add_column("pages", justify="right")
    for figure in figures:
        table.add_row(figure.name, shown(figure.value, figure.unit), str(len(figure.parts)))
    return table


def _fault_table(by_fault: Mapping[str, tuple[int, float, float]]) -> Table:
    table = Table("fault of the scan", title="Words wrong by fault", title_justify="left")
    for heading in ("pages", "with it", "without"):
        table.add_column(heading, justify="right")
    for fault, (pages, having, others) in by_fault.items():
        table.add_row(fault, str(pages), f"{having:.1%}", f"{others:.1%}")
    return table


def _field_table(results: Sequence[FieldResult]) -> Table:
    """`right` is of those that the documents have; what neither has is not counted."""
    table = Table("field", title="Fields, exact", title_justify="left")
    for heading in ("right", "of", "wrong", "missed", "invented"):
        table.add_column(heading, justify="right")
    for key, numbers in field_numbers(results).items():
        if key == "all":
            table.add_section()
        table.add_row(key, *map(str, numbers))
    return table


def field_numbers(results: Sequence[FieldResult]) -> dict[str, tuple[int, int, int, int, int]]:
    """Of each field, and of all: right, of how many, wrong, missed, invented."""
    counts = tally(results)
    rows = {key: [verdicts[verdict] for verdict in Verdict] for key, verdicts in counts.items()}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    return {
        key: (right, right + wrong + missed, wrong, missed, invented)
        for key, (right, wrong, missed, invented, _) in rows.items()
    }


def _miss_table(missed: Sequence[FieldResult]) -> Table:
    table = Table("document", "field", "is", "read", title="Misses", title_justify="left")
    for miss in missed:
        table.add_row(Text(miss.document), miss.key, Text(miss.truth or ""), Text(miss.read or ""))
    return table


def _print_boundaries(results: Results, console: Console) -> None:
    right = sum(true == found for true, found in results.starts.values())
    console.print(f"documents told apart: {right} of {len(results.starts)} files")
    for name, (true, found) in results.starts.items():
        if true != found:
            console.print(Text(f"  {name}: documents start on {true}, found {found}"))
