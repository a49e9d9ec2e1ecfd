import pytest

from digitize.metadata.candidates import Evidence
from digitize.metadata.header import Header, find_header
from digitize.metadata.place import find_places, read_place
from digitize.metadata.sheet import Row, lay_out
from tests.metadata.paper import RIGHT, head, line, page


def row(text: str) -> Row:
    return lay_out(page(line(text, 200, RIGHT))).rows()[0]


def under_date(place: str) -> Header:
    return find_header(lay_out(page(*head(date=f"{place}, ngày 05 tháng 3 năm 2021"))))


def test_a_place_begins_with_a_capital() -> None:
    assert find_places(under_date("là Với nuàu"), []) == []


def test_the_first_letter_of_a_place_is_taken_from_the_agency() -> None:
    (place,) = find_places(under_date("ĩnh Long"), [row("TỈNH VĨNH LONG")])

    assert place.value == "Vĩnh Long"
    assert Evidence.MENDED in place.evidence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("An Phú, ngày 05 tháng 3 năm 2021", "An Phú"),
        ("TP. An Phú, ngày tháng 3 năm 2021", "TP. An Phú"),
        ("Hai Phòng, ngày 05 tháng 3 năm 2021", "Hải Phòng"),  # fixed wording
        ("An Phú, ngàW/{ tháng 5 năm 2021", "An Phú"),
        ("An Phú, ngày 20 tháng 6 năm 2O1 1", "An Phú"),  # its year was not read
    ],
)
def test_the_place_stands_before_the_date(text: str, value: str) -> None:
    candidate = read_place(row(text))
    assert candidate is not None
    assert candidate.value == value


@pytest.mark.parametrize(
    ("place", "agency", "value", "sure"),
    [
        ("Lạng Sơn", "UBND TỈNH LẠNG SƠN", "Lạng Sơn", True),
        ("Hà Nội", "BỘ Y TẾ", "Hà Nội", True),
        ("Lụng Sơn", "UBND TỈNH LẠNG SƠN", "Lạng Sơn", False),
        ("Xuân Định", "PHƯỜNG XUÂN ĐỈNH", "Xuân Định", False),
        ("Hòa Bình", "UBND TỈNH HÒA ÌNH", "Hòa Bình", False),  # a known place
        ("Phú Lương", "UBND HUYỆN PHÓ~0.6 LƯƠNG", "Phú Lương", False),  # read less surely
        ("Đắk Lắk", "TỈNH ĐÄK LÄẮK", "Đắk Lắk", True),  # the agency's name is no better
    ],
)
def test_the_agency_speaks_for_or_against_the_place(
    place: str, agency: str, value: str, sure: bool
) -> None:
    (weighed,) = find_places(under_date(place), [row(agency)])
    assert weighed.value == value
    assert (Evidence.AGENCY_DIFFERS not in weighed.evidence) is sure
