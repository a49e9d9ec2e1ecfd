"""What one evaluation found, kept as JSON so that two of them can be compared."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from digitize.errors import UsageError
from digitize.evaluation.alignment import ErrorKind
from digitize.evaluation.pages import PageScore, StageScore
from digitize.evaluation.scoring import FieldResult, TextScore

FILE_NAME = "results.json"


@dataclass(slots=True)
class Results:
    """By the names that reports show. `starts`: first pages of the documents of a file, true and
    found. `refused`: files that could not be taken, with the reason code. `stopped`: files with
    a secret mark that were stopped by it."""

    pages: dict[str, PageScore] = field(default_factory=dict)
    fields: list[FieldResult] = field(default_factory=list)
    starts: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    stopped_wrongly: list[str] = field(default_factory=list)
    secrets_missed: list[str] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)

    @property
    def written(self) -> dict[str, PageScore]:
        """Pages with text on them: a blank one has no share of wrong words."""
        return {name: page for name, page in self.pages.items() if page.text.true_words}

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            **data
            | {
                "pages": {name: _page(page) for name, page in data["pages"].items()},
                "fields": [FieldResult(**one) for one in data["fields"]],
                "starts": {name: (true, found) for name, (true, found) in data["starts"].items()},
            }
        )


def _page(data: dict[str, Any]) -> PageScore:
    return PageScore(
        text=TextScore(**data["text"]),
        kinds={ErrorKind(kind): words for kind, words in data["kinds"].items()},
        stages=StageScore(**data["stages"]) if data["stages"] else None,
        faults=tuple(data["faults"]),
    )


def save(results: Results, path: Path) -> None:
    path.write_text(json.dumps(results.to_dict(), ensure_ascii=False, indent=1) + "\n", "utf-8")


def load(path: Path) -> Results:
    """Results from a file, or from the folder that holds it. Raises UsageError."""
    if path.is_dir():
        path = path / FILE_NAME
    try:
        return Results.from_dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: no results of an evaluation ({error!r})",
            remedy="Make them with digitize evaluate FOLDER --out OUT.",
        ) from None
