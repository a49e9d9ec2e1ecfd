from pathlib import Path

import numpy as np

from training.harvest import agreed, apart, likelihood, sauvola


def no_language(before: str, word: str, after: str) -> float:
    return 0.0


def test_one_file_in_nine_is_kept_apart_whatever_the_order() -> None:
    files = [Path(f"{n:02d}.pdf") for n in range(20)]
    learnt, kept = apart(files[::-1])
    assert [path.stem for path in kept] == ["04", "13"]
    assert not set(learnt) & set(kept)
    assert len(learnt) + len(kept) == 20


def test_one_other_reading_is_enough_when_the_whole_line_agrees() -> None:
    assert agreed("Điều 1.", ["Điều 1.", "Điễu 1:"], no_language) == "Điều 1."


def test_silence_is_learnt_only_where_all_are_silent() -> None:
    assert agreed("", ["", ""], no_language) == ""
    assert agreed("", ["x", ""], no_language) is None


def test_what_others_make_of_rules_is_not_learnt() -> None:
    assert agreed("Họ tên", ["[Họ tên", "[Họ tên"], no_language) is None


def test_sauvola_keeps_print_on_shaded_paper() -> None:
    page = np.tile(np.linspace(250, 120, 300), (60, 1)).astype(np.uint8)
    page[20:40, 10:290:20] = (page[20:40, 10:290:20] * 0.4).astype(np.uint8)
    black = sauvola(page)
    assert (black[20:40, 10:290:20] == 0).mean() > 0.95
    assert (black[:10] == 255).mean() > 0.95


def test_the_projects_language_tells_a_word_from_a_misread_one() -> None:
    assert likelihood("nội", "dung", "") > likelihood("nội", "đụng", "") + 2
    assert likelihood("", "vể", "việc") < likelihood("", "về", "việc")
