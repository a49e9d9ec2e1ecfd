from digitize.domain import Box, Line, PageKind, PageText, Word
from digitize.evaluation.pages import Judged, judge_page
from digitize.evaluation.truth import TruePage
from digitize.evaluation.worst import WorstLine, worst_lines


def judged(printed: str, *lines: str) -> Judged:
    """Each line read is 20 high, each of its words 40 wide."""
    rows = tuple(
        Line(
            tuple(
                Word(text, Box(50 * x, 30 * y, 50 * x + 40, 30 * y + 20), 0.9)
                for x, text in enumerate(line.split())
            )
        )
        for y, line in enumerate(lines)
    )
    return judge_page(TruePage(printed), PageText(1, PageKind.READ, 400, 300, 200, rows))


def shown(line: WorstLine) -> tuple[str, str]:
    """Wrong words in brackets."""
    return tuple(  # type: ignore[return-value]
        " ".join(f"[{word.text}]" if word.wrong else word.text for word in words)
        for words in (line.printed, line.read)
    )


def test_the_worst_line_comes_first_with_what_was_printed() -> None:
    page = judged("một hai ba bốn năm sáu bảy tám", "một hai ba bôn", "nam sau bảy tám")
    worst, other = worst_lines(page, [], 5)
    assert shown(worst) == ("[năm] [sáu] bảy tám", "[nam] [sau] bảy tám")
    assert shown(other) == ("một hai ba [bốn]", "một hai ba [bôn]")
    assert worst.box == Box(0, 30, 190, 50)


def test_lost_words_stand_on_the_line_before_them() -> None:
    (worst,) = worst_lines(judged("một hai ba bốn", "một hai", "bốn"), [], 5)
    assert shown(worst) == ("một hai [ba]", "một hai")


def test_the_picture_holds_lost_words_whose_place_is_known() -> None:
    boxes = [Box(50 * n, 0, 50 * n + 40, 20) for n in range(3)]
    (worst,) = worst_lines(judged("một hai ba", "một hai"), boxes, 5)
    assert worst.box == Box(0, 0, 140, 20)


def test_a_page_of_which_nothing_was_read_has_no_place_to_show() -> None:
    (worst,) = worst_lines(judged("một hai"), [], 5)
    assert (worst.box, worst.wrong) == (None, 2)


def test_lines_without_mistakes_are_not_shown() -> None:
    assert worst_lines(judged("một hai", "một hai"), [], 5) == []
