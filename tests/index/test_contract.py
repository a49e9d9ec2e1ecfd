"""What every index does. A new engine joins the list in `opener` and runs the same tests."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitize.index import elasticsearch_search, tantivy
from digitize.index.matching import searchable_text
from digitize.index.opening import open_index
from digitize.index.ordering import document_place
from digitize.index.parsing import parse
from digitize.index.protocol import Index
from digitize.index.query import Query
from tests.index.pages import entry, fill, page_of
from tests.services.elasticsearch import Elasticsearch, new_name

Opener = Callable[[], Index]


@pytest.fixture(params=["tantivy", pytest.param("elasticsearch", marks=pytest.mark.services)])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same index as often as asked, as further processes would."""
    opened: list[Index] = []
    url, authority = f"tantivy://{tmp_path}/index", ""
    if request.param == "elasticsearch":
        server: Elasticsearch = request.getfixturevalue("elasticsearch_server")
        url, authority = server.url(new_name()), str(server.authority)

    def open_again() -> Index:
        opened.append(open_index(url, authority))
        return opened[-1]

    yield open_again
    for index in opened:
        index.close()


@pytest.fixture
def index(opener: Opener) -> Index:
    return opener()


def found(index: Index, text: str) -> list[tuple[str, int]]:
    return [(hit.document_id, hit.page) for hit in index.search(parse(text)).hits]


def ids(index: Index, text: str) -> list[str]:
    return [document_id for document_id, _ in found(index, text)]


# --- words


def test_all_words_stand_on_one_page(index: Index) -> None:
    fill(
        index,
        entry("a", "cải cách nền hành chính", page=1),
        entry("a", "cải cách", page=2),
        entry("b", "chính sách"),
    )
    assert found(index, "chính cải hành cách") == [("a", 1)]
    assert index.search(parse("cải")).total == 2


def test_words_are_found_with_and_without_diacritics(index: Index) -> None:
    fill(index, entry("a", "Tuyển dụng viên chức"), entry("b", "khen thưởng"))
    for typed in ("tuyển dụng", "Tuyên dụng", "tuyen dung", "TUYỂN DỤNG"):
        assert ids(index, typed) == ["a"], typed


def test_d_with_stroke_is_d(index: Index) -> None:
    fill(index, entry("a", "Sửa đường Đống Đa"), entry("b", "sửa nhà"))
    for typed in ("đường", "duong", "Đường", "ĐƯỜNG", "dường"):
        assert ids(index, typed) == ["a"], typed


def test_pages_just_as_typed_come_before_those_with_other_diacritics(index: Index) -> None:
    fill(
        index,
        entry("folded", "can bo can bo can bo can bo"),
        entry("other", "cần bỏ cần bỏ"),
        entry("exact", "danh sách gồm nhiều họ và tên của các cán bộ trong toàn cơ quan đơn vị"),
    )
    assert ids(index, "cán bộ")[0] == "exact"
    assert set(ids(index, "cán bộ")) == {"exact", "other", "folded"}
    assert set(ids(index, "can bo")) == {"exact", "other", "folded"}


def test_both_places_of_the_tone_are_one_word(index: Index) -> None:
    fill(index, entry("old", "Hòa Bình"), entry("new", "Hoà Bình"), entry("none", "hoa binh"))
    assert ids(index, "hoà bình")[2] == ids(index, "hòa bình")[2] == "none"


def test_words_side_by_side_come_first(index: Index) -> None:
    fill(
        index,
        entry("apart", "chức danh công bố viên chức có công"),
        entry("together", "đội ngũ công chức có danh viên bố"),
    )
    assert ids(index, "công chức") == ["together", "apart"]


def test_a_phrase_stands_together(index: Index) -> None:
    fill(index, entry("a", "tuyển dụng công chức"), entry("b", "công dụng tuyển chức"))
    assert ids(index, '"dụng công"') == ["a"]
    assert ids(index, '"dung cong"') == ["a"]
    assert ids(index, '"công tuyển"') == []


def test_an_excluded_word_is_excluded_as_typed(index: Index) -> None:
    fill(index, entry("a", "tuyển dụng khẩn"), entry("b", "tuyển dụng khăn"))
    assert ids(index, "tuyển -khẩn") == ["b"]
    assert ids(index, "tuyen -khan") == []
    assert ids(index, 'tuyển -"dụng khăn"') == ["a"]


# --- beginnings of words


def test_a_star_finds_words_that_begin_so(index: Index) -> None:
    fill(
        index,
        entry("a", "nghị định"),
        entry("b", "kinh nghiệm, đường số 2024"),
        entry("c", "đượm"),
        entry("d", "ngã ba, Đinh"),
    )
    expected = {
        "nghi*": ["a", "b"],
        "NGHỊ*": ["a", "b"],
        "nghi* kinh": ["b"],
        "kinh*": ["b"],
        "đư*": ["b", "c"],
        "Đườ*": ["b", "c"],
        "duo*": ["b", "c"],
        "đi*": ["a", "d"],
        "di*": ["a", "d"],
        "20*": ["b"],
        "nghi* -kin*": ["a"],
        "xa*": [],
    }
    assert {typed: sorted(ids(index, typed)) for typed in expected} == expected


def test_a_beginning_just_as_typed_comes_before_those_with_other_diacritics(index: Index) -> None:
    fill(index, entry("other", "đuổi dường"), entry("exact", "con đường dài và rộng của tỉnh"))
    assert ids(index, "đườ*") == ["exact", "other"]
    assert ids(index, "duo*") != []


def test_i_and_y_are_one_in_whole_words_alone(index: Index) -> None:
    fill(index, entry("quy", "quy chế"), entry("quyết", "quyết định"), entry("ký", "chữ kí"))
    assert set(ids(index, "quy*")) == {"quy", "quyết"}
    assert ids(index, "ký*") == ["ký"]


def test_a_tone_is_found_where_it_is_typed(index: Index) -> None:
    fill(index, entry("toàn", "toàn quốc"), entry("toà", "tòa án"), entry("toa", "toa tàu"))
    for typed in ("toà*", "tòa*"):
        assert ids(index, typed)[2:] == ["toa"], typed


def test_a_beginning_in_a_field(index: Index) -> None:
    fill(index, *FIELDS)
    assert sorted(ids(index, "người ký:hu*")) == ["a", "b"]
    assert ids(index, "người ký:Hùn*") == ["a", "b"]
    assert sorted(ids(index, "loại:qu*")) == ["a", "c"]


# --- document numbers


NUMBERED = (
    entry("qd", "QUYẾT ĐỊNH", number="15/QĐ-UBND"),
    entry("qd", "trang sau", number="15/QĐ-UBND", page=2),
    entry("nd", "NGHỊ ĐỊNH", number="30/2020/NĐ-CP"),
    entry("nq", "NGHỊ QUYẾT", number="05-NQ/ĐU"),
    entry("cv", "V/v đất đai, căn cứ Quyết định số 15/QĐ- UBND", number="4532/UBND- KSTTHC"),
)


def test_numbers_whole_and_in_parts_in_any_spelling(index: Index) -> None:
    fill(index, *NUMBERED)
    expected = {
        "số:15/QĐ-UBND": ["qd"],
        "số:15/qd-ubnd": ["qd"],
        "so: 15 / QD - UBND": ["qd"],
        "số:15": ["qd"],
        "số:qđ-ubnd": ["qd"],
        "số:30/2020": ["nd"],
        "số:NĐ-CP": ["nd"],
        "số:5-NQ/ĐU": ["nq"],
        "số:05-nq/du": ["nq"],
        "số:4532/UBND-KSTTHC": ["cv"],
        'số:"4532 ubnd kstthc"': ["cv"],
        "số:16": [],
    }
    assert {typed: ids(index, typed) for typed in expected} == expected


def test_a_number_typed_alone_finds_the_document_and_then_those_that_cite_it(index: Index) -> None:
    fill(index, *NUMBERED)
    assert found(index, "15/qđ-ubnd") == [("qd", 1), ("cv", 1)]
    assert ids(index, "05-NQ/DU") == ["nq"]
    assert ids(index, "15/QĐ-UBND đất") == ["cv"]


# --- fields, dates, facets


FIELDS = (
    entry(
        "a",
        "trang một",
        type="Quyết định",
        agency="SỞ NỘI VỤ",
        department="Văn phòng",
        signer="Đỗ Văn Hùng",
        subject="Về việc tuyển dụng",
        date="2024-05-17",
    ),
    entry("a", "trang hai", page=2, type="Quyết định", agency="SỞ NỘI VỤ", date="2024-05-17"),
    entry("b", "trang", type="Báo cáo", agency="SỞ Y TẾ", signer="Đỗ Văn Hưng", date="2024-06"),
    entry("c", "trang", type="Quyết định", department="Văn phòng", date="2023"),
    entry("d", "trang"),
)


def test_fields_alone_find_documents_by_their_first_page(index: Index) -> None:
    fill(index, *FIELDS)
    expected = {
        'loại:"quyết định"': ["a", "c"],
        "loại:quyết định": ["a", "c"],
        "loai:dinh": ["a", "c"],
        'cơ quan:"sở nội vụ"': ["a"],
        "co quan:so": ["a", "b"],
        "đơn vị:phòng": ["a", "c"],
        'trich yeu:"tuyen dung"': ["a"],
        "người ký:Đỗ": ["a", "b"],
        "-loại:báo người ký:đỗ": ["a"],
        "năm:2024": ["a", "b"],
        "từ:06/2024": ["b"],
        "đến:2023": ["c"],
        "từ:17/05/2024 đến:17/05/2024": ["a"],
        "từ:2023 đến:05/2024": ["a", "c"],
        "từ:15/06/2024 đến:20/06/2024": ["b"],
        "từ:01/2023 đến:06/2023": ["c"],
        "đến:31/05/2024 từ:01/05/2024": ["a"],
        "năm:2024 -trang": [],
    }
    answers = {typed: sorted(found(index, typed)) for typed in expected}
    assert answers == {typed: [(id_, 1) for id_ in ids_] for typed, ids_ in expected.items()}


def test_a_field_typed_with_diacritics_ranks_its_exact_form_first(index: Index) -> None:
    fill(index, *FIELDS)
    assert ids(index, "người ký:Hưng") == ["b", "a"]
    assert ids(index, "người ký:Hùng") == ["a", "b"]


def test_words_and_fields_together_find_pages(index: Index) -> None:
    fill(index, *FIELDS)
    assert found(index, 'loại:"quyết định" hai') == [("a", 2)]


def test_an_empty_query_gives_all_documents_newest_first(index: Index) -> None:
    fill(index, *FIELDS)
    assert found(index, "") == [("b", 1), ("a", 1), ("c", 1), ("d", 1)]


def test_facets_count_the_pages_that_match(index: Index) -> None:
    fill(index, *FIELDS)
    facets = index.search(parse("trang")).facets
    assert facets["type"] == (("Quyết định", 3), ("Báo cáo", 1))
    assert facets["agency"] == (("SỞ NỘI VỤ", 2), ("SỞ Y TẾ", 1))
    assert facets["year"] == (("2024", 3), ("2023", 1))
    assert facets["department"] == (("Văn phòng", 2),)
    assert index.search(parse("trang"), facet_size=1).facets["type"] == (("Quyết định", 3),)


def test_of_facet_values_with_one_number_the_first_by_their_letters_are_given(index: Index) -> None:
    fill(index, *(entry(f"d{i}", "trang", agency=f"Sở {i % 50}") for i in range(100)))
    facets = index.search(parse("trang"), facet_size=3).facets
    assert facets["agency"] == (("Sở 0", 2), ("Sở 1", 2), ("Sở 10", 2))


def test_filters_hold_exactly(index: Index) -> None:
    fill(index, *FIELDS)
    by_type = Query(parse("trang").terms, filters=(("type", "Quyết định"),))
    assert index.search(by_type).total == 3
    by_year = Query(filters=(("type", "Quyết định"), ("year", "2023")))
    assert [hit.document_id for hit in index.search(by_year).hits] == ["c"]
    assert index.search(Query(filters=(("type", "Quyết"),))).total == 0


def test_pages_as_good_as_each_other_come_newest_first_then_in_one_order(index: Index) -> None:
    """Whatever engine has them, and whenever each was put in."""
    for turn in range(3):  # tantivy keeps what was committed together in one place
        documents = [f"d{n}" for n in range(30) if n % 3 == turn]
        fill(
            index,
            *(entry(d, "trang giấy", page=p, date="2024") for d in documents for p in (3, 1, 2)),
            entry(f"new{turn}", "trang giấy", date=f"2024-05-0{turn + 1}"),
        )
    newest = [("new2", 1), ("new1", 1), ("new0", 1)]
    placed = sorted((f"d{n}" for n in range(30)), key=document_place)
    expected = [*newest, *((document, page) for document in placed for page in (1, 2, 3))]
    for typed in ("trang", "tra*", '"trang giấy"'):
        answer = index.search(parse(typed), limit=93)
        assert len({hit.score for hit in answer.hits}) == 1, typed
        for offset in (0, 5, 40, 90):
            window = index.search(parse(typed), limit=7, offset=offset).hits
            assert [(h.document_id, h.page) for h in window] == expected[offset : offset + 7]


def test_windows_follow_each_other(index: Index) -> None:
    fill(index, *(entry(f"d{i}", "trang " * (i + 1) + "khác " * (9 - i)) for i in range(7)))
    query = parse("trang")
    whole = index.search(query, limit=7).hits
    assert index.search(query, limit=3).hits == whole[:3]
    assert index.search(query, limit=3, offset=3).hits == whole[3:6]
    assert index.search(query, limit=3, offset=6).hits == whole[6:]
    assert index.search(query, limit=3, offset=9).total == 7


# --- changes


def test_nothing_is_found_before_a_first_commit(index: Index) -> None:
    assert index.search(parse("")).total == 0
    index.replace("a", [entry("a", "trang")])
    assert index.search(parse("trang")).total == 0


def test_replacing_a_document_leaves_no_page_of_before(index: Index) -> None:
    fill(index, entry("a", "cũ"), entry("a", "cũ", page=2), entry("b", "cũ"))
    fill(index, entry("a", "mới"))
    assert found(index, "cũ") == [("b", 1)]
    assert found(index, "mới") == [("a", 1)]


def test_replacing_twice_before_a_commit_keeps_the_last(index: Index) -> None:
    index.replace("a", [entry("a", "một")])
    index.replace("a", [entry("a", "hai")])
    index.commit()
    assert found(index, "") == [("a", 1)]
    assert ids(index, "hai") == ["a"]


def test_delete_takes_only_the_document(index: Index) -> None:
    fill(index, entry("a-1", "trang"), entry("a-11", "trang"))
    index.delete("a-1")
    index.delete("unknown")
    index.commit()
    assert ids(index, "trang") == ["a-11"]


def test_clear_and_fill_is_seen_as_one_change(index: Index, opener: Opener) -> None:
    fill(index, entry("a", "cũ"))
    reader = opener()
    index.clear()
    index.replace("b", [entry("b", "mới")])
    assert ids(reader, "") == ["a"]
    index.commit()
    assert ids(reader, "") == ["b"]


def test_another_reader_sees_each_commit_at_once(index: Index, opener: Opener) -> None:
    reader = opener()
    for number in range(5):
        fill(index, entry(f"d{number}", "trang"))
        assert reader.search(parse("trang")).total == number + 1


def test_what_was_committed_is_there_after_reopening(index: Index, opener: Opener) -> None:
    fill(index, entry("a", "đường"))
    index.replace("b", [entry("b", "đường")])
    index.close()
    assert ids(opener(), '"đường"') == ["a"]


def test_the_text_of_a_page_finds_it_with_its_doubtful_words(index: Index) -> None:
    page = page_of("tuyển ?nhiễu dụng công", "chức năm 2024")
    fill(index, entry("a", searchable_text(page)))
    for typed in ('"tuyển dụng công chức"', "nhiễu", '"tuyển nhiễu dụng"'):
        assert ids(index, typed) == ["a"]


# --- all that is there


def test_every_page_is_listed_once(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tantivy, elasticsearch_search):
        monkeypatch.setattr(module, "_WINDOW", 3)
    index = opener()
    assert list(index.pages()) == []
    fill(index, *(entry("a", "đường", page=page) for page in range(1, 6)), entry("b", "đường"))
    index.delete("b", version=1)
    index.commit()
    assert sorted(opener().pages()) == [("a", page) for page in range(1, 6)]
