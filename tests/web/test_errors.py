from pathlib import Path

import pytest
from starlette.testclient import TestClient

from digitize.archive.parts import open_parts
from digitize.settings import Settings
from digitize.web.app import create_app
from tests.web.little_archive import QUYET_DINH, fill


@pytest.mark.parametrize("path", ["/khong-co", "/van-ban", "/static/../app.py", "/static/x.css"])
def test_an_unknown_address_is_a_page_in_vietnamese(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


@pytest.mark.parametrize("query", ["trang=0", "trang=x", "nam=abcd", "q=" + "a" * 501])
def test_a_wrong_parameter_is_a_page_in_vietnamese(client: TestClient, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert "Địa chỉ không đúng" in answer.text


def test_a_lost_original_is_no_traceback(tmp_path: Path) -> None:
    with open_parts(Settings(data=tmp_path)) as parts:
        fill(parts)
        for original in (tmp_path / "store" / "originals").rglob("*"):
            if original.is_file():
                original.unlink()
        with TestClient(create_app(parts)) as client:
            answer = client.get(f"/van-ban/{QUYET_DINH}/ban-goc")
    assert answer.status_code == 503
    assert "Kho lưu trữ đang tạm ngừng" in answer.text


def test_an_unforeseen_fault_is_a_page_without_traceback(tmp_path: Path) -> None:
    with open_parts(Settings(data=tmp_path)) as parts:
        fill(parts)
        for text in (tmp_path / "store" / "derivatives").rglob("*.json"):
            text.write_text('["no page text"]')
        with TestClient(create_app(parts)) as client:
            page = client.get("/?q=cải")
            data = client.get("/api/search?q=cải")
    assert page.status_code == data.status_code == 500
    assert "Có lỗi ngoài dự kiến" in page.text
    assert "Traceback" not in page.text
    assert "script" not in page.headers["content-security-policy"]
    assert data.json() == {"error": "Internal Server Error"}
