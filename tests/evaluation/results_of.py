"""Results of an evaluation, put together from what was printed and what was read."""

from collections.abc import Mapping

from digitize.evaluation.pages import PageScore
from digitize.evaluation.results import Results
from digitize.evaluation.scoring import score_text


def results_of(pages: Mapping[str, tuple[str, str]]) -> Results:
    """`pages`: printed and read, by name."""
    return Results(pages={name: PageScore(score_text(*texts), {}) for name, texts in pages.items()})


def page_with(errors: int, words: int = 10) -> tuple[str, str]:
    """A page of different words, of which some are misread."""
    printed = [f"từ{n}" for n in range(words)]
    return " ".join(printed), " ".join([f"x{n}" for n in range(errors)] + printed[errors:])
