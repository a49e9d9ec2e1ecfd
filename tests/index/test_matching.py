import pytest

from digitize.domain import Box, Zone
from digitize.index.matching import Match, find_matches, make_snippet, searchable_text
from digitize.index.parsing import parse
from tests.index.pages import page_of


def found(query: str, *lines: str) -> list[str]:
    return [match.text for match in find_matches(parse(query), page_of(*lines))]


def test_each_word_has_its_own_box() -> None:
    page = page_of("về việc tuyển", "dụng viên chức")
    assert find_matches(parse("tuyển dụng"), page) == (
        Match(Box(40, 0, 50, 10), "tuyển"),
        Match(Box(0, 20, 10, 30), "dụng"),
    )


def test_punctuation_around_a_word_does_not_hide_it() -> None:
    assert found("đường", "(Đường, sắt)") == ["(Đường,"]


@pytest.mark.parametrize("typed", ["đường", "duong", "ĐƯỜNG"])
def test_words_match_with_and_without_diacritics(typed: str) -> None:
    assert found(typed, "con Đường nhựa") == ["Đường"]


def test_look_alikes_are_left_out_where_the_word_stands_as_typed() -> None:
    assert found("cán", "cán cân cạn") == ["cán"]
    assert found("cán", "cân cạn") == ["cân", "cạn"]
    assert found("can", "cán cân cạn") == ["cán", "cân", "cạn"]


def test_a_phrase_goes_on_over_the_end_of_a_line() -> None:
    assert found('"tuyển dụng công chức"', "việc tuyển dụng", "công chức công") == [
        "tuyển",
        "dụng",
        "công",
        "chức",
    ]
    assert found('"dụng chức"', "tuyển dụng công chức") == []


def test_a_word_of_several_tokens_is_a_phrase() -> None:
    assert found("1.500.000", "số tiền 1.500.000 đồng và 1.500 đồng") == ["1.500.000"]


def test_a_withheld_word_is_found_and_breaks_no_phrase() -> None:
    assert found("nhiễu", "tuyển ?nhiễu dụng") == ["nhiễu"]
    assert found('"tuyển dụng"', "tuyển ?nhiễu dụng") == ["tuyển", "dụng"]
    assert found('"nhiễu dụng"', "tuyển ?nhiễu dụng") == ["nhiễu", "dụng"]


def test_a_stamp_between_two_lines_breaks_no_phrase() -> None:
    page = page_of("việc tuyển", "ĐẾN Số", "dụng", zones={1: Zone.STAMP})
    assert [m.text for m in find_matches(parse('"tuyển dụng"'), page)] == ["tuyển", "dụng"]
    assert [m.text for m in find_matches(parse("đến"), page)] == ["ĐẾN"]
    assert searchable_text(page) == "việc tuyển dụng ĐẾN Số"


@pytest.mark.parametrize("typed", ["số:15/QĐ-UBND", "15/qd-ubnd", "số:015", "số:qđ"])
def test_a_number_is_found_in_any_spelling(typed: str) -> None:
    words = found(typed, "Số: 15/QĐ-", "UBND ngày 5")
    assert words[0] == "15/QĐ-"
    assert words == (["15/QĐ-"] if typed in ("số:015", "số:qđ") else ["15/QĐ-", "UBND"])


def test_a_beginning_boxes_the_words_that_begin_so() -> None:
    assert found("đườ*", "Đường dài, dường như") == ["Đường"]
    assert found("đườ*", "dường như") == ["dường"]
    assert found("duo*", "Đường dài, được") == ["Đường", "được"]
    assert found("quy*", "Quy định, quyết qui") == ["Quy", "quyết", "qui"]
    assert found("-dà* đư*", "đường dài") == ["đường"]


def test_excluded_words_and_other_fields_box_nothing() -> None:
    assert found("sắt -đường loại:báo năm:2024", "báo cáo đường sắt 2024") == ["sắt"]


def test_an_empty_page_or_query_has_no_matches() -> None:
    assert find_matches(parse("đường"), page_of()) == ()
    assert find_matches(parse(""), page_of("đường")) == ()


# --- snippets


def test_a_short_page_is_the_whole_snippet() -> None:
    snippet = make_snippet(parse("tuyển dụng"), page_of("việc tuyển", "dụng viên chức"))
    assert snippet.parts == (("việc ", False), ("tuyển dụng", True), (" viên chức", False))


def test_a_snippet_stands_where_most_of_the_query_is() -> None:
    page = page_of(
        "chức " + "xa " * 100, "gần " * 20 + "công chức " + "gần " * 20, "công " + "sau " * 100
    )
    snippet = make_snippet(parse("công chức"), page, 100)
    assert ("công chức", True) in snippet.parts
    assert snippet.text.startswith("… gần")
    assert snippet.text.endswith("gần …")
    assert 80 <= len(snippet.text) <= 104


def test_a_snippet_without_hits_is_the_beginning_of_the_running_text() -> None:
    page = page_of("ĐẾN", "Kính ?nhiễu gửi: " + "chữ " * 100, zones={0: Zone.STAMP})
    snippet = make_snippet(parse("năm:2024"), page, 40)
    assert snippet.parts[0][0].startswith("Kính gửi: chữ")
    assert snippet.text.endswith(" …")
    assert len(snippet.text) <= 42


def test_a_snippet_shows_a_hit_outside_the_running_text() -> None:
    page = page_of("ĐẾN Số", "Kính gửi ?nhiễu", zones={0: Zone.STAMP})
    assert ("ĐẾN", True) in make_snippet(parse("đến"), page).parts
    assert ("nhiễu", True) in make_snippet(parse("nhiễu"), page).parts


def test_a_snippet_of_an_empty_page_is_empty() -> None:
    assert make_snippet(parse("đường"), page_of()).parts == ()


def test_a_word_longer_than_the_snippet_is_still_shown() -> None:
    snippet = make_snippet(parse("a" * 50), page_of("trước " * 9 + "a" * 50 + " sau" * 9), 20)
    assert ("a" * 50, True) in snippet.parts
