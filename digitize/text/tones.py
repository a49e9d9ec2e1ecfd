"""Tone placement: hòa and hoà are one word."""

import re

from digitize.text.normal import nfc

_OLD = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_NEW = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_PAIRS = dict(zip(map(nfc, _OLD), map(nfc, _NEW), strict=True))
_OPEN_RIME = re.compile(f"(?:{'|'.join(_PAIRS)})(?![^\\W\\d_])")


def place_tones(lowered: str) -> str:
    """Lower-case NFC text with the tone of open oa, oe, uy on the second vowel (hòa → hoà).

    The length stays: offsets fit both.
    """
    return _OPEN_RIME.sub(lambda match: _PAIRS[match[0]], lowered)
