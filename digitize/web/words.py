"""The Vietnamese words of the pages: labels, dates, numbers, titles."""

from datetime import datetime, timedelta, timezone

from digitize.archive.filing import KEY_FIELDS
from digitize.database.records import DocumentRecord
from digitize.domain import Field

_VIETNAM = timezone(timedelta(hours=7))

FIELD_LABELS = {
    "loai_van_ban": "Loại văn bản",
    "so_ky_hieu": "Số và ký hiệu",
    "so": "Số",
    "ky_hieu": "Ký hiệu",
    "ngay_ban_hanh": "Ngày ban hành",
    "dia_danh": "Địa danh",
    "co_quan_chu_quan": "Cơ quan chủ quản",
    "co_quan_ban_hanh": "Cơ quan ban hành",
    "trich_yeu": "Trích yếu",
    "nguoi_ky": "Người ký",
    "chuc_vu_nguoi_ky": "Chức vụ người ký",
    "do_khan": "Độ khẩn",
    "do_mat": "Độ mật",
}


def shown_fields(document: DocumentRecord) -> list[tuple[str, Field]]:
    """The fields in the order of the table. Number and symbol apart say nothing new where they
    were found together."""
    redundant = {"so", "ky_hieu"} if "so_ky_hieu" in document.fields else set()
    return [
        (key, document.fields[key])
        for key in FIELD_LABELS
        if key in document.fields and key not in redundant
    ]


def missing_fields(document: DocumentRecord) -> list[str]:
    """Key fields that were not found: a reader expects them on every văn bản."""
    return [FIELD_LABELS[key] for key in KEY_FIELDS if key not in document.fields]


def value(key: str, found: Field) -> str:
    """As a reader takes it; a number that was not read, often filled in by pen, shows as …"""
    if key == "ngay_ban_hanh":
        return date(found.value)
    return "…" + found.value if key == "so_ky_hieu" and found.value[:1] == "/" else found.value


def plain(key: str, text: str) -> str:
    """A value as a person types it."""
    return date(text) if key == "ngay_ban_hanh" else text


def moment(when: datetime) -> str:
    """07/03/2024 15:04, in Vietnam's time, which has no summer time."""
    return f"{when.astimezone(_VIETNAM):%d/%m/%Y %H:%M}"


def date(iso: str) -> str:
    """2024-03-05 → 05/03/2024; a partial date stays partial."""
    return "/".join(reversed(iso.split("-")))


def number(count: int) -> str:
    """12345 → 12.345, as Vietnamese writes it."""
    return f"{count:,}".replace(",", ".")


def seconds(duration: float) -> str:
    """0.0123 → 0,012 giây."""
    return f"{duration:.3f}".replace(".", ",") + " giây"


def title(document: DocumentRecord) -> str:
    """What names a document best: its subject, else its type and number, else its file."""
    subject = document.fields.get("trich_yeu")
    return subject.value if subject else byline(document) or document.file_name


def byline(document: DocumentRecord) -> str:
    """Type, number and date, as far as they were read."""
    keys = ("loai_van_ban", "so_ky_hieu", "ngay_ban_hanh")
    return " · ".join(value(k, document.fields[k]) for k in keys if k in document.fields)


def pages(document: DocumentRecord) -> str:
    """Its pages in the file: `trang 3`, `trang 3–5`."""
    first, last = document.first_page, document.last_page
    return f"trang {first}" if first == last else f"trang {first}–{last}"


def place(document: DocumentRecord) -> list[tuple[str, str]]:
    named = (
        ("Đơn vị", document.place.department),
        ("Phông", document.place.fonds),
        ("Hồ sơ", document.place.dossier),
    )
    return [(label, text) for label, text in named if text]
