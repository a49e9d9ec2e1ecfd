"""Candidates: each rule proposes readings of a field with what speaks for and against each.

A rule judges nothing: it names its evidence, and the scorer weighs it (see `scoring`). The best
reading becomes the field, the next ones stay with it for a reviewer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from digitize.domain import Word


class Evidence(StrEnum):
    """What may speak for or against a reading, each with a strength in 0..1."""

    # How it was read; every candidate has these (see `scoring.features_of`).
    DOUBT = "doubt in its words"
    WORST_WORD = "doubt in its worst word"
    ANY_WORD = "doubt that all its words are right"
    UNSURE_WORDS = "several unsure words"
    CHANGED = "words changed after reading"
    WITHHELD = "doubtful words inside"
    LENGTH = "length"
    NO_SYLLABLES = "words that are no syllables"
    ODD_SIGNS = "odd signs inside"
    EXACT = "the file's own text"
    # Agreement with other fields.
    TYPE_AGREES = "the printed type agrees"
    TYPE_DIFFERS = "the printed type differs"
    SYMBOL_AGREES = "the symbol agrees"
    SYMBOL_DIFFERS = "the symbol differs"
    AGENCY_AGREES = "the agency's name agrees"
    AGENCY_DIFFERS = "the agency's name differs"
    PLACE_AGREES = "the place agrees"
    PLACE_DIFFERS = "the place differs"
    CAPTION_AGREES = "the signature's caption agrees"
    YOUNGER_QUOTED = "the text quotes a younger document"
    # Agreement with the text and with fixed wording.
    NAMED_AGAIN = "the text says the same"
    SPELT_OTHERWISE = "the text spells it otherwise"
    FIXED_WORDING = "fixed wording"
    MENDED = "mended"
    # What it looks like, and where it stands.
    LIKENESS = "letters off"
    NO_ANCHOR = "the words before it were not read"
    ONE_PART = "one part where two stand"
    APART = "set apart, likely by pen"
    UNLIKE_PRINT = "unlike the print beside it"
    ONE_DIGIT = "one digit where two stand"
    NOT_CAPITALS = "no capitals"
    SMALL_START = "begins with a small letter"
    NO_FAMILY = "no family name"
    SHORT_NAME = "two words alone"
    UNUSUAL_NAME = "names that few bear"
    UNCLEAN = "letters hidden"
    NAMELESS = "no name below"
    NO_RECIPIENTS = "no Nơi nhận beside it"
    RESTORED = "restored in part"
    UNFINISHED = "a line must follow"
    UNKNOWN_WORDING = "unknown wording"
    SKIPS_A_LINE = "a line between may be missing"
    ACTING_UNREAD = "its sign of acting for was not read"
    STAMP = "in a stamp"
    ROOM_FOR_LETTERS = "room for more letters"
    ROOM_FOR_WORDS = "room for more words"
    TOUCHING = "words without a blank between"
    CROWDED = "other words close below"
    OFF_CENTRE = "not below the middle of its title"
    OTHER_BLOCK = "another block signs the document"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one field, proposed by `rule`.

    `printed`: what stands on the page where the value was mended or is a normal form of it.
    `complete` is False for a value of which a part is known to be missing (a date without its
    day, a symbol without its number), and for one that another field contradicts outright.
    """

    value: str
    words: tuple[Word, ...]
    page: int
    rule: str
    evidence: Mapping[Evidence, float] = field(default_factory=dict)
    printed: str = ""
    complete: bool = True

    def given(self, kind: Evidence, strength: float = 1.0) -> "Candidate":
        """The candidate with one more piece of evidence."""
        return replace(self, evidence={**self.evidence, kind: strength})

    def mended(self, value: str) -> "Candidate":
        """The candidate with another value, what was printed kept beside it."""
        if value == self.value:
            return self
        changed = replace(self, value=value, printed=self.printed or self.value)
        return changed.given(Evidence.MENDED)


def reading_confidence(words: Sequence[Word]) -> float:
    """Confidence of a reading of several words: its mean, drawn towards its worst word."""
    if not words:
        return 0.0
    values = [w.confidence for w in words]
    return 0.7 * sum(values) / len(values) + 0.3 * min(values)
