"""Known truth about files, in either of two layouts.

Labelled scans: `labels.jsonl` beside `pdf/` (fields and documents), and `text/` with NAME.png and
NAME.gt.txt (a page and its transcription). Generated samples: `.truth/NAME.json` beside NAME.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitize.domain import FIELD_KEYS
from digitize.errors import UsageError
from digitize.text.normal import nfc


@dataclass(frozen=True, slots=True)
class TrueDocument:
    """`fields` holds the keys that the truth speaks of; None says that the document has none."""

    first_page: int
    fields: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class TrueFile:
    """`texts`: the running text of transcribed pages, by number."""

    path: Path
    documents: tuple[TrueDocument, ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_secret(self) -> bool:
        return any(document.fields.get("do_mat") for document in self.documents)


def load_truth(folder: Path) -> list[TrueFile]:
    """All files of which `folder` holds the truth. Raises UsageError when there is none, or when
    it cannot be read."""
    try:
        found = [*_labelled(folder), *_transcribed(folder), *_generated(folder)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{folder}: its truth cannot be read ({error!r})",
            remedy='docs/builders.md says what the folder holds, under "Evaluation data".',
        ) from None
    missing = [file.path for file in found if not file.path.is_file()]
    if missing:
        raise UsageError(f"{missing[0]}: labelled, but not there", remedy="Add it.")
    if not found:
        raise UsageError(
            f"{folder}: no truth to compare with",
            remedy='docs/builders.md says what the folder holds, under "Evaluation data".',
        )
    return found


def _labelled(folder: Path) -> Iterator[TrueFile]:
    path = folder / "labels.jsonl"
    if not path.is_file():
        return
    for row in path.read_text("utf-8").splitlines():
        if row.strip():
            label = json.loads(row)
            more = label.get("van_ban_kem") or []
            documents = [_document(label, 1), *(_document(part, part["trang"]) for part in more)]
            yield TrueFile(folder / "pdf" / label["file"], tuple(documents))


def _transcribed(folder: Path) -> Iterator[TrueFile]:
    for path in sorted((folder / "text").glob("*.gt.txt")):
        image = path.with_name(path.name.removesuffix(".gt.txt") + ".png")
        yield TrueFile(image, texts={1: path.read_text("utf-8")})


def _generated(folder: Path) -> Iterator[TrueFile]:
    for path in sorted(folder.glob("**/.truth/*.json")):
        truth = json.loads(path.read_text("utf-8"))
        documents = tuple(_document(one, one["pages"][0]) for one in truth["documents"])
        texts = {page["number"]: page["text"] for page in truth["pages"] if not page["blank"]}
        yield TrueFile(path.parent.parent / path.name.removesuffix(".json"), documents, texts)


def _document(label: Mapping[str, Any], first_page: int) -> TrueDocument:
    fields = {key: label[key] and nfc(str(label[key])) for key in FIELD_KEYS if key in label}
    return TrueDocument(first_page, fields)
