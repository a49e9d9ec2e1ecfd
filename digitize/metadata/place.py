"""Địa danh: the place of issue, before the date (ô số 4; NĐ 30/2020, Điều 8 khoản 4)."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.header import Header, Layout
from digitize.metadata.issue_date import date_start
from digitize.metadata.sheet import Row
from digitize.metadata.spelling import is_wording, respell
from digitize.text.fold import fold, lower
from digitize.text.syllables import is_syllable
from digitize.text.tones import place_tones

_PLACE = re.compile(r"^[\s\W\d_]*(?P<place>[^,;:]*?[^\W\d_.])\s*[,.;:]?\s*$")
_WORD = re.compile(r"[^\W\d_]+")


def find_places(header: Header, agency: Sequence[Row]) -> list[Candidate]:
    """Readings of the place: the words before the date, compared with the agency's name."""
    if header.layout is Layout.CENTRED:
        return []
    found = (read_place(row) for row in header.right)
    places = (_after_agency(place, agency) for place in found if place)
    # Where the first capital was not read, the agency's name may have it (ĩnh Long).
    return [place for place in places if place.value[:1].isupper()]


def read_place(row: Row) -> Candidate | None:
    start = date_start(row)
    if start is None:
        return None
    before = re.split(r",|\bng[aà]", row.text[:start], flags=re.IGNORECASE)[0]
    place = _PLACE.match(before)
    if not place or len(place["place"]) < 2:
        return None
    words = row.words_in(place.start("place"), place.end("place"))
    found = Candidate(place["place"], words, row.page, "words before the date")
    found = found.mended(respell(place["place"]))
    capitals = [word[:1].isupper() for word in _WORD.findall(found.value)]
    if not all(capitals):
        found = found.given(Evidence.NOT_CAPITALS)
    return found.given(Evidence.FIXED_WORDING) if is_wording(found.value) else found


def with_place(agency: Candidate, places: Sequence[Candidate]) -> Candidate:
    """The name of a body with what the place of issue says of its spelling: the same letters with
    other marks are an error in one of them."""
    for place in places[:1]:
        named = re.search(rf"\b{re.escape(fold(place.value))}\b", fold(agency.value))
        if named:
            part = agency.value[named.start() : named.end()]
            same = place_tones(lower(part)) == place_tones(lower(place.value))
            return agency.given(Evidence.PLACE_AGREES if same else Evidence.PLACE_DIFFERS)
    return agency


def _after_agency(place: Candidate, agency: Sequence[Row]) -> Candidate:
    """The place weighed against the name of the agency, which mostly ends with it (SỞ Y TẾ TỈNH
    LẠNG SƠN; Lạng Sơn). A difference is an error in one of them.

    Where a letter differs, the agency's is taken: its print is larger; but neither for a known
    place nor where it was read less surely.
    """
    least = min(word.confidence for word in place.words)
    known = Evidence.FIXED_WORDING in place.evidence
    count = len(place.value.split())
    for row in agency if count > 1 else ():
        named = _WORD.findall(row.text)
        for start in range(len(named) - count + 1):
            words = named[start : start + count]
            part = respell(" ".join(words).title())
            letters = Levenshtein.distance(fold(part), fold(place.value))
            if letters == 1 and all(is_syllable(word) for word in words):
                if known or min(word.confidence for word in row.words) < least:
                    return place.given(Evidence.AGENCY_DIFFERS)
                return place.mended(part).given(Evidence.AGENCY_DIFFERS)
            if letters == 0:
                same = place_tones(lower(part)) == place_tones(lower(place.value))
                return place.given(Evidence.AGENCY_AGREES if same else Evidence.AGENCY_DIFFERS)
    return place
