"""From the page texts of a file to its documents and their fields.

Rules propose candidates; here they are weighed against each other (type and symbol, agency and
symbol), and the best of each field is kept with its evidence.
"""

from collections.abc import Sequence
from dataclasses import replace

from digitize.domain import Document, Field, PageText
from digitize.metadata.agency import agency_name, agency_rows, find_agencies
from digitize.metadata.anchors import ADDRESSEE, starts_with
from digitize.metadata.boundaries import find_boundaries
from digitize.metadata.candidates import Candidate, ranked
from digitize.metadata.consensus import Consensus
from digitize.metadata.header import Layout, find_header
from digitize.metadata.issue_date import (
    after_agency,
    find_dates,
    find_dates_below,
    find_places,
    plausible,
)
from digitize.metadata.number import find_numbers, find_numbers_below
from digitize.metadata.secrets import find_secret_marks
from digitize.metadata.sheet import Sheet, lay_out
from digitize.metadata.signing import find_signings
from digitize.metadata.spelling import respell
from digitize.metadata.subject import subject_in_header, subject_under_type
from digitize.metadata.type_name import find_type_row, official_letter, sign_of, type_candidates
from digitize.metadata.urgency import find_urgency

METADATA_VERSION = 1
_OPENING = 0.7  # in widths: where a contract gives its number and date


def find_documents(pages: Sequence[PageText]) -> tuple[Document, ...]:
    """The documents of a file, in page order; every page belongs to exactly one.

    Raises nothing: a page without text only gives no fields. No pages give no documents.
    """
    sheets = [lay_out(page) for page in pages]
    consensus = Consensus(cell for sheet in sheets for cell in sheet.cells)
    documents = []
    for first, last in find_boundaries(sheets):
        part = sheets[first : last + 1]
        fields = {
            key: ranked(candidates)[0].to_field()
            for key, candidates in find_candidates(part, consensus).items()
            if candidates
        }
        marks = find_secret_marks(pages[first : last + 1])
        if marks:
            mark = max(marks, key=lambda m: m.confidence)
            fields["do_mat"] = Field(mark.level, mark.confidence, mark.page, mark.box, mark.source)
        documents.append(Document(pages[first].number, pages[last].number, fields))
    return tuple(documents)


def find_candidates(sheets: Sequence[Sheet], consensus: Consensus) -> dict[str, list[Candidate]]:
    """All candidates of each field of one document; `consensus` is of the whole file."""
    sheets = [s for s in sheets if s.cells] or sheets  # a blank page in front has no header
    sheet = sheets[0]
    header = find_header(sheet)
    below = [c for c in sheet.cells if header.layout is Layout.CENTRED and c.y < _OPENING]
    type_row = find_type_row(sheet, header)
    sign = sign_of(type_row[1]) if type_row else ""
    rows = agency_rows(header)
    agency = agency_name(rows)
    numbers = [
        n.mended(sign, agency).supported(sign, agency)
        for n in find_numbers(header) or find_numbers_below(below)
    ]
    symbol = numbers[0].symbol_candidate() if numbers else None
    bodies, parents = find_agencies(rows, symbol.value if symbol else None)
    in_header = subject_in_header(header)
    addressed = [c for c in sheet.cells if starts_with(c, ADDRESSEE)]
    about = in_header[0] if in_header else None
    types = type_candidates(type_row, symbol, about) or official_letter(addressed)
    subjects = subject_under_type(sheet, type_row[0]) if type_row else in_header
    signings = find_signings(sheets, header.bottom)
    signer = signings[0] if signings else None
    dates = find_dates(header) or find_dates_below(below)
    return {
        "loai_van_ban": types,
        "so": [c for n in numbers if (c := n.number_candidate())],
        "ky_hieu": [n.symbol_candidate() for n in numbers],
        "so_ky_hieu": [n.whole_candidate() for n in numbers],
        "ngay_ban_hanh": plausible(dates, (r for s in sheets for r in s.cells)),
        "dia_danh": [after_agency(c, rows) for c in find_places(header)],
        "co_quan_chu_quan": [_mended(c, consensus, 1) for c in parents],
        "co_quan_ban_hanh": [_mended(c, consensus, 1) for c in bodies],
        "trich_yeu": [_mended(c, consensus, 2) for c in subjects],
        "nguoi_ky": [signer.name] if signer and signer.name else [],
        "chuc_vu_nguoi_ky": [signer.title] if signer and signer.title else [],
        "do_khan": find_urgency(sheet),
    }


def _mended(candidate: Candidate, consensus: Consensus, least_words: int) -> Candidate:
    """The candidate with lost marks restored from the rest of the file and from fixed wording."""
    value = respell(consensus.mend(candidate.value), least_words)
    if value == candidate.value:
        return candidate
    return replace(candidate, value=value, source=candidate.source + "; marks after the text")
