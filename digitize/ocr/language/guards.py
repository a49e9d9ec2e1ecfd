"""What the language model may not change, however likely the change.

Numbers, dates and codes have no language. Names have little: the words of a name are rare beside
words that look like them (Tân Hiệp, tần số; Vân, Văn), so a name changes only where the very pair
of words is well known.
"""

from collections.abc import Sequence

from digitize.domain import Word
from digitize.ocr.language.bigrams import Bigrams
from digitize.ocr.language.tokens import entry, letters_of
from digitize.text.fold import fold, lower
from digitize.text.normal import nfc
from digitize.text.syllables import is_syllable

# What the pair of a changed capitalised word must be: so often seen, at least and as a multiple of
# what was read in its place, and so many times as often as chance brings its words together.
_KNOWN = 10
_TOGETHER = 10
_NAME_REACH = 3  # words of a person's name behind the family name

# Family names of nine in ten Vietnamese.
_FAMILIES = frozenset(
    nfc(
        "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn trịnh"
        " trương lâm mai"
    ).split()
)


def may_change(word: Word) -> bool:
    """Whether a word has letters that language may judge: two or more, and nothing else.

    Capitals without a mark are a code as likely as not (UBND, QĐ, TTCP); withheld words are noise.
    """
    letters = letters_of(word.text)
    if letters is None or len(letters) < 2 or word.withheld:
        return False
    return not letters.isupper() or (_has_marks(letters) and is_syllable(letters))


def may_become(word: Word, text: str) -> bool:
    """Whether another reading of such a word is one that language may choose."""
    before, after = letters_of(word.text), letters_of(text)
    if before is None or after is None or len(after) < 2:
        return False
    return not before.isupper() or (after.isupper() and is_syllable(after))


def is_borne_out(words: Sequence[Word], texts: Sequence[str], place: int, bigrams: Bigrams) -> bool:
    """Whether the text chosen at a place is known from beside one of its neighbours.

    How common a word is by itself says nothing about this one. A capitalised word asks for a pair
    that is well known, within a sentence for one that belongs together, and in a person's name
    nothing suffices.
    """
    read = [*texts[:place], words[place].text, *texts[place + 1 :]]
    known = _pairs(texts, place)
    if not _is_capitalised(read[place]):
        return any(bigrams.seen(*pair) > 0 for pair in known)
    before = max(bigrams.seen(*pair) for pair in _pairs(read, place))
    together = 0 if _begins_sentence(read, place) else _TOGETHER
    return not _in_name(read, place) and any(
        bigrams.seen(*pair) >= _KNOWN * max(1, before) and bigrams.lift(*pair) >= together
        for pair in known
    )


def _pairs(texts: Sequence[str], place: int) -> list[tuple[str | None, str | None]]:
    here = entry(texts[place])
    left = entry(texts[place - 1]) if place > 0 else None
    right = entry(texts[place + 1]) if place + 1 < len(texts) else None
    return [(left, here), (here, right)]


def _begins_sentence(texts: Sequence[str], place: int) -> bool:
    """Behind a full stop or the sign of a list, or at the start of a line."""
    return place == 0 or texts[place - 1][-1] in ".:;-–+"


def _is_capitalised(text: str) -> bool:
    letters = letters_of(text) or text
    return letters[0].isupper() and not letters.isupper()


def _in_name(texts: Sequence[str], place: int) -> bool:
    """Whether a capitalised word is a family name before a capital, or stands behind one."""
    if _is_family(texts[place]) and texts[place + 1 : place + 2] and texts[place + 1][0].isupper():
        return True
    for text in reversed(texts[max(0, place - _NAME_REACH) : place]):
        if not text[0].isupper():
            return False
        if _is_family(text):
            return True
    return False


def _is_family(text: str) -> bool:
    return lower(text) in _FAMILIES


def _has_marks(letters: str) -> bool:
    """Whether a letter bears a mark; đ is a letter of its own."""
    return fold(letters) != lower(letters).replace("đ", "d")
