"""Born-digital PDF: sheets with real text in embedded fonts, as office programs export them."""

import io
from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from digitize.samples.drawing import draw_sheet
from digitize.samples.fonts import Font, font_file
from digitize.samples.sheet import Run, Sheet

_PER_MM = 72 / 25.4
_MARKS_DPI = 150


def add_text_pages(pdf: pikepdf.Pdf, sheets: Sequence[Sheet], *, seed: int) -> None:
    """A page for each sheet: words as text, seals and signatures as transparent pictures, as a
    digital signature shows them."""
    runs = [run for sheet in sheets for line in sheet.lines for run in line.runs]
    fonts = _embed(pdf, runs)
    for number, sheet in enumerate(sheets):
        width, height = (side * _PER_MM for side in sheet.size)
        page = pdf.add_blank_page(page_size=(round(width, 2), round(height, 2)))
        content = [_words(sheet, fonts, height), _rules(sheet, height)]
        marks = _marks(pdf, sheet, seed + number)
        resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary({f"/{name}": font for name, font, _ in fonts.values()})
        )
        if marks is not None:
            resources.XObject = pikepdf.Dictionary(Marks=marks)
            content.append(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Marks Do Q")
        page.Resources = resources
        page.Contents = pikepdf.Stream(pdf, "\n".join(content).encode())


_Embedded = tuple[str, pikepdf.Object, dict[str, int]]  # resource name, font, glyph by character


def as_true_type(font: Font) -> Font:
    """Termes is CFF; Tinos has the same Times metrics and is TrueType."""
    return Font("tinos", font.face) if font.family == "termes" else font


def _embed(pdf: pikepdf.Pdf, runs: Iterable[Run]) -> dict[Font, _Embedded]:
    used: dict[Font, set[str]] = {}
    for run in runs:
        used.setdefault(as_true_type(run.font), set()).update(run.text + " ")
    return {
        font: _embedded(pdf, font, characters, f"F{number}")
        for number, (font, characters) in enumerate(used.items())
    }


def _embedded(pdf: pikepdf.Pdf, font: Font, characters: set[str], name: str) -> _Embedded:
    """A Type 0 font with the glyphs of `characters` (ISO 32000-1, 9.7)."""
    with TTFont(font_file(font), recalcTimestamp=False) as file:
        options = Options(hinting=False, layout_features=[], notdef_outline=True)
        options.drop_tables += ["FFTM"]  # a font editor's dates
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(c) for c in characters])
        subsetter.subset(file)
        buffer = io.BytesIO()
        file.save(buffer)
        em = file["head"].unitsPerEm
        order = {glyph: number for number, glyph in enumerate(file.getGlyphOrder())}
        glyphs = {chr(code): order[glyph] for code, glyph in file.getBestCmap().items()}
        widths = [round(file["hmtx"].metrics[glyph][0] * 1000 / em) for glyph in order]
        ascent, descent = file["hhea"].ascent * 1000 // em, file["hhea"].descent * 1000 // em
    base = pikepdf.Name("/" + "".join(f"{font.family}-{font.face}".title().split()))
    program = pikepdf.Stream(pdf, buffer.getvalue())
    program.Length1 = len(buffer.getvalue())
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=base,
        Flags=4,
        FontBBox=[-500, descent, 1500, ascent],
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=pikepdf.Name.Identity,
        W=[0, widths],
    )
    composite = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=base,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_indirect(pikepdf.Stream(pdf, _to_unicode(glyphs))),
    )
    return name, pdf.make_indirect(composite), glyphs


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    entries = sorted((glyph, character) for character, glyph in glyphs.items())
    parts = []
    for start in range(0, len(entries), 100):  # a block holds at most 100 entries
        block = entries[start : start + 100]
        rows = "\n".join(f"<{g:04X}> <{c.encode('utf-16-be').hex().upper()}>" for g, c in block)
        parts.append(f"{len(block)} beginbfchar\n{rows}\nendbfchar")
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    )
    tail = "\nendcmap CMapName currentdict /CMap defineresource pop end end"
    return (head + "\n".join(parts) + tail).encode()


def _words(sheet: Sheet, fonts: dict[Font, _Embedded], height: float) -> str:
    """Each line word by word, a space after each, so that readers of the text find words."""
    shown = ["BT"]
    for line in sheet.lines:
        for run in line.runs:
            name, _, glyphs = fonts[as_true_type(run.font)]
            red, green, blue = (c / 255 for c in run.colour)
            codes = "".join(f"{glyphs[c]:04X}" for c in run.text + " ")
            x, y = run.x * _PER_MM, height - run.y * _PER_MM
            shown.append(
                f"/{name} {run.size} Tf {red:.3f} {green:.3f} {blue:.3f} rg "
                f"1 0 0 1 {x:.3f} {y:.3f} Tm <{codes}> Tj"
            )
    return "\n".join([*shown, "ET"])


def _rules(sheet: Sheet, height: float) -> str:
    return "\n".join(
        f"{r.weight} w {r.x0 * _PER_MM:.2f} {height - r.y0 * _PER_MM:.2f} m "
        f"{r.x1 * _PER_MM:.2f} {height - r.y1 * _PER_MM:.2f} l S"
        for r in sheet.rules
    )


def _marks(pdf: pikepdf.Pdf, sheet: Sheet, seed: int) -> pikepdf.Object | None:
    """Seals, stamps and signatures on one transparent picture over the page."""
    if not (sheet.seals or sheet.stamps or sheet.signatures):
        return None
    marks = Sheet(
        seals=sheet.seals,
        stamps=sheet.stamps,
        signatures=sheet.signatures,
        landscape=sheet.landscape,
    )
    colours = draw_sheet(marks, _MARKS_DPI, seed).pixels
    height, width = colours.shape[:2]
    opacity = (255 - colours.min(axis=2)).astype(np.uint8)
    # Multiplied onto white the picture looks right; as a cover it must be the pure ink.
    share = np.maximum(opacity, 1)[:, :, None] / 255.0
    ink = np.clip(255 - (255 - colours) / share, 0, 255).astype(np.uint8)
    shape = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": width,
        "/Height": height,
        "/BitsPerComponent": 8,
    }
    mask = pikepdf.Stream(
        pdf,
        opacity.tobytes(),
        pikepdf.Dictionary({**shape, "/ColorSpace": pikepdf.Name.DeviceGray}),
    )
    rgb = np.asarray(cv2.cvtColor(ink, cv2.COLOR_BGR2RGB))
    picture = pikepdf.Stream(
        pdf,
        rgb.tobytes(),
        pikepdf.Dictionary(
            {**shape, "/ColorSpace": pikepdf.Name.DeviceRGB, "/SMask": pdf.make_indirect(mask)}
        ),
    )
    return pdf.make_indirect(picture)
