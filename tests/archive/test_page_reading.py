import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.archive import page_reading
from digitize.archive.page_reading import ReadableFile
from digitize.domain import PageKind
from digitize.errors import InputError, Reason
from digitize.intake import children
from digitize.intake.sniffing import MediaType
from digitize.settings import Settings
from tests.archive.scans import scanned


@pytest.fixture
def two_pages(tmp_path: Path, settings: Settings) -> Iterator[ReadableFile]:
    (tmp_path / "a.pdf").write_bytes(scanned(pages=2))
    fast = settings.model_copy(update={"reading": "fast"})
    with ReadableFile(
        tmp_path / "a.pdf", "a.pdf", MediaType.PDF, fast, with_pictures=True
    ) as opened:
        yield opened


def strike(opened: ReadableFile, stroke: signal.Signals) -> int:
    """Send a signal to the child that has the file open; the child's process."""
    child = children.take_idle(opened.file)
    assert child is not None
    os.kill(child.process_id, stroke)
    children.give_back(child)
    return child.process_id


def test_a_page_comes_with_its_words_and_a_picture(two_pages: ReadableFile) -> None:
    page = two_pages.read(2)
    assert (page.text.number, page.text.kind) == (2, PageKind.READ)
    assert page.text.text
    assert page.picture is not None
    assert page.picture.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("stroke", "reason"),
    [(signal.SIGSTOP, Reason.TIMED_OUT), (signal.SIGSEGV, Reason.CRASHED)],
)
def test_a_child_that_hangs_or_dies_costs_one_page(
    two_pages: ReadableFile,
    monkeypatch: pytest.MonkeyPatch,
    stroke: signal.Signals,
    reason: Reason,
) -> None:
    strike(two_pages, stroke)
    with monkeypatch.context() as impatient:
        impatient.setattr(page_reading, "PAGE_SECONDS", 0.5)
        impatient.setattr(page_reading, "_RUNS_A_PAGE", 0)
        failed = two_pages.read(1)
    assert (failed.text.kind, failed.text.error) == (PageKind.FAILED, reason.value)
    assert failed.text.width > 0
    assert two_pages.read(2).text.kind is PageKind.READ


def test_a_file_that_is_closed_is_open_in_no_child(two_pages: ReadableFile) -> None:
    process = strike(two_pages, signal.SIGCONT)
    held = Path(f"/proc/{process}/fd")
    assert any(one.readlink().name == "a.pdf" for one in held.iterdir())
    two_pages.close()
    assert not any(one.readlink().name == "a.pdf" for one in held.iterdir())


def test_what_cannot_be_opened_is_refused_with_its_reason(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "a.pdf").write_bytes(scanned()[:3000])
    with pytest.raises(InputError) as refused:
        ReadableFile(tmp_path / "a.pdf", "Sở Y tế.pdf", MediaType.PDF, settings)
    assert refused.value.reason is Reason.TRUNCATED
    assert "Sở Y tế.pdf" in refused.value.message
