"""Độ khẩn: the urgency stamp, ô số 10b: HỎA TỐC, THƯỢNG KHẨN, KHẨN."""

import re
from dataclasses import replace

from digitize.domain import Zone
from digitize.metadata.anchors import best_match
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.sheet import Row, Sheet

_LEVELS = {
    "hoatoc": "HỎA TỐC",
    "hoatochengio": "HỎA TỐC HẸN GIỜ",
    "thuongkhan": "THƯỢNG KHẨN",
    "khan": "KHẨN",
}
_LOWEST = 0.5  # of the page's height: stamps stand in the upper part


def urgency_level(row: Row) -> tuple[str, float] | None:
    """The level that a row of its own names, with its likeness."""
    letters = re.sub(r"\d", "", row.letters)
    if not letters or not (row.capitals > 0.7 or (row.text[:1].isupper() or row.text[:1] in "[(")):
        return None
    found = best_match(letters, _LEVELS, 0.8)
    if not found or (found[0] == "khan" and letters != "khan"):
        return None  # four letters forgive no error: THÂN, KHÁN
    return _LEVELS[found[0]], found[1]


def is_urgency(row: Row) -> bool:
    return urgency_level(row) is not None


def find_urgency(sheet: Sheet) -> list[Candidate]:
    """Readings of an urgency stamp on a document's first page."""
    candidates = []
    for cell in sheet.cells:
        found = urgency_level(cell)
        if found and cell.y < _LOWEST * sheet.height:
            evidence = {Evidence.LIKENESS: 1 - found[1]}
            if cell.zone is Zone.STAMP:
                evidence[Evidence.STAMP] = 1.0
            rule = "urgency stamp on its own line"
            stamp = Candidate(cell.text, cell.words, sheet.number, rule, evidence)
            candidates.append(replace(stamp, value=found[0], printed=cell.text))
    return candidates
