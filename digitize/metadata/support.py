"""What the rest of a document says about a value: the same words, or the same spelt otherwise.

The subject and the bodies are mostly named again in the text, by another reading of other ink.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.sheet import Row
from digitize.text.fold import fold, lower
from digitize.text.tones import place_tones

_BLANKS = re.compile(r"\s+")
_RUN = re.compile(r"\w+")


def repeated(candidate: Candidate, forms: Iterable[str], rows: Iterable[Row]) -> Candidate:
    """The candidate, with evidence where a row that holds none of its words says the same in one
    of the `forms` (an annex: Kèm theo Quyết định số 15/QĐ-UBND ngày 05/3/2021)."""
    own = {id(word) for word in candidate.words}
    letters = [_BLANKS.sub("", fold(form)) for form in forms]
    for row in rows:
        text = _BLANKS.sub("", row.folded)
        found = any(re.search(rf"(?<!\d){re.escape(form)}(?!\d)", text) for form in letters)
        if found and not any(id(word) in own for word in row.words):
            return candidate.given(Evidence.NAMED_AGAIN)
    return candidate


class Support:
    """The word pairs of a document's text, each with the words that they were read in."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._pairs: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
        for row in rows:
            last = ""
            for word in row.words:
                for run in _RUN.findall(word.text):
                    here = place_tones(lower(run))
                    if last:
                        key = fold(last), fold(here)
                        self._pairs.setdefault(key, []).append((last, here, id(word)))
                    last = here

    def weigh(self, candidate: Candidate) -> Candidate:
        """The candidate with the shares of its word pairs that the text repeats and that it
        spells otherwise; its own words do not count."""
        own = {id(word) for word in candidate.words}
        runs = [place_tones(lower(run)) for run in _RUN.findall(candidate.value)]
        same = otherwise = 0
        for pair in pairwise(runs):
            key = fold(pair[0]), fold(pair[1])
            there = [(a, b) for a, b, word in self._pairs.get(key, ()) if word not in own]
            same += pair in there
            otherwise += bool(there) and pair not in there
        count = max(1, len(runs) - 1)
        weighed = candidate.given(Evidence.NAMED_AGAIN, same / count)
        if not otherwise:
            return weighed
        return weighed.given(Evidence.SPELT_OTHERWISE, min(1.0, otherwise / 2))
