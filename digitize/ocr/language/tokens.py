"""How the language model sees a token: the word in it, a figure, or nothing."""

import re
from functools import lru_cache

from digitize.text.fold import lower
from digitize.text.tones import place_tones

FIGURE = "#"  # whatever holds a digit or joins letters by other signs: numbers, dates, codes

_WORD = re.compile(r"[\W_]*([^\W\d_]+)[\W_]*")


def letters_of(token: str) -> str | None:
    """The word of a token that is one, with signs at its ends at most; else None."""
    found = _WORD.fullmatch(token)
    return found[1] if found else None


@lru_cache(maxsize=65536)
def entry(token: str) -> str | None:
    """The token's word as the model counts it: lower case, tones in one place. FIGURE for other
    tokens with letters or digits, None for mere punctuation."""
    letters = letters_of(token)
    if letters is not None:
        return place_tones(lower(letters))
    return FIGURE if any(map(str.isalnum, token)) else None
