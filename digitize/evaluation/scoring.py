"""How well a reading agrees with the truth. Pure functions of texts and values.

Words wrong is a bag-of-words distance: 1 - 2·|a ∩ b| / (|a| + |b|), the Dice distance of the two
multisets of words. It does not ask for one order of the two header columns, which engines differ
in. Words are what white space parts in NFC text, so punctuation counts. CER is the Levenshtein
distance over the letters of the truth, and does ask for the order.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from digitize.text.fold import lower
from digitize.text.normal import nfc, squeeze
from digitize.text.tones import place_tones


@dataclass(frozen=True, slots=True)
class TextScore:
    """One page. `missing`: words of the truth that were not read; `invented`: the reverse."""

    true_words: int
    read_words: int
    missing: int
    invented: int
    true_letters: int
    edits: int

    @property
    def words_wrong(self) -> float:
        return (self.missing + self.invented) / max(1, self.true_words + self.read_words)

    @property
    def cer(self) -> float:
        return self.edits / max(1, self.true_letters)


def score_text(truth: str, read: str) -> TextScore:
    truth, read = squeeze(truth), squeeze(read)
    true_words, read_words = Counter(truth.split()), Counter(read.split())
    return TextScore(
        true_words=true_words.total(),
        read_words=read_words.total(),
        missing=(true_words - read_words).total(),
        invented=(read_words - true_words).total(),
        true_letters=len(truth),
        edits=Levenshtein.distance(truth, read),
    )


@dataclass(frozen=True, slots=True)
class TextSummary:
    """`words_wrong` and `cer` are means of pages; the shares are of all words of the truth."""

    pages: int
    words_wrong: float
    missing: float
    invented: float
    cer: float


def summarise(scores: Collection[TextScore]) -> TextSummary:
    """Raises ValueError when there is no page."""
    if not scores:
        raise ValueError("no page to summarise")
    words = max(1, sum(score.true_words for score in scores))
    return TextSummary(
        pages=len(scores),
        words_wrong=sum(score.words_wrong for score in scores) / len(scores),
        missing=sum(score.missing for score in scores) / words,
        invented=sum(score.invented for score in scores) / words,
        cer=sum(score.cer for score in scores) / len(scores),
    )


class Verdict(StrEnum):
    """On one field of one document."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"  # the document has it, the reading has not
    INVENTED = "invented"  # the reverse
    ABSENT = "absent"  # neither has it


def judge(truth: str | None, read: str | None) -> Verdict:
    """Exact but for white space and the place of a tone mark (HÒA, HOÀ)."""
    if not truth or not read:
        return Verdict.MISSED if truth else Verdict.INVENTED if read else Verdict.ABSENT
    return Verdict.RIGHT if _comparable(truth) == _comparable(read) else Verdict.WRONG


def _comparable(value: str) -> tuple[str, tuple[bool, ...]]:
    """Tones are placed word by word in lower case; which letters are capitals stands beside."""
    text = nfc(value)
    letters = "".join(place_tones(lower(text)).split())
    return letters, tuple(letter.isupper() for letter in text if not letter.isspace())


@dataclass(frozen=True, slots=True)
class FieldResult:
    """`document`: how a list of misses calls it."""

    document: str
    key: str
    truth: str | None
    read: str | None

    @property
    def verdict(self) -> Verdict:
        return judge(self.truth, self.read)


def compare_fields(
    document: str, truth: Mapping[str, str | None], read: Mapping[str, str]
) -> list[FieldResult]:
    """One result for each key of the truth; keys that the truth is silent on are not judged."""
    return [FieldResult(document, key, value, read.get(key)) for key, value in truth.items()]


def tally(results: Sequence[FieldResult]) -> dict[str, Counter[Verdict]]:
    """Verdicts by field, in the order in which the fields come."""
    counts: dict[str, Counter[Verdict]] = {}
    for result in results:
        counts.setdefault(result.key, Counter())[result.verdict] += 1
    return counts
