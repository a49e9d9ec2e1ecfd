"""What waits for a person, the pieces of pages to look at, and what the person says."""

import logging
import re
from contextlib import closing
from dataclasses import replace
from datetime import date

import cv2
import numpy as np

from digitize.archive.indexing import catch_up
from digitize.archive.parts import Parts
from digitize.archive.viewing import Share, field_share, page_view
from digitize.database.models import PAGES
from digitize.database.records import DocumentRecord
from digitize.domain import FIELD_KEYS, Field
from digitize.errors import ServiceError, UsageError
from digitize.index.opening import open_index
from digitize.text.normal import nfc

_PARTS_OF_NUMBER = ("so", "ky_hieu")  # said together with the number as a whole
_AT_THE_END = ("nguoi_ky", "chuc_vu_nguoi_ky")
_LONGEST = 2000  # characters; TT 05/2025/TT-BNV gives a subject 500, a dossier's title 1000

# 15/QĐ-UBND, 30/2020/NĐ-CP (the year is part of neither), 05-NQ/TU, 123 QĐ/UB, /QĐ-UBND.
_NUMBER = re.compile(r"(?P<so>\d{1,5}[a-zA-Z]?)?\s*[-/ ]\s*(?:(?:19|20)\d\d/)?(?P<ky_hieu>\D.*)")
_DATE = re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})")
_ISO_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")

# What a piece of a page shows around a box, as shares of the page.
_AROUND = 0.035
_LEAST_WIDTH = 0.55
_TOP = Share(0.0, 0.0, 1.0, 0.42)  # where header and subject stand (NĐ 30/2020, appendix I)
_BOTTOM = Share(0.0, 0.45, 1.0, 0.55)
_WIDEST = 1100  # pixels
_MARKER = (128, 79, 27)  # BGR
_QUALITY = 85


def questions(document: DocumentRecord) -> tuple[str, ...]:
    """The keys that a person is asked about, PAGES among them; number and symbol are asked as
    one."""
    asked = ("so_ky_hieu" if key in _PARTS_OF_NUMBER else key for key in document.doubts)
    return tuple(dict.fromkeys(asked))


def why(document: DocumentRecord, key: str) -> str:
    """`unread`: a page could not be read. `missing`: nothing was found. `unsure`: the rest."""
    if key == PAGES:
        return "unread"
    return "unsure" if key in document.fields else "missing"


def choices(document: DocumentRecord, key: str) -> tuple[Field, ...]:
    """All readings of a field, the likeliest first."""
    read = document.read.get(key)
    if read is None:
        return ()
    by_value = {found.value: found for found in reversed((read, *read.others))}
    return tuple(sorted(by_value.values(), key=lambda found: (found != read, -found.confidence)))


def piece(parts: Parts, document: DocumentRecord, key: str) -> bytes:
    """The piece of a page on which a field stands, its box marked; where it was not found, the
    part of the page in which it should be. JPEG. Raises KeyError when there is no picture."""
    found = document.fields.get(key) or document.read.get(key)
    box = field_share(document, found) if found else None
    if found is None or box is None or box.height > 0.9:  # said by a person, read nowhere
        at_end = key in _AT_THE_END
        number = document.last_page if at_end else document.first_page
        return _cut(page_view(parts, document, number), _BOTTOM if at_end else _TOP, None)
    width = min(1.0, max(_LEAST_WIDTH, box.width + 2 * _AROUND))
    left = min(max(0.0, box.left + box.width / 2 - width / 2), 1.0 - width)
    top = max(0.0, box.top - _AROUND)
    height = min(1.0, box.top + box.height + _AROUND) - top
    return _cut(page_view(parts, document, found.page), Share(left, top, width, height), box)


def as_value(key: str, said: str) -> str:
    """What a person typed as a value of a field: a date as ISO, whole or partial; empty for none.
    Raises UsageError when it can be no such value."""
    text = " ".join(nfc(said).split())
    if not text.isprintable() or len(text) > _LONGEST:
        raise UsageError("not a value", remedy=f"At most {_LONGEST} printable characters.")
    if key == "ngay_ban_hanh" and text:
        return _as_date(text)
    return text


def correct(
    parts: Parts, document_id: str, key: str, said: str, author: str, *, seen: int
) -> DocumentRecord | None:
    """Keep what `author` says of a field, whether it was read so or not, and bring the index up.
    None where no such document is shown. `seen`: the version of the document that they saw.

    Raises UsageError for a wrong key, value or name, EditedMeanwhile when another person was
    faster.
    """
    if key not in (*FIELD_KEYS, PAGES) or key in _PARTS_OF_NUMBER:
        raise UsageError(f"not a field that can be corrected: {key}")
    author = as_value("", author)
    if not author:
        raise UsageError("no name", remedy="Say who corrects the field.")
    values = {key: as_value(key, said)}
    if key == "so_ky_hieu":
        match = _NUMBER.fullmatch(values[key])
        values |= {part: (match[part] or "") if match else "" for part in _PARTS_OF_NUMBER}
    kept = parts.database.correct(document_id, values, author, seen=seen)
    if kept is not None:
        _bring_index_up(parts)
    return kept


def print_waiting(parts: Parts, limit: int) -> None:
    """Documents that wait for a person, each with what is asked."""
    total = parts.database.count_in_review()
    shown = parts.database.in_review(limit)
    for document in shown:
        asked = ", ".join(f"{key} ({why(document, key)})" for key in questions(document))
        print(f"{document.id}  {_printable(document.file_name)}  {asked}")
    print(f"{total} documents wait for a person" + (f", {limit} shown" if total > limit else ""))


def print_document(parts: Parts, document_id: str) -> None:
    """The fields of one document with their readings, what is asked, and where to answer."""
    document = parts.database.document(document_id)
    if document is None:
        raise UsageError(f"no such document: {document_id}", remedy="See digitize review.")
    asked = questions(document)
    for key in FIELD_KEYS:
        mark = "?" if key in asked else " "
        said = document.corrections.get(key)
        if said is not None:
            value = _printable(said.value) or "none"
            print(f"{mark} {key}: {value}  (by {_printable(said.author)}, {said.made_at:%Y-%m-%d})")
        elif key in asked and key not in document.read:
            print(f"{mark} {key}: not found")
        for found in choices(document, key):
            print(
                f"{mark} {key}: {_printable(found.value)}  "
                f"({found.confidence:.2f}, page {found.page}, {found.source})"
            )
    if PAGES in asked:
        print("? a page could not be read")
    print(f"{parts.settings.web_url}/duyet/{document.id}")


def _as_date(text: str) -> str:
    match = _ISO_DATE.fullmatch(text) or _DATE.fullmatch(text)
    wrong = UsageError(f"not a date: {text}", remedy="Write 05/03/2024, 03/2024 or 2024.")
    if match is None:
        raise wrong
    year, month, day = (int(match[part] or 0) for part in ("year", "month", "day"))
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise wrong from None
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])


def _cut(view: bytes, part: Share, box: Share | None) -> bytes:
    page = cv2.imdecode(np.frombuffer(view, np.uint8), cv2.IMREAD_COLOR)
    if page is None:
        raise ServiceError(
            "store: the picture of a page is damaged", remedy="Restore the store from its backup."
        )
    height, width = page.shape[:2]
    if box is not None:
        x0, y0 = round(box.left * width) - 4, round(box.top * height) - 4
        x1, y1 = x0 + round(box.width * width) + 8, y0 + round(box.height * height) + 8
        cv2.rectangle(page, (x0, y0), (x1, y1), _MARKER, max(2, width // 600))
    top, left = int(part.top * height), int(part.left * width)
    bottom, right = top + round(part.height * height), left + round(part.width * width)
    cut = page[top : max(bottom, top + 1), left : max(right, left + 1)]
    if cut.shape[1] > _WIDEST:
        share = _WIDEST / cut.shape[1]
        cut = cv2.resize(cut, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _bring_index_up(parts: Parts) -> None:
    """With an index of its own that is closed at once, so that a batch can write to it. Where a
    batch has it, or it is away, the next batch brings it up: the correction itself is kept."""
    settings = parts.settings
    try:
        with closing(open_index(settings.index_url, settings.index_authority)) as index:
            catch_up(replace(parts, index=index))
    except ServiceError as error:
        logging.getLogger(__name__).info("the index follows later: %s", error.message)


def _printable(text: str) -> str:
    """What a scan says must not steer the terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
