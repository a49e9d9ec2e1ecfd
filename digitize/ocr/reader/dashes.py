"""Dashes that stand alone, told apart by their width, which says more than the network: it takes
most of the longer ones for hyphens."""

from collections.abc import Sequence

_DASHES = _HYPHEN, _EN_DASH = "-", "–"
# X-heights: on generated and real pages hyphens have 0.4 to 0.85, en dashes 0.95 to 1.4.
_LEAST_EN_DASH = 0.9
_MOST = 1.5  # rules and leaders are longer


def tell_dashes(
    candidates: Sequence[tuple[str, float]], width: float
) -> tuple[tuple[str, float], ...]:
    """The candidates for a word, best first; for a dash that is `width` x-heights long, the one
    that it is by that, as sure as that it is one."""
    if candidates[0][0] not in _DASHES or width > _MOST:
        return tuple(candidates)
    sure = sum(chance for text, chance in candidates if text in _DASHES)
    told = _EN_DASH if width >= _LEAST_EN_DASH else _HYPHEN
    return ((told, min(1.0, sure)), *(one for one in candidates if one[0] not in _DASHES))
