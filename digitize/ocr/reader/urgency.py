"""Urgency stamps (NĐ 30/2020/NĐ-CP, Điều 8 khoản 10, ô số 10b) read as what they are: one of few
texts, in letters that stamp and frame leave little of."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from digitize.domain import Box, Line
from digitize.ocr.lines.strips import TextLine
from digitize.ocr.reader.lexicon import Lexicon
from digitize.ocr.reader.model import Model
from digitize.ocr.reader.signing_block import ReadLine, words_in
from digitize.ocr.reader.strips import normalise, padded
from digitize.text.normal import nfc

_LEVELS = tuple(map(nfc, ("HỎA TỐC", "HOẢ TỐC", "HỎA TỐC HẸN GIỜ", "THƯỢNG KHẨN", "KHẨN")))
_LETTERS = (3, 16)
_PASSED_OVER = 4.0  # for pieces of the frame
_MOST, _THIRD = 6.0, 10.0  # losses (see `lexicon.Fit`), as in `naming`


def read_urgency(read: Sequence[ReadLine], model: Model) -> list[ReadLine]:
    """The lines of stamps, those that are an urgency read as it."""
    return [(text_line, _as_urgency(text_line, line, model)) for text_line, line in read]


def _as_urgency(text_line: TextLine, line: Line, model: Model) -> Line:
    text = line.text or " ".join(word.text for word in line.words)
    if not _LETTERS[0] <= sum(map(str.isalpha, text)) <= _LETTERS[1] or text in _LEVELS:
        return line
    probabilities = model.run(padded(normalise(text_line.strip)))
    fit = _levels(model.description.alphabet).fit(probabilities, _PASSED_OVER)
    if fit is None or fit.loss > _MOST:
        return line
    sure = fit.chances[0] * math.exp(-max(0.0, fit.loss) / _THIRD)
    return replace(line, words=words_in(fit.words[0], Box.around(w.box for w in line.words), sure))


@lru_cache(maxsize=2)
def _levels(alphabet: str) -> Lexicon:
    return Lexicon.of(dict.fromkeys(_LEVELS, 0.0), {}, alphabet)
