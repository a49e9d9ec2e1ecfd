from starlette.testclient import TestClient

from tests.web.little_archive import CONG_VAN, EVIL, QUYET_DINH, SEALED


def test_search_gives_hits_with_marked_excerpts_and_facets(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "duong day", "limit": 1}).json()
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert (hit["document"], hit["page"]) == (CONG_VAN, 3)
    assert {"text": "Đường dây", "hit": True} in hit["snippet"]
    assert answer["facets"]["year"] == [{"value": "2023", "count": 1}]


def test_facets_narrow(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "cải cách", "type": "Quyết định"}).json()
    assert {hit["document"] for hit in answer["hits"]} == {QUYET_DINH}


def test_a_wrong_query_comes_back_with_its_remedy(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": '"cải'})
    assert answer.status_code == 400
    assert answer.json()["remedy"]


def test_a_document_has_its_fields_with_their_evidence(client: TestClient) -> None:
    answer = client.get(f"/api/documents/{QUYET_DINH}").json()
    assert answer["fields"]["nguoi_ky"]["value"] == "Lê Văn Đức"
    assert len(answer["fields"]["nguoi_ky"]["box"]) == 4
    assert answer["state"] == "review"
    assert [page["number"] for page in answer["pages"]] == [1, 2]


def test_the_text_of_a_page_leaves_doubts_out_and_words_keep_them(client: TestClient) -> None:
    answer = client.get(f"/api/documents/{QUYET_DINH}/pages/1").json()
    assert "tuyển dụng công chức" in answer["text"]
    assert "ngờvực" not in answer["text"]
    assert any(w["withheld"] for line in answer["lines"] for w in line["words"])


def test_a_line_in_a_table_names_its_cell(client: TestClient) -> None:
    lines = client.get(f"/api/documents/{QUYET_DINH}/pages/1").json()["lines"]
    assert [line["cell"] for line in lines[:2]] == [[0, 0], [0, 1]]


def test_what_may_not_be_shown_is_not_found(client: TestClient) -> None:
    for path in (SEALED, f"{SEALED}/pages/1", "x", f"{QUYET_DINH}/pages/3", EVIL):
        answer = client.get(f"/api/documents/{path}")
        assert answer.status_code == 404, path
        assert set(answer.json()) == {"error"}


def test_a_wrong_parameter_is_named(client: TestClient) -> None:
    answer = client.get("/api/search", params={"limit": "all"})
    assert answer.status_code == 400
    assert answer.json() == {"error": "not valid: limit"}


def test_the_description_covers_the_api_alone(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/search",
        "/api/documents/{document_id}",
        "/api/documents/{document_id}/pages/{number}",
        "/api/documents/{document_id}/fields/{key}",
        "/api/documents/{document_id}/fields/{key}/picture",
        "/api/review",
        "/api/review/{document_id}",
        "/healthz",
    }
    assert client.get("/docs").status_code == 404


def test_health(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "documents": 3})
