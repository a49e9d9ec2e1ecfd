"""Both engines in one run: `python -m benchmarks.index [--pages 200000]`.

Pages of 350 syllables are generated: two-syllable words from the generator's own prose, as often
as words are in a language (Zipf). Each engine indexes them as `digitize reindex` does, then both
answer the same queries in turns. Elasticsearch runs here as in the tests, with TLS and a
password; what it costs to ask a server is part of its figures.
"""

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

import digitize.samples
from digitize.index.elasticsearch_connection import connect, read_address
from digitize.index.opening import open_index
from digitize.index.parsing import parse
from digitize.index.protocol import Entry, Index
from digitize.index.query import Query
from tests.services.elasticsearch import Elasticsearch, elasticsearch

SEED = 4
WORDS = 20_000  # different ones
WORDS_A_PAGE = 175
QUERIES = 200  # of each kind
TYPES = ("Quyết định", "Công văn", "Tờ trình", "Báo cáo", "Thông báo", "Kế hoạch")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.index", description=__doc__)
    parser.add_argument("--pages", type=int, default=200_000)
    compare(parser.parse_args().pages)


def compare(pages: int) -> None:
    # The server compiles here as it does at a user's, not as in the tests.
    with elasticsearch(java_options=()) as server, tempfile.TemporaryDirectory() as folder:
        embedded = open_index(f"tantivy://{folder}/index")
        remote = open_index(server.url("benchmark"), str(server.authority))
        with closing(embedded), closing(remote):
            rates = [fill(index, pages) for index in (embedded, remote)]
            sizes = [size_of_folder(Path(folder)), size_on_server(server)]
            times = {
                kind: ask([embedded, remote], queries) for kind, queries in make_queries().items()
            }
    report(pages, rates, sizes, times)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one engine for one kind of query."""

    values: Sequence[float]

    def percentile(self, share: float) -> float:
        return float(np.percentile(self.values, share))


def fill(index: Index, pages: int) -> float:
    """Pages a second, generating them left out."""
    spent = 0.0
    index.clear()
    for document in track(make_documents(pages), description=type(index).__name__):
        begun = time.perf_counter()
        index.replace(document[0].document_id, document, version=1)
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    index.commit()
    return pages / (spent + time.perf_counter() - begun)


def ask(indexes: Sequence[Index], queries: Sequence[Query]) -> list[Times]:
    """In turns, so that a busy moment of the machine falls on all; the first tenth warms up."""
    times: list[list[float]] = [[] for _ in indexes]
    for query in queries:
        totals = set()
        for index, values in zip(indexes, times, strict=True):
            begun = time.perf_counter()
            totals.add(index.search(query).total)
            values.append((time.perf_counter() - begun) * 1000)
        assert len(totals) == 1, f"the engines do not agree on {query}"
    return [Times(values[len(values) // 10 :]) for values in times]


def make_documents(pages: int) -> Iterator[list[Entry]]:
    chance = np.random.default_rng(SEED)
    words = np.array(vocabulary())
    weights = zipf(len(words))
    made = 0
    while made < pages:
        size = min(int(chance.integers(1, 9)), pages - made)
        year, month, day = (
            int(chance.integers(*span)) for span in ((1990, 2026), (1, 13), (1, 29))
        )
        number = f"{made % 5000}/{('QĐ', 'CV', 'TTr')[made % 3]}-UBND"
        drawn = chance.choice(words, (size, WORDS_A_PAGE), p=weights)
        yield [
            Entry(
                document_id=f"d{made}",
                page=page + 1,
                text=" ".join(drawn[page]),
                subject=" ".join(drawn[0, :8]),
                number=number,
                type=TYPES[made % len(TYPES)],
                agency=f"Sở {made % 40}",
                department=f"Phòng {made % 12}",
                signer=f"Nguyễn Văn {drawn[0, 0]}",
                year=year,
                date=f"{year}-{month:02}-{day:02}",
            )
            for page in range(size)
        ]
        made += size


def make_queries() -> Mapping[str, Sequence[Query]]:
    """All are typed with diacritics, the costlier way; words as often as the pages have them."""
    chance = np.random.default_rng(SEED + 1)
    words = np.array(vocabulary())
    drawn = [str(word) for word in chance.choice(words, 2 * QUERIES, p=zipf(len(words)))]

    def typed(make: Callable[[int], str]) -> list[Query]:
        return [parse(make(number)) for number in range(QUERIES)]

    return {
        "two syllables": typed(lambda n: drawn[n]),
        "two words": typed(lambda n: f"{drawn[n]} {drawn[-n - 1]}"),
        "phrase": typed(lambda n: f'"{drawn[n]}"'),
        "beginning": typed(lambda n: begun(drawn[n])),
        "word and beginning": typed(lambda n: f"{drawn[n]} {begun(drawn[-n - 1])}"),
        "number": typed(lambda n: f"{n * 3}/QĐ-UBND"),
        "type alone": typed(lambda n: f"loại:{TYPES[n % len(TYPES)]}"),
        "fields": typed(lambda n: f'loại:"quyết định" cơ quan:"sở {n % 40}" từ:{1990 + n % 30}'),
        "facet chosen": [
            Query(
                query.terms, filters=(("type", TYPES[n % len(TYPES)]), ("year", str(1990 + n % 36)))
            )
            for n, query in enumerate(typed(lambda n: drawn[n]))
        ],
    }


def begun(word: str) -> str:
    """Its first syllable as far as a clerk types before the star: all but the last letter."""
    syllable = word.split()[0]
    return f"{syllable[: max(2, len(syllable) - 1)]}*"


def vocabulary() -> list[str]:
    """Two-syllable words, the most frequent first."""
    banks = Path(digitize.samples.__file__).parent / "banks"
    prose = " ".join(path.read_text() for path in sorted(banks.glob("*.toml"))).lower()
    counted = Counter(re.findall(r"[^\W\d_]{2,}", prose))
    chance = np.random.default_rng(SEED)
    shares = np.array([*counted.values()]) / counted.total()
    pairs = chance.choice(np.array([*counted]), (WORDS, 2), p=shares)
    return [" ".join(pair) for pair in pairs]


def zipf(size: int) -> np.ndarray:
    weights = 1 / np.arange(1, size + 1)
    return np.asarray(weights / weights.sum())


def size_of_folder(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def size_on_server(server: Elasticsearch) -> int:
    with connect(read_address(server.url()), str(server.authority)) as client:
        stats = client.indices.stats(index="benchmark", metric="store")
        return int(stats["_all"]["total"]["store"]["size_in_bytes"])


def report(
    pages: int,
    rates: Sequence[float],
    sizes: Sequence[int],
    times: Mapping[str, Sequence[Times]],
) -> None:
    table = Table("", "tantivy", "Elasticsearch", "ratio", title=f"{pages} pages")
    rows: list[tuple[str, Sequence[float]]] = [
        ("pages indexed a second", rates),
        ("megabytes", [size / 1e6 for size in sizes]),
    ]
    for kind, of_both in times.items():
        for name, share in (("p50", 50.0), ("p95", 95.0)):
            rows.append((f"{kind}, {name}, ms", [one.percentile(share) for one in of_both]))
    for name, (embedded, remote) in rows:
        table.add_row(name, f"{embedded:.1f}", f"{remote:.1f}", f"{remote / embedded:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
