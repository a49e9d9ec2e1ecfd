"""Names that few bear."""

from digitize.text.fold import lower
from digitize.text.names import GIVEN
from digitize.text.tones import place_tones

_USUAL = frozenset(map(place_tones, GIVEN))


def unusual(name: str) -> int:
    """How many of the words after the family name are no usual name. `name`: of one person, or of
    several, parted by semicolons."""
    people = (part.split() for part in name.split(";"))
    return sum(place_tones(lower(word)) not in _USUAL for words in people for word in words[1:])
