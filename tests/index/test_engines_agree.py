"""The same query gives the same hits and facets on both engines, and the same ranks: pages just as
typed before others, the document of a number before all."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.index.opening import open_index
from digitize.index.parsing import parse
from digitize.index.protocol import Entry, Index, Result
from digitize.index.query import Query
from tests.index.pages import entry, fill
from tests.services.elasticsearch import Elasticsearch, new_name

pytestmark = pytest.mark.services

# Few words with many look-alikes, so that all kinds of queries find something.
_WORDS = """
    cán can cần cạn bộ bỏ bo đường duong dương Đống Đa hòa hoà hoa lý lí ly quyết định đinh dinh
    tuyển tuyên dụng công cong chức chúc viên Nguyễn nguyên ỦY UỶ ban nhân dân QĐ UBND 15 015 2024
"""
WORDS = _WORDS.split()
NUMBERS = ("15/QĐ-UBND", "015/QĐ-UBND", "30/2020/NĐ-CP", "05-NQ/ĐU", "17B/TB", "")
TYPES = ("Quyết định", "Công văn", "Tờ trình", "")
AGENCIES = ("ỦY BAN NHÂN DÂN", "SỞ NỘI VỤ", "Sở Y tế", "")
SIGNERS = ("Đỗ Văn Hùng", "Đỗ Văn Hưng", "Lý Hòa", "")
DATES = ("2024-05-17", "2024-05", "2023", "2023-12-31", "")
KEYS = ('loại:"quyết định"', "cơ quan:sở", "so: 15", "số:QĐ-UBND", "người ký:Hùng", "từ:06/2023")


@pytest.fixture(scope="module")
def engines(
    elasticsearch_server: Elasticsearch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Index, Index]]:
    folder: Path = tmp_path_factory.mktemp("tantivy")
    opened = (
        open_index(f"tantivy://{folder}/index"),
        open_index(elasticsearch_server.url(new_name()), str(elasticsearch_server.authority)),
    )
    entries = [*make_entries(random.Random(4))]
    for index in opened:
        fill(index, *entries)
    yield opened
    for index in opened:
        index.close()


def make_entries(chance: random.Random) -> Iterator[Entry]:
    for document in range(150):
        number, type_, agency, signer, date = map(
            chance.choice, (NUMBERS, TYPES, AGENCIES, SIGNERS, DATES)
        )
        for page in range(chance.randint(1, 4)):
            words = chance.choices(WORDS, k=chance.randint(3, 40))
            cited = chance.choice((*NUMBERS, "", "", ""))
            yield entry(
                f"d{document}",
                " ".join([*words, cited]),
                page=page + 2,  # a document need not begin with the file's first page
                number=number,
                type=type_,
                agency=agency,
                signer=signer,
                date=date,
                department=f"Phòng {document % 30}",
            )


def make_query(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(1, 3))
    phrase = '"' + " ".join(chance.choices(WORDS, k=2)) + '"'
    parts = chance.choice(
        (
            words,
            [phrase],
            [words[0], phrase],
            [*words, "-" + chance.choice(WORDS)],
            [words[0], "-" + phrase],
            [chance.choice(NUMBERS[:-1])],
            [words[0], chance.choice(NUMBERS[:-1])],
            [words[0][:2] + "*"],
            [words[0], words[-1][:2] + "*"],
            [chance.choice(KEYS)],
            [words[0], chance.choice(KEYS)],
            [chance.choice(KEYS), "-" + chance.choice(KEYS[:-1])],
        )
    )
    return " ".join(parts)


def same_on_both(engines: tuple[Index, Index], query: Query) -> int:
    embedded, server = (index.search(query, limit=1000, facet_size=5) for index in engines)
    assert what_was_found(embedded) == what_was_found(server)
    assert ranks(embedded) == ranks(server)
    return embedded.total


def what_was_found(result: Result) -> object:
    hits = {(hit.document_id, hit.page) for hit in result.hits}
    assert len(hits) == len(result.hits) == result.total
    return hits, result.facets


def ranks(result: Result) -> list[tuple[int, set[tuple[str, int]]]]:
    """Hits by the thousands of their scores, in the order in which they came."""
    found: list[tuple[int, set[tuple[str, int]]]] = []
    for hit in result.hits:
        if not found or found[-1][0] != hit.score // 1000:
            found.append((int(hit.score // 1000), set()))
        found[-1][1].add((hit.document_id, hit.page))
    return found


def test_typed_queries(engines: tuple[Index, Index]) -> None:
    chance = random.Random(10)
    found = [same_on_both(engines, parse(make_query(chance))) for _ in range(250)]
    assert sum(total > 0 for total in found) > 150


def test_filters_and_an_empty_query(engines: tuple[Index, Index]) -> None:
    assert same_on_both(engines, parse("")) == 150
    for filters in (
        (("type", "Quyết định"),),
        (("agency", "Sở Y tế"), ("year", "2024")),
        (("department", "Phòng 7"),),
    ):
        assert same_on_both(engines, Query(filters=filters)) > 0
        assert same_on_both(engines, Query(parse("cán").terms, filters=filters)) > 0
