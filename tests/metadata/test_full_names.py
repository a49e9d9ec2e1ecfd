from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.full_names import completed
from digitize.metadata.sheet import Row, lay_out
from tests.metadata.paper import line, page


def rows(*texts: str) -> list[Row]:
    return list(lay_out(page(*(line(t, 200 + 60 * i) for i, t in enumerate(texts)))).cells)


def below_title(row: Row, *kinds: Evidence) -> Candidate:
    return Candidate(row.text, row.words, 1, "name below the title", dict.fromkeys(kinds, 1.0))


def whole_name(*texts: str, read: str = "Văn Mười") -> str | None:
    *text, signed = rows(*texts, read)
    found = completed(below_title(signed, Evidence.NO_FAMILY), [*text, signed])
    return found.value if found else None


def test_the_text_names_who_presides() -> None:
    assert whole_name("1. Chủ trì: Ông Trần Văn Mười, Chủ tịch.") == "Trần Văn Mười"


def test_marks_may_be_lost_in_one_of_them() -> None:
    assert whole_name("Chủ trì: Ông Đỗ Văn Mười.", read="Văn Muoi") == "Đỗ Văn Mười"


def test_two_such_names_complete_none() -> None:
    assert whole_name("Ông Trần Văn Mười và ông Lê Văn Mười") is None


def test_a_word_that_is_no_family_name_completes_none() -> None:
    assert whole_name("nhờ ông Văn Mười", "Kính gửi Văn Mười") is None


def test_a_whole_name_is_left_alone() -> None:
    *text, signed = rows("Chủ trì: Ông Trần Văn Mười", "Văn Mười")
    assert completed(below_title(signed), [*text, signed]) is None
