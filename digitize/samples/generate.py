"""A folder of generated scans with their truth, laid out as an inbox is."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digitize.samples.containers import save_jpeg, save_pdf, save_png, save_tiff
from digitize.samples.faults import Damage, Depth
from digitize.samples.letter import Kind, Style
from digitize.samples.scan import Scan, make_scan


@dataclass(frozen=True, slots=True)
class _Plan:
    """One file: its folder, its container and the arguments of make_scan."""

    kinds: tuple[Kind, ...]
    container: str  # pdf, tif, jpg, png
    damage: Damage
    wishes: dict[str, Any] = field(default_factory=dict)


_FOLDERS = (
    ("Sở Nội vụ", "P01", "HS01"),
    ("Sở Nội vụ", "P01", "HS02"),
    ("Sở Y tế", "P02", "HS01"),
    ("Văn phòng Ủy ban nhân dân tỉnh", "P03", "HS05"),
    ("Huyện ủy Đông Sơn", "P04", "HS01"),
)


def generate(out: Path, *, seed: int, count: int) -> None:
    """Fills `out` with `count` files and beside each, in the hidden folder `.truth`, its truth.

    The first files go through every kind, container and fault; then chance chooses.
    """
    for number in range(count):
        rng = random.Random(f"digitize/{seed}/{number}")
        plan = _plan(number, rng)
        scan = make_scan(
            [k.value for k in plan.kinds],
            seed * 100_003 + number,
            damage=plan.damage,
            **plan.wishes,
        )
        folder = out.joinpath(*_FOLDERS[number % len(_FOLDERS)])
        name = f"{number + 1:03d}-{plan.kinds[0].value}.{plan.container}"
        (folder / ".truth").mkdir(parents=True, exist_ok=True)
        _save(folder / name, scan)
        truth = json.dumps(scan.truth.to_dict(), ensure_ascii=False, separators=(",", ":"))
        (folder / ".truth" / f"{name}.json").write_text(truth + "\n", encoding="utf-8")


def _plan(number: int, rng: random.Random) -> _Plan:
    kind = list(Kind)[number % len(Kind)]
    damage = list(Damage)[number % len(Damage)]
    container = ("pdf", "pdf", "tif", "jpg", "pdf", "png")[number % 6]
    wishes: dict[str, Any] = {}
    if container in ("jpg", "png"):
        wishes["pages"] = 1
    elif rng.random() < 0.4:
        wishes["pages"] = 2
    if number % 8 == 3:
        wishes["style"] = Style.PARTY
    if number == 5:
        wishes["urgency"] = "HỎA TỐC"
    if number == 9:
        wishes["secrecy"] = "MẬT"
    if container == "tif":
        wishes["depth"] = Depth.BILEVEL
    return _Plan((kind,), container, damage, wishes)


def _save(path: Path, scan: Scan) -> None:
    match path.suffix:
        case ".pdf":
            save_pdf(path, scan.pages)
        case ".tif":
            save_tiff(path, scan.pages)
        case ".jpg":
            save_jpeg(path, scan.pages[0])
        case ".png":
            save_png(path, scan.pages[0])
