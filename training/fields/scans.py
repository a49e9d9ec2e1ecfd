"""Generated scans really read, kept on disk: noise is fitted to some, others check the result."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitize.domain import FIELD_KEYS, Box, PageText, Zone
from digitize.errors import PageError
from digitize.ocr.cascade import Cascade
from digitize.ocr.reading import read_page
from digitize.samples.faults import Damage
from digitize.samples.letter import Kind, Style
from digitize.samples.scan import make_scan
from digitize.samples.truth import Ink, TrueDocument, TrueLine, TruePage, TrueStamp, TrueWord


@dataclass(frozen=True, slots=True)
class ReadScan:
    """A generated file: its pages as read, and the truth about it."""

    seed: int
    pages: tuple[PageText, ...]
    documents: tuple[TrueDocument, ...]
    truth_pages: tuple[TruePage, ...]


def read_scans(folder: Path, seeds: range, cascade: Cascade) -> None:
    """Reads the scans of `seeds` that `folder` does not hold yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        kept = folder / f"{seed}.json"
        if kept.exists():
            continue
        rng = random.Random(f"fields/{seed}")
        scan = make_scan(
            rng.choice(list(Kind)).value,
            seed,
            damage=Damage.MODERATE,
            style=rng.choice([*[Style.STATE] * 5, Style.PARTY, Style.OLD]),
            annex=rng.random() < 0.1,
        )
        pages = []
        for number, picture in enumerate(scan.pages, 1):
            try:
                pages.append(read_page(picture, number, cascade.for_page()).to_dict())
            except PageError as error:
                print(f"{seed}: {error}")
                break
        else:
            data = {"seed": seed, "truth": scan.truth.to_dict(), "pages": pages}
            kept.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def load_scans(folder: Path, seeds: range) -> Iterator[ReadScan]:
    """The scans of `seeds` that were read."""
    for seed in seeds:
        kept = folder / f"{seed}.json"
        if kept.exists():
            data = json.loads(kept.read_text(encoding="utf-8"))
            yield ReadScan(
                seed,
                tuple(PageText.from_dict(page) for page in data["pages"]),
                tuple(_document(one) for one in data["truth"]["documents"]),
                tuple(_page(one) for one in data["truth"]["pages"]),
            )


def _document(data: Mapping[str, Any]) -> TrueDocument:
    fields = {key: data[key] for key in FIELD_KEYS}
    return TrueDocument(data["pages"][0], data["pages"][1], data["kind"], fields)


def _page(data: Mapping[str, Any]) -> TruePage:
    return TruePage(
        data["number"],
        data["width"],
        data["height"],
        data["dpi"],
        data["rotation"],
        data["skew"],
        data["blank"],
        stamps=tuple(
            TrueStamp(s["kind"], s["text"], s["colour"], Box(*s["box"])) for s in data["stamps"]
        ),
        signatures=tuple(Box(*box) for box in data["signatures"]),
        lines=tuple(
            TrueLine(
                tuple(TrueWord(text, Box(*box), Ink(ink)) for text, *box, ink in line["words"]),
                Zone(line["zone"]),
            )
            for line in data["lines"]
        ),
    )
