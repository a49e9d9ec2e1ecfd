"""Read one file into a folder, without the archive.

    record.json                        the documents of the file, each with its fields, and where
                                       personal data stands (`persons`: kind, page, box)
    text.txt                           the running text, pages apart by a form feed
    pages/N.txt .hocr .alto.xml .png   each page; the picture upright, as hOCR and ALTO have it
    document.pdf                       the pictures with the text behind them

The folder is there whole or not at all. With a secret mark it holds record.json alone.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

from digitize.archive.page_reading import limits_of
from digitize.archive.reading import FileReading, read_file
from digitize.archive.workers import Workers
from digitize.deliver.searchable_pdf import SearchablePdf
from digitize.domain import Document, Field, PageKind, PageText, SecretMark
from digitize.errors import PageError, SecretStop, ServiceError, UsageError
from digitize.imaging.page import PageImage
from digitize.imaging.upright import turn
from digitize.intake.source import Source, open_source
from digitize.metadata.persons import find_persons
from digitize.ocr.alto import to_alto
from digitize.ocr.hocr import to_hocr
from digitize.settings import Settings

_OURS = frozenset({"record.json", "text.txt", "pages", "document.pdf"})
_PNG_LEVEL = 1  # a scan's noise does not pack any smaller at higher levels, only slower


def extract_file(file: Path, out: Path, settings: Settings) -> None:
    """Read `file` and make the folder `out`, in the place of an earlier extract if there is one.

    Raises UsageError when `out` holds anything else, InputError for a file that cannot be taken
    (`out` is then left as it was), SecretStop after `out` was made with record.json alone.
    """
    out = out.absolute()
    _check(out)
    with Workers(settings.workers) as workers:
        reading = read_file(file.resolve(), str(file), settings, workers=workers)
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as name:
                new, old = Path(name, "new"), Path(name, "old")
                new.mkdir()
                _write_record(new, reading)
                if not reading.secrets:
                    _write_text(new, file, reading, settings, workers)
                if out.exists():
                    out.rename(old)
                new.rename(out)
        except OSError as error:
            raise ServiceError(
                f"{out}: {error.strerror}",
                remedy="Name a folder that can be written, on a disk with room.",
            ) from None
    if reading.secrets:
        raise SecretStop(f"{file}: a secret mark on page {reading.secrets[0].page}")


def _check(out: Path) -> None:
    if out.is_dir():
        strange = sorted(path.name for path in out.iterdir() if path.name not in _OURS)
        if not strange:
            return
    elif not out.exists():
        return
    raise UsageError(
        f"{out} holds other files than an extract",
        remedy="Name a new folder, an empty one, or an earlier extract to be replaced.",
    )


def _write_record(folder: Path, reading: FileReading) -> None:
    documents = reading.documents
    if reading.secrets:
        documents = tuple(_mark_alone(document, reading.secrets) for document in documents)
    record = [document.to_record() for document in documents]
    if not reading.secrets:
        for entry, document in zip(record, documents, strict=True):
            entry["persons"] = _persons(document, reading.pages)
    text = json.dumps(record, ensure_ascii=False, indent=2)
    (folder / "record.json").write_text(text + "\n", encoding="utf-8")


def _persons(document: Document, pages: Sequence[PageText]) -> list[dict[str, Any]]:
    """Where personal data stands on the pages of a document, for masking."""
    own = [page for page in pages if document.first_page <= page.number <= document.last_page]
    return [
        {"kind": mark.kind.value, "page": mark.page, "box": mark.box.to_list()}
        for mark in find_persons(own)
    ]


def _mark_alone(document: Document, secrets: Sequence[SecretMark]) -> Document:
    """The pages of a document and its secret mark, if it has one; no other field."""
    marks = [m for m in secrets if document.first_page <= m.page <= document.last_page]
    if not marks:
        return replace(document, fields={})
    mark = max(marks, key=lambda m: m.confidence)
    field = Field(mark.level, mark.confidence, mark.page, mark.box, mark.source)
    return replace(document, fields={"do_mat": field})


def _write_text(
    folder: Path, file: Path, reading: FileReading, settings: Settings, workers: Workers
) -> None:
    text = "\n\f".join(page.text for page in reading.pages)
    (folder / "text.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "pages").mkdir()
    pdf = SearchablePdf()
    with open_source(file.resolve(), str(file), limits_of(settings)) as source:

        def write(page: PageText) -> PageImage | None:
            return _write_page(folder / "pages", source, page)

        images = workers.each(write, reading.pages)
        for page, image in zip(reading.pages, images, strict=True):
            if image is not None and (image.width, image.height) == (page.width, page.height):
                pdf.add(image, page)
    pdf.save(folder / "document.pdf")


def _write_page(folder: Path, source: Source, page: PageText) -> PageImage | None:
    """The picture as scanned; None for a failed page whose picture does not come out either."""
    stem, picture = str(page.number), f"{page.number}.png"
    (folder / f"{stem}.txt").write_text(page.text + "\n", encoding="utf-8")
    hocr = to_hocr([page], title=f"page {stem}", image_names=[picture])
    (folder / f"{stem}.hocr").write_text(hocr, encoding="utf-8")
    (folder / f"{stem}.alto.xml").write_text(to_alto(page, image_name=picture), encoding="utf-8")
    try:
        image = source.page(page.number).image
    except PageError:
        if page.kind is not PageKind.FAILED:
            raise
        return None
    upright = turn(image.pixels, page.rotation)
    colour = upright if upright.ndim == 2 else cv2.cvtColor(upright, cv2.COLOR_BGR2RGB)
    Image.fromarray(colour).save(
        folder / picture, dpi=(image.dpi, image.dpi), compress_level=_PNG_LEVEL
    )
    return image
