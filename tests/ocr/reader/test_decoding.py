import math

import numpy as np
import pytest

from digitize.ocr.reader.decoding import best_path, readings
from digitize.ocr.reader.model import Probabilities

_ALPHABET = " aâđ"


def _frames(*frames: dict[str, float]) -> Probabilities:
    """Frames from what is likely in each; '' is the blank of CTC."""
    table = np.zeros((len(frames), len(_ALPHABET) + 1), np.float32)
    for row, frame in zip(table, frames, strict=True):
        for character, probability in frame.items():
            row[_ALPHABET.index(character) + 1 if character else 0] = probability
    return table


def _sure(*characters: str) -> Probabilities:
    return _frames(*({character: 1.0} for character in characters))


def _text(probabilities: Probabilities) -> str:
    return best_path(probabilities, _ALPHABET).text


def test_repeats_are_one_character_and_blanks_none() -> None:
    assert _text(_sure("đ", "đ", "", "a", " ", "â")) == "đa â"


def test_a_double_letter_has_a_blank_between() -> None:
    assert _text(_sure("a", "", "a")) == "aa"


def test_characters_know_their_frames_and_their_surest_probability() -> None:
    only = best_path(_frames({"": 1}, {"đ": 0.6, "": 0.4}, {"đ": 0.9, "": 0.1}), _ALPHABET)

    assert (only.text, only.first, only.last) == ("đ", [1], [3])
    assert only.probability == pytest.approx([0.9])


def test_no_frames_have_no_characters() -> None:
    assert _text(_sure("", "")) == ""


def test_readings_are_the_sum_over_all_paths() -> None:
    """Two frames, each a with 0.6 and blank with 0.4: "a" by three paths of four."""
    found = dict(readings(_frames({"a": 0.6, "": 0.4}, {"a": 0.6, "": 0.4}), _ALPHABET))

    assert found["a"] == pytest.approx(1 - 0.4**2)


def test_second_best_letters_make_other_readings_best_first() -> None:
    found = readings(_frames({"đ": 1}, {"a": 0.5, "â": 0.4, "": 0.1}), _ALPHABET)

    assert [text for text, _ in found] == ["đa", "đâ", "đ"]
    assert [round(chance, 2) for _, chance in found] == [0.5, 0.4, 0.1]


def test_pieces_between_sure_frames_are_read_each_for_itself() -> None:
    """What may stand at one end of a word does not depend on what may stand at the other."""
    ends = _frames({"a": 0.7, "â": 0.3}, {"": 1}, {"đ": 1}, {"": 1}, {"a": 0.6, "": 0.4})

    found = dict(readings(ends, _ALPHABET))

    assert found == pytest.approx({"ađa": 0.42, "ađ": 0.28, "âđa": 0.18, "âđ": 0.12})
    assert dict(readings(_frames({"a": 0.6, "": 0.4}, {"": 1}, {"a": 1}), _ALPHABET)) == (
        pytest.approx({"aa": 0.6, "a": 0.4})
    )


def test_readings_hold_no_blank_between_words() -> None:
    assert readings(_frames({"đ": 1}, {"a": 0.6, " ": 0.4}), _ALPHABET)[0][0] == "đa"


def test_readings_are_few_however_unsure_the_word() -> None:
    even = np.full((40, len(_ALPHABET) + 1), 0.2, np.float32)

    found = readings(even, _ALPHABET)

    assert 1 <= len(found) <= 8
    assert math.isclose(sum(chance for _, chance in found), 1, abs_tol=0.2)
