import pytest

from digitize.domain import Line, Zone
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.scoring import is_sure, scorer
from digitize.metadata.sheet import lay_out
from digitize.metadata.signing import find_signings
from tests.metadata.paper import body, line, page, signing


def signer(*lines: Line) -> tuple[str | None, str | None]:
    best = find_signings([lay_out(page(*lines))], 0.0)[0]
    return (
        best.names[0].value if best.names else None,
        best.title.value if best.title else None,
    )


def goes_through(key: str, candidate: Candidate) -> bool:
    return is_sure(key, scorer().confidence(key, candidate), 0.005)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("CHỦ TỊCH",), "CHỦ TỊCH"),
        (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        (("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"), "TUQ. CHỦ TỊCH GIÁM ĐỐC SỞ NỘI VỤ"),
        (
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        ),
        (("KT CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        (
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
            "TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG",
        ),
        (("GIAM ĐỌC",), "GIÁM ĐỐC"),  # marks lost
        (("CHANH VĂN P HÒNG",), "CHÁNH VĂN PHÒNG"),  # a word split
        (("L~T. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),  # KT. by pen
        (("4.HIỆU TRƯỞNG", "Đ, HIỆU TRƯỞNG"), "KT. HIỆU TRƯỞNG P. HIỆU TRƯỞNG"),  # stamped P.
        (("GIÁM ĐỐC", "HÓ GIÁM ĐỐC"), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
        (("CHỦ TRÌ", "CHÁNH VĂN PHÒNG"), "CHỦ TRÌ CHÁNH VĂN PHÒNG"),
        (("GIÁM ĐỐC", "KHCN"), "GIÁM ĐỐC"),  # XHCN on the rim of the seal
        # A stamp that was read twice, on the page and alone.
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
    ],
)
def test_titles(titles: tuple[str, ...], expected: str) -> None:
    assert signer(*body(), *signing(titles)) == ("Nguyễn Văn Tám", expected)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("MĐỐC",), "GIÁM ĐỐC"),  # a signature over its beginning
        (("GIÁ",), "GIÁM ĐỐC"),  # a seal over its end
        (("TỊCH",), "CHỦ TỊCH"),
        (("TƯỚNG", "TƯỚNG"), "KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG"),
        (("BỘ TRƯỞNG", "ƯỞNG"), "KT. BỘ TRƯỞNG THỨ TRƯỞNG"),
        (("KT. CHỦ TỊCH",), "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),  # only a deputy signs so
        (("T/M BAN THƯỜNG VỤ", "K/T BÍ THƯ"), "T/M BAN THƯỜNG VỤ K/T BÍ THƯ PHÓ BÍ THƯ"),
        (("PHÓ GIÁM ĐỐC",), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),  # a deputy signs only so
        (("GIÁM ĐỐC", "GIÁM ĐỐC"), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),  # no one is named so twice
        (("KT. CHỦ TỊCH", "PHÓ CH"), "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"),
        (("M GIÁM ĐỐC", "GIÁM ĐỐC"), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),
        (("GIÁM ĐỐC", "Chánh văn phòng"), "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG"),  # TL. by pen
        (("TL. CHỦ TỊCH", "C VĂN PHÒNG"), "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG"),  # a hole
        (("HIỆU TRƯỞNG", "Đ,~0.02 TIỆU~0.24 TRƯƠNC~0.1"), "KT. HIỆU TRƯỞNG P. HIỆU TRƯỞNG"),
        (("L~T. GIÁM ĐỐC",), "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"),  # KT. by pen, the line below lost
    ],
)
def test_titles_under_a_seal_are_restored_and_go_to_review(
    titles: tuple[str, ...], expected: str
) -> None:
    best = find_signings([lay_out(page(*body(), *signing(titles)))], 0.0)[0]
    assert best.title is not None
    assert best.title.value == expected
    assert not goes_through("chuc_vu_nguoi_ky", best.title)


@pytest.mark.parametrize(("title", "lost"), [("ÁM ĐỐC", True), ("GIÁM ĐỐ", False)])
def test_with_the_beginning_of_a_title_its_sign_of_authority_may_be_lost(
    title: str, lost: bool
) -> None:
    best = find_signings([lay_out(page(*body(), *signing((title,))))], 0.0)[0]
    assert best.title is not None
    assert best.title.value == "GIÁM ĐỐC"  # it may have been Q. GIÁM ĐỐC
    assert (Evidence.ACTING_UNREAD in best.title.evidence) is lost


def test_the_end_of_many_titles_is_not_restored() -> None:
    assert signer(*body(), *signing(("ƯỞNG",)))[1] is None  # BỘ TRƯỞNG, HIỆU TRƯỞNG, …


@pytest.mark.parametrize(
    "titles", [("TM. ỦY BAN NHÂN DÂN",), ("TL. CHỦ TỊCH",), ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ")]
)
def test_a_block_that_lacks_a_line_goes_to_review(titles: tuple[str, ...]) -> None:
    best = find_signings([lay_out(page(*body(), *signing(titles)))], 0.0)[0]
    assert best.title is not None
    assert best.title.value == " ".join(titles)
    assert not goes_through("chuc_vu_nguoi_ky", best.title)


def test_the_authority_that_opens_a_decision_signs_nothing() -> None:
    opening = line("GIÁM ĐỐC SỞ NỘI VỤ", 600, 0.53)
    assert signer(opening, *body(660), *signing(())) == ("Nguyễn Văn Tám", None)


def test_a_signature_may_stand_between_two_titles() -> None:
    lower_title = line("PHÓ GIÁM ĐỐC SỞ NỘI VỤ", 1740, 0.72)
    block = signing(("PHÓ CHỦ TỊCH HỘI ĐỒNG",))
    assert signer(*body(), *block, lower_title) == (
        "Nguyễn Văn Tám",
        "PHÓ CHỦ TỊCH HỘI ĐỒNG PHÓ GIÁM ĐỐC SỞ NỘI VỤ",
    )


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Trân Văn Tám", "Trần Văn Tám"),  # the family name is a closed class
        ("BS.CKII. Trần Văn Tám", "Trần Văn Tám"),  # degrees are no part of the name
        ("Nguyễn Bá Tám", "Nguyễn Bá Tám"),
        ("ƒ1 Đặng Thị Mười Hai ~", "Đặng Thị Mười Hai"),
        ("LWỡng Thị Hoa", "Lương Thị Hoa"),
        ("Trần Văn Trun§", "Trần Văn Trung"),  # only a g makes a syllable of it
    ],
)
def test_names(printed: str, name: str) -> None:
    assert signer(*body(), *signing(name=printed))[0] == name


def test_a_name_without_its_family_name_goes_to_review() -> None:
    best = find_signings([lay_out(page(*body(), *signing(name="bố Thị Hoa")))], 0.0)[0]
    assert best.names[0].value == "Thị Hoa"
    assert not goes_through("nguoi_ky", best.names[0])


def test_the_rest_of_a_common_family_name_is_no_rare_one() -> None:
    best = find_signings([lay_out(page(*body(), *signing(name="Nguy Văn Hải")))], 0.0)[0]
    assert Evidence.UNCLEAN in best.names[0].evidence


def test_a_name_of_two_words_goes_to_review() -> None:
    best = find_signings([lay_out(page(*body(), *signing(name="Bá Hải")))], 0.0)[0]
    assert best.names[0].value == "Bá Hải"
    assert not goes_through("nguoi_ky", best.names[0])


def test_the_name_is_found_where_the_title_was_lost() -> None:
    assert signer(*body(), *signing(())) == ("Nguyễn Văn Tám", None)


def test_two_sign_side_by_side() -> None:
    left = signing(("THƯ KÝ",), "Đỗ Văn Ba", middle=0.3, recipients=False)
    right = signing(("CHỦ TRÌ", "CHỦ TỊCH"), "Mai Thị Tư", recipients=False)
    assert signer(*body(), *left, *right) == (
        "Đỗ Văn Ba; Mai Thị Tư",
        "THƯ KÝ; CHỦ TRÌ CHỦ TỊCH",
    )


def test_the_word_that_opens_the_articles_is_no_title() -> None:
    opening = line("QUYẾT ĐỊNH:", 600, 0.53)
    assert signer(opening, *body(), *signing(("CHỦ TỊCH",)))[1] == "CHỦ TỊCH"


def test_the_caption_of_an_electronic_signature_is_no_signer() -> None:
    caption = line("Người ký: Hoàng Văn Chín", 1000, 0.72, zone=Zone.CAPTION)
    assert signer(*body(), caption, *signing())[0] == "Nguyễn Văn Tám"


def test_the_title_of_both_is_known_where_a_name_is_not() -> None:
    left = signing(("ĐẠI DIỆN BÊN A", "CHỦ TỊCH"), "", middle=0.3, recipients=False)
    right = signing(("ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"), "Mai Thị Tư", recipients=False)
    best = find_signings([lay_out(page(*body(), *left, *right))], 0.0)[0]
    assert best.title is not None
    assert best.title.value == "ĐẠI DIỆN BÊN A CHỦ TỊCH; ĐẠI DIỆN BÊN B GIÁM ĐỐC"
    assert [(name.value, name.complete) for name in best.names] == [("Mai Thị Tư", False)]


def test_two_sign_a_joint_document_above_its_recipients() -> None:
    left = signing(("BỘ TRƯỞNG", "BỘ NỘI VỤ"), "Đỗ Văn Ba", middle=0.3, recipients=False)
    right = signing(("BỘ TRƯỞNG", "BỘ TÀI CHÍNH"), "Mai Thị Tư", recipients=False)
    to = [line("Nơi nhận:", 1900, x=0.16), line("- Lưu: VT.", 1945, x=0.16)]
    assert signer(*body(), *left, *right, *to) == (
        "Đỗ Văn Ba; Mai Thị Tư",
        "BỘ TRƯỞNG BỘ NỘI VỤ; BỘ TRƯỞNG BỘ TÀI CHÍNH",
    )


def test_who_approves_does_not_sign() -> None:
    approval = [line("PHÊ DUYỆT", 1460, 0.72), *signing(("CHỦ TỊCH",), "Mai Thị Tư")]
    drafter = signing(("GIÁM ĐỐC",), "Đỗ Văn Ba", y=1000, recipients=False)
    assert signer(*body(), *drafter, *approval) == ("Đỗ Văn Ba", "GIÁM ĐỐC")
