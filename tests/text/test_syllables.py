import unicodedata

import pytest

from digitize.text.syllables import is_syllable

_SYLLABLES = """
Cộng hòa hoà xã hội chủ nghĩa Việt Nam nghiêng quyết quý quốc gì giếng giữa đường ĐƯỜNG khuỷu
thuở yêu kỹ Huỳnh khuya ngoằn xoong số cả
"""
_OTHERS = """
Céng x· hôị́ win zalo kách cêm qua1 bac tat ngi UBND the3 đđ street fa
"""


@pytest.mark.parametrize("word", _SYLLABLES.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", _OTHERS.split())
def test_other_words(word: str) -> None:
    assert not is_syllable(word)
