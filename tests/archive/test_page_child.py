from io import BytesIO
from typing import cast

import pytest
from PIL import Image

from digitize.archive import page_child
from digitize.archive.page_messages import DrawPage, PageRead, ReadPage, Unserved
from digitize.domain import PageKind
from digitize.errors import PageError, Reason, ServiceError
from digitize.intake.page import Source, SourcePage
from tests.ocr.paper import as_scan, blank_sheet

ASKED = ReadPage(1, "fast", "vie", 10.0, with_picture=True)


class OneSheet:
    """A file of one blank sheet."""

    def page(self, number: int) -> SourcePage:
        return SourcePage(number, as_scan(blank_sheet(1754, 1240)))


def read_where(monkeypatch: pytest.MonkeyPatch, error: Exception) -> object:
    """The answer where reading the page raises `error`."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(page_child, "read_reduced", fail)
    return page_child.read(cast(Source, OneSheet()), ASKED, 0)


def test_a_page_that_cannot_be_read_still_has_its_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = read_where(monkeypatch, PageError(1, Reason.TIMED_OUT))
    assert isinstance(answer, PageRead)
    assert (answer.text.kind, answer.text.error) == (PageKind.FAILED, "timed-out")
    assert (answer.text.width, answer.text.height) == (1240, 1754)
    assert answer.picture is not None
    assert answer.fault == ""


def test_an_unforeseen_fault_is_traced_without_the_words_of_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = read_where(monkeypatch, ValueError("tuyến đường"))
    assert isinstance(answer, PageRead)
    assert answer.text.error == "unforeseen"
    assert answer.fault.endswith("ValueError")
    assert "in fail" in answer.fault
    assert "tuyến" not in answer.fault


def test_a_missing_service_is_no_fault_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = read_where(monkeypatch, ServiceError("no reader", remedy="Install it."))
    assert answer == Unserved("no reader", "Install it.")


def test_the_picture_alone_is_drawn_upright() -> None:
    drawn = page_child.read(cast(Source, OneSheet()), DrawPage(1, 90), 0)
    assert isinstance(drawn, bytes)
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (1754, 1240)
