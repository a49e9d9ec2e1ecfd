import pytest

from digitize.text.tones import place_tones


@pytest.mark.parametrize(
    ("old", "new"),
    [("hòa", "hoà"), ("tùy", "tuỳ"), ("khỏe", "khoẻ"), ("hòa bình", "hoà bình"), ("toàn", "toàn")],
)
def test_both_styles_become_one(old: str, new: str) -> None:
    assert place_tones(old) == place_tones(new) == new


@pytest.mark.parametrize("word", ["hoàn", "của", "đĩa", "òai"])
def test_other_syllables_stay(word: str) -> None:
    assert place_tones(word) == word
