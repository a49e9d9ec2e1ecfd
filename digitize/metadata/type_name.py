"""Loại văn bản: the name of the type, and the sign for it in the symbol.

NĐ 30/2020, Điều 7 and Phụ lục III; law types after Luật Ban hành văn bản quy phạm pháp luật;
Party types. Older types (TT 01/2011) are read too.
"""

from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Zone
from digitize.metadata.anchors import ADDRESSEE, best_match, find_phrase, starts_with
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.header import Header
from digitize.metadata.sheet import Row, Sheet
from digitize.text.fold import fold

# Name and its sign in the symbol; an empty sign means that the symbol names no type.
TYPES: dict[str, str] = {
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Thư công": "",
    "Công văn": "",
    "Luật": "",
    "Pháp lệnh": "",
    "Lệnh": "L",
    "Nghị định": "NĐ",
    "Thông tư": "TT",
    "Thông tư liên tịch": "TTLT",
    "Nghị quyết liên tịch": "NQLT",
    "Văn bản hợp nhất": "VBHN",
    "Kết luận": "KL",
    "Thông tri": "TT",
    "Bản cam kết": "BCK",
    "Giấy chứng nhận": "GCN",
    "Giấy đi đường": "GĐĐ",
    "Giấy xác nhận": "GXN",
    "Giấy phép": "GP",
}
OFFICIAL_LETTER = "Công văn"
CONSOLIDATED = "Văn bản hợp nhất"  # Pháp lệnh hợp nhất văn bản 01/2012/UBTVQH13
_LEFT, _RIGHT = 0.33, 0.67  # the name is centred: where its middle lies
_SURE = 0.9
_DEPTH = 0.2  # the name stands at most so far below the header, in widths

_BY_LETTERS = {fold(name).replace(" ", ""): name for name in TYPES}
TYPE_LETTERS = frozenset(_BY_LETTERS)  # the names, folded and without blanks
_BY_SIGN: dict[str, str] = {}
for _name, _sign in TYPES.items():
    if _sign:
        _BY_SIGN.setdefault(_sign, _name)


def type_of_symbol(symbol: str) -> str | None:
    """The type that a symbol names: `QĐ-UBND` → Quyết định, `NQ/ĐU` → Nghị quyết."""
    sign = symbol.replace("/", "-").split("-")[0].strip()
    return _BY_SIGN.get(sign)


def sign_of(name: str) -> str:
    return TYPES.get(name, "")


def find_type_row(sheet: Sheet, header: Header) -> tuple[Row, str, float] | None:
    """The words of the type's name below the header, the name, and its likeness."""
    for cell in sheet.cells:
        if cell.y < header.top or (cell.zone is Zone.STAMP and not _is_whole_name(cell)):
            continue
        if cell.y > header.bottom + _DEPTH or starts_with(cell, ADDRESSEE):
            break  # the type stands above Kính gửi
        if header.title is not None and cell.y < header.title.y1 + sheet.em:
            continue
        found = _read_type(cell)
        if found:
            return found
    return None


def _is_whole_name(cell: Row) -> bool:
    """Whether nothing but a type's name was read, and surely: no stamp says that, but print on a
    crooked sheet is cut out like one."""
    sure = min(word.confidence for word in cell.words) > _SURE
    return sure and cell.text.isupper() and cell.letters in TYPE_LETTERS


def _read_type(cell: Row) -> tuple[Row, str, float] | None:
    # Printed in capitals, centred on the text (ô số 5a).
    if cell.capitals < 0.6 or not _LEFT < cell.x < _RIGHT:
        return None
    whole = best_match(cell.letters, _BY_LETTERS, 0.84)
    if whole:
        return cell, _BY_LETTERS[whole[0]], whole[1]
    # Older layouts go on in the same line (BÁO CÁO TỔNG KẾT …); a stamp may stand before it.
    for letters, name in _BY_LETTERS.items():
        if len(letters) <= 5:
            continue
        found = find_phrase(cell, (letters,), 0.88)
        if found and _LEFT < found[0].x < _RIGHT and _begins(found[0], cell):
            return found[0], name, 0.85 * found[1]
    return None


def _begins(part: Row, cell: Row) -> bool:
    before = [t for t in cell.tokens if t.x0 < part.x0]
    return not before or before[-1].word.text[-1:] in "])|"


def type_candidates(
    found: tuple[Row, str, float] | None, symbol: Candidate | None, subject: Candidate | None
) -> list[Candidate]:
    """Readings of the type: as printed, from the symbol, and công văn where none is printed.

    `subject`: the `V/v …` of the header, if any.
    """
    named = type_of_symbol(symbol.value) if symbol else None
    by_symbol = [_of(symbol, named, "type named by the symbol")] if symbol and named else []
    if named == CONSOLIDATED:
        return by_symbol  # it prints the name of the text that it consolidates
    if found:
        row, name, likeness = found
        printed = Candidate(name, row.words, row.page, "type printed below the header")
        printed = printed.given(Evidence.LIKENESS, 1 - likeness)
        if named:
            agrees = sign_of(name) == sign_of(named)
            kind = Evidence.SYMBOL_AGREES if agrees else Evidence.SYMBOL_DIFFERS
            printed = printed.given(kind)
            if not agrees:  # one of the two is wrong, and nothing here says which
                printed = replace(printed, complete=False)
                by_symbol = [
                    replace(c.given(Evidence.TYPE_DIFFERS), complete=False) for c in by_symbol
                ]
        return [replace(printed, printed=row.text), *by_symbol]
    if by_symbol:
        return by_symbol
    if subject:
        return [_of(subject, OFFICIAL_LETTER, "V/v in the header, no type printed or in symbol")]
    if symbol:
        return [_of(symbol, OFFICIAL_LETTER, "no type printed or in the symbol")]
    return []


def _of(source: Candidate, name: str, rule: str) -> Candidate:
    return Candidate(name, source.words, source.page, rule)


def official_letter(addressed: Sequence[Row]) -> list[Candidate]:
    """Công văn, told by its Kính gửi alone: its number was not read."""
    return [
        Candidate(OFFICIAL_LETTER, row.words, row.page, "Kính gửi without a type")
        for row in addressed[:1]
    ]
