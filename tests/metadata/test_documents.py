from digitize.domain import Field, PageText
from digitize.metadata.documents import find_documents
from digitize.metadata.scoring import is_sure
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
    assert signer.source.startswith("name below the title")


def test_a_number_set_apart_from_its_symbol_goes_to_a_person() -> None:
    printed = page(*head(number="Số: 15/SNV-VP"), *body())
    by_pen = page(*head(number="Số: 15 /SNV-VP"), *body())
    assert field(printed, "so").confidence > field(by_pen, "so").confidence
    for read in (printed, by_pen):  # pen may look like print
        assert not is_sure("so", field(read, "so").confidence, 0.005)


def test_number_and_symbol_are_no_surer_than_each_alone() -> None:
    for number in ("Số: 15/SNV-VP", "Số: 15~0.6 /SNV-VP", "Số: 15/SNV-VP~0.5"):
        found = find_documents([page(*head(number=number), *body())])[0].fields
        assert found["so_ky_hieu"].confidence <= found["ky_hieu"].confidence
        if "so" in found:
            assert found["so_ky_hieu"].confidence <= found["so"].confidence


def test_a_number_that_was_not_read_is_left_out() -> None:
    found = fields(page(*head(number="Số: ÁÉ~0.2 /SNV-VP"), *body()))
    assert "so" not in found
    assert found["ky_hieu"] == "SNV-VP"
    assert found["so_ky_hieu"] == "/SNV-VP"


def test_a_type_that_the_symbol_contradicts_is_less_sure() -> None:
    name = line("THÔNG BÁO", 450, MIDDLE)
    agreeing = page(*head(number="Số: 15/TB-SNV"), name, *body())
    contradicting = page(*head(number="Số: 15/QĐ-SNV"), name, *body())
    assert is_sure("loai_van_ban", field(agreeing, "loai_van_ban").confidence, 0.005)
    doubtful = field(contradicting, "loai_van_ban")
    assert not is_sure("loai_van_ban", doubtful.confidence, 0.005)
    readings = {doubtful.value, *(other.value for other in doubtful.others)}
    assert readings == {"Thông báo", "Quyết định"}


def test_a_law_bears_the_number_of_the_national_assembly_and_the_day_of_its_adoption() -> None:
    top = head(agency=("QUỐC HỘI",), number="Luật số: 33/2024/QH15", date="")
    name = [line("LUẬT", 450, MIDDLE), line("LƯU TRỮ", 495, MIDDLE)]
    adopted = line("họp thứ 7 thông qua ngày 21 tháng 6 năm 2024.", 520)
    end = signing(("CHỦ TỊCH QUỐC HỘI",), "Trần Văn Mười", recipients=False)
    found = fields(page(*top, *name, *body()), page(*body(300), adopted, *end, number=2))
    assert (found["loai_van_ban"], found["trich_yeu"]) == ("Luật", "LƯU TRỮ")
    assert found["so_ky_hieu"] == "33/2024/QH15"
    assert found["ngay_ban_hanh"] == "2024-06-21"
    assert found["chuc_vu_nguoi_ky"] == "CHỦ TỊCH QUỐC HỘI"


def test_a_joint_circular_has_two_bodies_and_two_signers() -> None:
    top = head(agency=("BỘ NỘI VỤ - BỘ TÀI CHÍNH",), number="Số: 12/2014/TTLT-BNV-BTC")
    name = line("THÔNG TƯ LIÊN TỊCH", 450, MIDDLE)
    left = signing(("BỘ TRƯỞNG",), "Đỗ Văn Ba", middle=0.3, recipients=False)
    right = signing(("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), "Mai Thị Tư", recipients=False)
    found = fields(page(*top, name, *body(), *left, *right))
    assert found["loai_van_ban"] == "Thông tư liên tịch"
    assert found["co_quan_ban_hanh"] == "BỘ NỘI VỤ - BỘ TÀI CHÍNH"
    assert "co_quan_chu_quan" not in found
    assert found["nguoi_ky"] == "Đỗ Văn Ba; Mai Thị Tư"
    assert found["chuc_vu_nguoi_ky"] == "BỘ TRƯỞNG; KT. BỘ TRƯỞNG THỨ TRƯỞNG"


def test_the_number_may_stand_on_the_last_page_alone() -> None:
    first = page(*head(number=""), *body())
    last = page(line("Số: 15/SNV-VP", 1200, x=0.16), *signing(), number=2)
    assert fields(first, last)["so_ky_hieu"] == "15/SNV-VP"


def test_the_runners_up_stay_with_the_field() -> None:
    about = field(letter(), "trich_yeu")
    assert [other.value for other in about.others] == ["V/v báo cáo công tác"]


def test_a_consolidated_text_prints_the_name_of_another_type() -> None:
    rows = [*head(number="Số: 15/VBHN-BNV"), line("NGHỊ ĐỊNH", 450, MIDDLE), *body()]
    assert fields(page(*rows))["loai_van_ban"] == "Văn bản hợp nhất"


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
