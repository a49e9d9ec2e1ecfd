"""How well a reading agrees with the truth. Pure functions of texts and values.

Words wrong is a bag-of-words distance: 1 - 2·|a ∩ b| / (|a| + |b|), the Dice distance of the two
multisets of words. It does not ask for one order of the two header columns, which engines differ
in. Words are what white space parts in NFC text, so punctuation counts. CER is the Levenshtein
distance over the letters of the truth, and does ask for the order; bare CER is the same without
diacritics.

The order error is what word errors cost in order and do not cost out of it: word error rate less
bag-of-words error rate, both over the words of the truth (Vidal, Toselli, Ríos-Vila and
Calvo-Zaragoza, End-to-End Page-Level Assessment of Handwritten Text Recognition, Pattern
Recognition 142, 2023; they show that it follows Spearman's footrule of the lines' order).
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from rapidfuzz.distance import Levenshtein

from digitize.text.fold import lower
from digitize.text.normal import nfc, squeeze
from digitize.text.tones import place_tones


@dataclass(frozen=True, slots=True)
class TextScore:
    """One page. `missing`: words of the truth that were not read; `invented`: the reverse.
    `word_edits`, `edits` and `bare_edits`: Levenshtein distances over words in their order, over
    letters, and over letters without diacritics."""

    true_words: int
    read_words: int
    missing: int
    invented: int
    word_edits: int
    true_letters: int
    edits: int
    bare_edits: int

    @property
    def words_wrong(self) -> float:
        return (self.missing + self.invented) / max(1, self.true_words + self.read_words)

    @property
    def cer(self) -> float:
        return self.edits / max(1, self.true_letters)

    @property
    def bare_cer(self) -> float:
        return self.bare_edits / max(1, self.true_letters)

    @property
    def order_error(self) -> float:
        # Words exchanged freely, and the rest added or left out: what a bag of words must cost.
        return (self.word_edits - max(self.missing, self.invented)) / max(1, self.true_words)


def score_text(truth: str, read: str) -> TextScore:
    truth, read = squeeze(truth), squeeze(read)
    true_words, read_words = Counter(truth.split()), Counter(read.split())
    return TextScore(
        true_words=true_words.total(),
        read_words=read_words.total(),
        missing=(true_words - read_words).total(),
        invented=(read_words - true_words).total(),
        word_edits=Levenshtein.distance(truth.split(), read.split()),
        true_letters=len(truth),
        edits=Levenshtein.distance(truth, read),
        bare_edits=Levenshtein.distance(_bare(truth), _bare(read)),
    )


def _bare(text: str) -> str:
    """Without diacritics, letter by letter; capitals stay."""
    plain = "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
    return plain.translate({ord("đ"): "d", ord("Đ"): "D"})


@dataclass(frozen=True, slots=True)
class TextSummary:
    """`missing` and `invented` are shares of all words of the truth, the rest means of pages."""

    pages: int
    words_wrong: float
    missing: float
    invented: float
    cer: float
    bare_cer: float
    order_error: float


def summarise(scores: Collection[TextScore]) -> TextSummary:
    """Raises ValueError when there is no page."""
    if not scores:
        raise ValueError("no page to summarise")
    words = max(1, sum(score.true_words for score in scores))
    return TextSummary(
        pages=len(scores),
        words_wrong=fmean(score.words_wrong for score in scores),
        missing=sum(score.missing for score in scores) / words,
        invented=sum(score.invented for score in scores) / words,
        cer=fmean(score.cer for score in scores),
        bare_cer=fmean(score.bare_cer for score in scores),
        order_error=fmean(score.order_error for score in scores),
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
