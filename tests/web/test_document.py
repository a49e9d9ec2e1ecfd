import re
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from digitize.domain import FIELD_KEYS
from digitize.web.words import FIELD_LABELS
from tests.web.little_archive import (
    BAO_CAO,
    CONG_VAN,
    EVIL,
    QUYET_DINH,
    SEALED,
    SIZE,
    TWO,
)

RECT = re.compile(r'<rect[^>]* x="([\d.]+)%" y="([\d.]+)%" width="([\d.]+)%" height="([\d.]+)%"')


def shown(client: TestClient, document: str, **parameters: str) -> str:
    answer = client.get(f"/van-ban/{document}", params=parameters)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def sheet(page: str, number: int) -> str:
    return page.split(f'id="trang-{number}"')[1].split("</figure>")[0]


def test_every_field_has_a_label() -> None:
    assert set(FIELD_LABELS) == set(FIELD_KEYS)


def test_fields_stand_in_a_table_with_how_sure_the_machine_is(client: TestClient) -> None:
    page = shown(client, QUYET_DINH)
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    cells = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    assert ["Ngày", "ban", "hành", "05/03/2024", "chắc"] in cells
    assert ["Số", "và", "ký", "hiệu", "15/QĐ-UBND", "cần", "xem", "lại"] in cells
    assert "đừng tin chữ" in page


def test_a_partial_date_stays_partial(client: TestClient) -> None:
    assert ">11/2023<" in shown(client, CONG_VAN)


def test_key_fields_that_were_not_found_are_named(client: TestClient) -> None:
    assert "Không đọc được: số và ký hiệu, cơ quan ban hành, trích yếu." in shown(client, CONG_VAN)


@pytest.mark.parametrize(("document", "number"), [(QUYET_DINH, 1), (QUYET_DINH, 2), (CONG_VAN, 3)])
def test_each_box_holds_a_word_of_the_picture(
    client: TestClient, document: str, number: int
) -> None:
    """Also on a page that was scanned lying on its side."""
    part = sheet(shown(client, document, q="cai cach"), number)
    picture = np.asarray(Image.open(BytesIO(client.get(source(part)).content)).convert("L"))
    height, width = picture.shape
    assert (width, height) == SIZE
    boxes = [[float(v) / 100 for v in box] for box in RECT.findall(part.split("</svg>")[0])]
    assert len(boxes) == 2
    for x, y, w, h in boxes:
        x0, x1 = round(x * width), round((x + w) * width)
        y0, y1 = round(y * height), round((y + h) * height)
        inside = picture[y0:y1, x0:x1] < 128
        assert inside[:, :3].any(), "the word begins where the box begins"
        assert inside[:, -3:].any(), "and ends where it ends"
        around = picture[y0 - 6 : y1 + 6, x0 - 6 : x1 + 6] < 128
        assert around.sum() - inside.sum() < 0.1 * inside.sum()


def source(part: str) -> str:
    found = re.search(r'src="([^"]+)"', part)
    assert found
    return found[1]


def test_the_link_of_a_hit_leads_to_the_first_box_of_its_page(client: TestClient) -> None:
    page = shown(client, QUYET_DINH, q="cai cach", trang="2")
    assert page.count('id="den"') == 1
    assert re.search(r'<rect class="hit-box" id="den"', sheet(page, 2))


def test_without_a_hit_the_link_leads_to_the_page(client: TestClient) -> None:
    assert '<div class="picture" id="den">' in sheet(shown(client, QUYET_DINH, trang="2"), 2)


def test_a_field_leads_to_its_evidence_also_on_a_page_far_away(client: TestClient) -> None:
    near = shown(client, QUYET_DINH)
    assert 'href="#o-nguoi_ky"' in near
    assert 'id="o-nguoi_ky"' in sheet(near, 2)
    far = shown(client, BAO_CAO)
    assert f'href="/van-ban/{BAO_CAO}?trang=25#o-trich_yeu"' in far
    assert 'id="o-trich_yeu"' in sheet(shown(client, BAO_CAO, trang="25"), 25)


def test_a_long_document_is_shown_in_blocks(client: TestClient) -> None:
    first, second = shown(client, BAO_CAO), shown(client, BAO_CAO, trang="21")
    assert [page.count("<figure") for page in (first, second)] == [20, 5]
    assert f'<a rel="next" href="/van-ban/{BAO_CAO}?trang=21#den">Trang 21–25 →</a>' in first


def test_a_wrong_query_shows_the_document_without_boxes(client: TestClient) -> None:
    page = shown(client, QUYET_DINH, q='"')
    assert "không đóng khung được" in page
    assert "hit-box" not in page


def test_other_documents_of_the_same_file_are_linked(client: TestClient) -> None:
    assert f'href="/van-ban/{CONG_VAN}"' in shown(client, QUYET_DINH)


def test_text_of_scans_is_escaped(client: TestClient) -> None:
    assert EVIL not in shown(client, BAO_CAO)
    assert EVIL not in client.get(f"/van-ban/{BAO_CAO}/trang/1/chu").text


@pytest.mark.parametrize(
    "document",
    [SEALED, "0000000000000000-1", "..%2f..%2fetc", "A" * 16 + "-1", QUYET_DINH + "x", "x"],
)
@pytest.mark.parametrize(
    "rest", ["", "/trang/1.jpg", "/trang/1/nho.jpg", "/trang/1/chu", "/ban-goc"]
)
def test_what_may_not_be_shown_is_as_if_it_never_was(
    client: TestClient, document: str, rest: str
) -> None:
    answer = client.get(f"/van-ban/{document}{rest}")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


@pytest.mark.parametrize("number", ["0", "3", "99", "-1", "1e3", "%2e%2e"])
def test_pages_of_other_documents_are_not_shown(client: TestClient, number: str) -> None:
    for rest in (f"trang/{number}.jpg", f"trang/{number}/nho.jpg", f"trang/{number}/chu"):
        assert client.get(f"/van-ban/{QUYET_DINH}/{rest}").status_code == 404, rest


def test_pictures_are_kept_by_version(client: TestClient) -> None:
    url = f"/van-ban/{QUYET_DINH}/trang/1.jpg"
    assert "immutable" in client.get(url, params={"v": 1}).headers["cache-control"]
    assert client.get(url, params={"v": 2}).headers["cache-control"] == "private, no-cache"
    assert client.get(url).headers["cache-control"] == "private, no-cache"


def test_a_thumbnail_is_the_page_in_small(client: TestClient) -> None:
    answer = client.get(f"/van-ban/{CONG_VAN}/trang/3/nho.jpg", params={"v": 1})
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (192, round(192 * SIZE[1] / SIZE[0]))
    assert answer.headers["content-type"] == "image/jpeg"


def test_the_original_comes_as_it_came_under_its_own_name(client: TestClient) -> None:
    answer = client.get(f"/van-ban/{QUYET_DINH}/ban-goc")
    assert answer.content == TWO
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=utf-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20%26%20c%C3%B4ng"
        "%20v%C4%83n%20%E2%80%9Cth%C3%A1ng%203%E2%80%9D.pdf"
    )


def test_the_text_of_a_page_marks_hits_and_doubts(client: TestClient) -> None:
    page = client.get(f"/van-ban/{QUYET_DINH}/trang/1/chu", params={"q": "cai cach"}).text
    assert "<mark>cải</mark> <mark>cách</mark> hành chính" in page
    assert '<span class="doubtful" title="máy chưa chắc">ngờvực</span>' in page
    assert '<span class="line aside">ĐẾN</span>' in page
    assert f"/van-ban/{QUYET_DINH}/trang/2/chu?q=cai+cach" in page


def test_personal_data_is_blackened_where_that_is_asked(client: TestClient) -> None:
    path = f"/van-ban/{CONG_VAN}/trang/3.jpg"
    plain, masked = (
        np.asarray(Image.open(BytesIO(client.get(path, params=params).content)).convert("L"))
        for params in ({}, {"mask": "1"})
    )
    dark = (masked < 60) & (plain > 200)
    assert plain.shape == masked.shape
    assert dark.sum() > 500, "the telephone number"
    assert dark.mean() < 0.05, "nothing else"
