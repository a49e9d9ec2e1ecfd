"""PDF pages with typed text, made without any font file: a Type 3 font of small boxes."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_UNITS = 600  # advance and height of each letter, in thousandths of the size


def add_typed_page(
    pdf: pikepdf.Pdf,
    lines: Sequence[tuple[float, float, str]],
    *,
    mode: int = 0,
    under: bytes = b"",
    resources: dict[str, Any] | None = None,
) -> pikepdf.Page:
    """A page of A4 with `lines` (left and baseline in points, text), set in 12 points.

    `mode` is the text rendering mode, `under` what is painted first.
    """
    letters = sorted({letter for _, _, text in lines for letter in text if letter != " "})
    codes = {" ": 32} | {letter: 33 + k for k, letter in enumerate(letters)}
    shown = [
        b"BT /F 12 Tf %d Tr 1 0 0 1 %f %f Tm <%b> Tj ET\n"
        % (mode, x, y, bytes(codes[c] for c in text).hex().encode())
        for x, y, text in lines
    ]
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(Font=Dictionary(F=_font(pdf, codes)), **(resources or {}))
    page.Contents = Stream(pdf, under + b"\n" + b"".join(shown))
    return page


def _font(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    box = pdf.make_indirect(Stream(pdf, b"600 0 0 0 550 600 d1 50 0 450 600 re f"))
    blank = pdf.make_indirect(Stream(pdf, b"600 0 0 0 0 0 d1"))
    last = max(codes.values())
    named = {f"/g{code}": blank if code == 32 else box for code in codes.values()}
    pairs = b"".join(
        b"<%02x> <%b>\n" % (code, letter.encode("utf-16-be").hex().encode())
        for letter, code in codes.items()
    )
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar\n%bendbfchar endcmap end" % (len(codes), pairs)
    )
    differences = [item for code in codes.values() for item in (code, Name(f"/g{code}"))]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, _UNITS, _UNITS]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(named),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array(differences)),
            FirstChar=32,
            LastChar=last,
            Widths=Array([_UNITS] * (last - 31)),
            ToUnicode=pdf.make_indirect(Stream(pdf, to_unicode)),
            Resources=Dictionary(),
        )
    )
