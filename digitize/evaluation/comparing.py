"""Two evaluations of the same pages against each other: which differences are more than noise.

Pages are drawn with replacement, the same for both runs (paired bootstrap: Efron and Tibshirani,
An Introduction to the Bootstrap, 1993; for word errors Bisani and Ney, ICASSP 2004). A difference
whose 95 % interval holds zero is noise. With few pages the interval comes out too narrow, so below
`FEWEST` none is called more than noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from digitize.evaluation.figures import Figure, Part, Unit, figures_of, ratio, shown
from digitize.evaluation.results import Results

FEWEST = 5
_DRAWS = 10_000
_SEED = 1
_CONFIDENCE = 0.95


class Judgement(StrEnum):
    SAME = "same"
    BETTER = "better"
    WORSE = "worse"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Difference:
    """Of one figure, over the `pages` (or documents) that both runs have: after less before.
    `low`, `high`: its 95 % interval."""

    name: str
    unit: Unit
    pages: int
    before: float
    after: float
    low: float
    high: float
    judgement: Judgement

    @property
    def by(self) -> float:
        return self.after - self.before


def compare(before: Results, after: Results) -> list[Difference]:
    """Figures that either run lacks are left out, and so are pages that only one has."""
    others = {figure.name: figure for figure in figures_of(after)}
    return [
        _difference(figure, others[figure.name], names)
        for figure in figures_of(before)
        if figure.name in others
        and (names := [name for name in figure.parts if name in others[figure.name].parts])
    ]


def _difference(before: Figure, after: Figure, names: Sequence[str]) -> Difference:
    first, second = ([figure.parts[name] for name in names] for figure in (before, after))
    low, high = interval(first, second)
    if first == second:
        judgement = Judgement.SAME
    elif low <= 0 <= high or len(names) < FEWEST:
        judgement = Judgement.NOISE
    else:
        judgement = Judgement.BETTER if (high < 0) == before.lower_is_better else Judgement.WORSE
    return Difference(
        before.name, before.unit, len(names), ratio(first), ratio(second), low, high, judgement
    )


def interval(before: Sequence[Part], after: Sequence[Part]) -> tuple[float, float]:
    """The 95 % percentile interval of the difference of two ratios over the same pages."""
    draws = np.random.default_rng(_SEED).multinomial(
        len(before), np.full(len(before), 1 / len(before)), _DRAWS
    )
    sums = [draws @ np.asarray(parts, float) for parts in (before, after)]
    ratios = [np.divide(s[:, 0], s[:, 1], where=s[:, 1] > 0, out=np.zeros(_DRAWS)) for s in sums]
    tail = 50 * (1 - _CONFIDENCE)
    low, high = np.percentile(ratios[1] - ratios[0], [tail, 100 - tail])
    return float(low), float(high)


def print_comparison(before: Results, after: Results, console: Console) -> None:
    differences = compare(before, after)
    if not differences:
        console.print("The two have no page and no document in common.")
        return
    console.print(_figure_table(differences))
    console.print(_page_table(before, after))
    for name, one, other in (("only before", before, after), ("only after", after, before)):
        alone = [page for page in one.pages if page not in other.pages]
        if alone:
            console.print(Text(f"{name}: {', '.join(alone)}"))


def _figure_table(differences: Sequence[Difference]) -> Table:
    table = Table("figure", title="Before and after", title_justify="left")
    for heading in ("of", "before", "after", "difference", "95 % interval", ""):
        table.add_column(heading, justify="right")
    for one in differences:
        table.add_row(
            one.name,
            str(one.pages),
            shown(one.before, one.unit),
            shown(one.after, one.unit),
            shown(one.by, one.unit, signed=True),
            f"{shown(one.low, one.unit, signed=True)} … {shown(one.high, one.unit, signed=True)}",
            one.judgement.value,
        )
    return table


def _page_table(before: Results, after: Results) -> Table:
    """Pages whose words wrong changed, the most improved first."""
    table = Table("page", title="Words wrong by page", title_justify="left")
    for heading in ("before", "after", "difference", "missing", "invented"):
        table.add_column(heading, justify="right")
    pairs = [(n, p.text, after.pages[n].text) for n, p in before.pages.items() if n in after.pages]
    changed = [pair for pair in pairs if pair[1] != pair[2]]
    for name, a, b in sorted(changed, key=lambda p: p[2].words_wrong - p[1].words_wrong):
        table.add_row(
            Text(name),
            f"{a.words_wrong:.1%}",
            f"{b.words_wrong:.1%}",
            f"{100 * (b.words_wrong - a.words_wrong):+.2f}",
            f"{a.missing} → {b.missing}",
            f"{a.invented} → {b.invented}",
        )
    table.caption = f"{len(pairs) - len(changed)} of {len(pairs)} pages are read the same"
    return table
