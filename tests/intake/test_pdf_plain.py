from collections.abc import Callable
from contextlib import closing
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from digitize.intake.pdf_plain import is_plain
from digitize.intake.pdf_scan import visible_objects
from tests.intake.test_pdf import picture, place, scan

Change = Callable[[pikepdf.Pdf, pikepdf.Page], None]


def plain_with(change: Change) -> bool:
    pdf = pikepdf.new()
    change(pdf, place(pdf, picture(pdf, scan().tobytes())))
    data = BytesIO()
    pdf.save(data)
    with (
        pikepdf.open(data) as structure,
        closing(pdfium.PdfDocument(data.getvalue())) as document,
        closing(document[0]) as page,
    ):
        return is_plain(structure.pages[0], visible_objects(page) or [])


def image_with(**keys: object) -> Change:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        image = page.Resources.XObject.I
        for key, value in keys.items():
            made = value(pdf) if callable(value) else value
            if made is None:
                del image[f"/{key}"]
            else:
                image[f"/{key}"] = made

    return change


def content(data: bytes) -> Change:
    return lambda pdf, page: setattr(page, "Contents", Stream(pdf, data))


def resource(name: str, value: Dictionary) -> Change:
    return lambda _, page: page.Resources.__setitem__(f"/{name}", value)


def form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    inner = Stream(pdf, b"q 595 0 0 833 0 0 cm /I Do Q")
    inner["/Subtype"], inner["/BBox"] = Name.Form, Array([0, 0, 595, 833])
    inner["/Resources"] = page.Resources
    page.Resources = Dictionary(XObject=Dictionary(F=pdf.make_indirect(inner)))
    page.Contents = Stream(pdf, b"/F Do")


def test_a_page_as_scanners_write_it_is_plain() -> None:
    assert plain_with(lambda _pdf, _page: None)
    assert plain_with(image_with(Interpolate=True, Name=Name.Im1))
    assert plain_with(resource("ProcSet", Array([Name.PDF])))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        image_with(SMask=lambda pdf: pdf.make_indirect(picture(pdf, scan().tobytes()))),
        image_with(Mask=Array([0, 10])),
        image_with(Decode=Array([1, 0])),
        image_with(ImageMask=True, ColorSpace=None, BitsPerComponent=1),
        image_with(ColorSpace=Array([Name.Indexed, Name.DeviceGray, 1, b"\xff\x00"])),
        image_with(OC=Dictionary(Type=Name.OCG)),
        resource("ExtGState", Dictionary(G=Dictionary(ca=0.1))),
        resource("Properties", Dictionary(P=Dictionary(Type=Name.OCG))),
        content(b"q 0 0 297 833 re W n 595 0 0 833 0 0 cm /I Do Q"),
        content(b"q 595 0 0 833 0 0 cm /I Do Q 0 0 0 rg 100 400 80 20 re f"),
        content(b"q 595 0 0 833 0 0 cm /I Do Q q 9 0 0 9 0 0 cm /I Do Q"),
        content(b""),
        form,
    ],
)
def test_anything_else_makes_it_doubtful(change: Change) -> None:
    assert not plain_with(change)
