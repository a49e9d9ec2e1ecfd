"""What a document page shows: the text and the picture of a page, and boxes on that picture."""

import json
import math
from dataclasses import dataclass

import cv2
import numpy as np

from digitize.archive.parts import Parts
from digitize.database.records import DocumentRecord, PageRecord
from digitize.domain import Box, Field, PageText
from digitize.errors import ServiceError
from digitize.imaging.upright import upright_box, upright_size
from digitize.index.matching import find_matches
from digitize.index.parsing import parse
from digitize.metadata.persons import find_persons
from digitize.store.protocol import page_text_key, page_view_key


@dataclass(frozen=True, slots=True)
class Share:
    """A box as shares (0..1) of the upright page, so that it fits its picture at any size."""

    left: float
    top: float
    width: float
    height: float


def page_record(document: DocumentRecord, number: int) -> PageRecord | None:
    """The page of that number in the file, if it belongs to this document."""
    return next((page for page in document.pages if page.number == number), None)


def page_text(parts: Parts, document: DocumentRecord, number: int) -> PageText | None:
    """The text of a page; None when the document has no such page, or nothing is kept of it."""
    if page_record(document, number) is None:
        return None
    try:
        return PageText.from_dict(
            json.loads(parts.store.get(page_text_key(document.sha256, number)))
        )
    except KeyError:
        return None


def page_view(parts: Parts, document: DocumentRecord, number: int) -> bytes:
    """The upright picture of a page, JPEG. Raises KeyError when there is none."""
    if page_record(document, number) is None:
        raise KeyError(number)
    return parts.store.get(page_view_key(document.sha256, number))


def boxes_to_mask(text: PageText) -> tuple[Box, ...]:
    """Where personal data stands on a page (see `metadata.persons`), in pixels of the scan."""
    return tuple(mark.box for mark in find_persons([text]))


def masked_view(parts: Parts, document: DocumentRecord, number: int) -> bytes:
    """The picture of a page with personal data blackened. Raises KeyError when there is none, or no
    text that says where that data stands."""
    page, text = page_record(document, number), page_text(parts, document, number)
    if page is None or text is None:
        raise KeyError(number)
    data = np.frombuffer(page_view(parts, document, number), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if picture is None:
        raise ServiceError(
            f"store: picture of page {number} of {document.id} is damaged",
            remedy="Restore the store from its backup.",
        )
    height, width = picture.shape[:2]
    for box in boxes_to_mask(text):
        share = _share(box, page)
        x0, y0 = int(share.left * width), int(share.top * height)
        x1 = math.ceil((share.left + share.width) * width)
        y1 = math.ceil((share.top + share.height) * height)
        cv2.rectangle(picture, (x0, y0), (x1, y1), (0, 0, 0), cv2.FILLED)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


def page_thumbnail(parts: Parts, document: DocumentRecord, number: int, width: int) -> bytes:
    """The same picture, `width` pixels wide. Raises KeyError when there is none."""
    page = page_record(document, number)
    if page is None:
        raise KeyError(number)
    data = np.frombuffer(page_view(parts, document, number), np.uint8)
    # Decoding at half the size is what makes a page of thumbnails cheap.
    picture = cv2.imdecode(data, cv2.IMREAD_REDUCED_COLOR_2)
    if picture is None:
        raise ServiceError(
            f"store: picture of page {number} of {document.id} is damaged",
            remedy="Restore the store from its backup.",
        )
    full_width, full_height = upright_size(page.width, page.height, page.rotation)
    height = max(1, round(full_height * width / full_width))
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 65])[1].tobytes()


def hit_shares(
    parts: Parts, document: DocumentRecord, number: int, query_text: str
) -> tuple[Share, ...]:
    """Where the words of a query stand on a page. Raises UsageError for a wrong query."""
    page, text = page_record(document, number), page_text(parts, document, number)
    if page is None or text is None:
        return ()
    return tuple(_share(match.box, page) for match in find_matches(parse(query_text), text))


def field_share(document: DocumentRecord, found: Field) -> Share | None:
    """Where a field was read; None when its page is not one of the document's."""
    page = page_record(document, found.page)
    return _share(found.box, page) if page else None


def _share(box: Box, page: PageRecord) -> Share:
    width, height = upright_size(page.width, page.height, page.rotation)
    box = upright_box(box, page.width, page.height, page.rotation)
    return Share(box.x0 / width, box.y0 / height, box.width / width, box.height / height)
