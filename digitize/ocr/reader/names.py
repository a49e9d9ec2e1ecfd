"""A line read as a person's name: a family name, then one or more that many bear.

A seal or a stroke of the pen takes marks and letters of the name under it. But names are made of
few words, and which of them fits the ink best is nearly always plain.
"""

import math
from functools import lru_cache

from digitize.ocr.reader.lexicon import Fit, Lexicon
from digitize.ocr.reader.model import Probabilities
from digitize.text.names import FAMILIES, GIVEN, MARKING, spellings

# Natural logarithms. Flat on generated signing blocks: the first from 0.3 to 1, the second from 7
# to 12.
_WEIGHT = 0.6  # of how common a word is, beside the reader's probability
_PASSED_OVER = 10.0
_MARKING = 50  # times as common as any other name that may stand in their place


def read_name(probabilities: Probabilities, alphabet: str) -> Fit | None:
    """The likeliest name in probabilities (frames, classes); None where there are no frames."""
    return _names(alphabet).fit(probabilities, _PASSED_OVER)


@lru_cache(maxsize=2)
def _names(alphabet: str) -> Lexicon:
    # Frequencies fall with their rank (Zipf's law).
    families = {
        spelt: -_WEIGHT * math.log(rank)
        for rank, name in enumerate(FAMILIES, 1)
        for spelt in spellings(name)
    }
    given = {spelt.capitalize(): 0.0 for name in GIVEN for spelt in spellings(name)}
    given |= {name.capitalize(): _WEIGHT * math.log(_MARKING) for name in MARKING}
    return Lexicon.of(families, given, alphabet)
