"""The signing block, ô số 7a to 7c: authority and title, then the signer's name below.

It stands to the right of `Nơi nhận:`, where the text ends; annexes follow it, so it is seldom on
the file's last page alone. Seals and signatures put noise between title and name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digitize.domain import Zone
from digitize.metadata.anchors import RECIPIENTS, starts_with
from digitize.metadata.candidates import Candidate, reading_confidence
from digitize.metadata.names import bare, is_clean, is_family, name_in, spell_name
from digitize.metadata.sheet import Row, Sheet, Token, join_rows
from digitize.metadata.titles import TitleLine, join_titles, read_cut_title, read_title
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold

# Bodies and offices that a line of a block may name besides a title (TM. ỦY BAN NHÂN DÂN).
_OFFICES = re.compile(
    r"\b(?:chu tich|giam doc|truong|chanh|bi thu|thu ky|hoi dong|uy ban|ban|quoc hoi|chinh phu"
    r"|dai dien|nguoi (?:lap|ghi|ky)|tham phan|tong thanh tra|tu lenh|chinh uy)\b"
)
_TYPE_LETTERS = {fold(name).replace(" ", "") for name in TYPES}  # QUYẾT ĐỊNH: opens the articles
_FILED = re.compile(r"^\W*luu\W{0,3}(?:vt|van thu|vp|hs|ho so|tc|dang uy)\b")
_NAME_GAP = 0.3  # a name stands at most so far below its title, in widths
_TITLE_GAP = 2.2  # in ems, between lines of one title
_READABLE = 0.4  # capitals read less surely are the rim of a seal
_SURE = 0.3  # words read less surely than this say nothing
_RIGHT = 0.44  # the block's centre lies right of this
_BLOCK_LEFT = 0.6  # … and, where it stands alone, of this
_BESIDE = 3.5  # in ems: how far from Nơi nhận the lines of a title stand
_OPENING_GAP = 4.0  # in ems: a signature needs more room than this


@dataclass(frozen=True, slots=True)
class Signing:
    """One reading of a signing block."""

    name: Candidate | None
    title: Candidate | None
    page: int
    top: float  # of its first line, in widths
    score: float


def find_signings(sheets: Sequence[Sheet], header_bottom: float) -> list[Signing]:
    """Signing blocks of a document, best first; `header_bottom` lies on its first page."""
    found: list[Signing] = []
    closed = False  # Nơi nhận closes a document: what signs after it belongs to annexes
    for index, sheet in enumerate(sheets):
        if closed:
            break
        top = header_bottom if index == 0 else 0.0
        cells = [c for c in sheet.cells if c.y > top and c.zone is not Zone.CAPTION]
        recipients = _recipients(cells)
        closed = recipients is not None
        right = _blocks(sheet, [c for c in cells if c.x > _RIGHT and c.x0 > 0.33], recipients)
        left = [] if closed else _blocks(sheet, [c for c in cells if c.x <= _RIGHT], None)
        found.extend(
            _weigh(_with_partner(s, left, sheet.em), recipients, index, len(sheets)) for s in right
        )
    return sorted(found, key=lambda s: -s.score)


def _with_partner(right: Signing, left: Sequence[Signing], em: float) -> Signing:
    """Two who sign side by side (minutes, contracts, joint documents) as one: left; right."""
    for other in left:
        if abs(other.top - right.top) > 2 * em:
            continue
        if other.name and right.name and other.title and right.title:
            return replace(
                right,
                name=_joined(other.name, right.name),
                title=_joined(other.title, right.title),
            )
    return right


def _joined(left: Candidate, right: Candidate) -> Candidate:
    return replace(
        right,
        value=f"{left.value}; {right.value}",
        words=(*left.words, *right.words),
        fit=min(left.fit, right.fit),
        source="two who sign side by side",
    )


def _recipients(cells: Sequence[Row]) -> Row | None:
    """The line `Nơi nhận:`; where OCR lost it, the first line of the list that ends in `Lưu:`."""
    left = [cell for cell in cells if cell.x0 < 0.45]
    for cell in left:
        if starts_with(cell, RECIPIENTS, 0.75) and len(cell.letters) < 16:
            return cell
    filed = next((c for c in left if _FILED.match(c.folded)), None)
    if filed is None:
        return None
    dashed = [c for c in left if c.y <= filed.y and c.text[0] in "-–—"]
    return min(dashed, key=lambda c: c.y, default=filed)


def _weigh(signing: Signing, recipients: Row | None, index: int, count: int) -> Signing:
    score = signing.score
    if recipients is not None:
        score += 1.0
    # Annexes and forms follow the block: of equals the earlier page wins.
    return replace(signing, score=score - 0.1 * index / count)


def _blocks(sheet: Sheet, cells: Sequence[Row], recipients: Row | None) -> list[Signing]:
    rows = join_rows(cells)
    blocks: list[list[Row]] = []
    for row in rows:
        if _read_beside(row, recipients, sheet.em):
            pass
        elif not _is_title(row) or _opens_text(row, sheet):
            continue
        last = blocks[-1][-1] if blocks else None
        if (
            last is not None
            and row.y0 - last.y1 < _TITLE_GAP * sheet.em
            and abs(row.x - last.x) < 0.12
        ):
            blocks[-1].append(row)
        elif (line := _read_line(row)).known or line.authority or _OFFICES.search(row.folded):
            blocks.append([row])
    signings = []
    for block, name in _with_names(rows, blocks):
        text, sureness = join_titles([_read_line(row) for row in block])
        title = Candidate(
            text,
            tuple(w for row in block for w in row.words),
            sheet.number,
            "lines in capitals above the name",
            sureness * (0.95 if name else 0.8),
        )
        score = 1.0 + (0.8 if name else 0.0)
        signings.append(Signing(name, title, sheet.number, block[0].y0, score))
    if not signings and recipients is not None:
        name = _name_beside(rows, recipients, sheet)
        if name:
            signings.append(Signing(name, None, sheet.number, recipients.y0, 0.4))
    return signings


def _read_line(row: Row) -> TitleLine:
    """The title in a row: in all its words, or else in those that were surely read."""
    line = read_title(row.text)
    if line.known or line.authority:
        return line
    sure = _sure_text(row)
    again = read_title(sure)
    return again if again.known else read_cut_title(sure) or line


def _sure_text(row: Row) -> str:
    """The words of a row that are no strokes of a signature read as letters."""
    return " ".join(w.text for w in row.words if not w.withheld and w.confidence > _SURE)


def _read_beside(row: Row, recipients: Row | None, em: float) -> bool:
    """Whether a row is what a seal left of a title: it stands where titles do, beside Nơi nhận."""
    return (
        recipients is not None
        and abs(row.y - recipients.y) < _BESIDE * em
        and row.x > _BLOCK_LEFT
        and _sure_text(row).isupper()
        and read_cut_title(_sure_text(row)) is not None
    )


def _opens_text(row: Row, sheet: Sheet) -> bool:
    """Whether text follows at once: the authority that opens a decision (GIÁM ĐỐC SỞ Y TẾ) stands
    in the middle, above its legal bases, and signs nothing."""
    below = [c for c in sheet.cells if row.y < c.y < row.y1 + _OPENING_GAP * sheet.em]
    return row.x < _BLOCK_LEFT and any(
        (c.x0 < 0.3 and c.x1 > 0.6) or c.folded.startswith("can cu") for c in below
    )


def _with_names(
    rows: Sequence[Row], blocks: Sequence[list[Row]]
) -> list[tuple[list[Row], Candidate | None]]:
    """Blocks with the name below each; blocks above one name, with the signature between, are
    one (PHÓ CHỦ TỊCH HỘI ĐỒNG … PHÓ GIÁM ĐỐC SỞ Y TẾ)."""
    named: list[tuple[list[Row], Candidate | None]] = []
    for block in blocks:
        name = _name_below(rows, block)
        if named and name and named[-1][1] and name.words == named[-1][1].words:
            named[-1] = [*named[-1][0], *block], name
        else:
            named.append((block, name))
    return named


def _is_known(row: Row) -> bool:
    return read_title(row.text).known or read_title(_sure_text(row)).known


def _is_title(row: Row) -> bool:
    if row.capitals > 0.6 and row.x1 - row.x0 < 0.5 and _is_known(row):
        return True
    return (
        row.capitals > 0.75
        and len(row.letters) > 3
        and sum(len(t.word.text) > 1 for t in row.tokens) >= 1
        and row.x1 - row.x0 < 0.5
        and not any(c.isdigit() for c in row.text)
        and row.letters not in _TYPE_LETTERS
        and reading_confidence(row.words) > _READABLE
    )


def _name_below(rows: Sequence[Row], block: Sequence[Row]) -> Candidate | None:
    last = block[-1]
    centre = sum(row.x for row in block) / len(block)
    for row in rows:
        if last.y1 - 0.3 * (last.y1 - last.y0) < row.y < last.y1 + _NAME_GAP:
            name = name_in(row)
            if name and abs(sum(t.x for t in name) / len(name) - centre) < 0.13:
                return _name_candidate(name, row.page, "name below the title", 0.9)
    return None


def _name_beside(rows: Sequence[Row], recipients: Row, sheet: Sheet) -> Candidate | None:
    for row in rows:
        if recipients.y < row.y < recipients.y + _NAME_GAP:
            name = name_in(row)
            if name and is_family(bare(name[0])):
                return _name_candidate(name, sheet.number, "name beside Nơi nhận", 0.7)
    return None


def _name_candidate(tokens: Sequence[Token], page: int, source: str, fit: float) -> Candidate:
    if not is_family(bare(tokens[0])):
        fit *= 0.5  # `Thị Lê Hảo`: the family name was not read, or not all of it
    if len(tokens) == 2:
        fit *= 0.6  # mostly the end, or the beginning, of a name under a signature
    if not all(is_clean(token) for token in tokens):
        fit *= 0.6
    return Candidate(spell_name(tokens), tuple(t.word for t in tokens), page, source, fit)
