"""The signing block, ô số 7a to 7c: authority and title, then the signer's name below.

It stands to the right of `Nơi nhận:`, where the text ends; annexes follow it, so it is seldom on
the file's last page alone. Seals and signatures put noise between title and name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Zone
from digitize.metadata.anchors import RECIPIENTS, starts_with
from digitize.metadata.candidates import Candidate, Evidence, reading_confidence
from digitize.metadata.cosigning import Signing, approves, with_partner
from digitize.metadata.names import bare, is_clean, is_family, mends_to_rare, name_in, spell_name
from digitize.metadata.sheet import Row, Sheet, Token, join_rows
from digitize.metadata.titles import (
    TITLE_LETTERS,
    TitleLine,
    join_titles,
    read_cut_title,
    read_title,
    repeats,
)
from digitize.metadata.type_name import TYPES
from digitize.text.fold import fold

# Bodies and offices that a line of a block may name besides a title (TM. ỦY BAN NHÂN DÂN).
_OFFICES = re.compile(
    r"\b(?:chu tich|giam doc|truong|chanh|bi thu|thu ky|hoi dong|uy ban|ban|quoc hoi|chinh phu"
    r"|dai dien|nguoi (?:lap|ghi|ky)|tham phan|tong thanh tra|tu lenh|chinh uy)\b"
)
_TYPE_LETTERS = {fold(name).replace(" ", "") for name in TYPES}  # QUYẾT ĐỊNH: opens the articles
# CỘNG HÒA XHCN VIỆT NAM, as the rim of a seal has it (NĐ 99/2016/NĐ-CP), read as a line.
_RIM = re.compile(r"\W*[xkh]?hcn\W*")
_FILED = re.compile(r"^\W*luu\W{0,3}(?:vt|van thu|vp|hs|ho so|tc|dang uy)\b")
_NAME_GAP = 0.3  # a name stands at most so far below its title, in widths
_TITLE_GAP = 2.2  # in ems, between lines of one title
_READABLE = 0.4  # capitals read less surely are the rim of a seal
_SURE = 0.3  # words read less surely than this say nothing
_RIGHT = 0.44  # the block's centre lies right of this
_BLOCK_LEFT = 0.6  # … and, where it stands alone, of this
_BESIDE = 3.5  # in ems: how far from Nơi nhận the lines of a title stand
_OPENING_GAP = 4.0  # in ems: a signature needs more room than this


def find_signings(
    sheets: Sequence[Sheet], header_bottom: float, *, party: bool = False
) -> list[Signing]:
    """Signing blocks of a document, best first; `header_bottom` lies on its first page. `party`:
    the document has the Party's heading."""
    found: list[Signing] = []
    closed = False  # Nơi nhận closes a document: what signs after it belongs to annexes
    for index, sheet in enumerate(sheets):
        if closed:
            break
        top = header_bottom if index == 0 else 0.0
        cells = [c for c in sheet.cells if c.y > top and c.zone is not Zone.CAPTION]
        recipients = _recipients(cells)
        closed = recipients is not None
        right = _blocks(
            sheet, [c for c in cells if c.x > _RIGHT and c.x0 > 0.33], recipients, party=party
        )
        # Two may sign above Nơi nhận (joint documents), or where there is none (minutes).
        beside = [c for c in cells if c.x <= _RIGHT and (recipients is None or c.y < recipients.y0)]
        left = _blocks(sheet, beside, None, party=party)
        found.extend(
            _weighed(with_partner(s, left, sheet.em), recipients, index, len(sheets)) for s in right
        )
    return sorted(found, key=lambda s: -s.order)


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


def _weighed(signing: Signing, recipients: Row | None, index: int, count: int) -> Signing:
    order = signing.order + (1.0 if recipients is not None else 0.0)
    names, title = signing.names, signing.title
    if recipients is None:
        names = tuple(name.given(Evidence.NO_RECIPIENTS) for name in names)
        title = title and title.given(Evidence.NO_RECIPIENTS)
    # Annexes and forms follow the block: of equals the earlier page wins.
    return replace(signing, names=names, title=title, order=order - 0.1 * index / count)


def _blocks(
    sheet: Sheet, cells: Sequence[Row], recipients: Row | None, *, party: bool
) -> list[Signing]:
    rows = join_rows(cells)
    blocks: list[list[Row]] = []
    for row in rows:
        last = blocks[-1][-1] if blocks else None
        continues = (
            last is not None
            and row.y0 - last.y1 < _TITLE_GAP * sheet.em
            and abs(row.x - last.x) < 0.12
        )
        told = _read_beside(row, recipients, sheet.em) or (
            last is not None and continues and (_names_deputy(row, last) or _names_office(row))
        )
        if not told and (not _is_title(row) or _opens_text(row, sheet)):
            continue
        if continues:
            blocks[-1].append(row)
        elif (line := _read_line(row)).known or line.authority or _OFFICES.search(row.folded):
            blocks.append([row])
    signings = []
    for block, names in _with_names(rows, blocks):
        if approves(rows, block):
            continue
        title = _title(block, sheet, named=bool(names), party=party)
        order = 1.0 + (0.8 if names else 0.0)
        signings.append(Signing(names, title, sheet.number, block[0].y0, order))
    if not signings and recipients is not None:
        names = _names_beside(rows, recipients, sheet)
        if names:
            signings.append(Signing(names, None, sheet.number, recipients.y0, 0.4))
    return signings


def _title(block: Sequence[Row], sheet: Sheet, *, named: bool, party: bool) -> Candidate:
    text, against = join_titles([_read_line(row) for row in block], party=party)
    words = tuple(w for row in block for w in row.words)
    printed = " ".join(row.text for row in block)
    evidence = dict.fromkeys([*against, *([] if named else [Evidence.NAMELESS])], 1.0)
    return Candidate(
        text, words, sheet.number, "lines in capitals above the name", evidence, printed
    )


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


def _names_deputy(row: Row, above: Row) -> bool:
    """Whether a row names the deputy of the title above it, however unsurely it was read."""
    return row.capitals > 0.6 and repeats(row.text, _read_line(above))


def _names_office(row: Row) -> bool:
    """Whether a row is a title in small letters, as stamps have it (Chánh văn phòng)."""
    return row.text[:1].isupper() and row.letters in TITLE_LETTERS


def _opens_text(row: Row, sheet: Sheet) -> bool:
    """Whether text follows at once: the authority that opens a decision (GIÁM ĐỐC SỞ Y TẾ) stands
    in the middle, above its legal bases, and signs nothing."""
    below = [c for c in sheet.cells if row.y < c.y < row.y1 + _OPENING_GAP * sheet.em]
    return row.x < _BLOCK_LEFT and any(
        (c.x0 < 0.3 and c.x1 > 0.6) or c.folded.startswith("can cu") for c in below
    )


def _with_names(
    rows: Sequence[Row], blocks: Sequence[list[Row]]
) -> list[tuple[list[Row], tuple[Candidate, ...]]]:
    """Blocks with the names below each; blocks above one name, with the signature between, are
    one (PHÓ CHỦ TỊCH HỘI ĐỒNG … PHÓ GIÁM ĐỐC SỞ Y TẾ)."""
    named: list[tuple[list[Row], tuple[Candidate, ...]]] = []
    for block in blocks:
        names = _names_below(rows, block)
        if named and names and named[-1][1] and names[0].words == named[-1][1][0].words:
            named[-1] = [*named[-1][0], *block], names
        else:
            named.append((block, names))
    return named


def _is_known(row: Row) -> bool:
    return read_title(row.text).known or read_title(_sure_text(row)).known


def _is_title(row: Row) -> bool:
    if _RIM.fullmatch(row.folded):
        return False
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


def _names_below(rows: Sequence[Row], block: Sequence[Row]) -> tuple[Candidate, ...]:
    last = block[-1]
    centre = sum(row.x for row in block) / len(block)
    found = []
    for row in rows:
        if last.y1 - 0.3 * (last.y1 - last.y0) < row.y < last.y1 + _NAME_GAP:
            name = name_in(row)
            if name and abs(sum(t.x for t in name) / len(name) - centre) < 0.13:
                found.append(_name_candidate(name, row.page, "name below the title"))
    return tuple(found)


def _names_beside(rows: Sequence[Row], recipients: Row, sheet: Sheet) -> tuple[Candidate, ...]:
    found = []
    for row in rows:
        if recipients.y < row.y < recipients.y + _NAME_GAP:
            name = name_in(row)
            if name and is_family(bare(name[0])):
                found.append(_name_candidate(name, sheet.number, "name beside Nơi nhận"))
    return tuple(found)


def _name_candidate(tokens: Sequence[Token], page: int, rule: str) -> Candidate:
    read = " ".join(bare(t) for t in tokens)
    name = Candidate(read, tuple(t.word for t in tokens), page, rule).mended(spell_name(tokens))
    if not is_family(bare(tokens[0])):
        name = name.given(Evidence.NO_FAMILY)  # `Thị Lê Hảo`: it was not read, or not all of it
    if len(tokens) == 2:
        name = name.given(Evidence.SHORT_NAME)  # mostly a part of a name under a signature
    if not all(is_clean(token) for token in tokens) or mends_to_rare(bare(tokens[0])):
        name = name.given(Evidence.UNCLEAN)
    return name
