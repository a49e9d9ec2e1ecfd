"""Names found in probabilities written by hand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from digitize.ocr.reader.names import read_name
from digitize.text.names import FAMILIES, GIVEN, spellings

_WRITTEN = {c for name in (*FAMILIES, *GIVEN) for s in spellings(name) for c in s + s.title()}
_ALPHABET = "".join(sorted(_WRITTEN | set("Eế phụ lục kèm theo x")))


def _frames(text: str, doubts: dict[int, dict[str, float]]) -> NDArray[np.float32]:
    """A frame for each character with a blank of CTC behind it. `doubts`: by the place of a
    character, what else it may be, and how likely."""
    rows = np.full((2 * len(text), len(_ALPHABET) + 1), 1e-6, np.float32)
    rows[1::2, 0] = 1.0
    for place, character in enumerate(text):
        others = doubts.get(place, {})
        rows[2 * place, _ALPHABET.index(character) + 1] = 1 - sum(others.values())
        for other, chance in others.items():
            rows[2 * place, _ALPHABET.index(other) + 1] = chance
    return rows


def test_the_name_that_fits_the_ink_best_is_chosen() -> None:
    name = read_name(_frames("Eế Mạnh Hải", {0: {"L": 0.02}, 1: {"ê": 0.1}}), _ALPHABET)

    assert name is not None
    assert name.words == ("Lê", "Mạnh", "Hải")
    assert name.loss == pytest.approx(-np.log(0.02 / 0.98) - np.log(0.1 / 0.9), abs=0.1)


def test_of_family_names_that_fit_alike_the_commoner_one_is_chosen() -> None:
    name = read_name(_frames("Phạm Văn An", {3: {"n": 0.5}, 2: {"a": 0.5}}), _ALPHABET)

    assert name is not None
    assert name.words[0] == "Phạm"
    assert name.chances[0] < 0.6
    assert name.chances[1] > 0.99


def test_a_speck_before_the_name_is_passed_over() -> None:
    name = read_name(_frames("x Trần Thị Hoa", {}), _ALPHABET)

    assert name is not None
    assert name.words == ("Trần", "Thị", "Hoa")
    assert name.frames[0][0] > 1


def test_both_ways_to_place_a_tone_are_names() -> None:
    for text in ("Lê Thuý Hoà", "Lê Thúy Hòa"):
        name = read_name(_frames(text, {}), _ALPHABET)
        assert name is not None
        assert " ".join(name.words) == text
        assert name.loss < 0.1


def test_what_is_no_name_is_lost_by_far() -> None:
    name = read_name(_frames("phụ lục kèm theo", {}), _ALPHABET)

    assert name is None or name.loss > 10


def test_no_frames_hold_no_name() -> None:
    assert read_name(np.zeros((0, len(_ALPHABET) + 1), np.float32), _ALPHABET) is None
