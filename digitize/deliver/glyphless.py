"""A font for text that is there to be found and copied, never to be painted.

Each character is written as its own UTF-16 code, all share one glyph, a plain box half as wide
as high, and a ToUnicode map (ISO 32000-1, 9.10.3) says which characters they are. The glyph has
an outline because viewers on PDFium measure it to mark found words.
"""

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from digitize.deliver.pdf_file import PdfFile

WIDTH = 0.5  # of the font size; each character is as wide
_UNITS = 1000
_ADVANCE = round(WIDTH * _UNITS)
_NAME = "Glyphless"


def encode(text: str) -> str:
    """The text as a PDF string in hexadecimal. Characters beyond the basic plane become U+FFFD."""
    codes = (ord(c) if ord(c) <= 0xFFFF else 0xFFFD for c in text)
    return f"<{''.join(f'{code:04X}' for code in codes)}>"


def add_font(pdf: PdfFile, used: set[str], *, number: int) -> None:
    """Write the font as object `number`; `used` are the characters that were written with it."""
    codes = sorted({ord(c) if ord(c) <= 0xFFFF else 0xFFFD for c in used})
    program = _font_program()
    file = pdf.add_stream(program, {"Length1": str(len(program))})
    descriptor = pdf.add(
        {
            "Type": "/FontDescriptor",
            "FontName": f"/{_NAME}",
            "FontFile2": f"{file} 0 R",
            "Flags": "4",  # symbolic
            "FontBBox": f"[0 0 {_ADVANCE} {_UNITS}]",
            "ItalicAngle": "0",
            "Ascent": str(_UNITS),
            "Descent": "0",
            "CapHeight": str(_UNITS),
            "StemV": "80",
        }
    )
    glyphs = pdf.add_stream(b"\0\1" * (codes[-1] + 1 if codes else 1), {})
    font = pdf.add(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": f"/{_NAME}",
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            "FontDescriptor": f"{descriptor} 0 R",
            "CIDToGIDMap": f"{glyphs} 0 R",
            "DW": str(_ADVANCE),
        }
    )
    unicode_map = pdf.add_stream(_to_unicode(codes), {})
    pdf.add(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": f"/{_NAME}",
            "Encoding": "/Identity-H",
            "DescendantFonts": f"[{font} 0 R]",
            "ToUnicode": f"{unicode_map} 0 R",
        },
        number=number,
    )


def _to_unicode(codes: list[int]) -> bytes:
    blocks = [codes[i : i + 100] for i in range(0, len(codes), 100)]  # the most that is allowed
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *(
                line
                for block in blocks
                for line in (
                    f"{len(block)} beginbfchar",
                    *(f"<{code:04X}> <{code:04X}>" for code in block),
                    "endbfchar",
                )
            ),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")


def _box() -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, _UNITS), (_ADVANCE, _UNITS), (_ADVANCE, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _font_program() -> bytes:
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0x20: "box"})
    builder.setupGlyf({".notdef": _box(), "box": _box()})
    builder.setupHorizontalMetrics({".notdef": (_ADVANCE, 0), "box": (_ADVANCE, 0)})
    builder.setupHorizontalHeader(ascent=_UNITS, descent=0)
    builder.setupNameTable({"familyName": _NAME, "styleName": "Regular", "psName": _NAME})
    builder.setupOS2(sTypoAscender=_UNITS, sTypoDescender=0, usWinAscent=_UNITS, usWinDescent=0)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)  # the same bytes each time
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
