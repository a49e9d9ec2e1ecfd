from pathlib import Path

import numpy as np

from training.shards import load_shard, save_shard
from training.strips import LabelledStrip


def test_strips_come_back_as_they_were(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    strips = [
        LabelledStrip(rng.integers(0, 256, (40, width), np.uint8), text)
        for width, text in ((90, "Điều 1"), (8, ""), (300, "đồng chí"))
    ]
    save_shard(tmp_path / "000001.npz", strips)
    loaded = load_shard(tmp_path / "000001.npz")
    assert [strip.text for strip in loaded] == ["Điều 1", "", "đồng chí"]
    for before, after in zip(strips, loaded, strict=True):
        assert np.array_equal(before.pixels, after.pixels)
    assert [path.name for path in tmp_path.iterdir()] == ["000001.npz"]
