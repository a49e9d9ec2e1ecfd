from digitize.text.legacy import is_vietnamese

REAL = "Ủy ban nhân dân tỉnh đã ban hành quyết định về việc phê duyệt kế hoạch sử dụng đất"


def test_real_vietnamese() -> None:
    assert is_vietnamese(REAL)


def test_letters_of_tcvn3_and_vni_fonts_are_not() -> None:
    assert not is_vietnamese("Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc")
    assert not is_vietnamese(
        "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM Ñoäc laäp Töï do Haïnh phuùc"
    )


def test_text_without_diacritics_is_not() -> None:
    assert not is_vietnamese("Uy ban nhan dan tinh da ban hanh quyet dinh ve viec phe duyet")


def test_too_little_text_is_not() -> None:
    assert not is_vietnamese("Người ký: Nguyễn Văn Đức")
