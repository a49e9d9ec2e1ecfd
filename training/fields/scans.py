"""Generated scans really read, kept on disk: what weights and confidences are learnt from."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitize.domain import FIELD_KEYS, Box, PageText, Zone
from digitize.errors import PageError
from digitize.ocr.cascade import Cascade
from digitize.ocr.reading import read_page
from digitize.samples.faults import Damage
from digitize.samples.letter import Kind, Style
from digitize.samples.marks import URGENCIES
from digitize.samples.scan import make_scan
from digitize.samples.truth import Ink, TrueDocument, TrueLine, TruePage, TrueStamp, TrueWord

# Half of the scans at moderate damage, a quarter at heavy: words wrong are then as many as on real
# ones, about one in fifty.
_DAMAGES = (Damage.LIGHT, Damage.MODERATE, Damage.MODERATE, Damage.HEAVY)
_URGENT, _ANNEX = 0.1, 0.1  # shares of the documents


@dataclass(frozen=True, slots=True)
class ReadScan:
    """A generated file: its pages as read in the way `reading`, and the truth about it."""

    seed: int
    reading: str
    damage: Damage
    pages: tuple[PageText, ...]
    documents: tuple[TrueDocument, ...]
    truth_pages: tuple[TruePage, ...]

    def without_fault(self) -> "ReadScan":
        """The same documents as the text of a file that was never paper."""
        return replace(self, pages=tuple(page.as_read() for page in self.truth_pages))


def read_scans(folder: Path, seeds: Iterable[int], cascades: Sequence[Cascade]) -> None:
    """Reads the scans of `seeds` that `folder` does not hold yet, with each of the `cascades` in
    turn. What the pen fills in is printed on a third of them and more, so that print is learnt."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        kept = folder / f"{seed}.json"
        if kept.exists():
            continue
        rng = random.Random(f"fields/{seed}")
        damage = rng.choice(_DAMAGES)
        scan = make_scan(
            rng.choice(list(Kind)).value,
            seed,
            damage=damage,
            style=rng.choice([*[Style.STATE] * 5, Style.PARTY, Style.OLD]),
            annex=rng.random() < _ANNEX,
            urgency=rng.choice(URGENCIES) if rng.random() < _URGENT else None,
            pen=rng.choice([None, None, False]),
        )
        cascade = cascades[seed % len(cascades)]
        pages = []
        for number, picture in enumerate(scan.pages, 1):
            try:
                pages.append(read_page(picture, number, cascade.for_page()).to_dict())
            except PageError as error:
                print(f"{seed}: {error}")
                break
        else:
            data = {
                "seed": seed,
                "reading": cascade.reading.value,
                "damage": damage.value,
                "truth": scan.truth.to_dict(),
                "pages": pages,
            }
            kept.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def load_scans(folder: Path, seeds: Iterable[int]) -> Iterator[ReadScan]:
    """The scans of `seeds` that were read."""
    for seed in seeds:
        kept = folder / f"{seed}.json"
        if kept.exists():
            data = json.loads(kept.read_text(encoding="utf-8"))
            yield ReadScan(
                seed,
                data["reading"],
                Damage(data["damage"]),
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
