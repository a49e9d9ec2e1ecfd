from digitize.ocr.ending import unread_signing
from digitize.ocr.tables import holds
from tests.ocr.paper import line

_WIDTH, _HEIGHT = 2480, 3508
_RECIPIENTS = [line("Nơi nhận:", 260, 2400), line("- Như trên;", 260, 2460)]
_TITLE = line("CHỦ TỊCH", 1600, 2400)
_NAME = line("Đặng Văn Đức", 1600, 2750)


def test_a_signing_block_that_was_read_needs_no_second_reading() -> None:
    assert unread_signing([*_RECIPIENTS, _TITLE, _NAME], _WIDTH, _HEIGHT) is None


def test_an_empty_place_beside_the_recipients_is_read_again() -> None:
    region = unread_signing(_RECIPIENTS, _WIDTH, _HEIGHT)

    assert region is not None
    assert holds(region, _TITLE.box)
    assert holds(region, _NAME.box)
    assert not any(holds(region, one.box) for one in _RECIPIENTS)


def test_a_name_without_its_title_is_read_again() -> None:
    assert unread_signing([*_RECIPIENTS, _NAME], _WIDTH, _HEIGHT) is not None


def test_doubtful_words_are_no_signing_block() -> None:
    noise = line("HSK VNA ĐCX QQ", 1600, 2500, withheld=True)
    assert unread_signing([*_RECIPIENTS, noise], _WIDTH, _HEIGHT) is not None


def test_a_page_without_recipients_has_no_such_place() -> None:
    assert unread_signing([line("Điều 1.", 260, 900)], _WIDTH, _HEIGHT) is None
