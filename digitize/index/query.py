"""The query language: words, phrases, fields, dates; with or without diacritics.

cải cách hành chính          all words, anywhere on a page
"tuyển dụng công chức"       a phrase
-khẩn                        without the word
số:123/QĐ-UBND               number and symbol, whole or in parts
loại:"quyết định"            type          (also loai:)
cơ quan:"sở nội vụ"          agency        (also co quan:, cơ_quan:, coquan:)
từ:01/01/2024 đến:2024       dates of issue, inclusive; a day, a month or a year
năm:2024                     year
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found. `text` is NFC as typed; more than one word with `phrase` is a phrase.
    `field` is one of text, number, type, agency, department, signer, subject."""

    text: str
    field: str = "text"
    phrase: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All terms must hold. `date_from` and `date_to` are YYYYMMDD, inclusive, 0 for open.
    `filters`: facet values that must hold exactly, as (facet, value)."""

    terms: tuple[Term, ...] = ()
    date_from: int = 0
    date_to: int = 0
    filters: tuple[tuple[str, str], ...] = ()
