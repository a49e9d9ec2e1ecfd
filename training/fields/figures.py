"""How well confidence tells right from wrong: tables, and the reliability plot."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from digitize.metadata.scoring import Scorer
from training.fields.checking import Load, Row
from training.fields.examples import LEARNT, Case, Chosen, chosen

_BINS = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 1.01)
_SIDE, _GAP, _COLUMNS, _LEFT, _TOP = 150, 46, 4, 40, 34


def table(sets: Mapping[str, Mapping[str, Row]]) -> str:
    """A Markdown table: by set, right of those that the documents have, then wrong of accepted."""
    heads = [f"{name}: right | wrong of accepted" for name in sets]
    lines = [f"| field | {' | '.join(heads)} |", f"|---|{'---|---|' * len(sets)}"]
    for key in LEARNT:
        cells = []
        for rows in sets.values():
            row = rows[key]
            cells += [f"{row.right} of {row.has}", f"{row.wrong} of {row.accepted}"]
        lines.append(f"| `{key}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def load_table(sets: Mapping[str, Load]) -> str:
    """A Markdown table: what goes through without a look, by set."""
    lines = [
        "| scans | documents of which nothing is asked | … number or date alone "
        "| values that go through | wrong of those |",
        "|---|---|---|---|---|",
    ]
    for name, load in sets.items():
        lines.append(
            f"| {name} | {load.through} of {load.documents} | {load.pen_alone} "
            f"| {load.accepted} of {load.fields} | {load.wrong} |"
        )
    return "\n".join(lines)


def reliability_plot(sets: Mapping[str, Sequence[Case]], scorer: Scorer) -> str:
    """An SVG, one square a field: confidence claimed against the share that was right, each dot
    with its 95 % interval (Wilson); a colour a set."""
    colours = dict(zip(sets, ("#1f5fa8", "#c2571a", "#3a8a4a"), strict=False))
    rows = math.ceil(len(LEARNT) / _COLUMNS)
    width = _LEFT + _COLUMNS * (_SIDE + _GAP)
    height = _TOP + rows * (_SIDE + _GAP) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11" fill="#222">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for n, (name, colour) in enumerate(colours.items()):
        x = _LEFT + n * 130
        parts.append(f'<circle cx="{x}" cy="12" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 9}" y="16">{name}</text>')
    for n, key in enumerate(LEARNT):
        x = _LEFT + n % _COLUMNS * (_SIDE + _GAP)
        y = _TOP + n // _COLUMNS * (_SIDE + _GAP)
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
        )
        parts.append(f'<path d="M{x} {y + _SIDE}L{x + _SIDE} {y}" stroke="#ccc"/>')
        parts.append(f'<text x="{x}" y="{y + _SIDE + 14}">{key}</text>')
        for name, colour in colours.items():
            for dot in _dots(chosen(key, sets[name], scorer), x, y):
                parts.append(dot.replace("COLOUR", colour))
    return "\n".join([*parts, "</svg>", ""])


def _dots(taken: Sequence[Chosen], x: float, y: float) -> list[str]:
    dots = []
    for low, high in pairwise(_BINS):
        inside = [one for one in taken if low <= one.confidence < high]
        if len(inside) < 5:
            continue
        share = sum(one.right for one in inside) / len(inside)
        at = x + _SIDE * sum(one.confidence for one in inside) / len(inside)
        down, up = (y + _SIDE * (1 - edge) for edge in wilson(share, len(inside)))
        dots.append(f'<path d="M{at:.1f} {down:.1f}V{up:.1f}" stroke="COLOUR"/>')
        dots.append(
            f'<circle cx="{at:.1f}" cy="{y + _SIDE * (1 - share):.1f}" r="3" fill="COLOUR"/>'
        )
    return dots


def wilson(share: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    middle = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)
