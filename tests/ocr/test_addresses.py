from dataclasses import replace

import pytest

from digitize.domain import Box, Line, Word
from digitize.ocr.addresses import is_address, mend_addresses
from tests.ocr.paper import line


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("vanthu02@bacninh.gov.vn,", "vanthu02@bacninh.gov.vn,"),
        ("tiếpnhận@moetedu.vn).", "tiepnhan@moet.edu.vn)."),
        ("sonoivu@moha.goy.vn", "sonoivu@moha.gov.vn"),
        ("tonghop@)hanam.gov.vn", "tonghop@hanam.gov.vn"),
        ("sonoivu(Qmoha.gov.vn", "sonoivu@moha.gov.vn"),
        ("sonoivu1®moha.gov.vn", "sonoivu1@moha.gov.vn"),
        ("tonghop(Qgmail.com;", "tonghop@gmail.com;"),
        ("tonghop2gmail.com", "tonghop@gmail.com"),
        ("tonghop(Đgmail.com", "tonghop@gmail.com"),
        ("tonghop@agmail.com./.", "tonghop@gmail.com./."),
        ("Email:tonghop(@)8mai].eom.", "Email:tonghop@gmail.com."),
        ("vanthuyahoo.com.vn", "vanthu@yahoo.com.vn"),
        ("(http://vihemạ.gov.vn).", "(http://vihema.gov.vn)."),
    ],
)
def test_how_an_address_ends_is_mended(read: str, meant: str) -> None:
    (mended,) = mend_addresses([line(read, 0, 0)])
    assert mended.text == meant
    assert is_address(meant)
    assert mended.words[0].original == ("" if read == meant else read)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("qua vanthu@ hanam.gov.vn).", "qua vanthu@hanam.gov.vn)."),
        ("qua vanthu(@gmail. com.", "qua vanthu@gmail.com."),
        ("qua vanthu(@) ømail.com trước", "qua vanthu@gmail.com trước"),
        ("qua sytkg @yahoo.com.vn, số", "qua sytkg@yahoo.com.vn, số"),
        ("mail: sytkg agmail.com trước", "mail: sytkg@gmail.com trước"),
    ],
)
def test_an_address_that_was_read_as_two_words_is_one(read: str, meant: str) -> None:
    before = line(read, 0, 0)
    (mended,) = mend_addresses([before])
    assert mended.text == meant
    assert mended.box == before.box


@pytest.mark.parametrize(
    "read",
    ["địa chỉ gmail.com", "www.gmail.com", "P@on 4@@@ (@36", "trung ương.", "mail: hành chính."],
)
def test_what_is_no_address_stays_as_read(read: str) -> None:
    assert mend_addresses([line(read, 0, 0)]) == [line(read, 0, 0)]


def test_another_reading_gives_the_sign_that_was_read_as_a_figure() -> None:
    chances = (("vanthu3hanam.gov.vn", 0.4), ("vanthu@hanam.gov.vn", 0.3))
    word = Word("vanthu3hanam.gov.vn", Box(0, 0, 90, 10), 0.4, candidates=chances)
    (mended,) = mend_addresses([Line((word,))])
    assert mended.text == "vanthu@hanam.gov.vn"


def test_an_address_is_never_taken_for_noise() -> None:
    doubtful = line("vanthu@hanam.gov.vn", 0, 0, withheld=True)
    (mended,) = mend_addresses([doubtful])
    assert mended.words == (replace(doubtful.words[0], withheld=False),)
