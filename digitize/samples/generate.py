"""A folder of generated scans with their truth, laid out as an inbox is."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pikepdf

from digitize.samples.born_digital import add_text_pages
from digitize.samples.containers import (
    add_picture_page,
    save_jpeg,
    save_pdf,
    save_plain,
    save_png,
    save_tiff,
)
from digitize.samples.faults import Damage
from digitize.samples.plans import Container, Plan, plan_of
from digitize.samples.scan import Scan, make_scan

# Department, fonds (phông) and dossier (hồ sơ), as the default mapping of an inbox reads them.
_FOLDERS = (
    ("Sở Nội vụ", "P01", "HS01"),
    ("Sở Nội vụ", "P01", "HS02"),
    ("Sở Y tế", "P02", "HS01"),
    ("Văn phòng Ủy ban nhân dân tỉnh", "P03", "HS05"),
    ("Huyện ủy Đông Sơn", "P04", "HS01"),
)


def generate(out: Path, *, seed: int, count: int) -> None:
    """Fills `out` with `count` files and beside each, in the hidden folder `.truth`, its truth.

    The same seed gives the same bytes. The first 24 files go through every kind, container and
    fault; after them chance chooses.
    """
    for number in range(count):
        plan = plan_of(number, random.Random(f"digitize/{seed}/{number}"))
        scan = _scan(plan, seed * 100_003 + number)
        folder = out.joinpath(*_FOLDERS[number % len(_FOLDERS)])
        name = f"{number + 1:03d}-{plan.kinds[0].value}.{plan.container.extension}"
        (folder / ".truth").mkdir(parents=True, exist_ok=True)
        scan = _save(folder / name, scan, plan)
        truth = json.dumps(scan.truth.to_dict(), ensure_ascii=False, separators=(",", ":"))
        (folder / ".truth" / f"{name}.json").write_text(truth + "\n", encoding="utf-8")


def _scan(plan: Plan, seed: int) -> Scan:
    kinds = [kind.value for kind in plan.kinds]
    digital = {Container.PDF_TEXT: 1, Container.PDF_MIXED: 2}.get(plan.container)
    if isinstance(plan.faults, Damage):
        return make_scan(kinds, seed, damage=plan.faults, born_digital_from=digital, **plan.wishes)
    return make_scan(kinds, seed, faults=plan.faults, born_digital_from=digital, **plan.wishes)


def _save(path: Path, scan: Scan, plan: Plan) -> Scan:
    """Writes the file; gives the scan that it holds, which a one-page container cuts short."""
    match plan.container:
        case Container.PDF:
            save_pdf(path, scan.pages, quality=plan.quality)
        case Container.PDF_TURNED:
            turns = [page.rotation for page in scan.truth.pages]
            save_pdf(path, scan.pages, quality=plan.quality, rotate=turns)
        case Container.PDF_TEXT | Container.PDF_MIXED:
            _save_with_text(path, scan, plan.quality)
        case Container.TIFF | Container.TIFF_JPEG:
            save_tiff(path, scan.pages, jpeg=plan.container is Container.TIFF_JPEG)
        case Container.JPEG:
            scan = first_page(scan)
            save_jpeg(path, scan.pages[0], quality=plan.quality)
        case Container.PNG:
            scan = first_page(scan)
            save_png(path, scan.pages[0])
    return scan


def first_page(scan: Scan) -> Scan:
    """The scan cut to its first page, as when someone scans no further; a signer who signs
    later is then not in it."""
    document, page = scan.truth.documents[0], scan.truth.pages[0]
    fields = dict(document.fields)
    if not page.signatures:
        fields |= {"nguoi_ky": None, "chuc_vu_nguoi_ky": None}
    document = replace(document, last_page=1, fields=fields)
    truth = replace(scan.truth, documents=(document,), pages=(page,))
    return Scan(scan.pages[:1], truth, scan.sheets[:1])


def _save_with_text(path: Path, scan: Scan, quality: int) -> None:
    """Scanned pages as pictures, born-digital ones as text."""
    with pikepdf.new() as pdf:
        for page, truth, sheet in zip(scan.pages, scan.truth.pages, scan.sheets, strict=True):
            if truth.born_digital:
                add_text_pages(pdf, [sheet], seed=scan.truth.seed + truth.number)
            else:
                add_picture_page(pdf, page, quality=quality)
        save_plain(pdf, path)
