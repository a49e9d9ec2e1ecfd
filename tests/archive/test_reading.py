import logging
from collections.abc import Callable
from pathlib import Path

import pytesseract
import pytest

from digitize.archive import reading
from digitize.archive.reading import read_file
from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.errors import InputError, PageError, Reason, ServiceError
from digitize.imaging.page import PageImage
from digitize.ocr.engine import Engine
from digitize.settings import Settings
from tests.archive.scans import digital, scanned, secret

Fault = Callable[[int], Exception | None]  # what goes wrong on a page


@pytest.fixture
def four_pages(tmp_path: Path) -> Path:
    (tmp_path / "four.pdf").write_bytes(scanned(pages=4))
    return tmp_path / "four.pdf"


def page_with(number: int, text: str, zone: Zone = Zone.BODY) -> PageText:
    word = Word(text, Box(100, 100, 300, 140), 0.9)
    return PageText(number, PageKind.READ, 1000, 1400, 120.0, (Line((word,), zone),))


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], None]:
    """Let the reader raise what the fault says, and read one word on every other page."""

    def inject(fault: Fault) -> None:
        def read_page(
            page: PageImage, number: int, engine: Engine, *, rotation_hint: int = 0
        ) -> PageText:
            if error := fault(number):
                raise error
            return page_with(number, "trang")

        monkeypatch.setattr(reading, "read_page", read_page)

    return inject


def test_a_born_digital_file_gives_its_own_text(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(digital())
    found = read_file(tmp_path / "a.pdf", "a.pdf", settings)
    assert found.media_type == "application/pdf"
    assert [page.kind for page in found.pages] == [PageKind.TEXT_LAYER]
    assert [(d.first_page, d.last_page) for d in found.documents] == [(1, 1)]
    assert found.documents[0].fields["loai_van_ban"].value == "Quyết định"
    assert found.secrets == ()


def test_fast_reading_needs_no_tesseract(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    (tmp_path / "a.pdf").write_bytes(scanned())
    fast = settings.model_copy(update={"reading": "fast"})
    (page,) = read_file(tmp_path / "a.pdf", "a.pdf", fast).pages
    assert page.kind is PageKind.READ
    assert page.text


def test_a_secret_mark_is_found(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(secret())
    assert [m.level for m in read_file(tmp_path / "a.pdf", "a.pdf", settings).secrets] == [
        "TỐI MẬT"
    ]


def test_a_page_that_fails_is_marked_and_the_file_goes_on(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: PageError(n, Reason.TIMED_OUT) if n == 2 else None)
    tolerant = settings.model_copy(update={"failed_share": 0.25})
    found = read_file(four_pages, "four.pdf", tolerant)
    assert [page.kind for page in found.pages] == [
        PageKind.READ,
        PageKind.FAILED,
        PageKind.READ,
        PageKind.READ,
    ]
    assert found.pages[1].error == "timed-out"
    assert found.pages[1].width > 0


def test_too_many_failed_pages_are_no_reading(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: PageError(n, Reason.TIMED_OUT) if n == 2 else None)
    with pytest.raises(InputError) as caught:
        read_file(four_pages, "four.pdf", settings)
    assert caught.value.reason is Reason.PAGES_FAILED
    assert caught.value.detail == "1 of 4 pages: timed-out"


def test_when_all_pages_fail_alike_that_is_the_reason(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: PageError(n, Reason.TIMED_OUT))
    with pytest.raises(InputError) as caught:
        read_file(four_pages, "four.pdf", settings)
    assert caught.value.reason is Reason.TIMED_OUT


def test_an_unforeseen_fault_costs_one_page_and_leaves_its_words_out_of_the_log(
    four_pages: Path,
    settings: Settings,
    faults: Callable[[Fault], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults(lambda n: ValueError("tuyến đường") if n == 3 else None)
    tolerant = settings.model_copy(update={"failed_share": 0.5})
    with caplog.at_level(logging.ERROR, "digitize"):
        found = read_file(four_pages, "four.pdf", tolerant)
    assert found.pages[2].error == "unforeseen"
    assert [record.getMessage() for record in caplog.records] == ["page 3"]


def test_a_missing_reader_is_no_fault_of_the_file(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: ServiceError("no tesseract"))
    with pytest.raises(ServiceError):
        read_file(four_pages, "four.pdf", settings)


def test_a_secret_mark_outweighs_failed_pages(
    four_pages: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_page(
        page: PageImage, number: int, engine: Engine, *, rotation_hint: int = 0
    ) -> PageText:
        if number > 1:
            raise PageError(number, Reason.TIMED_OUT)
        return page_with(number, "MẬT", Zone.STAMP)

    monkeypatch.setattr(reading, "read_page", read_page)
    assert [m.page for m in read_file(four_pages, "four.pdf", settings).secrets] == [1]
