"""Names of persons: family names are a closed class, so their marks can be restored.

A name is two to five words, each a syllable with one capital. The given name stays as read.
"""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from digitize.metadata.sheet import Row, Token
from digitize.text.fold import fold
from digitize.text.names import FAMILIES
from digitize.text.syllables import is_syllable

_MOST_COMMON = 40  # so many bear nearly all persons
_MIDDLE = ("thi", "van")
_DEGREE = re.compile(
    r"^(?:pgs|gs|ts|ths|bs|ds|ks|cn|bsck[i1l]*|ck[i1l]*|dsck[i1l]*|dr|ncs|dai ta|thuong ta"
    r"|trung ta|thieu ta|thieu tuong|trung tuong|luat su)[.,:/]*$"
)


def _families() -> dict[str, str]:
    by_fold: dict[str, set[str]] = {}
    for name in FAMILIES:
        by_fold.setdefault(fold(name), set()).add(name)
    return {key: found.pop() if len(found) == 1 else "" for key, found in by_fold.items()}


_BY_FOLD = _families()
_COMMON = {fold(name) for name in FAMILIES[:_MOST_COMMON]}
_COMMONEST = {fold(name): name for name in reversed(FAMILIES)}


def spell_family(word: str) -> str:
    """The word with the marks of the family name that it must be; as it is where none or more
    than one folds like it."""
    return _BY_FOLD.get(fold(word)) or word


def mends_to_rare(word: str) -> bool:
    """Whether the word is no family name as it is spelt, and the one that it folds like is rare:
    it may be the rest of a common one (Nguy of Nguyễn)."""
    spelt = spell_family(word)
    return spelt != word and fold(word) not in _COMMON


def is_family(word: str) -> bool:
    return fold(word) in _BY_FOLD


def name_in(row: Row) -> list[Token] | None:
    """The longest run of two to five words of a row that look like parts of a name; from its
    first family name on. Degrees and ranks before it are left out (NĐ 30/2020: none there)."""
    best: list[Token] = []
    run: list[Token] = []
    for token in row.tokens:
        text = bare(token)
        capital = text[:1].isupper() and text[1:].islower() and not _DEGREE.match(fold(text))
        # A given name that OCR misread (Glang) still ends the name.
        if capital and (is_syllable(text) or (len(run) > 1 and is_syllable(bare(run[-1])))):
            run = [*run, token]
        else:
            run = []
        if len(run) > len(best):
            best = run
    for start in range(len(best) - 1):
        if is_family(bare(best[start])):
            best = best[start:]
            break
        if fold(bare(best[start])) in _MIDDLE:
            break  # the family name itself was not read: what follows is no family name
    first = row.tokens.index(best[0]) if best else 0
    if first > 0 and mend_family(bare(row.tokens[first - 1])):
        best = [row.tokens[first - 1], *best]
    return best if 2 <= len(best) <= 5 else None


def mend_family(word: str) -> str | None:
    """The family name that a word is but for one letter (LWỡng: Lương), when it is no syllable
    itself and like no other name; short names are like too many. Of names that fold alike the
    commoner one."""
    letters = fold(word)
    if len(letters) < 4 or (is_syllable(word) and word[1:].islower()):
        return None
    near = [key for key in _BY_FOLD if Levenshtein.distance(key, letters) < 2]
    return _COMMONEST[near[0]] if len(near) == 1 else None


def mend_ending(word: str) -> str:
    """A word whose last letter was read as a sign (Trun§), where only one letter can have been."""
    if not re.fullmatch(r"[^\W\d_]+[^\w\s.,;:'’\"~-]", word):
        return word
    whole = [word[:-1] + c for c in "chgmnpt" if is_syllable(word[:-1] + c)]
    return whole[0] if len(whole) == 1 else word


def bare(token: Token) -> str:
    """The word without punctuation around it."""
    return bare_word(token.word.text)


def bare_word(text: str) -> str:
    return re.sub(r"^\W+|\W+$", "", text)


def is_clean(token: Token) -> bool:
    """Whether a syllable and common punctuation were read: a § hides a letter."""
    whole = re.fullmatch(r"[^\w]?[^\W\d_]+[.,;:]?", token.word.text) is not None
    return whole and is_syllable(bare(token))


def spell_name(tokens: Sequence[Token]) -> str:
    words = [bare(t) for t in tokens]
    words[-1] = bare_word(mend_ending(tokens[-1].word.text))
    return " ".join([mend_family(words[0]) or spell_family(words[0]), *words[1:]])
