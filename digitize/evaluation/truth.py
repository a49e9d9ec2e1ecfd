"""Known truth about files, in either of two layouts.

Labelled scans: `labels.jsonl` beside `pdf/` (fields and documents), and `text/` with NAME.png,
NAME.gt.txt (a page and its transcription) and, where there is any, NAME.extra.txt (what stands on
the page outside the document). Generated samples: `.truth/NAME.json` beside NAME.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitize.domain import FIELD_KEYS, OUTSIDE_TEXT, Box, Zone
from digitize.errors import UsageError
from digitize.samples.truth import Ink
from digitize.text.normal import nfc, squeeze


@dataclass(frozen=True, slots=True)
class TrueDocument:
    """`fields` holds the keys that the truth speaks of; None says that the document has none."""

    first_page: int
    fields: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class TrueWord:
    """A word of the running text of a generated page, its box in pixels of the page as scanned."""

    text: str
    box: Box
    by_pen: bool


@dataclass(frozen=True, slots=True)
class Making:
    """How a page was made. `rotation` and `skew` as in PageText; `faults` by name, with depth and
    resolution; `words` are those of the running text, in its order; `marks` the boxes of stamps,
    seals and signatures, `red` those of red stamps and seals; `printed` of all words."""

    rotation: int
    skew: float
    blank: bool
    faults: tuple[str, ...]
    words: tuple[TrueWord, ...]
    marks: tuple[Box, ...]
    red: tuple[Box, ...] = ()
    printed: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class TruePage:
    """`text`: the running text. `outside`: what else the page says (stamps, captions, page
    numbers). `making`: of generated scans; None where nobody knows, or nothing was scanned."""

    text: str
    outside: str = ""
    making: Making | None = None

    @property
    def words(self) -> list[str]:
        return squeeze(self.text).split()

    @property
    def made_words(self) -> tuple[TrueWord, ...]:
        """The same with their boxes; none where the boxes are not known word for word."""
        made = self.making.words if self.making else ()
        return made if [word.text for word in made] == self.words else ()


@dataclass(frozen=True, slots=True)
class TrueFile:
    """`pages`: those of which the text is known, by number."""

    path: Path
    documents: tuple[TrueDocument, ...] = ()
    pages: Mapping[int, TruePage] = field(default_factory=dict)

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
        name = path.name.removesuffix(".gt.txt")
        extra = path.with_name(f"{name}.extra.txt")
        outside = extra.read_text("utf-8") if extra.is_file() else ""
        page = TruePage(path.read_text("utf-8"), outside)
        yield TrueFile(path.with_name(f"{name}.png"), pages={1: page})


def _generated(folder: Path) -> Iterator[TrueFile]:
    for path in sorted(folder.glob("**/.truth/*.json")):
        truth = json.loads(path.read_text("utf-8"))
        documents = tuple(_document(one, one["pages"][0]) for one in truth["documents"])
        pages = {page["number"]: _generated_page(page) for page in truth["pages"]}
        yield TrueFile(path.parent.parent / path.name.removesuffix(".json"), documents, pages)


def _generated_page(page: Mapping[str, Any]) -> TruePage:
    outside = [stamp["text"] for stamp in page["stamps"]]
    words = []
    for line in page["lines"]:
        if Zone(line["zone"]) in OUTSIDE_TEXT:
            outside += [word[0] for word in line["words"]]
        else:
            words += [TrueWord(nfc(w[0]), Box(*w[1:5]), w[5] == Ink.PEN) for w in line["words"]]
    stamps = [(stamp["colour"], Box(*stamp["box"])) for stamp in page["stamps"]]
    signatures = [Box(*box) for box in page["signatures"]]
    making = Making(
        rotation=page["rotation"],
        skew=page["skew"],
        blank=page["blank"],
        faults=tuple(_fault_names(page["faults"])),
        words=tuple(words),
        marks=(*(box for _, box in stamps), *signatures),
        red=tuple(box for colour, box in stamps if colour == "red"),
        printed=tuple(Box(*word[1:5]) for line in page["lines"] for word in line["words"]),
    )
    return TruePage(page["text"], " ".join(outside), None if page["born_digital"] else making)


def _fault_names(faults: Mapping[str, Any]) -> Iterator[str]:
    """Faults that every scan has in some strength stand with their value."""
    for name, value in faults.items():
        if name in ("dpi", "depth"):
            yield f"{value} dpi" if name == "dpi" else str(value)
        elif name not in ("threshold", "fall_off_angle", "shift"):  # say how, not what
            yield name.replace("_", " ")


def _document(label: Mapping[str, Any], first_page: int) -> TrueDocument:
    fields = {key: label[key] and nfc(str(label[key])) for key in FIELD_KEYS if key in label}
    return TrueDocument(first_page, fields)
