"""What a văn bản says, before it is laid out."""

from dataclasses import dataclass
from enum import StrEnum

from digitize.domain import FIELD_KEYS


class Style(StrEnum):
    STATE = "state"  # NĐ 30/2020/NĐ-CP
    PARTY = "party"  # Hướng dẫn 36-HD/VPTW and 05-HD/VPTW
    OLD = "old"  # before TT 01/2011: typewriters, looser rules


class Kind(StrEnum):
    CONG_VAN = "cong-van"
    QUYET_DINH = "quyet-dinh"
    TO_TRINH = "to-trinh"
    BAO_CAO = "bao-cao"
    KE_HOACH = "ke-hoach"
    THONG_BAO = "thong-bao"
    NGHI_QUYET = "nghi-quyet"
    GIAY_MOI = "giay-moi"
    BIEN_BAN = "bien-ban"
    HOP_DONG = "hop-dong"


# Name and abbreviation (NĐ 30, Phụ lục III).
KIND_NAMES: dict[Kind, tuple[str, str]] = {
    Kind.CONG_VAN: ("Công văn", "CV"),
    Kind.QUYET_DINH: ("Quyết định", "QĐ"),
    Kind.TO_TRINH: ("Tờ trình", "TTr"),
    Kind.BAO_CAO: ("Báo cáo", "BC"),
    Kind.KE_HOACH: ("Kế hoạch", "KH"),
    Kind.THONG_BAO: ("Thông báo", "TB"),
    Kind.NGHI_QUYET: ("Nghị quyết", "NQ"),
    Kind.GIAY_MOI: ("Giấy mời", "GM"),
    Kind.BIEN_BAN: ("Biên bản", "BB"),
    Kind.HOP_DONG: ("Hợp đồng", "HĐ"),
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    bold: bool = False
    italic: bool = False
    centred: bool = False
    indent: bool = True
    lead: str = ""  # bold words in front of the text, such as "Điều 1."


@dataclass(frozen=True, slots=True)
class Table:
    """`shares`: widths of the columns, adding up to 1. The first row is the heading."""

    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Issuer:
    """`parent`, `name`: lines as printed. `short`: as running text calls it. `heads`: title of
    the head and of the deputy. `seal`: what the seal's middle says, empty for a star."""

    parent: tuple[str, ...]
    name: tuple[str, ...]
    abbreviation: str
    divisions: tuple[str, ...]
    short: str
    place: str
    territory: str
    level: str  # tỉnh, huyện, xã, ngành
    heads: tuple[str, str]
    collective: str = ""  # TM. …, when the body signs for a committee
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    titles: tuple[str, ...]
    name: str
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Annex:
    """A `form` has a Quốc hiệu of its own, as if it were a document."""

    heading: tuple[str, ...]
    body: tuple[Block, ...]
    landscape: bool = False
    form: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    kind: Kind
    style: Style
    issuer: Issuer
    number: str
    symbol: str
    year_in_number: str  # "2020" in 30/2020/NĐ-CP, else empty
    place: str
    day: tuple[int, int, int]  # year, month, day
    subject: str
    addressees: tuple[str, ...]
    body: tuple[Block, ...]
    recipients: tuple[str, ...]
    signers: tuple[Signer, ...]
    annexes: tuple[Annex, ...] = ()
    urgency: str | None = None
    secrecy: str | None = None

    @property
    def full_number(self) -> str:
        """Number and symbol as printed: 12/QĐ-SYT, 30/2020/NĐ-CP, 05-NQ/TU, 123 QĐ/UB."""
        if self.style is Style.PARTY:
            return f"{self.number}-{self.symbol}"
        if self.style is Style.OLD and "/" in self.symbol:
            return f"{self.number} {self.symbol}"
        middle = f"{self.year_in_number}/" if self.year_in_number else ""
        return f"{self.number}/{middle}{self.symbol}"

    @property
    def nation(self) -> str:
        """The Quốc hiệu: the state's name, which changed on 2 July 1976."""
        if self.day < (1976, 7, 2):
            return "VIỆT NAM DÂN CHỦ CỘNG HÒA"
        return "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"

    def fields(self) -> dict[str, str | None]:
        year, month, day = self.day
        contract = self.kind is Kind.HOP_DONG
        values: dict[str, str | None] = {
            "loai_van_ban": KIND_NAMES[self.kind][0],
            "so": self.number,
            "ky_hieu": self.symbol,
            "so_ky_hieu": self.full_number,
            "ngay_ban_hanh": f"{year:04d}-{month:02d}-{day:02d}",
            "dia_danh": None if contract else self.place,
            "co_quan_chu_quan": " ".join(self.issuer.parent) or None,
            "co_quan_ban_hanh": None if contract else " ".join(self.issuer.name),
            "trich_yeu": self.subject,
            "nguoi_ky": "; ".join(s.name for s in self.signers),
            "chuc_vu_nguoi_ky": "; ".join(" ".join(s.titles) for s in self.signers),
            "do_khan": self.urgency,
            "do_mat": self.secrecy,
        }
        if contract:
            values["co_quan_chu_quan"] = None
        return {key: values[key] for key in FIELD_KEYS}
