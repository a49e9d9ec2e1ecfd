from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.sheet import Row, lay_out
from digitize.metadata.support import Support, repeated
from tests.metadata.paper import line, page


def rows(*texts: str) -> list[Row]:
    lines = (line(text, 200 + 60 * i) for i, text in enumerate(texts))
    return list(lay_out(page(*lines)).cells)


def whole(row: Row) -> Candidate:
    return Candidate(row.text, row.words, 1, "a rule")


def test_the_text_says_the_same() -> None:
    title, text = rows("kiện toàn tổ chức", "để kiện toàn tổ chức bộ máy")
    assert Support([title, text]).weigh(whole(title)).evidence == {Evidence.NAMED_AGAIN: 1.0}


def test_the_text_spells_it_otherwise() -> None:
    title, text = rows("kiện toàn tô chức", "để kiện toàn tổ chức bộ máy")
    weighed = Support([title, text]).weigh(whole(title)).evidence
    assert weighed[Evidence.SPELT_OTHERWISE] > 0
    assert weighed[Evidence.NAMED_AGAIN] < 1


def test_a_value_does_not_speak_for_itself() -> None:
    (title,) = rows("kiện toàn tổ chức")
    assert Support([title]).weigh(whole(title)).evidence == {Evidence.NAMED_AGAIN: 0.0}


def test_an_annex_repeats_number_and_date() -> None:
    number, annex = rows("Số: 15/QĐ-SYT", "(Kèm theo Quyết định số 15/QĐ-SYT ngày 05/3/2021)")
    assert Evidence.NAMED_AGAIN in repeated(whole(number), ["15/QĐ-SYT"], [number, annex]).evidence
    for form in ("5/QĐ-SYT", "16/QĐ-SYT"):
        assert not repeated(whole(number), [form], [number, annex]).evidence
