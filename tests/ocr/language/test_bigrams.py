import pytest

from digitize.ocr.language.bigrams import Bigrams
from digitize.ocr.language.choosing import MODEL

_WORDS = {"cơ": 4, "quan": 3, "đường": 2, "#": 1}
_PAIRS = {("cơ", "quan"): 3, ("quan", "#"): 1}


@pytest.fixture
def model() -> Bigrams:
    return Bigrams.of(_WORDS, _PAIRS)


def test_pairs_have_an_order(model: Bigrams) -> None:
    assert (model.seen("cơ", "quan"), model.seen("quan", "cơ")) == (3, 0)


def test_a_word_without_neighbour_has_no_pair(model: Bigrams) -> None:
    assert model.seen(None, "quan") == model.seen("quan", None) == model.seen("xa", "quan") == 0


def test_a_known_pair_is_likelier_than_a_common_word(model: Bigrams) -> None:
    assert model.log_probability("quan", "cơ") > model.log_probability("cơ", "đường")


def test_a_word_never_seen_is_unlikely_and_no_error(model: Bigrams) -> None:
    assert model.log_probability("ngoằn", "cơ") < model.log_probability("đường", "cơ")
    assert model.log_probability("ngoằn", "ngoèo") < model.log_probability("đường", None)


def test_lift_is_the_share_over_chance(model: Bigrams) -> None:
    assert model.lift("cơ", "quan") == pytest.approx(3 * 10 / (4 * 3))
    assert model.lift("quan", "đường") == 0


def test_the_model_of_the_package_is_small_and_knows_the_language() -> None:
    assert MODEL.stat().st_size < 1_000_000
    model = Bigrams.load(MODEL)
    assert model.seen("quyết", "định") > 1000
    assert model.seen("quyết", "đỉnh") == 0
