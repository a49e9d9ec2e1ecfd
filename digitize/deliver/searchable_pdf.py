"""The searchable PDF: each page's picture upright, as large as the paper was, with its text
invisible on top."""

from pathlib import Path

from digitize.deliver.glyphless import add_font
from digitize.deliver.pdf_file import PdfFile
from digitize.deliver.picture import encode_picture
from digitize.deliver.text_layer import text_layer
from digitize.domain import PageText
from digitize.imaging.page import PageImage
from digitize.imaging.upright import turn

_POINTS_PER_INCH = 72


class SearchablePdf:
    """Pages go to disk as they are added; one is in memory at a time."""

    def __init__(self) -> None:
        self._file = PdfFile()
        self._tree = self._file.reserve()
        self._font = self._file.reserve()
        self._pages: list[int] = []
        self._used: set[str] = set()

    def add(self, image: PageImage, page: PageText) -> None:
        """Add a page: `image` as scanned, `page` what was read on it. Raises ValueError when
        their sizes differ."""
        if (image.width, image.height) != (page.width, page.height):
            raise ValueError(f"page {page.number}: picture and text differ in size")
        upright = turn(image.pixels, page.rotation)
        height, width = upright.shape[:2]
        scale = _POINTS_PER_INCH / image.dpi
        picture = encode_picture(upright)
        picture_number = self._file.add_stream(picture.data, picture.entries)
        layer, used = text_layer(page)
        self._used |= used
        content = (
            f"{scale:.6f} 0 0 {scale:.6f} 0 0 cm\nq {width} 0 0 {height} 0 0 cm /Scan Do Q\n{layer}"
        )
        content_number = self._file.add_stream(content.encode("ascii"), {})
        self._pages.append(
            self._file.add(
                {
                    "Type": "/Page",
                    "Parent": f"{self._tree} 0 R",
                    "MediaBox": f"[0 0 {width * scale:.3f} {height * scale:.3f}]",
                    "Resources": f"<< /XObject << /Scan {picture_number} 0 R >> "
                    f"/Font << /F {self._font} 0 R >> >>",
                    "Contents": f"{content_number} 0 R",
                }
            )
        )

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all; nothing can be added afterwards. Raises
        ValueError when no page was added."""
        if not self._pages:
            raise ValueError("a PDF needs a page")
        add_font(self._file, self._used, number=self._font)
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._file.add(
            {"Type": "/Pages", "Kids": f"[{kids}]", "Count": str(len(self._pages))},
            number=self._tree,
        )
        catalog = {"Type": "/Catalog", "Pages": f"{self._tree} 0 R", "Lang": "(vi)"}
        root = self._file.add(catalog)
        info = self._file.add({"Producer": "(digitize)"})
        self._file.save(path, root, info)
