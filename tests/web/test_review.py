"""A clerk's forms and the REST calls beside them. Each test has an archive of its own."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from starlette.testclient import TestClient

from digitize.archive.parts import Parts, open_parts
from digitize.archive.searching import search
from digitize.database.models import State
from digitize.settings import Settings
from digitize.web.app import create_app
from tests.web.little_archive import CONG_VAN, QUYET_DINH, SEALED, fill

NUMBER = f"/duyet/{QUYET_DINH}/so_ky_hieu"


@pytest.fixture
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    settings = Settings(data=tmp_path_factory.mktemp("review"), most_wrong=0.02)
    with open_parts(settings) as opened:
        fill(opened)
        opened.index.close()  # as a batch leaves it
        yield opened


@pytest.fixture
def client(parts: Parts) -> Iterator[TestClient]:
    with TestClient(create_app(parts), base_url="http://archive", follow_redirects=False) as client:
        yield client


@pytest.fixture
def clerk(client: TestClient) -> TestClient:
    answer = client.post("/duyet/ten", data={"ten": "Lê Thị Đào"})
    assert answer.headers["location"] == "/duyet/tiep"
    assert "SameSite=strict" in answer.headers["set-cookie"]
    return client


def value(parts: Parts, key: str) -> str:
    document = parts.database.document(QUYET_DINH)
    assert document is not None
    return document.fields[key].value


def test_the_queue_lists_what_is_asked_and_leads_to_it(clerk: TestClient) -> None:
    page = clerk.get("/duyet").text
    assert "1 văn bản có chỗ máy chưa chắc" in page
    assert "số và ký hiệu" in page
    assert "Máy không kiểm tra tên này" in page
    assert clerk.get("/duyet/tiep").headers["location"] == f"/duyet/{QUYET_DINH}"


def test_a_confirmed_field_leaves_the_queue_and_is_kept_with_its_author(
    clerk: TestClient, parts: Parts
) -> None:
    page = clerk.get(f"/duyet/{QUYET_DINH}").text
    assert 'value="15/QĐ-UBND"' in page
    assert "Đúng, lưu" in page
    assert '75/QĐ-UBND <span class="count">99 %' in page, "no reading is certain"
    answer = clerk.post(NUMBER, data={"gia_tri": "15/QĐ-UBND", "phien_ban": "1"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/duyet/tiep?sau={QUYET_DINH}"
    document = parts.database.document(QUYET_DINH)
    assert document is not None
    assert document.state is State.DONE
    assert document.corrections["so_ky_hieu"].author == "Lê Thị Đào"
    shown = clerk.get(f"/van-ban/{QUYET_DINH}").text
    assert "người đã xem" in shown
    assert "cần xem lại" not in shown


def test_a_corrected_number_is_found_at_once_and_its_parts_follow(
    clerk: TestClient, parts: Parts
) -> None:
    assert search(parts, "số:18/QĐ-UBND").total == 0
    clerk.post(NUMBER, data={"gia_tri": "  18/QĐ-UBND ", "phien_ban": "1"})
    assert search(parts, "số:18/QĐ-UBND").total > 0
    assert (value(parts, "so"), value(parts, "ky_hieu")) == ("18", "QĐ-UBND")


def test_a_date_is_typed_as_it_is_written_here(clerk: TestClient, parts: Parts) -> None:
    place = f"/duyet/{QUYET_DINH}/ngay_ban_hanh"
    wrong = clerk.post(place, data={"gia_tri": "31/02/2024", "phien_ban": "1"})
    assert wrong.status_code == 400
    assert "chỉ biết tháng thì 03/2024" in wrong.text
    assert 'value="31/02/2024"' in wrong.text, "what was typed is not lost"
    clerk.post(place, data={"gia_tri": "7/3/2024", "phien_ban": "1"})
    assert value(parts, "ngay_ban_hanh") == "2024-03-07"
    clerk.post(place, data={"gia_tri": "3/2024", "phien_ban": "2"})
    assert value(parts, "ngay_ban_hanh") == "2024-03"


def test_none_must_be_said_on_purpose(clerk: TestClient, parts: Parts) -> None:
    assert clerk.post(NUMBER, data={"gia_tri": " ", "phien_ban": "1"}).status_code == 400
    assert value(parts, "so_ky_hieu") == "15/QĐ-UBND"
    clerk.post(NUMBER, data={"khong": "1", "gia_tri": "15/QĐ-UBND", "phien_ban": "1"})
    document = parts.database.document(QUYET_DINH)
    assert document is not None
    assert {"so", "ky_hieu", "so_ky_hieu"}.isdisjoint(document.fields)


def test_the_second_of_two_clerks_is_told_and_may_insist(clerk: TestClient, parts: Parts) -> None:
    parts.database.correct(QUYET_DINH, {"so_ky_hieu": "18/QĐ-UBND"}, "Trần Bình", seen=1)
    late = clerk.post(NUMBER, data={"gia_tri": "16/QĐ-UBND", "phien_ban": "1"})
    assert late.status_code == 409
    assert "Trần Bình vừa lưu trường này" in late.text
    assert "“18/QĐ-UBND”" in late.text
    assert 'value="16/QĐ-UBND"' in late.text
    assert 'name="phien_ban" value="2"' in late.text
    assert value(parts, "so_ky_hieu") == "18/QĐ-UBND"
    clerk.post(NUMBER, data={"gia_tri": "16/QĐ-UBND", "phien_ban": "2"})
    assert value(parts, "so_ky_hieu") == "16/QĐ-UBND"
    history = clerk.get(f"/duyet/{QUYET_DINH}").text.split("Đã sửa")[1]
    assert "Trần Bình" in history
    assert "Lê Thị Đào" in history


def test_without_a_name_nothing_is_kept(client: TestClient, parts: Parts) -> None:
    answer = client.post(NUMBER, data={"gia_tri": "16/QĐ-UBND", "phien_ban": "1"})
    assert answer.headers["location"] == "/duyet"
    assert value(parts, "so_ky_hieu") == "15/QĐ-UBND"


@pytest.mark.parametrize(
    ("document", "key"),
    [(QUYET_DINH, "so_ky_hieu"), (CONG_VAN, "loai_van_ban"), (CONG_VAN, "trich_yeu")],
)
def test_a_piece_of_the_page_shows_the_field_or_where_it_should_be(
    clerk: TestClient, document: str, key: str
) -> None:
    answer = clerk.get(f"/duyet/{document}/{key}.jpg")
    assert answer.headers["content-type"] == "image/jpeg"
    picture = Image.open(BytesIO(answer.content)).convert("L")
    assert picture.width > picture.height
    assert picture.getextrema()[0] < 100, "there is print on it"
    same = clerk.get(f"/api/documents/{document}/fields/{key}/picture")
    assert same.content == answer.content


def test_a_sealed_document_has_no_forms_and_no_pictures(clerk: TestClient) -> None:
    assert clerk.get(f"/duyet/{SEALED}").status_code == 404
    assert clerk.get(f"/duyet/{SEALED}/trich_yeu.jpg").status_code == 404
    said = {"value": "x", "author": "y", "version": 1}
    assert clerk.put(f"/api/documents/{SEALED}/fields/trich_yeu", json=said).status_code == 404


def test_rest_lists_shows_corrects_and_reports_a_conflict(client: TestClient) -> None:
    listed = client.get("/api/review").json()
    assert listed["total"] == 1
    assert listed["documents"][0]["questions"] == [{"key": "so_ky_hieu", "why": "unsure"}]
    place = f"/api/documents/{QUYET_DINH}/fields/so_ky_hieu"
    said = {"value": "18/QĐ-UBND", "author": "Lê Thị Đào", "version": 1}
    kept = client.put(place, json=said).json()
    assert kept["fields"]["so_ky_hieu"]["value"] == "18/QĐ-UBND"
    assert (kept["state"], kept["version"]) == ("done", 2)

    late = client.put(place, json=said | {"value": "9/QĐ-UBND"})
    assert late.status_code == 409
    assert late.json()["newer"]["author"] == "Lê Thị Đào"
    shown = client.get(f"/api/review/{QUYET_DINH}").json()
    assert shown["read"]["so_ky_hieu"]["value"] == "15/QĐ-UBND"
    assert [said["key"] for said in shown["corrections"]] == ["so_ky_hieu", "so", "ky_hieu"]
    assert client.get("/api/review").json() == {"total": 0, "documents": []}


@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("ngay_ban_hanh", {"value": "hôm nay", "author": "Đào", "version": 1}),
        ("trich_yeu", {"value": "a\u0000b", "author": "Đào", "version": 1}),
        ("trich_yeu", {"value": "a", "author": " ", "version": 1}),
        ("so", {"value": "1", "author": "Đào", "version": 1}),
    ],
)
def test_rest_refuses_what_is_no_value(
    client: TestClient, key: str, body: dict[str, object]
) -> None:
    answer = client.put(f"/api/documents/{QUYET_DINH}/fields/{key}", json=body)
    assert answer.status_code == 400, answer.text
