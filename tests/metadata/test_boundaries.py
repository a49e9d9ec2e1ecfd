from digitize.domain import PageText
from digitize.metadata.documents import find_documents
from tests.metadata.paper import (
    MIDDLE,
    blank,
    body,
    decision,
    head,
    letter,
    line,
    page,
    renumbered,
    signing,
)


def ranges(*pages: PageText) -> list[tuple[int, int]]:
    numbered = [renumbered(source, i) for i, source in enumerate(pages, 1)]
    return [(d.first_page, d.last_page) for d in find_documents(numbered)]


def test_a_header_of_its_own_begins_a_document() -> None:
    assert ranges(letter(), page(*body()), decision(), page(*body())) == [(1, 2), (3, 4)]


def test_a_blank_back_belongs_to_the_document_before() -> None:
    assert ranges(letter(), blank(2), decision(), blank(4)) == [(1, 2), (3, 4)]


def test_a_blank_page_in_front_belongs_to_the_document_after() -> None:
    (document,) = find_documents([blank(1), renumbered(letter(), 2)])
    assert (document.first_page, document.last_page) == (1, 2)
    assert document.fields["so_ky_hieu"].value == "15/SNV-VP"
    assert document.fields["so_ky_hieu"].page == 2


def test_a_form_with_an_empty_number_and_date_stays_with_its_document() -> None:
    form = page(
        *head(number="Số: /QĐ-UBND", date="An Phú, ngày tháng năm 2021"),
        line("QUYẾT ĐỊNH", 450, MIDDLE),
    )
    assert ranges(decision(), form) == [(1, 2)]


def test_a_day_by_pen_makes_it_no_form_though_number_and_month_were_not_read() -> None:
    scan = page(
        *head(number="Số: /QĐ-UBND", date="An Phú, ngày 29 tháng #O năm 2021"),
        line("QUYẾT ĐỊNH", 450, MIDDLE),
        *body(),
    )
    assert ranges(letter(), scan) == [(1, 1), (2, 2)]


def test_an_annex_that_says_so_stays_with_its_document() -> None:
    above = line("Mẫu số 01", 90, 0.85)
    annex = page(above, *head(number="Số: 12/BC-SNV"), *body())
    assert ranges(decision(), annex) == [(1, 2)]


def test_a_draft_laid_before_stays_with_its_document() -> None:
    draft = page(
        *head(number="Số: /NQ-HĐND", date="An Phú, ngày tháng 2 năm 2021"),
        line("DỰ THẢO", 345, 0.28),
        line("NGHỊ QUYẾT", 450, MIDDLE),
    )
    assert ranges(decision(), draft) == [(1, 2)]


def test_a_list_with_a_header_but_no_number_stays_with_its_document() -> None:
    listed = page(*head(number=""), line("DANH SÁCH ĐĂNG KÝ THAM DỰ", 450, MIDDLE))
    assert ranges(letter(), listed) == [(1, 2)]


def test_a_continued_page_number_keeps_the_page() -> None:
    second = page(line("2", 80, 0.5), *head(), *body())
    assert ranges(letter(), second) == [(1, 2)]
    restarted = page(*head(), *body())
    assert ranges(letter(), restarted) == [(1, 1), (2, 2)]


def test_a_contract_in_one_column_begins_a_document() -> None:
    contract = page(
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 150, MIDDLE),
        line("HỢP ĐỒNG", 300, MIDDLE),
        line("Số: 08/HĐ-UBND", 350, MIDDLE),
        *body(),
    )
    assert ranges(letter(), contract) == [(1, 1), (2, 2)]


def test_the_signer_is_not_looked_for_in_the_annex() -> None:
    annex = page(*body(), *signing(("THỦ TRƯỞNG ĐƠN VỊ",), "Bùi Thị Năm", recipients=False))
    (document,) = find_documents([letter(1), renumbered(annex, 2)])
    assert document.fields["nguoi_ky"].value == "Nguyễn Văn Tám"
    assert document.fields["nguoi_ky"].page == 1
