"""A small archive made of the real store, database and index, with pages drawn by hand.

- `QUYET_DINH`: pages 1 and 2 of a file of two documents; has all kinds of fields.
- `CONG_VAN`: page 3 of the same file, scanned lying on its side.
- `BAO_CAO`: a report of 25 pages, with a bad character in every place where HTML could break.
- `SEALED`: stopped by a secret mark after it had been shown.
"""

import json
from collections.abc import Sequence
from hashlib import sha256

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digitize.archive.indexing import catch_up
from digitize.archive.parts import Parts
from digitize.database.documents import document_id
from digitize.database.models import State
from digitize.database.records import Seen
from digitize.domain import Box, Document, Field, Line, PageKind, PageText, Place, Word, Zone
from digitize.imaging.page import Pixels
from digitize.imaging.upright import turn
from digitize.store.protocol import original_key, page_text_key, page_view_key
from tests.database.claims import claim

SIZE = (620, 877)  # A4 at 75 dpi
_FONT = ImageFont.load_default(18)

TWO = b"%PDF-1.7 two documents"
LONG = b"%PDF-1.7 a long report"
SECRET = b"%PDF-1.7 a secret"
SHA = {data: sha256(data).hexdigest() for data in (TWO, LONG, SECRET)}

QUYET_DINH = document_id(SHA[TWO], 1)
CONG_VAN = document_id(SHA[TWO], 2)
BAO_CAO = document_id(SHA[LONG], 1)
SEALED = document_id(SHA[SECRET], 1)

TWO_NAME = "Quyết định & công văn “tháng 3”.pdf"
EVIL = "<script>alert(1)</script>"


def draw(number: int, lines: Sequence[str], rotation: int = 0) -> tuple[Pixels, PageText]:
    """A page as scanned, and its text; `rotation` is the turn that brings it upright."""
    picture = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(picture)
    texts = []
    for row, line in enumerate(lines):
        x, y, words = 60, 70 + 40 * row, []
        for text in line.split():
            x0, y0, x1, y1 = (round(v) for v in pen.textbbox((x, y), text, font=_FONT))
            pen.text((x, y), text, font=_FONT, fill=0)
            words.append(Word(text, Box(x0, y0, x1, y1), 0.95))
            x = x1 + 8
        texts.append(Line(tuple(words), block=row))
    scan = turn(np.asarray(picture), -rotation % 360)
    height, width = scan.shape[:2]
    placed = [
        Line(
            tuple(Word(w.text, _on_scan(w.box, rotation), w.confidence) for w in line.words),
            block=line.block,
            cell=(0, line.block),
        )
        for line in texts
    ]
    page = PageText(
        number, PageKind.READ, width, height, 75.0, tuple(placed), rotation=rotation, engine="drawn"
    )
    return scan, page


def fill(parts: Parts) -> None:
    """Put the documents in, as a batch would."""
    decision = [
        draw(1, ["Số: 15/QĐ-UBND", "Hải Phòng, ngày 05 tháng 3 năm 2024", "QUYẾT ĐỊNH",
                 "Về việc tuyển dụng công chức", "cải cách hành chính năm 2024"]),
        draw(2, ["Điều 2. Cải cách thủ tục hành chính", "Lê Văn Đức"]),
    ]  # fmt: skip
    lines = ["Kính gửi: Sở Nội vụ", "Đường dây nóng cải cách", "Điện thoại: 0912345678"]
    letter = draw(3, lines, rotation=90)
    first, second = decision[0][1], decision[1][1]
    subject = Field("Về việc tuyển dụng công chức", 1.0, 1, first.lines[3].box, "subject")
    _save(
        parts,
        TWO,
        TWO_NAME,
        Place("Sở Nội vụ", "Phông Sở Nội vụ", "HS-01"),
        [*decision, letter],
        [
            (
                Document(1, 2, {
                    "loai_van_ban": Field("Quyết định", 1.0, 1, first.lines[2].box, "title"),
                    "so": Field("15", 0.4, 1, first.lines[0].words[1].box, "pen"),
                    "ky_hieu": Field("QĐ-UBND", 1.0, 1, first.lines[0].words[1].box, "printed"),
                    "so_ky_hieu": Field(
                        "15/QĐ-UBND",
                        0.4,
                        1,
                        first.lines[0].words[1].box,
                        "pen",
                        others=(
                            Field("75/QĐ-UBND", 0.999, 1, first.lines[0].words[1].box, "pen"),
                        ),
                    ),
                    "ngay_ban_hanh": Field("2024-03-05", 1.0, 1, first.lines[1].box, "date"),
                    "co_quan_ban_hanh": Field(
                        "Ủy ban nhân dân thành phố", 1.0, 1, first.lines[1].box, "header"
                    ),
                    "trich_yeu": subject,
                    "nguoi_ky": Field("Lê Văn Đức", 1.0, 2, second.lines[1].box, "signer"),
                }),
                ("so", "so_ky_hieu"),
            ),
            (
                Document(3, 3, {
                    "loai_van_ban": Field("Công văn", 1.0, 3, letter[1].lines[0].box, "form"),
                    "ngay_ban_hanh": Field("2023-11", 1.0, 3, letter[1].lines[1].box, "date"),
                }),
                (),
            ),
        ],
    )  # fmt: skip
    report = [draw(n, [f"Phụ lục {n}", f"báo cáo {EVIL} trang"]) for n in range(1, 26)]
    last = report[24][1].lines[0].box
    _save(
        parts,
        LONG,
        f"{EVIL}.pdf",
        Place(EVIL),
        report,
        [
            (
                Document(1, 25, {
                    "trich_yeu": Field(f"Báo cáo {EVIL}", 0.9, 25, last, "subject"),
                    "co_quan_ban_hanh": Field(f"Sở {EVIL}", 0.9, 1, last, "header"),
                }),
                (),
            )
        ],
    )  # fmt: skip
    _save(parts, SECRET, "m.pdf", Place(), [draw(1, ["kín đáo"])], [(Document(1, 1), ())])
    catch_up(parts)
    # Sealed by now, but the index has not followed yet.
    parts.database.set_aside(claim(parts.database, SHA[SECRET]), State.SEALED, "", "")


def _save(
    parts: Parts,
    data: bytes,
    name: str,
    place: Place,
    pages: Sequence[tuple[Pixels, PageText]],
    documents: Sequence[tuple[Document, Sequence[str]]],
) -> None:
    sha = SHA[data]
    batch = parts.database.start_batch("/inbox")
    parts.database.accept(batch, Seen("/inbox", name, len(data), 1), sha, place, name)
    parts.store.put(original_key(sha), data)
    for scan, page in pages:
        view = cv2.imencode(".jpg", turn(scan, page.rotation))[1].tobytes()
        parts.store.put(page_view_key(sha, page.number), view)
        text = json.dumps(_with_doubts(page).to_dict(), ensure_ascii=False)
        parts.store.put(page_text_key(sha, page.number), text.encode())
    parts.database.save(
        claim(parts.database, sha),
        "application/pdf",
        [page for _, page in pages],
        documents,
        reading_version=1,
        metadata_version=1,
    )


def _with_doubts(page: PageText) -> PageText:
    """The page with a doubtful word and a stamp that are not drawn."""
    corner = Box(0, 0, 10, 10)
    doubtful = Line((Word("ngờvực", corner, 0.2, withheld=True),), block=90)
    stamp = Line((Word("ĐẾN", corner, 0.9),), zone=Zone.STAMP, block=91)
    return PageText(
        page.number, page.kind, page.width, page.height, page.dpi,
        (*page.lines, doubtful, stamp), rotation=page.rotation, engine=page.engine,
    )  # fmt: skip


def _on_scan(box: Box, rotation: int) -> Box:
    """The inverse of `upright_box`, for a page of SIZE that `rotation` brings upright."""
    width = SIZE[0]
    if rotation == 90:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    assert rotation == 0
    return box
