"""Labelled strips on disk: a few hundred a file, so that a run may stop and go on."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.strips import LabelledStrip


def save_shard(path: Path, strips: Sequence[LabelledStrip]) -> None:
    """Writes a whole file or none."""
    widths = np.array([strip.pixels.shape[1] for strip in strips], np.int32)
    texts = json.dumps([strip.text for strip in strips], ensure_ascii=False)
    row = np.hstack([strip.pixels for strip in strips])
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(
            file, row=row, widths=widths, texts=np.frombuffer(texts.encode(), np.uint8)
        )
    part.replace(path)


def load_shard(path: Path) -> list[LabelledStrip]:
    with np.load(path) as shard:
        ends = np.cumsum(shard["widths"])
        texts = json.loads(shard["texts"].tobytes().decode())
        pieces = np.split(shard["row"], ends[:-1], axis=1)
    return [LabelledStrip(piece, text) for piece, text in zip(pieces, texts, strict=True)]
