from dataclasses import replace

import pytest

from digitize.domain import Box
from digitize.metadata.candidates import Candidate, Evidence
from digitize.metadata.room import Room
from digitize.metadata.sheet import Row, Token, lay_out
from tests.metadata.paper import line, page

ROOM = (Evidence.ROOM_FOR_LETTERS, Evidence.ROOM_FOR_WORDS)


def rows(*texts: str, step: int = 40) -> list[Row]:
    lines = (line(text, 200 + step * i, 0.7) for i, text in enumerate(texts))
    return list(lay_out(page(*lines)).cells)


def whole(*of: Row) -> Candidate:
    words = tuple(word for row in of for word in row.words)
    return Candidate(" ".join(row.text for row in of), words, 1, "a rule")


def room(cells: list[Row]) -> dict[Evidence, float]:
    evidence = Room(cells).weigh(whole(*cells)).evidence
    return {kind: evidence[kind] for kind in ROOM if kind in evidence}


def test_words_as_they_are_printed_leave_no_room() -> None:
    assert room(rows("Về việc tăng cường quản lý", "nhà nước về y tế")) == {}


def test_a_lost_word_leaves_a_gap() -> None:
    assert set(room(rows("Bùi ___ Minh Tuyết"))) == {Evidence.ROOM_FOR_WORDS}


def test_a_word_too_wide_for_its_letters_lost_some() -> None:
    (row,) = rows("thực hiện dán sử dụng vốn")  # dự án
    first, second, short, *rest = row.tokens
    box = replace(short.word.box, x1=short.word.box.x1 + 30)
    wide = replace(short, word=replace(short.word, box=box), x1=short.x1 + 30 / 1654)
    cells = [Row((first, second, wide, *moved(rest, 30)), 1)]
    assert set(room(cells)) == {Evidence.ROOM_FOR_LETTERS}


def moved(tokens: list[Token], by: int) -> list[Token]:
    return [
        replace(
            t,
            word=replace(t.word, box=Box(t.word.box.x0 + by, 0, t.word.box.x1 + by, 9)),
            x0=t.x0 + by / 1654,
            x1=t.x1 + by / 1654,
        )
        for t in tokens
    ]


@pytest.mark.parametrize(
    ("step", "crowded"), [(40, True), (160, False)], ids=["stamped over", "room for a signature"]
)
def test_below_a_title_there_is_room_for_a_signature(step: int, crowded: bool) -> None:
    title, below = rows("GIÁM ĐỐC", "PHÔGIỐC", step=step)
    evidence = Room([title, below]).crowded(whole(title)).evidence
    assert (Evidence.CROWDED in evidence) == crowded


def test_a_name_that_lost_its_beginning_is_off_the_middle_of_its_title() -> None:
    title, name = rows("GIÁM ĐỐC", "Nguyễn Trung Chánh", step=160)
    room = Room([title, name])
    cut = replace(whole(name), words=name.words[1:])
    assert Evidence.OFF_CENTRE not in room.off_centre(whole(name), whole(title)).evidence
    assert room.off_centre(cut, whole(title)).evidence[Evidence.OFF_CENTRE] > 0.5
