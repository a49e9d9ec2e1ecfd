"""The same files embedded and on real servers: PostgreSQL, S3 and Elasticsearch."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from digitize.archive.parts import open_parts
from digitize.archive.searching import search
from digitize.archive.viewing import page_text, page_view
from digitize.database.records import ArrivalRecord, DocumentRecord, Seen
from digitize.domain import PageText
from digitize.index.protocol import FACETS
from digitize.settings import Settings
from tests.archive.scans import digital, fill, scanned, secret
from tests.flows.running import run
from tests.services import elasticsearch
from tests.services.elasticsearch import Elasticsearch
from tests.services.postgresql import PostgreSQL
from tests.services.seaweedfs import ADMIN, SeaweedFS
from tests.store.opened import new_name

pytestmark = pytest.mark.services

QUERIES = (
    "",
    "cộng hòa",
    "CONG HOÀ",
    '"độc lập - tự do - hạnh phúc"',
    '"doc lap tu do"',
    "đ",
    "quyết định -kính",
    "UBND",
    "2024",
    "số:1",
    "loại:quyết",
    "từ:2000 đến:2030",
    "không-có-ở-đâu",
)


@pytest.fixture
def servers(
    postgresql_server: PostgreSQL, s3_server: SeaweedFS, elasticsearch_server: Elasticsearch
) -> Iterator[dict[str, str]]:
    """The settings of an archive on servers."""
    name = f"t{secrets.token_hex(4)}"
    yield {
        **ADMIN.environment,
        "DIGITIZE_DATABASE": postgresql_server.create_database(name),
        "DIGITIZE_STORE": f"s3://{new_name()}",
        "DIGITIZE_S3_ENDPOINT": s3_server.endpoint,
        "DIGITIZE_INDEX": elasticsearch_server.url(elasticsearch.new_name()),
        "DIGITIZE_INDEX_AUTHORITY": str(elasticsearch_server.authority),
    }
    postgresql_server.drop_database(name)


Found = tuple[int, frozenset[tuple[str, int]], dict[str, frozenset[tuple[str, int]]]]


@dataclass(frozen=True)
class Held:
    """All that an archive says: `found` a query, hits and facet values without their order."""

    arrivals: dict[Seen, ArrivalRecord]
    documents: tuple[DocumentRecord, ...]
    texts: dict[tuple[str, int], PageText | None]
    views: dict[tuple[str, int], bytes]
    found: dict[str, Found]


def look(data: Path, inbox: Path) -> Held:
    with open_parts(Settings(data=data)) as parts:
        arrivals = parts.database.arrivals(str(inbox))
        originals = {arrival.sha256 for arrival in arrivals.values() if arrival.sha256}
        documents = [d for sha in sorted(originals) for d in parts.database.documents_of(sha)]
        pages = [(d, page.number) for d in documents for page in d.pages]
        found: dict[str, Found] = {}
        for query in QUERIES:
            result = search(parts, query, limit=1000)
            found[query] = (
                result.total,
                frozenset((hit.document.id, hit.page) for hit in result.hits),
                {facet: frozenset(result.facets[facet]) for facet in FACETS},
            )
        return Held(
            arrivals,
            tuple(documents),
            {(d.id, number): page_text(parts, d, number) for d, number in pages},
            {(d.id, number): page_view(parts, d, number) for d, number in pages},
            found,
        )


def test_the_same_files_give_the_same_records_texts_and_hits(
    servers: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a": digital(1, pages=2), "twin": digital(1, pages=2), "b": digital(2)}
    files |= {"scan": scanned(), "mat": secret(), "half": b"%PDF-1.7"}
    inbox = fill(tmp_path / "inbox", **files)
    embedded = run(tmp_path / "embedded", "run", str(inbox))
    on_servers = run(tmp_path / "machine", "run", str(inbox), **servers)
    assert (embedded.code, on_servers.code) == (0, 0)
    assert on_servers.out == embedded.out

    held = look(tmp_path / "embedded", inbox)
    for key, value in servers.items():
        monkeypatch.setenv(key, value)
    assert look(tmp_path / "machine", inbox) == held
    assert len(held.documents) == 3
    assert held.found["cộng hòa"][0] >= 3
    assert run(tmp_path / "another", "retry", **servers).code == 0
