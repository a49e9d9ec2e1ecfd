"""Tesseract as a reader: one child process and one run for a page, or for some of its lines.

pytesseract knows the program (command, version, languages). The run itself is ours, because
pytesseract ends only the direct child on a time-out, and writes the picture as PNG: here the
picture goes through a pipe as PGM or TIFF, so that there is no file to leave behind. Only TSV is
asked for; text, hOCR and ALTO are written from the page text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import groupby

import pytesseract

from digitize.domain import Box, Line, Word
from digitize.errors import PageError, Reason, ServiceError
from digitize.imaging.page import CleanPage, Pixels
from digitize.ocr.pieces import as_tiff, cut_piece
from digitize.ocr.process import TimedOutError, run_in_group
from digitize.text.normal import nfc

# Page segmentation modes: a column of lines of variable sizes; one even block of lines; one line.
_COLUMN = 4
_BLOCK = 6
_LINE = 7
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}  # 3.7 times less core time a page than four threads
_WORD_LEVEL = "5"
_NEEDED = frozenset(["level", "page_num", "left", "top", "width", "height", "conf", "text"])


class TesseractEngine:
    """Reads pages with Tesseract. Safe to share between threads.

    `language` as Tesseract spells it (`vie`, `vie+eng`); `timeout` in seconds a page. Raises
    ServiceError when the program or the language model is missing.
    """

    def __init__(self, language: str, timeout: float) -> None:
        self._language = language
        self._timeout = timeout
        self._command = pytesseract.pytesseract.tesseract_cmd
        self._name = f"tesseract {_probe(language)} {language}"

    @property
    def name(self) -> str:
        return self._name

    def read(self, page: CleanPage, number: int) -> list[Line]:
        """Lines in Tesseract's order; `block` numbers its paragraphs."""
        return self._read(page, number, _COLUMN)

    def read_block(self, page: CleanPage, number: int) -> list[Line]:
        return self._read(page, number, _BLOCK)

    def read_again(self, page: CleanPage, lines: Sequence[Line], number: int) -> list[Line]:
        """Each of the lines, as another reader placed them, read alone; one run for all."""
        if not lines:
            return []
        pieces = [cut_piece(page.text, line) for line in lines]
        tsv = self._run(as_tiff([piece.picture for piece in pieces]), page.dpi, number, _LINE)
        by_piece = parse_tsv(tsv, number)
        return [
            piece.led_back(line)
            for k, piece in enumerate(pieces, 1)
            for line in by_piece.get(k, [])
        ]

    def _read(self, page: CleanPage, number: int, mode: int) -> list[Line]:
        tsv = self._run(_as_pgm(page.text), page.dpi, number, mode)
        return parse_tsv(tsv, number).get(1, [])

    def _run(self, picture: bytes, dpi: float, number: int, mode: int) -> str:
        """The TSV of a picture, or of each of several."""
        command = [self._command, "stdin", "stdout", "-l", self._language]
        command += ["--psm", str(mode), "--dpi", str(round(dpi)), "tsv"]
        try:
            run = run_in_group(command, picture, timeout=self._timeout, environment=_ONE_THREAD)
        except TimedOutError:
            raise PageError(number, Reason.TIMED_OUT, f"{self._timeout:g} s") from None
        except OSError as error:
            raise _missing(self._command) from error
        if run.status != 0:
            raise PageError(number, Reason.CRASHED, f"tesseract ended with {run.status}")
        return run.output.decode(errors="replace")


def _probe(language: str) -> str:
    """The version of the installed program, after a look at its language models."""
    try:
        version = str(pytesseract.get_tesseract_version()).strip()
        known = set(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, OSError, SystemExit) as error:
        raise _missing(pytesseract.pytesseract.tesseract_cmd) from error
    lacking = [part for part in language.split("+") if part not in known]
    if lacking:
        raise ServiceError(
            f"Tesseract has no language model {', '.join(lacking)}",
            remedy="Run script/bootstrap, or: apt install "
            + " ".join(f"tesseract-ocr-{part.replace('_', '-')}" for part in lacking),
        )
    return version


def _missing(command: str) -> ServiceError:
    return ServiceError(
        f"the program {command} cannot be run",
        remedy="Run script/bootstrap, or: apt install tesseract-ocr tesseract-ocr-vie",
    )


def _as_pgm(pixels: Pixels) -> bytes:
    height, width = pixels.shape
    return b"P5 %d %d 255\n" % (width, height) + pixels.tobytes()


def parse_tsv(tsv: str, number: int) -> dict[int, list[Line]]:
    """Lines out of Tesseract's TSV, by the number of the picture they are of, from 1. Raises
    PageError when it is something else.

    A word whose bytes were no UTF-8 carries U+FFFD and gets confidence 0: doubtful, not lost.
    """
    rows = csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        if not _NEEDED.issubset(rows.fieldnames or ()):
            raise KeyError
        words = (row for row in rows if row["level"] == _WORD_LEVEL)
        by_picture = groupby(words, key=lambda row: int(row["page_num"]))
        return {picture: list(_lines(group)) for picture, group in by_picture}
    except (csv.Error, KeyError, ValueError, TypeError) as error:
        raise PageError(number, Reason.CRASHED, "tesseract wrote no TSV") from error


def _lines(rows: Iterable[dict[str, str]]) -> Iterable[Line]:
    paragraphs: dict[tuple[str, str], int] = {}
    by_line = groupby(rows, key=lambda r: (r["block_num"], r["par_num"], r["line_num"]))
    for (block, paragraph, _), group in by_line:
        words = tuple(word for word in map(_word, group) if word.text)
        if words:
            index = paragraphs.setdefault((block, paragraph), len(paragraphs))
            yield Line(words, block=index)


def _word(row: dict[str, str]) -> Word:
    x0, y0 = int(row["left"]), int(row["top"])
    text = nfc(row["text"]).strip()
    confidence = 0.0 if "\ufffd" in text else float(row["conf"]) / 100
    box = Box(x0, y0, x0 + int(row["width"]), y0 + int(row["height"]))
    return Word(text, box, min(max(confidence, 0.0), 1.0))
