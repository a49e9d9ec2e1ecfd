"""The query language: words, beginnings, phrases, fields, dates; with or without diacritics.

cải cách hành chính          all words, anywhere on a page
"tuyển dụng công chức"       a phrase
nghi*                        words that begin so: nghị, nghiệm; at least two letters
-khẩn  -"viên chức"          without the word, without the phrase
123/QĐ-UBND                  the document with that number, then pages that cite it
số:123/QĐ-UBND               number and symbol, whole or in parts (also số ký hiệu:)
loại:quyết định              type of document    (also loại văn bản:)
cơ quan:"sở nội vụ"          issuing agency      (also cơ quan ban hành:)
đơn vị:"văn phòng"           department
người ký:Hùng                signer
trích yếu:"tuyển dụng"       subject
từ:01/01/2024 đến:2024       dates of issue, inclusive; a day, a month or a year
ngày:17/05/2024  năm:2024    within a day, a month or a year

Keys are typed with or without diacritics, their blanks as a blank, `_` or nothing (cơ quan:,
cơ_quan:, coquan:). A blank may follow the colon. One word or document number, or one phrase,
belongs to a key; to `loại:` also the whole name of a type, without quotation marks.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found. `text` is NFC as typed; more than one word with `phrase` is a phrase,
    one word with `beginning` asks for all that begin with it. `field` is one of text, number,
    type, agency, department, signer, subject."""

    text: str
    field: str = "text"
    phrase: bool = False
    beginning: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All terms must hold; without any, all documents are asked for. `date_from` and `date_to`
    are numbers as in `dates`, inclusive, 0 for open.
    `filters`: facet values that must hold exactly, as (facet, value)."""

    terms: tuple[Term, ...] = ()
    date_from: int = 0
    date_to: int = 0
    filters: tuple[tuple[str, str], ...] = ()
