"""The letters of secret marks as pictures, which `ocr.lettering` looks for on pages.

    python -m training.secret_marks

Bold capitals of 13.5 points (NĐ 30/2020/NĐ-CP, appendix I: 13 to 14), in a serif and a sans
serif face, white on black.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import digitize.ocr
from digitize.ocr.mark_pictures import FACES, MASTER_SCALE, RIVALS, WORDS, master_path
from digitize.samples.fonts import MM_PER_POINT, Face, Font, drawing_font

_POINTS = 13.5
_FAMILIES = {"serif": "tinos", "sans": "arimo"}


def draw(word: str, family: str) -> Image.Image:
    font = drawing_font(Font(family, Face.BOLD), round(_POINTS * MM_PER_POINT * MASTER_SCALE, 1))
    left, top, right, bottom = font.getbbox(word)
    picture = Image.new("L", (round(right - left) + 8, round(bottom - top) + 8))
    ImageDraw.Draw(picture).text((4 - left, 4 - top), word, font=font, fill=255)
    ink = np.asarray(picture)
    rows, columns = np.flatnonzero(ink.max(axis=1)), np.flatnonzero(ink.max(axis=0))
    return picture.crop((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))


def main() -> None:
    for word in (*WORDS, *RIVALS):
        for face in FACES:
            path = Path(digitize.ocr.__path__[0]) / master_path(word, face)
            draw(word, _FAMILIES[face]).save(path, optimize=True)


if __name__ == "__main__":
    main()
