"""Secret marks: MẬT, TỐI MẬT, TUYỆT MẬT (Luật 117/2025/QH15; NĐ 30/2020, ô số 10a).

Recall first: what looks like a mark on a line of its own stops the document, and a person
decides. A mark is the stamp or the printed line, the line `Độ mật: …`, or the sign `(M)` after
the symbol. The words in running text (bí mật, bảo mật, Luật Bảo vệ bí mật nhà nước) are none,
and neither are HỎA TỐC, LƯU HÀNH NỘI BỘ or THẬT.
"""

import re
from collections.abc import Iterator, Sequence

from digitize.domain import Box, PageText, SecretMark, Zone
from digitize.metadata.anchors import after_number_anchor, best_match, similarity
from digitize.metadata.sheet import Row, Sheet, lay_out
from digitize.text.fold import lower

SECRET, TOP_SECRET, ABSOLUTE = "MẬT", "TỐI MẬT", "TUYỆT MẬT"

_LONG = {"toimat": TOP_SECRET, "tuyetmat": ABSOLUTE}
_EXACT = {"mật": SECRET, "tốimật": TOP_SECRET, "tuyệtmật": ABSOLUTE}
_FRAME = re.compile(r"^[il1]?(mat)[il1]?$")  # a frame's upright read as a letter: |MẬT|
# T read as I or L: only beside the mark that sets MẬI apart from the name MAI.
_LOST_T = re.compile(r"^m[àáảãạăằắẳẵặâầấẩẫậ][il1]$")
_URGENCY = re.compile(r"hoatoc|thuongkhan|khan|hengio")  # stamped beside it
_LABEL = re.compile(r"^\W*do mat\W+(?P<level>tuyet mat|toi mat|mat)\b")
# 15/BC-UBND(M), 05-BC/TU (TM), 12/CV-M: signs of registers of secret documents.
_SUFFIX = re.compile(
    r"[/-]\s*[a-z]+.*?(?:\(\s*(?P<level>tum|tm|m|mat|toi mat|tuyet mat)\s*\)|[-/]m)$"
)
_SUFFIX_LEVELS = {"tum": ABSOLUTE, "tuyet mat": ABSOLUTE, "tm": TOP_SECRET, "toi mat": TOP_SECRET}
_BEFORE = re.compile(r"\b(?:bi|bao|co|mat)$")  # bí mật, bảo mật, cơ mật: the end of the line before
_UPPER = 0.55  # damaged marks count in this share of the page, whole ones everywhere


def find_secret_marks(pages: Sequence[PageText]) -> tuple[SecretMark, ...]:
    """Every secret mark, or suspicion of one, on the pages; withheld words are looked at too."""
    return tuple(mark for page in pages for mark in _on_sheet(lay_out(page)))


def _on_sheet(sheet: Sheet) -> Iterator[SecretMark]:
    for cell in sheet.cells:
        if level := _own_line(cell, sheet):
            yield _mark(cell, _raised(cell, level, sheet), "secret mark on a line of its own")
        elif match := _LABEL.match(cell.folded):
            level = _SUFFIX_LEVELS.get(match["level"], SECRET)
            yield _mark(cell, level, "level named after Độ mật")
        elif cell.y < _UPPER * sheet.height and after_number_anchor(cell) is not None:
            suffix = _SUFFIX.search(cell.folded)
            if suffix:
                level = _SUFFIX_LEVELS.get(suffix["level"] or "", SECRET)
                yield _mark(cell, level, "sign of secrecy after the symbol")


def _own_line(cell: Row, sheet: Sheet) -> str | None:
    """The level that a line of its own names."""
    exact = _EXACT.get("".join(c for c in lower(cell.text) if c.isalpha()))
    stamped = cell.zone is Zone.STAMP
    if not stamped and not cell.text.lstrip("\"'“[(|_-. ")[:1].isupper():
        return None  # the end of a sentence: `… mật.`
    if exact and (cell.zone is not Zone.TABLE or cell.capitals > 0.9):
        return None if _goes_on(cell, sheet) else exact
    if not stamped and (
        cell.capitals < 0.6 or cell.y > _UPPER * sheet.height or cell.zone is Zone.TABLE
    ):
        return None
    damaged = _damaged(cell)
    return None if damaged is None or _goes_on(cell, sheet) else damaged


def _damaged(cell: Row) -> str | None:
    letters = _URGENCY.sub("", cell.letters)
    found = best_match(letters, _LONG, 0.8)
    if found:
        return _LONG[found[0]]
    marked = "".join(c for c in lower(cell.text) if c.isalnum())
    if _FRAME.match(letters) or _LOST_T.match(marked):
        return SECRET
    return None


def _goes_on(cell: Row, sheet: Sheet) -> bool:
    """Whether the line ends a phrase of the line before it or of the cell to its left: a heading
    on bảo mật that was broken."""
    if cell.zone is Zone.STAMP:
        return False
    for other in sheet.cells:
        if other is cell or not _BEFORE.search(other.folded):
            continue
        beside = abs(other.y - cell.y) < 0.5 * sheet.em and 0 < cell.x0 - other.x1 < 3 * sheet.em
        above = 0 < cell.y - other.y < 2.5 * sheet.em and other.x0 < cell.x1 and cell.x0 < other.x1
        if beside or above:
            return True
    return False


def _raised(cell: Row, level: str, sheet: Sheet) -> str:
    """The level, raised where TỐI or TUYỆT stands on a line of its own just above MẬT."""
    if level != SECRET:
        return level
    for other in sheet.cells:
        if 0 < cell.y - other.y < 3 * sheet.em and abs(other.x - cell.x) < 0.08:
            if similarity(other.letters, "tuyet") >= 0.8:
                return ABSOLUTE
            if other.letters == "toi":
                return TOP_SECRET
    return level


def _mark(row: Row, level: str, source: str) -> SecretMark:
    confidence = sum(w.confidence for w in row.words) / len(row.words)
    return SecretMark(
        level, row.page, Box.around(w.box for w in row.words), source, round(confidence, 3)
    )
