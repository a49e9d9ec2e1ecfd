"""From the page texts of a file to its documents and their fields.

Rules propose candidates; here they meet what other fields and the text say about them (type and
symbol, agency and symbol, agency and title). The scorer chooses among them.
"""

from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Document, Field, PageText, Zone
from digitize.metadata.agency import agency_name, agency_rows, find_agencies
from digitize.metadata.anchors import ADDRESSEE, starts_with
from digitize.metadata.boundaries import find_boundaries
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.consensus import Consensus
from digitize.metadata.cosigning import Signing
from digitize.metadata.full_names import completed
from digitize.metadata.given_names import unusual
from digitize.metadata.header import Header, Layout, find_header
from digitize.metadata.issue_date import (
    find_dates,
    find_dates_at_end,
    find_dates_below,
    plausible,
    written_forms,
)
from digitize.metadata.number import (
    NumberReading,
    find_numbers,
    find_numbers_at_end,
    find_numbers_below,
)
from digitize.metadata.place import find_places, with_place
from digitize.metadata.room import Room
from digitize.metadata.scoring import Scorer, scorer
from digitize.metadata.secrets import find_secret_marks
from digitize.metadata.sheet import Row, Sheet, lay_out
from digitize.metadata.signing import find_signings
from digitize.metadata.spelling import respell
from digitize.metadata.subject import subject_in_header, subject_under_type
from digitize.metadata.support import Support, repeated
from digitize.metadata.titles import acts_for_none, fits_agency
from digitize.metadata.type_name import find_type_row, official_letter, sign_of, type_candidates
from digitize.metadata.urgency import find_urgency
from digitize.text.fold import fold

METADATA_VERSION = 5
_OPENING = 0.7  # in widths: where a contract gives its number and date


def find_documents(pages: Sequence[PageText]) -> tuple[Document, ...]:
    """The documents of a file, in page order; every page belongs to exactly one.

    Raises nothing: a page without text only gives no fields. No pages give no documents.
    """
    trusted = scorer()
    return tuple(
        _document(pages[first : last + 1], candidates, trusted)
        for first, last, candidates in propose(pages)
    )


def propose(pages: Sequence[PageText]) -> list[tuple[int, int, dict[str, list[Candidate]]]]:
    """Of each document the positions of its first and last page, and all candidates of its
    fields."""
    sheets = [lay_out(page) for page in pages]
    consensus = Consensus(cell for sheet in sheets for cell in sheet.cells)
    return [
        (first, last, find_candidates(sheets[first : last + 1], consensus))
        for first, last in find_boundaries(sheets)
    ]


def _document(
    pages: Sequence[PageText], candidates: dict[str, list[Candidate]], trusted: Scorer
) -> Document:
    fields = {key: trusted.field(key, found) for key, found in candidates.items() if found}
    if "so_ky_hieu" in fields:  # as a whole it is no surer than its parts
        parts = [fields[key] for key in ("so", "ky_hieu", "so_ky_hieu") if key in fields]
        least = min(part.confidence for part in parts)
        fields["so_ky_hieu"] = replace(fields["so_ky_hieu"], confidence=least)
    marks = find_secret_marks(pages)
    if marks:
        mark = max(marks, key=lambda m: m.confidence)
        fields["do_mat"] = Field(mark.level, mark.confidence, mark.page, mark.box, mark.source)
    return Document(pages[0].number, pages[-1].number, fields)


def find_candidates(sheets: Sequence[Sheet], consensus: Consensus) -> dict[str, list[Candidate]]:
    """All candidates of each field of one document; `consensus` is of the whole file."""
    sheets = [s for s in sheets if s.cells] or sheets  # a blank page in front has no header
    sheet = sheets[0]
    header = find_header(sheet)
    type_row = find_type_row(sheet, header)
    rows = agency_rows(header)
    sign, agency = sign_of(type_row[1]) if type_row else "", agency_name(rows)
    numbers = [n.mended(sign, agency).supported(sign, agency) for n in _numbers(header, sheets)]
    symbol = numbers[0].symbol_candidate() if numbers else None
    bodies, parents = find_agencies(rows, symbol.value if symbol else None)
    in_header = subject_in_header(header)
    types = type_candidates(type_row, symbol, in_header[0] if in_header else None)
    subjects = subject_under_type(sheet, type_row[0]) if type_row else in_header
    cells = [cell for s in sheets for cell in s.cells]
    support, room = Support(cells), Room(cells)
    signings = find_signings(sheets, header.bottom, party=header.layout is Layout.PARTY)
    places = find_places(header, rows)
    addressed = [c for c in sheet.cells if starts_with(c, ADDRESSEE)]
    return {
        "loai_van_ban": types or official_letter(addressed),
        "so": [
            repeated(c, [n.whole_candidate().value], cells)
            for n in numbers
            if (c := n.number_candidate())
        ],
        "ky_hieu": [repeated(c, [c.value], cells) for c in map(_symbol, numbers)],
        "so_ky_hieu": [
            repeated(c, [c.value] if c.complete else [], cells) for c in map(_whole, numbers)
        ],
        "ngay_ban_hanh": [
            repeated(c, written_forms(c.value), cells)
            for c in plausible(_dates(header, sheets), cells)
        ],
        "dia_danh": places,
        "co_quan_chu_quan": [
            with_place(room.weigh(support.weigh(_mended(c, consensus, 1))), places) for c in parents
        ],
        "co_quan_ban_hanh": [
            with_place(room.weigh(support.weigh(_mended(c, consensus, 1))), places) for c in bodies
        ],
        "trich_yeu": [room.weigh(support.weigh(_mended(c, consensus, 2))) for c in subjects],
        "nguoi_ky": _names(signings, cells, room),
        "chuc_vu_nguoi_ky": [room.crowded(room.weigh(c)) for c in _titles(signings, agency)],
        "do_khan": find_urgency(sheet),
    }


def _symbol(reading: NumberReading) -> Candidate:
    return reading.symbol_candidate()


def _whole(reading: NumberReading) -> Candidate:
    return reading.whole_candidate()


def _numbers(header: Header, sheets: Sequence[Sheet]) -> list[NumberReading]:
    if found := find_numbers(header) or find_numbers_below(_opening(header, sheets[0])):
        return found
    last = sheets[-1]
    return find_numbers_at_end(c for c in last.cells if last.number != header.page)


def _dates(header: Header, sheets: Sequence[Sheet]) -> list[Candidate]:
    if found := find_dates(header) or find_dates_below(_opening(header, sheets[0])):
        return found
    return find_dates_at_end(c for s in sheets for c in s.cells if c.zone is not Zone.CAPTION)


def _opening(header: Header, sheet: Sheet) -> list[Row]:
    """The lines below a title without columns."""
    return [c for c in sheet.cells if header.layout is Layout.CENTRED and c.y < _OPENING]


def _names(signings: Sequence[Signing], cells: Sequence[Row], room: Room) -> list[Candidate]:
    """Names of the block that signs the document, then of others, after what captions of
    electronic signatures say."""
    captions = " ".join(c.folded for c in cells if c.zone is Zone.CAPTION)
    names = []
    for i, signing in enumerate(signings):
        whole = [full for name in signing.names if (full := completed(name, cells))]
        for name in (*signing.names, *whole):
            weighed = room.weigh(name if i == 0 else name.given(Evidence.OTHER_BLOCK))
            if unusual(name.value):
                weighed = weighed.given(Evidence.UNUSUAL_NAME)
            if signing.title:
                weighed = room.off_centre(weighed, signing.title)
            agrees = fold(name.value) in captions
            names.append(weighed.given(Evidence.CAPTION_AGREES) if agrees else weighed)
    return names


def _titles(signings: Sequence[Signing], agency: str) -> list[Candidate]:
    titles = []
    for i, signing in enumerate(signings):
        if signing.title:
            title = signing.title if i == 0 else signing.title.given(Evidence.OTHER_BLOCK)
            fits = fits_agency(title.value, agency)
            if acts_for_none(title.value):
                title = title.given(Evidence.UNFINISHED)
            kind = Evidence.AGENCY_AGREES if fits else Evidence.AGENCY_DIFFERS
            titles.append(title if fits is None else title.given(kind))
    return titles


def _mended(candidate: Candidate, consensus: Consensus, least_words: int) -> Candidate:
    """The candidate with lost marks restored from the rest of the file and from fixed wording."""
    return candidate.mended(respell(consensus.mend(candidate.value), least_words))
