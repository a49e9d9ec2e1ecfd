"""A clerk's way through the queue of review, by keyboard alone, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from digitize.archive.parts import open_parts
from digitize.database.models import State
from digitize.settings import Settings
from tests.web.little_archive import QUYET_DINH, fill
from tests.web.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_parts(Settings(data=tmp_path)) as parts:
        fill(parts)
    return tmp_path


@pytest.fixture
def clerk(browser: Browser, data: Path) -> Iterator[Page]:
    with served(data) as (_, url):
        context = browser.new_context(base_url=url, viewport={"width": 1100, "height": 800})
        yield context.new_page()
        context.close()


def test_a_name_a_look_and_enter(clerk: Page, data: Path) -> None:
    clerk.goto("/duyet")
    expect(clerk.locator("input[autofocus]")).to_be_focused()  # keys before that are lost
    clerk.keyboard.type("Lê Thị Đào")
    clerk.keyboard.press("Enter")
    typed = clerk.get_by_role("textbox", name="Số và ký hiệu")
    expect(typed).to_be_focused()
    expect(typed).to_have_value("15/QĐ-UBND")
    cut = clerk.get_by_role("img", name="Chỗ của trường này trên trang")
    assert cut.evaluate("e => e.complete && e.naturalWidth > e.naturalHeight")

    clerk.keyboard.press("Control+A")
    clerk.keyboard.type("16/QĐ-UBND")
    clerk.keyboard.press("Enter")

    expect(clerk.get_by_role("heading", level=1)).to_have_text("Cần xem lại")
    expect(clerk.get_by_text("Không còn văn bản nào chờ xem lại.")).to_be_visible()
    with open_parts(Settings(data=data)) as parts:
        document = parts.database.document(QUYET_DINH)
        assert document is not None
        assert document.state is State.DONE
        assert document.fields["so_ky_hieu"].value == "16/QĐ-UBND"
        assert document.corrections["so_ky_hieu"].author == "Lê Thị Đào"
