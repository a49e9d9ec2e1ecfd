"""The report of an evaluation as one page of HTML that needs no other file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from digitize.evaluation.figures import kind_figures, shown, stage_figures
from digitize.evaluation.pictures import PicturedLine
from digitize.evaluation.report import (
    field_numbers,
    misses,
    secret_marks,
    words_wrong_by_fault,
)
from digitize.evaluation.results import Results
from digitize.evaluation.scoring import summarise


def write_html(path: Path, results: Results, lines: Mapping[str, Sequence[PicturedLine]]) -> None:
    """`lines`: the worst lines of pages, by the pages' names in `results`."""
    environment = Environment(
        loader=PackageLoader("digitize.evaluation", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = lambda value: f"{value:.1%}"
    pages = sorted(results.written.items(), key=lambda page: -page[1].text.words_wrong)
    text = environment.get_template("report.html").render(
        summary=summarise([page.text for _, page in pages]) if pages else None,
        pages=pages,
        most_wrong=max((page.text.words_wrong for _, page in pages), default=0.0),
        kinds=_kinds(results),
        stages=[(f.name, shown(f.value, f.unit), len(f.parts)) for f in stage_figures(results)],
        faults=words_wrong_by_fault(results.pages),
        fields=field_numbers(results.fields) if results.fields else {},
        misses=misses(results),
        starts=results.starts,
        secret_marks={what: names for what, names in secret_marks(results).items() if names},
        refused=results.refused,
        engines=results.engines,
        lines=lines,
        anchors={name: f"page-{number}" for number, name in enumerate(lines, 1)},
    )
    path.write_text(text, "utf-8")


def _kinds(results: Results) -> list[tuple[str, float]]:
    """What the words wrong are made of, the most frequent first."""
    shares = [(figure.name, figure.value) for figure in kind_figures(results)]
    return sorted(shares, key=lambda kind: -kind[1])
