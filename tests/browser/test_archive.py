"""A clerk's way through the web archive, in a real browser."""

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from digitize.domain import Box
from tests.web.little_archive import BAO_CAO, QUYET_DINH, SIZE, draw

pytestmark = pytest.mark.browser


def place(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found
    return found


def assert_around(box: Locator, picture: Locator, word: Box) -> None:
    """Whether the edges of a box drawn over a picture are those of a word, within two pixels."""
    on = place(picture)
    scale = on["width"] / SIZE[0]
    drawn = place(box)
    assert drawn["x"] == pytest.approx(on["x"] + word.x0 * scale, abs=2)
    assert drawn["y"] == pytest.approx(on["y"] + word.y0 * scale, abs=2)
    assert drawn["x"] + drawn["width"] == pytest.approx(on["x"] + word.x1 * scale, abs=2)
    assert drawn["y"] + drawn["height"] == pytest.approx(on["y"] + word.y1 * scale, abs=2)


def boxes_of(number: int, lines: list[str], *words: str) -> list[Box]:
    _, page = draw(number, lines)
    return [w.box for line in page.lines for w in line.words if w.text in words]


def test_from_a_query_without_diacritics_to_the_boxes_of_its_hits(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("cai cach")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 trang")

    page.get_by_role("complementary").get_by_role("link", name="Quyết định").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 trang")
    page.get_by_role("complementary").get_by_role("link", name="Quyết định").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 trang")
    page.get_by_role("complementary").get_by_role("link", name="2024").click()

    page.get_by_role("link", name="Trang 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Về việc tuyển dụng công chức")
    sheet = page.locator("#trang-2")
    expect(sheet.locator(".hit-box").first).to_be_in_viewport()
    words = boxes_of(2, ["Điều 2. Cải cách thủ tục hành chính", "Lê Văn Đức"], "Cải", "cách")
    boxes = sheet.locator(".hit-box")
    expect(boxes).to_have_count(len(words))
    for index, word in enumerate(words):
        assert_around(boxes.nth(index), sheet.get_by_role("img"), word)

    page.get_by_text("200 %").click()
    assert place(sheet)["width"] > 1.9 * place(page.locator(".sheets"))["width"]
    for index, word in enumerate(words):
        assert_around(boxes.nth(index), sheet.get_by_role("img"), word)

    page.get_by_role("link", name="Kết quả tìm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 trang")


def test_a_field_shows_where_it_was_read(page: Page) -> None:
    page.goto(f"/van-ban/{QUYET_DINH}")
    signer = page.locator("#o-nguoi_ky")
    expect(signer).not_to_be_in_viewport()
    page.get_by_role("link", name="Lê Văn Đức").click()
    expect(signer).to_be_in_viewport()
    line = Box.around(boxes_of(2, ["", "Lê Văn Đức"], "Lê", "Văn", "Đức"))
    assert_around(signer, page.locator("#trang-2").get_by_role("img"), line)
    assert signer.evaluate("e => getComputedStyle(e).stroke") != "none"


def test_a_field_shows_its_place_also_on_a_page_far_away(page: Page) -> None:
    page.goto(f"/van-ban/{BAO_CAO}")
    page.get_by_role("link", name="Báo cáo").click()
    expect(page.locator("#o-trich_yeu")).to_be_in_viewport()


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    page.goto("/?q=cai+cach")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.goto(f"/van-ban/{QUYET_DINH}")
    zoom = page.get_by_label("Vừa khung")
    zoom.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("150 %")).to_be_checked()


@pytest.mark.parametrize("path", ["/", "/?q=cai+cach", f"/van-ban/{QUYET_DINH}?q=cai"])
def test_a_telephone_shows_pages_without_scrolling_sideways(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    assert page.locator("html").evaluate("e => e.scrollWidth") == 390


@pytest.mark.parametrize("path", ["/", "/?q=cai+cach", f"/van-ban/{QUYET_DINH}?q=cai"])
def test_the_fonts_are_our_own_and_have_every_vietnamese_letter(page: Page, path: str) -> None:
    page.goto(path)
    loaded = page.locator("html").evaluate(
        "async () => { await document.fonts.ready;"
        " return [...document.fonts].filter(f => f.status == 'loaded').map(f => f.family) }"
    )
    assert {"Be Vietnam Pro", "Literata"} <= {family.strip('"') for family in loaded}


def test_contrast(page: Page) -> None:
    """Ratios of WCAG 2.1, AA: 4.5 for text."""
    page.goto(f"/van-ban/{QUYET_DINH}?q=cai")
    for selector in (
        ".byline",
        ".fields th",
        ".fields a",
        ".sure",
        ".unsure",
        ".button",
        ".notice",
    ):
        colours = page.locator(selector).first.evaluate(_COLOURS)
        light, dark = sorted(map(luminance, colours), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, selector


_COLOURS = """e => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = c => { paint.fillStyle = c; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3) };
  let behind = e;
  while (getComputedStyle(behind).backgroundColor == 'rgba(0, 0, 0, 0)')
    behind = behind.parentElement;
  return [rgb(getComputedStyle(e).color), rgb(getComputedStyle(behind).backgroundColor)];
}"""


def luminance(rgb: list[int]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
