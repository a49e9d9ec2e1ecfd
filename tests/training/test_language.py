from pathlib import Path

import pytest

from digitize.errors import ServiceError
from digitize.ocr.language.bigrams import Bigrams
from training.language import count

_LINES = [
    "Ủy ban nhân dân tỉnh, ủy ban nhân dân huyện",
    "UỶ BAN NHÂN DÂN xã số 15/QĐ-UBND ngày 06 tháng 12",
]


def test_words_are_counted_whatever_their_case_tone_place_and_punctuation() -> None:
    model = count(_LINES)

    assert model.count("uỷ") == model.count("ban") == 3
    assert model.seen("uỷ", "ban") == 3
    assert model.seen("nhân", "dân") == 3


def test_what_stands_once_is_left_out() -> None:
    model = count(_LINES)

    assert model.count("huyện") == 0
    assert model.seen("dân", "tỉnh") == 0


def test_figures_and_codes_are_one_entry() -> None:
    assert count(_LINES).count("#") == 3


def test_a_saved_model_is_the_same(tmp_path: Path) -> None:
    model = count(_LINES)
    model.save(tmp_path / "model.npz")

    loaded = Bigrams.load(tmp_path / "model.npz")

    assert loaded.places == model.places
    assert loaded.seen("nhân", "dân") == 3
    assert loaded.log_probability("dân", "nhân") == model.log_probability("dân", "nhân")


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_broken_model_is_named_with_a_remedy(tmp_path: Path, share: float) -> None:
    path = tmp_path / "model.npz"
    count(_LINES).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: round(share * len(whole))])

    with pytest.raises(ServiceError, match=r"model\.npz") as caught:
        Bigrams.load(path)
    assert caught.value.remedy
