import unicodedata

import pytest

from digitize.evaluation.scoring import (
    FieldResult,
    Verdict,
    compare_fields,
    judge,
    score_text,
    summarise,
    tally,
)


def test_words_are_a_bag_and_letters_an_order() -> None:
    score = score_text("CỘNG HÒA\nSỞ Y TẾ", "SỞ Y TẾ CỘNG HÒA")
    assert (score.words_wrong, score.missing, score.invented) == (0, 0, 0)
    assert score.cer > 0.5


def test_missing_and_invented_words_are_told_apart() -> None:
    score = score_text("một hai ba bốn", "một hai hai")
    assert (score.missing, score.invented) == (2, 1)
    assert score.words_wrong == pytest.approx(1 - 2 * 2 / (4 + 3))


def test_normal_form_and_white_space_do_not_count() -> None:
    read = unicodedata.normalize("NFD", " đường\n\n  Đất ")
    assert score_text("đường Đất", read).edits == 0


def test_no_words_are_no_mistake_and_all_words_lost_are_all_wrong() -> None:
    assert score_text("", "").words_wrong == 0
    assert score_text("một hai", "").words_wrong == 1
    assert score_text("", "nhiễu").words_wrong == 1


def test_cer_is_the_share_of_letters_to_mend() -> None:
    assert score_text("đường", "duong").cer == pytest.approx(3 / 5)


def test_diacritics_alone_are_told_from_other_letters() -> None:
    score = score_text("đường Đỏ", "duong Bo")
    assert score.bare_cer == pytest.approx(1 / 8)
    assert score.cer == pytest.approx(5 / 8)


def test_the_order_error_is_what_only_an_order_costs() -> None:
    assert score_text("a b c d", "c d a b").order_error == pytest.approx(1.0)
    assert score_text("a b c d", "a b x d").order_error == 0
    assert score_text("a b c d", "a b c d e").order_error == 0


def test_the_summary_is_a_mean_of_pages() -> None:
    summary = summarise([score_text("a b c d", "a b c d"), score_text("a", "b")])
    assert summary.words_wrong == pytest.approx(0.5)
    assert summary.missing == summary.invented == pytest.approx(1 / 5)
    with pytest.raises(ValueError, match="no page"):
        summarise([])


@pytest.mark.parametrize(
    ("truth", "read", "verdict"),
    [
        ("01/TTr-UBND", "01 / TTr-UBND", Verdict.RIGHT),
        ("ỦY BAN", "UỶ BAN", Verdict.RIGHT),
        ("Hòa Bình", "Hoà Bình", Verdict.RIGHT),
        ("Ủy ban", "ỦY BAN", Verdict.WRONG),
        ("Đồng", "Dồng", Verdict.WRONG),
        ("số", "", Verdict.MISSED),
        (None, "KHẨN", Verdict.INVENTED),
        (None, None, Verdict.ABSENT),
    ],
)
def test_a_field_is_right_but_for_spaces_and_tone_placement(
    truth: str | None, read: str | None, verdict: Verdict
) -> None:
    assert judge(truth, read) is verdict


def test_only_what_the_truth_speaks_of_is_judged() -> None:
    results = compare_fields("a.pdf", {"so": "12", "do_khan": None}, {"so": "12", "do_mat": "MẬT"})
    assert results == [
        FieldResult("a.pdf", "so", "12", "12"),
        FieldResult("a.pdf", "do_khan", None, None),
    ]
    assert tally(results)["so"] == {Verdict.RIGHT: 1}
