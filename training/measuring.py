"""How many letters and words a network gets wrong on strips with known text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from rapidfuzz.distance import Levenshtein

from digitize.ocr.reader.strips import normalise, padded
from training.alphabet import decode
from training.network import STRIDE, LineNetwork
from training.strips import LabelledStrip


@dataclass(frozen=True, slots=True)
class Score:
    """`cer`, `wer`: edits a letter and a word of the truth. `invented`: share of strips without
    text on which something was read."""

    lines: int
    cer: float
    wer: float
    invented: float


def score_strips(network: LineNetwork, strips: Sequence[LabelledStrip]) -> Score:
    read = [""] * len(strips)
    for place, text in _read(network, strips):
        read[place] = text
    return score_texts([strip.text for strip in strips], read)


def score_texts(truths: Sequence[str], read: Sequence[str]) -> Score:
    letters = words = wrong_letters = wrong_words = silent = loud = 0
    for truth, text in zip(truths, read, strict=True):
        if not truth:
            silent += 1
            loud += bool(text.strip())
            continue
        letters += len(truth)
        words += len(truth.split())
        wrong_letters += Levenshtein.distance(truth, text)
        wrong_words += Levenshtein.distance(truth.split(), text.split())
    return Score(
        lines=len(truths),
        cer=round(wrong_letters / max(1, letters), 5),
        wer=round(wrong_words / max(1, words), 5),
        invented=round(loud / max(1, silent), 4),
    )


@torch.no_grad()
def _read(network: LineNetwork, strips: Sequence[LabelledStrip]) -> Iterator[tuple[int, str]]:
    network.eval()
    for place, strip in enumerate(strips):
        whole = torch.from_numpy(padded(normalise(strip.pixels))[None, None])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(whole)
        steps = strip.pixels.shape[1] // STRIDE + 1
        yield place, " ".join(decode(scores.argmax(1)[0, :steps].tolist()).split())
