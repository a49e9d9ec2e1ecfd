"""What the rest of the document says about the marks of a word.

The subject and the agency are named again in the text. Where the same letters stand between the
same neighbours there, and are mostly spelt otherwise, OCR lost the mark here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from digitize.metadata.sheet import Row
from digitize.metadata.spelling import with_case
from digitize.text.fold import fold, lower
from digitize.text.syllables import is_syllable
from digitize.text.tones import place_tones

_RUN = re.compile(r"[^\W\d_]+")
_LEAST = 1.5  # weight that another spelling needs: two sure readings
_MANY = 3.0
_TIMES = 2.0  # … and so many times the weight of the spelling at hand

_Key = tuple[str, str]
_Votes = dict[str, float]


def _votes() -> _Votes:
    return defaultdict(float)


class Consensus:
    """Spellings of word pairs in a document, weighed by the confidence of their readings."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._after: dict[_Key, _Votes] = defaultdict(_votes)
        self._before: dict[_Key, _Votes] = defaultdict(_votes)
        self._alone: dict[str, _Votes] = defaultdict(_votes)
        last = ""
        for row in rows:
            for word in row.words:
                for run in _RUN.findall(word.text):
                    self._learn(last, place_tones(lower(run)), word.confidence)
                    last = place_tones(lower(run))

    def _learn(self, last: str, run: str, weight: float) -> None:
        self._after[fold(last), fold(run)][run] += weight
        self._before[fold(last), fold(run)][last] += weight
        self._alone[fold(run)][run] += weight

    def mend(self, text: str) -> str:
        """`text` with marks as the document mostly spells them; letters and case stay."""
        words = [match[0] for match in _RUN.finditer(text)]
        folded = ["", *(fold(w) for w in words), ""]
        mended = iter(
            self._best(word, folded[i], folded[i + 1], folded[i + 2])
            for i, word in enumerate(words)
        )
        return _RUN.sub(lambda _: next(mended), text)

    def _best(self, word: str, before: str, here: str, after: str) -> str:
        own = place_tones(lower(word))
        ballots = []
        if before:
            ballots.append(self._after[before, here])
        if after:
            ballots.append(self._before[here, after])
        # No true spelling: any is better. Capitals without marks may be an abbreviation.
        lost = not is_syllable(word) and fold(word).upper() != word
        if lost:
            ballots.append(self._alone[here])
        votes = _votes()
        for ballot in ballots:
            for spelling, weight in ballot.items():
                if is_syllable(spelling) or not lost:
                    votes[spelling] += weight
        if not votes:
            return word
        best = max(votes, key=lambda spelling: votes[spelling])
        rival = 0.0 if lost else votes[own]
        if best == own or votes[best] < max(_LEAST, _TIMES * rival):
            return word
        # A word that may be right is changed only where both its neighbours speak against it
        # (hồ sơ công trình says little of SỞ CÔNG THƯƠNG), or its only one does so often.
        agreed = len(ballots) == 2 and all(best in ballot for ballot in ballots)
        if not (lost or agreed or (len(ballots) == 1 and votes[best] >= _MANY)):
            return word
        return with_case(best, word)
