import pytest

from training.alphabet import ALPHABET, decode, encode, known


def test_every_vietnamese_letter_has_a_class_of_its_own() -> None:
    text = "Đường Nguyễn Văn Trỗi, số 12/QĐ-UBND; ừ, ỡ, ẵ, đ"
    classes = encode(text)
    assert min(classes) >= 1
    assert "".join(ALPHABET[c - 1] for c in classes) == text


def test_look_alikes_become_what_print_shows_and_strangers_go() -> None:
    assert known("Ðiều — 5 ` 中文 x") == "Điều – 5 ' x"
    assert known("e\u0302\u0309") == "ể"


def test_a_stranger_cannot_be_encoded() -> None:
    with pytest.raises(ValueError, match="substring"):
        encode("中")


def test_repeats_join_and_a_blank_parts_them() -> None:
    o, n = encode("o")[0], encode("n")[0]
    assert decode([0, o, o, 0, o, n, n, 0]) == "oon"
