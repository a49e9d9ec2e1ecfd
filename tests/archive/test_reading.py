from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitize.archive import reading
from digitize.archive.page_messages import PageRead
from digitize.archive.page_reading import ReadableFile
from digitize.archive.reading import read_file
from digitize.domain import Box, Line, PageKind, PageText, Word, Zone
from digitize.errors import InputError, Reason, ServiceError
from digitize.intake.children import end_idle
from digitize.settings import Settings
from tests.archive.scans import digital, scanned, secret

Fault = Callable[[int], Exception | PageText | None]  # what goes wrong on a page


@pytest.fixture
def four_pages(tmp_path: Path) -> Path:
    (tmp_path / "four.pdf").write_bytes(scanned(pages=4))
    return tmp_path / "four.pdf"


def page_with(number: int, text: str, zone: Zone = Zone.BODY) -> PageText:
    word = Word(text, Box(100, 100, 300, 140), 0.9)
    return PageText(number, PageKind.READ, 1000, 1400, 120.0, (Line((word,), zone),))


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], None]:
    """Let the reader raise, or make of a page, what the fault says; every other page has a word."""

    def inject(fault: Fault) -> None:
        def read(_file: ReadableFile, number: int) -> PageRead:
            found = fault(number)
            if isinstance(found, Exception):
                raise found
            return PageRead(found or page_with(number, "trang"), picture=None)

        monkeypatch.setattr(ReadableFile, "read", read)

    return inject


def failed(number: int) -> PageText:
    return PageText(number, PageKind.FAILED, 1000, 1400, 120.0, error="timed-out")


def test_a_born_digital_file_gives_its_own_text(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(digital())
    found = read_file(tmp_path / "a.pdf", "a.pdf", settings)
    assert found.media_type == "application/pdf"
    assert [page.kind for page in found.pages] == [PageKind.TEXT_LAYER]
    assert [(d.first_page, d.last_page) for d in found.documents] == [(1, 1)]
    assert found.documents[0].fields["loai_van_ban"].value == "Quyết định"
    assert found.secrets == ()


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Children that start now do not find the program."""
    end_idle()
    monkeypatch.setenv("PATH", "/nowhere")
    yield
    end_idle()


@pytest.mark.usefixtures("no_tesseract")
def test_fast_reading_needs_no_tesseract(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned())
    fast = settings.model_copy(update={"reading": "fast"})
    (page,) = read_file(tmp_path / "a.pdf", "a.pdf", fast).pages
    assert page.kind is PageKind.READ
    assert page.text
    with pytest.raises(ServiceError, match="tesseract cannot be run"):
        read_file(tmp_path / "a.pdf", "a.pdf", settings)


def test_a_secret_mark_is_found(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.pdf").write_bytes(secret())
    assert [m.level for m in read_file(tmp_path / "a.pdf", "a.pdf", settings).secrets] == [
        "TỐI MẬT"
    ]


def test_a_page_that_fails_is_marked_and_the_file_goes_on(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: failed(n) if n == 2 else None)
    tolerant = settings.model_copy(update={"failed_share": 0.25})
    found = read_file(four_pages, "four.pdf", tolerant)
    assert [page.kind for page in found.pages] == [
        PageKind.READ,
        PageKind.FAILED,
        PageKind.READ,
        PageKind.READ,
    ]
    assert found.pages[1].error == "timed-out"


def test_too_many_failed_pages_are_no_reading(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: failed(n) if n == 2 else None)
    with pytest.raises(InputError) as caught:
        read_file(four_pages, "four.pdf", settings)
    assert caught.value.reason is Reason.PAGES_FAILED
    assert caught.value.detail == "1 of 4 pages: timed-out"


def test_when_all_pages_fail_alike_that_is_the_reason(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(failed)
    with pytest.raises(InputError) as caught:
        read_file(four_pages, "four.pdf", settings)
    assert caught.value.reason is Reason.TIMED_OUT


def test_a_missing_reader_is_no_fault_of_the_file(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: ServiceError("no tesseract"))
    with pytest.raises(ServiceError):
        read_file(four_pages, "four.pdf", settings)


def test_a_secret_mark_outweighs_failed_pages(
    four_pages: Path, settings: Settings, faults: Callable[[Fault], None]
) -> None:
    faults(lambda n: failed(n) if n > 1 else page_with(n, "MẬT", Zone.STAMP))
    assert [m.page for m in read_file(four_pages, "four.pdf", settings).secrets] == [1]


def test_pictures_come_with_the_pages_as_far_as_there_is_room(
    four_pages: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_file(four_pages, "four.pdf", settings).pictures == {}
    pictures = read_file(four_pages, "four.pdf", settings, with_pictures=True).pictures
    assert sorted(pictures) == [1, 2, 3, 4]
    assert all(picture.startswith(b"\xff\xd8\xff") for picture in pictures.values())
    monkeypatch.setattr(reading, "_MOST_PICTURES", 2 * len(pictures[1]) + 100)
    pictures = read_file(four_pages, "four.pdf", settings, with_pictures=True).pictures
    assert sorted(pictures) == [1, 2]
