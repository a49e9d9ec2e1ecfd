"""Generated strips, shard by shard, in a process beside the learning."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from digitize.imaging.cleaning import use_one_thread
from training.corpus import Corpus, load_corpus
from training.pages import make_page
from training.shards import save_shard
from training.strips import LabelledStrip, page_strips

PAGES_A_SHARD = 10
_EMPTY = 0.3  # share of strips without text that are kept: enough to learn silence from


def made_strips(numbers: range, corpus: Corpus, *, held_out: bool = False) -> list[LabelledStrip]:
    """The strips of the pages `numbers`."""
    return list(_strips(numbers, corpus, held_out))


def _strips(numbers: range, corpus: Corpus, held_out: bool) -> Iterator[LabelledStrip]:
    for number in numbers:
        rng = random.Random(number)
        for strip in page_strips(make_page(number, corpus, held_out=held_out)):
            if strip.text or rng.random() < _EMPTY:
                yield strip


def make_shards(folder: Path, corpus_path: Path, shards: int) -> None:
    """Makes the first `shards` shards of `folder` that are missing."""
    use_one_thread()
    corpus, _ = load_corpus(corpus_path).parted()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(shards):
        path = folder / f"{number:06d}.npz"
        if not path.exists():
            first = number * PAGES_A_SHARD
            save_shard(path, made_strips(range(first, first + PAGES_A_SHARD), corpus))


def main() -> None:
    """`python -m training.making FOLDER CORPUS SHARDS`, as `training.reader` starts it."""
    folder, corpus, shards = sys.argv[1:]
    make_shards(Path(folder), Path(corpus), int(shards))


if __name__ == "__main__":
    main()
