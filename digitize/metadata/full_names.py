"""A signer's name of which a signature left the end, completed from the text.

Minutes and contracts name in the text who signs them (Chủ trì: Ông Trần Văn Mười). Where exactly
one name there ends in what was read below the title, it is the signer's.
"""

from collections.abc import Iterable
from dataclasses import replace

from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.names import bare, is_family
from digitize.metadata.sheet import Row
from digitize.text.fold import fold

_LONGEST = 5  # words of a name


def completed(name: Candidate, rows: Iterable[Row]) -> Candidate | None:
    """The whole name as a candidate of its own; None where the name is whole, or the text has no
    such name or several."""
    end = fold(name.value).split()
    if Evidence.NO_FAMILY not in name.evidence or len(end) < 2:
        return None
    own = {id(word) for word in name.words}
    found = {whole for row in rows for whole in _names_ending(row, end, own)}
    if len(found) != 1:
        return None
    evidence = dict(name.evidence)
    del evidence[Evidence.NO_FAMILY]
    return replace(
        name,
        value=found.pop(),
        rule="name completed after the text",
        evidence=evidence,
        printed=name.value,
    )


def _names_ending(row: Row, end: list[str], own: set[int]) -> list[str]:
    words = [bare(token) for token in row.tokens]
    folded = [fold(word) for word in words]
    names = []
    for at in range(1, len(words) - len(end) + 1):
        if folded[at : at + len(end)] != end or id(row.tokens[at].word) in own:
            continue
        for start in range(at - 1, max(-1, at + len(end) - _LONGEST - 1), -1):
            if not words[start].istitle():
                break
            if is_family(words[start]):
                names.append(" ".join(words[start : at + len(end)]))
                break
    return names
