"""Readings made by hand, as two engines give them of one page."""

from dataclasses import replace

import pytest

from digitize.domain import Box, Line, Word
from digitize.ocr.vote import vote
from tests.ocr.paper import line, texts


def _all(lines: list[Line]) -> list[Word]:
    return [word for one in lines for word in one.words]


def test_readings_that_agree_are_as_sure_as_they_were() -> None:
    reading = [line("Đường lối của Đảng", 100, 50, confidence=0.9)]

    (voted,) = vote([reading, reading])

    assert voted.text == "Đường lối của Đảng"
    assert all(word.confidence == pytest.approx(0.9) for word in voted.words)
    assert not any(word.original for word in voted.words)


def test_the_surer_mark_wins_and_the_first_reading_is_kept() -> None:
    first = [line("bồ sung", 100, 50, confidence=0.6)]
    second = [line("bổ sung", 100, 50, confidence=0.95)]

    (voted,) = vote([first, second])

    assert voted.text == "bổ sung"
    assert [word.original for word in voted.words] == ["bồ", ""]
    assert voted.words[0].confidence < 0.95  # it was disputed


def test_two_that_agree_outvote_one() -> None:
    first = [line("thẫm quyền", 100, 50, confidence=0.9)]
    others = [line("thẩm quyền", 100, 50, confidence=0.75)]

    assert texts(vote([first, others, others])) == ["thẩm quyền"]


def test_a_word_that_can_be_one_counts_more_than_one_that_cannot() -> None:
    first = [line("đưởnq", 100, 50, confidence=0.85)]
    second = [line("đường", 100, 50, confidence=0.8)]

    assert texts(vote([first, second])) == ["đường"]


def test_a_weight_says_how_much_a_reading_counts() -> None:
    first, second = ([line(text, 100, 50, confidence=0.9)] for text in ("chỉ", "chi"))

    assert texts(vote([first, second], [1, 1.5])) == ["chi"]
    assert texts(vote([first, second], [1.5, 1])) == ["chỉ"]


def test_a_candidate_supports_what_another_read() -> None:
    """Two engines dispute a word, and the first half thought what the second says."""
    unsure = Word("thâu", Box(100, 50, 196, 90), 0.8, candidates=(("thâu", 0.55), ("thầu", 0.45)))
    plain = replace(unsure, candidates=())
    second = [line("thầu", 100, 50, confidence=0.7)]

    assert texts(vote([[Line((plain,))], second])) == ["thâu"]
    assert texts(vote([[Line((unsure,))], second])) == ["thầu"]


def test_what_stood_for_election_stays_for_language_to_weigh() -> None:
    first = [line("chi", 100, 50, confidence=0.9)]
    second = [line("chỉ", 100, 50, confidence=0.7)]

    (voted,) = vote([first, second])

    (best, chance), (other, less) = voted.words[0].candidates
    assert (best, other) == ("chi", "chỉ")
    assert 1 >= chance > less > 0


def test_noise_of_one_reading_alone_is_withheld_with_its_box() -> None:
    page = line("Nơi nhận:", 100, 50)
    noise = line("ljf", 700, 400, confidence=0.3)

    voted = vote([[page], [page, noise]])

    assert texts(voted) == ["Nơi nhận:", ""]
    assert [(w.text, w.box) for w in _all(voted) if w.withheld] == [("ljf", noise.words[0].box)]


def test_where_the_first_saw_no_print_two_must_agree() -> None:
    pen = line("ng.", 700, 400, confidence=0.3, withheld=True)
    read = line("chỉ", 700, 400, confidence=0.9)

    assert texts(vote([[pen], [read]])) == [""]
    assert texts(vote([[pen], [read], [read]])) == ["chỉ"]


def test_the_first_may_be_one_of_the_two_and_its_figures_others() -> None:
    by_pen = line("Số: 31/STTTT-CNTT", 700, 400, confidence=0.3, withheld=True)
    read = line("Số: 7/STTTT-CNTT", 700, 400, confidence=0.9)

    assert texts(vote([[by_pen], [read]])) == ["Số: 7/STTTT-CNTT"]


def test_a_sure_word_that_one_reading_missed_joins_its_line() -> None:
    whole = line("Uỷ ban nhân dân tỉnh", 100, 50)
    gap = replace(whole, words=whole.words[:2] + whole.words[3:])
    other_column = line("Độc lập", 1500, 50)

    voted = vote([[gap, other_column], [whole, other_column]])

    assert texts(voted) == ["Uỷ ban nhân dân tỉnh", "Độc lập"]


def test_a_line_that_one_reading_missed_is_a_line_of_its_own() -> None:
    first, second = line("Điều 1.", 100, 50), line("Điều 2. đã bỏ", 100, 250)

    assert texts(vote([[first], [first, second]])) == ["Điều 1.", "Điều 2. đã bỏ"]
    assert texts(vote([[first, second], [first]])) == ["Điều 1.", "Điều 2. đã bỏ"]


def test_two_tokens_stand_against_the_one_that_joins_them() -> None:
    joined = [Line((Word("ngày06", Box(100, 50, 244, 90), 0.5),))]
    parted = [
        Line((Word("ngày", Box(100, 50, 190, 90), 0.9), Word("06", Box(200, 50, 244, 90), 0.8)))
    ]

    (voted,) = vote([joined, parted])

    assert [(word.text, word.original) for word in voted.words] == [("ngày", "ngày06"), ("06", "")]
    assert texts(vote([parted, joined])) == ["ngày 06"]


def test_a_reading_that_found_nothing_at_all_changes_no_word() -> None:
    page = [line("đã đọc", 100, 50)]

    assert texts(vote([page, []])) == texts(vote([[], page])) == ["đã đọc"]
    assert vote([[], []]) == []
