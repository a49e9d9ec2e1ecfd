"""Makes the language model anew: python -m training.language CORPUS

CORPUS is a text, plain or .xz, a paragraph a line. The project's own was made from 400,000 lines
of Vietnamese statutes (texts of law are free of copyright: Luật Sở hữu trí tuệ, Điều 15) from
github.com/diepxuan/diepxuan.github.io, van-ban/, commit fbaa690e. It takes about a minute.
"""

import argparse
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from digitize.ocr.language.bigrams import Bigrams
from digitize.ocr.language.choosing import MODEL
from digitize.ocr.language.tokens import entry
from digitize.text.normal import nfc

_LEAST = 2  # what stood there once is chance, and half of the model


def count(lines: Iterable[str]) -> Bigrams:
    """The words and pairs of neighbours that stand in the lines at least twice."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        entries = [one for one in map(entry, nfc(line).split()) if one is not None]
        words.update(entries)
        pairs.update(pairwise(entries))
    kept = {word: n for word, n in words.items() if n >= _LEAST}
    return Bigrams.of(
        kept,
        {(a, b): n for (a, b), n in pairs.items() if n >= _LEAST},
    )


def _lines(path: Path) -> Iterator[str]:
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from file


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.language")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    model = count(_lines(options.corpus))
    model.save(options.out)
    print(f"{len(model.counts)} words, {len(model.pairs)} pairs: {options.out}")


if __name__ == "__main__":
    main()
