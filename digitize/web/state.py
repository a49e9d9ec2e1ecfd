"""What a reader has asked for, as it stands in the address of every page."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from digitize.text.normal import nfc

# facet of the index → name in the address, label on the page
FACETS = {
    "type": ("loai", "Loại"),
    "agency": ("co_quan", "Cơ quan"),
    "year": ("nam", "Năm"),
    "department": ("don_vi", "Đơn vị"),
}

MAX_QUERY = 500  # characters; longer than any query that a person types


@dataclass(frozen=True, slots=True)
class Asked:
    """The query as typed (NFC), and the facet values that narrow it."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.filters)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        named = [(FACETS[facet][0], value) for facet, value in self.filters]
        return [("q", self.text), *named] if self.text else named

    def without(self, facet: str) -> "Asked":
        return Asked(self.text, tuple(f for f in self.filters if f[0] != facet))

    def narrowed(self, facet: str, value: str) -> "Asked":
        return Asked(self.text, (*self.without(facet).filters, (facet, value)))

    def url(self, path: str = "/", **more: object) -> str:
        """`path` with this query; `more` are further parameters, left out when None."""
        rest = [(key, str(value)) for key, value in more.items() if value is not None]
        query = urlencode([*self.parameters, *rest])
        return f"{path}?{query}" if query else path


def _asked(
    q: Annotated[str, Query(max_length=MAX_QUERY)] = "",
    loai: Annotated[str, Query(max_length=MAX_QUERY)] = "",
    co_quan: Annotated[str, Query(max_length=MAX_QUERY)] = "",
    nam: Annotated[str, Query(max_length=4, pattern=r"^[0-9]*$")] = "",
    don_vi: Annotated[str, Query(max_length=MAX_QUERY)] = "",
) -> Asked:
    values = zip(FACETS, (loai, co_quan, nam, don_vi), strict=True)
    return Asked(nfc(q), tuple((facet, nfc(value)) for facet, value in values if value))


AskedOf = Annotated[Asked, Depends(_asked)]
