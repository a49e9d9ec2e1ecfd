"""Fonts: Times-like families of Debian for print, vendored handwriting for pens.

Every printing font must carry every Vietnamese letter; a font that lacks one would print boxes
and the truth would lie.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from digitize.errors import ServiceError

MM_PER_POINT = 25.4 / 72


class Face(StrEnum):
    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"


@dataclass(frozen=True, slots=True)
class Font:
    family: str
    face: Face = Face.REGULAR


@dataclass(frozen=True, slots=True)
class _Family:
    package: str  # Debian's; empty for the vendored pens
    folder: Path
    files: tuple[str, str, str, str]  # in the order of Face


_DEBIAN = Path("/usr/share")
_CROSCORE = _DEBIAN / "fonts/truetype/croscore"
_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")


def _tex_gyre(name: str) -> _Family:
    folder = _DEBIAN / "texmf/fonts/opentype/public/tex-gyre"
    regular, bold, italic, both = (f"texgyre{name}-{style.lower()}.otf" for style in _STYLES)
    return _Family("fonts-texgyre", folder, (regular, bold, italic, both))


def _noto(name: str) -> _Family:
    regular, bold, italic, both = (f"Noto{name}-{style}.ttf" for style in _STYLES)
    return _Family(
        "fonts-noto-core", _DEBIAN / "fonts/truetype/noto", (regular, bold, italic, both)
    )


_FAMILIES = {
    "tinos": _Family(
        "fonts-croscore",
        _CROSCORE,
        ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    ),
    "termes": _tex_gyre("termes"),
    "freeserif": _Family(
        "fonts-freefont-ttf",
        _DEBIAN / "fonts/truetype/freefont",
        ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
    ),
    # Typewriter of older documents.
    "cousine": _Family(
        "fonts-croscore",
        _CROSCORE,
        ("Cousine-Regular.ttf", "Cousine-Bold.ttf", "Cousine-Italic.ttf", "Cousine-BoldItalic.ttf"),
    ),
    # Rubber stamps and captions of electronic signatures.
    "arimo": _Family(
        "fonts-croscore",
        _CROSCORE,
        ("Arimo-Regular.ttf", "Arimo-Bold.ttf", "Arimo-Italic.ttf", "Arimo-BoldItalic.ttf"),
    ),
    # Only the training pages of a line reader print with these (training/).
    **{name: _tex_gyre(name) for name in ("heros", "pagella", "bonum", "schola")},
    "dejavu-serif": _Family(
        "fonts-dejavu",
        _DEBIAN / "fonts/truetype/dejavu",
        (
            "DejaVuSerif.ttf",
            "DejaVuSerif-Bold.ttf",
            "DejaVuSerif-Italic.ttf",
            "DejaVuSerif-BoldItalic.ttf",
        ),
    ),
    "noto-sans": _noto("Sans"),
    "noto-serif": _noto("Serif"),
}
TIMES = ("tinos", "termes", "freeserif")
# Pens write numbers; those of NOTE_PENS have Vietnamese letters too.
PENS = ("caveat", "patrick-hand", "kalam", "shadows-into-light", "sriracha")
NOTE_PENS = ("patrick-hand", "sriracha")
_PEN_FOLDER = Path(__file__).parent / "fonts"

# The 134 letters that Vietnamese adds to ASCII, in both cases.
LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" + "".join(
    chr(code) for code in range(0x1EA0, 0x1EFA)
)


def missing_letters(path: Path) -> str:
    """The Vietnamese letters that the font at `path` cannot print."""
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap()
    return "".join(letter for letter in LETTERS if ord(letter) not in known)


@lru_cache
def font_file(font: Font) -> Path:
    """The file of a font. Raises ServiceError, naming the package, when it is not installed or
    lacks Vietnamese letters."""
    if font.family in PENS:
        return _PEN_FOLDER / f"{font.family}.ttf"
    family = _FAMILIES[font.family]
    path = family.folder / family.files[list(Face).index(font.face)]
    remedy = f"Install it: apt-get install {family.package}"
    if not path.is_file():
        raise ServiceError(f"font {path.name} is missing", remedy=remedy)
    lacking = missing_letters(path)
    if lacking:
        raise ServiceError(f"font {path.name} lacks the letters {lacking}", remedy=remedy)
    return path


@lru_cache
def advances(font: Font) -> dict[str, float]:
    """Width of each character, in em."""
    with TTFont(font_file(font), lazy=True) as file:
        em = file["head"].unitsPerEm
        widths = file["hmtx"].metrics
        return {chr(code): widths[name][0] / em for code, name in file.getBestCmap().items()}


def width_of(text: str, font: Font, size: float) -> float:
    """Width of `text` in mm at `size` points."""
    table = advances(font)
    return sum(table[character] for character in text) * size * MM_PER_POINT


@lru_cache(maxsize=256)
def drawing_font(font: Font, pixels: float) -> ImageFont.FreeTypeFont:
    """The font at `pixels` an em. Basic layout, so that pictures do not depend on libraqm."""
    return ImageFont.truetype(str(font_file(font)), pixels, layout_engine=ImageFont.Layout.BASIC)
