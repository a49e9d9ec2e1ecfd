import re
from pathlib import Path

from starlette.testclient import TestClient

from digitize.archive.indexing import catch_up
from digitize.archive.parts import open_parts
from digitize.settings import Settings
from digitize.web.app import create_app
from tests.web.little_archive import BAO_CAO, CONG_VAN, EVIL, QUYET_DINH, SEALED, fill

DOCS = Path(__file__).parents[2] / "docs"


def results(client: TestClient, **parameters: str) -> str:
    answer = client.get("/", params=parameters)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def links(page: str, start: str) -> list[str]:
    return [u.replace("&amp;", "&") for u in re.findall(r'href="([^"]*)"', page) if start in u]


def test_a_query_without_diacritics_finds_and_marks_words_with_them(client: TestClient) -> None:
    page = results(client, q="duong day nong")
    assert f"/van-ban/{CONG_VAN}?q=duong+day+nong&amp;trang=3#den" in page
    assert "<mark>Đường dây nóng</mark>" in page
    assert "<h1>1 trang</h1>" in page


def test_pages_of_a_document_stand_together_under_its_subject(client: TestClient) -> None:
    page = results(client, q="cải cách")
    assert page.count(">Về việc tuyển dụng công chức</a>") == 1
    assert f"/van-ban/{QUYET_DINH}?q=c%E1%BA%A3i+c%C3%A1ch&amp;trang=1#den" in page
    assert f"/van-ban/{QUYET_DINH}?q=c%E1%BA%A3i+c%C3%A1ch&amp;trang=2#den" in page
    assert "Quyết định · 15/QĐ-UBND · 05/03/2024" in page


def test_a_facet_narrows_and_a_second_click_removes_it(client: TestClient) -> None:
    page = results(client, q="cải cách")
    (narrow,) = links(page, "nam=2023")
    narrowed = client.get(narrow).text
    assert CONG_VAN in narrowed
    assert QUYET_DINH not in narrowed
    chosen = re.search(r'class="chosen" href="([^"]*)"', narrowed)
    assert chosen
    assert QUYET_DINH in client.get(chosen[1]).text


def test_a_new_query_keeps_the_facets_that_are_on(client: TestClient) -> None:
    page = results(client, q="cải cách", nam="2023")
    assert '<input type="hidden" name="nam" value="2023">' in page


def test_a_query_on_fields_alone_counts_documents(client: TestClient) -> None:
    assert "<h1>1 văn bản</h1>" in results(client, q="số:15/QĐ-UBND")


def test_results_come_in_pages_of_twenty(client: TestClient) -> None:
    first = results(client, q="phụ lục")
    second = results(client, q="phụ lục", trang="2")
    assert "<h1>25 trang</h1>" in first
    pages = [re.findall(rf"{BAO_CAO}\?[^\"]*trang=(\d+)#den\">Trang", p) for p in (first, second)]
    assert [len(p) for p in pages] == [20, 5]
    assert len({*pages[0], *pages[1]}) == 25
    assert '<span aria-current="page">2</span>' in second


def test_beyond_the_last_page_the_way_back_is_shown(client: TestClient) -> None:
    assert "Về trang kết quả đầu" in results(client, q="phụ lục", trang="9")


def test_nothing_found_says_what_to_try(client: TestClient) -> None:
    page = results(client, q="xyzzy", nam="2024")
    assert "Không thấy trang nào" in page
    assert "Bỏ năm “2024”" in page
    assert links(page, "q=xyzzy")[0] == "/?q=xyzzy"


def test_a_wrong_query_is_answered_in_vietnamese_and_can_be_mended(client: TestClient) -> None:
    answer = client.get("/", params={"q": '"cải cách'})
    assert answer.status_code == 400
    assert "Không hiểu câu tìm này" in answer.text
    assert "ngoặc kép" in answer.text
    assert 'value="&#34;cải cách"' in answer.text


def test_text_of_scans_and_queries_is_escaped(client: TestClient) -> None:
    for page in (results(client, q="báo cáo"), results(client, q=EVIL), results(client, q="phụ")):
        assert EVIL not in page
    assert "&lt;script&gt;" in results(client, q="báo cáo")


def test_a_sealed_document_is_not_found(client: TestClient) -> None:
    page = results(client, q="kín đáo")
    assert SEALED not in page
    assert "<mark>" not in page


def test_a_query_typed_in_nfd_is_shown_in_nfc(client: TestClient) -> None:
    assert 'value="cải"' in results(client, q="cải")


def test_the_home_page_counts_what_is_there_and_leads_into_it(client: TestClient) -> None:
    page = results(client)
    assert "3 văn bản, 28 trang" in page
    (year,) = links(page, "nam=2024")
    assert QUYET_DINH in client.get(year).text


def test_the_help_shows_the_queries_that_the_docs_promise(client: TestClient) -> None:
    promised = re.findall(r"^\| `(.+?)` \|", (DOCS / "tra-cuu.md").read_text(), re.MULTILINE)
    assert len(promised) == 10
    shown = [client.get(url).text for url in links(results(client), "/?q=")]
    typed = [re.search(r'name="q"[^>]* value="([^"]*)"', page) for page in shown]
    values = [m[1].replace("&#34;", '"') for m in typed if m]
    assert values == promised


def test_a_new_batch_is_seen_without_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_parts(settings) as parts, TestClient(create_app(parts)) as client:
        assert "Kho chưa có văn bản nào" in client.get("/").text
        with open_parts(settings) as writing:
            fill(writing)
        assert QUYET_DINH in client.get("/", params={"q": "tuyen dung"}).text


def test_a_lost_index_is_said_and_a_rebuilt_one_found(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_parts(settings) as parts:
        fill(parts)
        catch_up(parts)
        parts.index.clear()
        parts.index.commit()
        with TestClient(create_app(parts)) as client:
            for path in ("/", "/?q=cải", "/api/search?q=cải", "/healthz"):
                answer = client.get(path)
                assert answer.status_code == 503, path
            assert "digitize reindex" in client.get("/?q=cải").text
            parts.database.forget_index()
            catch_up(parts)
            assert QUYET_DINH in client.get("/?q=cải").text


def test_a_damaged_index_is_a_page_with_the_remedy(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_parts(settings) as parts:
        fill(parts)
    for file in (tmp_path / "index").iterdir():
        if file.is_file() and file.name != "version":
            file.write_bytes(b"damaged")
    with open_parts(settings) as parts, TestClient(create_app(parts)) as client:
        answer = client.get("/?q=cải")
    assert answer.status_code == 503
    assert "digitize reindex" in answer.text
    assert str(tmp_path) not in answer.text
