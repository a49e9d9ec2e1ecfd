"""Invisible text over a page's picture: each word stretched over its place (render mode 3).

Words of a line share font size and base line, so that readers keep the line together; each word
is followed by a blank that reaches to the next one.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from digitize.deliver.glyphless import WIDTH, encode
from digitize.domain import OUTSIDE_TEXT, PageText, Word
from digitize.imaging.upright import upright_box, upright_size


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word in pixels of the upright page *levelled*: turned about its origin so that lines
    run flat. `x`: left edge; `y`: bottom edge, downwards."""

    text: str
    x: float
    y: float
    width: float
    height: float


def text_layer(page: PageText) -> tuple[str, set[str]]:
    """The content stream of the layer, for a user space of upright pixels with y upwards, and
    the characters used in it. Withheld words are left out, as they are of the running text;
    what stands outside that comes last."""
    _, height = upright_size(page.width, page.height, page.rotation)
    angle = math.radians(page.skew)
    matrix = f"{math.cos(angle):.6f} {math.sin(angle):.6f} {-math.sin(angle):.6f} "
    matrix += f"{math.cos(angle):.6f}"
    parts = ["BT", "3 Tr"]
    used = {" "}
    for line in sorted(page.lines, key=lambda line: line.zone in OUTSIDE_TEXT):
        words = [
            _place(word, page, angle) for word in line.words if word.text and not word.withheld
        ]
        if not words:
            continue
        used.update(*(word.text for word in words))
        parts.extend(_line(words, matrix, angle, height))
    return "\n".join([*parts, "ET"]), used


def _place(word: Word, page: PageText, angle: float) -> _Placed:
    box = upright_box(word.box, page.width, page.height, page.rotation)
    cos, sin = math.cos(angle), abs(math.sin(angle))
    # The box stands around a word that lies aslant: width = w cos + h sin, height = w sin + h cos.
    width = (box.width * cos - box.height * sin) / (cos * cos - sin * sin)
    height = (box.height * cos - box.width * sin) / (cos * cos - sin * sin)
    width, height = max(width, 1.0), max(height, 0.2 * box.height, 1.0)
    middle_x, middle_y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    # Turning the page clockwise by the skew levels it.
    level_x = middle_x * math.cos(angle) - middle_y * math.sin(angle)
    level_y = middle_x * math.sin(angle) + middle_y * math.cos(angle)
    return _Placed(word.text, level_x - width / 2, level_y + height / 2, width, height)


def _line(words: Sequence[_Placed], matrix: str, angle: float, page_height: int) -> Iterator[str]:
    bottom = median(word.y for word in words)
    size = bottom - median(word.y - word.height for word in words)
    yield f"/F {size:.2f} Tf"
    for index, word in enumerate(words):
        x = word.x * math.cos(angle) + bottom * math.sin(angle)
        y = page_height - (bottom * math.cos(angle) - word.x * math.sin(angle))
        yield f"{matrix} {x:.2f} {y:.2f} Tm"
        yield f"{_stretch(word.width, len(word.text), size)} Tz {encode(word.text)} Tj"
        if index + 1 < len(words):
            gap = max(words[index + 1].x - word.x - word.width, 0.1 * size)
            yield f"{_stretch(gap, 1, size)} Tz {encode(' ')} Tj"


def _stretch(width: float, characters: int, size: float) -> str:
    """Horizontal scale, in per cent, that makes so many characters as wide as asked."""
    return f"{100 * width / (characters * WIDTH * size):.2f}"
