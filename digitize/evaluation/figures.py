"""The figures of an evaluation, each a ratio of two sums over pages (or over documents).

In this form a figure over all, its difference between two runs and the bootstrap of it need no
code of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from digitize.evaluation.alignment import ErrorKind
from digitize.evaluation.pages import PageScore, StageScore
from digitize.evaluation.results import Results
from digitize.evaluation.scoring import FieldResult, Verdict

Part = tuple[float, float]  # what is summed above and below the line


class Unit(StrEnum):
    SHARE = "share"
    DEGREES = "degrees"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Figure:
    """`parts`: of each page, or document, that has a say in it. `lower_is_better`."""

    name: str
    parts: Mapping[str, Part]
    unit: Unit = Unit.SHARE
    lower_is_better: bool = True

    @property
    def value(self) -> float:
        return ratio(self.parts.values())


def ratio(parts: Iterable[Part]) -> float:
    """The sums' ratio; 0 where there is nothing below the line."""
    pairs = list(parts)
    above, below = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    return above / below if below else 0.0


def figures_of(results: Results) -> list[Figure]:
    """Those that the results have pages or documents for, in the order of a report."""
    kinds = [replace(figure, name=f"wrong: {figure.name}") for figure in kind_figures(results)]
    found = [*_text_figures(results), *kinds, *stage_figures(results), *_field_figures(results)]
    return [figure for figure in found if figure.parts]


def _text_figures(results: Results) -> list[Figure]:
    return [
        _of_pages(results, "words wrong", lambda p: (p.text.words_wrong, 1)),
        _of_pages(results, "words missing", lambda p: (p.text.missing, p.text.true_words)),
        _of_pages(results, "words invented", lambda p: (p.text.invented, p.text.true_words)),
        _of_pages(results, "CER", lambda p: (p.text.cer, 1)),
        _of_pages(results, "CER without diacritics", lambda p: (p.text.bare_cer, 1)),
        _of_pages(results, "order error", lambda p: (p.text.order_error, 1)),
    ]


def _of_pages(results: Results, name: str, part: Callable[[PageScore], Part]) -> Figure:
    return Figure(name, {page: part(score) for page, score in results.written.items()})


def kind_figures(results: Results) -> list[Figure]:
    """What the words wrong are made of: these figures add up to them."""
    return [_of_pages(results, kind.value, partial(_kind_part, kind)) for kind in ErrorKind]


def _kind_part(kind: ErrorKind, page: PageScore) -> Part:
    """The part of a page's words wrong that one kind of error makes."""
    return page.kinds.get(kind, 0) / max(1, page.text.true_words + page.text.read_words), 1


def stage_figures(results: Results) -> list[Figure]:
    """Of generated pages; none where there is none."""
    return [figure for figure in _stage_figures(results) if figure.parts]


def _stage_figures(results: Results) -> Iterator[Figure]:
    made = {name: page.stages for name, page in results.pages.items() if page.stages}

    def of_stages(name: str, part: Callable[[StageScore], Part], unit: Unit, lower: bool) -> Figure:
        parts = {page: part(stages) for page, stages in made.items()}
        return Figure(name, {p: v for p, v in parts.items() if v[1]}, unit, lower)

    yield of_stages("pages upright", lambda s: (s.upright, not s.blank), Unit.SHARE, False)
    yield of_stages("skew error", _skew_part, Unit.DEGREES, True)
    yield of_stages("blank pages found", lambda s: (s.blank_found, s.blank), Unit.SHARE, False)
    yield of_stages(
        "pages taken for blank", lambda s: (s.blank_found, not s.blank), Unit.SHARE, True
    )
    blank = [name for name, stages in made.items() if stages.blank]
    words = {name: (float(results.pages[name].text.read_words), 1.0) for name in blank}
    yield Figure("words read on a blank page", words, Unit.NUMBER)
    yield of_stages("overlap of boxes", lambda s: (s.overlap, s.boxed), Unit.SHARE, False)
    yield of_stages("words under a box", lambda s: (s.covered, s.printed), Unit.SHARE, False)
    yield of_stages("red ink left", lambda s: (s.red_ink_left, s.red_ink), Unit.SHARE, True)
    yield of_stages("words from stamps, a page", lambda s: (s.from_marks, 1), Unit.NUMBER, True)


def _skew_part(stages: StageScore) -> Part:
    return (0.0, 0.0) if stages.skew_error is None else (stages.skew_error, 1.0)


def _field_figures(results: Results) -> Iterator[Figure]:
    judged = [result for result in results.fields if result.verdict is not Verdict.ABSENT]

    def right(wanted: Iterable[FieldResult]) -> dict[str, Part]:
        parts: dict[str, Part] = {}
        for result in wanted:
            if result.verdict is not Verdict.INVENTED:
                above, below = parts.get(result.document, (0.0, 0.0))
                parts[result.document] = above + (result.verdict is Verdict.RIGHT), below + 1
        return parts

    yield Figure("fields right", right(judged), lower_is_better=False)
    for key in dict.fromkeys(result.key for result in judged):
        of_key = right(result for result in judged if result.key == key)
        yield Figure(f"fields right: {key}", of_key, lower_is_better=False)
    documents = dict.fromkeys(result.document for result in results.fields)
    yield Figure(
        "fields invented, a document",
        {
            document: (
                sum(r.document == document and r.verdict is Verdict.INVENTED for r in judged),
                1,
            )
            for document in documents
        },
        Unit.NUMBER,
    )


def shown(value: float, unit: Unit, *, signed: bool = False) -> str:
    """A share in per cent, a difference of shares in points."""
    sign = "+" if signed else ""
    match unit:
        case Unit.SHARE:
            return f"{100 * value:+.2f}" if signed else f"{value:.1%}"
        case Unit.DEGREES:
            return f"{value:{sign}.2f}°"
        case Unit.NUMBER:
            return f"{value:{sign}.2f}"
