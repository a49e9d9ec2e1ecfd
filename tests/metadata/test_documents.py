from digitize.domain import Field, PageText
from digitize.metadata.documents import find_documents
from tests.metadata.paper import MIDDLE, body, decision, head, letter, line, page, signing


def fields(*pages: PageText) -> dict[str, str]:
    (document,) = find_documents(pages)
    return {key: field.value for key, field in document.fields.items()}


def field(source: PageText, key: str) -> Field:
    return find_documents([source])[0].fields[key]


def test_every_field_of_an_official_letter() -> None:
    assert fields(letter()) == {
        "loai_van_ban": "Công văn",
        "so": "15",
        "ky_hieu": "SNV-VP",
        "so_ky_hieu": "15/SNV-VP",
        "ngay_ban_hanh": "2021-03-05",
        "dia_danh": "An Phú",
        "co_quan_chu_quan": "UBND TỈNH AN PHÚ",
        "co_quan_ban_hanh": "SỞ NỘI VỤ",
        "trich_yeu": "V/v báo cáo công tác văn thư năm 2020",
        "nguoi_ky": "Nguyễn Văn Tám",
        "chuc_vu_nguoi_ky": "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
    }


def test_every_field_of_a_decision() -> None:
    assert fields(decision()) == {
        "loai_van_ban": "Quyết định",
        "so": "27",
        "ky_hieu": "QĐ-UBND",
        "so_ky_hieu": "27/QĐ-UBND",
        "ngay_ban_hanh": "2021-03-05",
        "dia_danh": "An Phú",
        "co_quan_ban_hanh": "ỦY BAN NHÂN DÂN TỈNH AN PHÚ",
        "trich_yeu": "Về việc kiện toàn Ban Chỉ đạo chuyển đổi số",
        "nguoi_ky": "Lê Thị Hạnh",
        "chuc_vu_nguoi_ky": "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
    }


def test_a_party_resolution() -> None:
    top = head(
        agency=("ĐẢNG BỘ TỈNH AN PHÚ", "ĐẢNG ỦY SỞ NỘI VỤ", "*"),
        number="Số 05-NQ/ĐU",
        title="ĐẢNG CỘNG SẢN VIỆT NAM",
        motto="",
    )
    name = line("NGHỊ QUYẾT", 450, MIDDLE)
    subject = line("về nhiệm vụ trọng tâm năm 2021", 495, MIDDLE)
    end = signing(("T/M ĐẢNG ỦY", "BÍ THƯ"), "Trần Thị Lan")
    found = fields(page(*top, name, subject, *body(), *end))
    assert found["so_ky_hieu"] == "05-NQ/ĐU"
    assert (found["so"], found["ky_hieu"]) == ("05", "NQ/ĐU")
    assert found["co_quan_chu_quan"] == "ĐẢNG BỘ TỈNH AN PHÚ"
    assert found["co_quan_ban_hanh"] == "ĐẢNG ỦY SỞ NỘI VỤ"
    assert found["trich_yeu"] == "về nhiệm vụ trọng tâm năm 2021"
    assert found["chuc_vu_nguoi_ky"] == "T/M ĐẢNG ỦY BÍ THƯ"


def test_a_contract_has_one_column() -> None:
    rows = [
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 150, MIDDLE),
        line("Độc lập - Tự do - Hạnh phúc", 190, MIDDLE),
        line("HỢP ĐỒNG", 300, MIDDLE),
        line("Số: 08/HĐ-UBND", 350, MIDDLE),
        line("Hôm nay, ngày 02 tháng 5 năm 2024, tại An Phú, chúng tôi gồm có:", 450, x=0.2),
    ]
    left = signing(("ĐẠI DIỆN BÊN A", "CHỦ TỊCH"), "Đỗ Văn Ba", middle=0.3, recipients=False)
    right = signing(("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), "Mai Thị Tư", middle=0.72, recipients=False)
    found = fields(page(*rows, *body(), *left, *right))
    assert found["so_ky_hieu"] == "08/HĐ-UBND"
    assert found["ngay_ban_hanh"] == "2024-05-02"
    assert found["nguoi_ky"] == "Đỗ Văn Ba; Mai Thị Tư"
    assert found["chuc_vu_nguoi_ky"] == "ĐẠI DIỆN BÊN A CHỦ TỊCH; ĐẠI DIỆN BÊN B GIÁM ĐỐC"
    assert "dia_danh" not in found


def test_the_evidence_is_the_box_of_the_words_read() -> None:
    source = letter()
    (words,) = [row.words for row in source.lines if "Nguyễn" in row.text]
    signer = field(source, "nguoi_ky")
    assert signer.page == 1
    assert (signer.box.x0, signer.box.x1) == (words[0].box.x0, words[-1].box.x1)
    assert signer.source == "name below the title"


def test_a_number_set_apart_from_its_symbol_stays_below_the_review_threshold() -> None:
    printed = page(*head(number="Số: 15/SNV-VP"), *body())
    by_pen = page(*head(number="Số: 15 /SNV-VP"), *body())
    assert field(printed, "so").confidence > 0.8
    assert field(by_pen, "so").confidence < 0.6
    assert field(by_pen, "ky_hieu").confidence > 0.8


def test_a_number_that_was_not_read_is_left_out() -> None:
    found = fields(page(*head(number="Số: ÁÉ~0.2 /SNV-VP"), *body()))
    assert "so" not in found
    assert found["ky_hieu"] == "SNV-VP"
    assert found["so_ky_hieu"] == "/SNV-VP"


def test_a_type_that_the_symbol_contradicts_is_less_sure() -> None:
    name = line("THÔNG BÁO", 450, MIDDLE)
    agreeing = page(*head(number="Số: 15/TB-SNV"), name, *body())
    contradicting = page(*head(number="Số: 15/QĐ-SNV"), name, *body())
    assert field(agreeing, "loai_van_ban").confidence > 0.9
    assert field(contradicting, "loai_van_ban").confidence < 0.75


def test_a_date_before_a_quoted_document_is_less_sure() -> None:
    quote = line("Theo Kế hoạch số 24/KH-UBND ngày 28/12/2022 của tỉnh An Phú về việc", 850)
    assert field(page(*head(), *body(), quote), "ngay_ban_hanh").confidence < 0.5
    assert field(page(*head(), *body()), "ngay_ban_hanh").confidence > 0.9


def test_marks_lost_in_the_subject_come_back_from_the_text() -> None:
    subject = ("V/v báo cáo công tác", "lưu trừ lịch sử")
    text = [line("tài liệu lưu trữ lịch sử của tỉnh theo quy định", 900 + 50 * i) for i in (0, 1)]
    found = fields(page(*head(subject=subject), *body(), *text))
    assert found["trich_yeu"] == "V/v báo cáo công tác lưu trữ lịch sử"


def test_the_secret_mark_is_a_field_too() -> None:
    marked = page(*head(), line("TỐI MẬT", 420, 0.28), *body())
    assert fields(marked)["do_mat"] == "TỐI MẬT"


def test_no_pages_give_no_documents() -> None:
    assert find_documents([]) == ()


def test_a_page_without_text_gives_a_document_without_fields() -> None:
    (document,) = find_documents([page()])
    assert (document.first_page, document.last_page, dict(document.fields)) == (1, 1, {})
