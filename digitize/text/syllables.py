"""Is a word a Vietnamese syllable? By the rules of quốc ngữ spelling: onset, rime, tone.

The tone may stand on any vowel of the rime, so both styles (hòa, hoà) pass.
"""

import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_HIGH_STOP_TONES = frozenset("\u0301\u0323")  # a syllable that ends in c, ch, p, t: sắc or nặng

_RIME_TABLE = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en
eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu o
oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn
oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uôc
uôi uôm uôn uông uôp uôt uy uya uych uyn uynh uyp uyt uyu uyên uyêt uê uêch uênh uêu uơ uơi uân
uâng uât uây ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
"""
_RIMES = frozenset(_RIME_TABLE.split())
_Y_RIMES = frozenset(["y", "yêm", "yên", "yêng", "yêt", "yêu"])  # at the start of a word
_AFTER_QU = frozenset(["y", "ya", "ych", "yn", "ynh", "yp", "yt", "yu", "yên", "yêt"])
_Y_ALONE = frozenset("hklmstvbd")  # onsets that take a bare y: kỹ, lý, mỹ, sỹ
_ONSET_TABLE = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"
_ONSETS = _ONSET_TABLE.split()  # longest first
_FRONT = tuple("eêi")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case and normal form, is spelt as a Vietnamese syllable can be."""
    plain: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in _TONES else plain).append(char)
    if len(tones) > 1:
        return False
    base = unicodedata.normalize("NFC", "".join(plain))
    if not base.isalpha() or not _fits(base):
        return False
    stop = base.endswith(("c", "ch", "p", "t"))
    return not stop or (bool(tones) and tones[0] in _HIGH_STOP_TONES)


def _fits(base: str) -> bool:
    if base in _RIMES or base in _Y_RIMES:
        return True
    return any(
        _spells(onset, base[len(onset) :]) for onset in _ONSETS if base.startswith(onset)
    ) or (base.startswith("g") and base[1:] in _RIMES and base[1] == "i")  # gì, gìn, giếng


def _spells(onset: str, rime: str) -> bool:
    if rime == "y":
        return onset == "qu" or onset in _Y_ALONE
    if onset == "qu":
        return rime in _AFTER_QU or (rime in _RIMES and rime[0] not in "uư")
    if rime not in _RIMES:
        return False
    front = rime.startswith(_FRONT)
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front
    return not (onset == "gi" and rime.startswith("i"))
