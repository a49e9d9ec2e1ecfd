from collections import Counter

import pytest

from digitize.evaluation.alignment import ErrorKind, Slip, align, kind_of


def slips(truth: str, read: str) -> set[tuple[str, str]]:
    """Words that went wrong, as (printed, read)."""
    a, b = truth.split(), read.split()
    return {
        (" ".join(a[t] for t in slip.true), " ".join(b[r] for r in slip.read))
        for slip in align(a, b).slips
    }


def test_a_misread_word_stands_for_the_one_it_is_like() -> None:
    assert slips("bồ sung chỉ tiêu", "bổ sung chi tiêu") == {("bồ", "bổ"), ("chỉ", "chi")}


def test_words_that_only_moved_are_right() -> None:
    truth = ["SỞ", "Y", "TẾ", "CỘNG", "HÒA", "XÃ", "HỘI"]
    read = ["CỘNG", "HÒA", "XÃ", "HỘI", "SỞ", "Y", "TẾ"]
    alignment = align(truth, read)
    assert alignment.slips == ()
    assert [read[alignment.right[t]] for t in range(len(truth))] == truth


def test_a_word_misread_in_a_block_that_moved_is_found() -> None:
    assert slips("SỞ Y TẾ CỘNG HÒA XÃ HỘI", "CỘNG HÒA XÃ HỘI SỞ Y TÊ") == {("TẾ", "TÊ")}


def test_split_and_merged_words_are_found_whole() -> None:
    assert slips("đến ngày 06 tháng", "đến ngày06 tháng") == {("ngày 06", "ngày06")}
    assert slips("Thuận-Nam Trung", "Thuận- Nam Trung") == {("Thuận-Nam", "Thuận- Nam")}


def test_a_word_far_away_is_another_word() -> None:
    between = [f"w{n}" for n in range(40)]
    alignment = align(["và", *between], [*between, "va"])
    assert set(alignment.slips) == {Slip((0,), ()), Slip((), (40,))}


def test_between_right_neighbours_any_word_stands_for_the_printed_one() -> None:
    assert slips("ngày 5 tháng", "ngày S tháng") == {("5", "S")}


def test_slips_are_the_errors_of_the_bag_of_words() -> None:
    truth = ["một", "hai", "ba", "bốn", "hai", "một", "sáu", "đường", "ở", "nước"]
    read = ["hai", "một", "ba", "bôn", "hai", "hai", "đưng", "ởnước", "noise"]
    alignment = align(truth, read)
    missing = Counter(truth) - Counter(read)
    invented = Counter(read) - Counter(truth)
    assert sum(len(s.true) for s in alignment.slips) == missing.total()
    assert sum(len(s.read) for s in alignment.slips) == invented.total()


@pytest.mark.parametrize(
    ("printed", "read", "kind"),
    [
        (["đã"], ["dã"], ErrorKind.MARKS),
        (["chỉ,"], ["chi"], ErrorKind.MARKS),
        (["gửi"], ["sửi"], ErrorKind.LETTERS),
        (["Đảng"], ["đảng."], ErrorKind.PUNCTUATION),
        (["–"], ["-"], ErrorKind.PUNCTUATION),
        (["2015;"], ["2016;"], ErrorKind.NUMBER),
        (["12/QĐ-UBND"], [], ErrorKind.NUMBER),
        (["Thanh"], [], ErrorKind.LOST),
        ([], ["wm"], ErrorKind.INVENTED),
        (["ngày", "06"], ["ngày06"], ErrorKind.JOINED),
    ],
)
def test_kinds_of_errors(printed: list[str], read: list[str], kind: ErrorKind) -> None:
    slip = Slip(tuple(range(len(printed))), tuple(range(len(read))))
    assert kind_of(slip, printed, read, by_pen=False, outside=False) is kind


def test_a_pen_and_a_stamp_have_kinds_of_their_own() -> None:
    assert kind_of(Slip((0,), (0,)), ["năm"], ["nom"], by_pen=True, outside=False) is (
        ErrorKind.NUMBER
    )
    assert kind_of(Slip((), (0,)), [], ["ĐẾN"], by_pen=False, outside=True) is ErrorKind.OUTSIDE
