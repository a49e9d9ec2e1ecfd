"""An archive whose index is on a server."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digitize.archive import indexing
from digitize.archive.filing import load_pages
from digitize.archive.indexing import catch_up, rebuild
from digitize.archive.parts import Parts, open_parts
from digitize.archive.searching import search
from digitize.index import elasticsearch as adapter
from digitize.settings import Settings
from tests.archive.test_searching import add
from tests.index.pages import page_of
from tests.services.elasticsearch import Elasticsearch, new_name

pytestmark = pytest.mark.services


@pytest.fixture
def settings(elasticsearch_server: Elasticsearch, tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path / "data",
        index=elasticsearch_server.url(new_name()),
        index_authority=str(elasticsearch_server.authority),
    )


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    with open_parts(settings) as parts:
        for number in range(5):
            add(parts, f"{number}.pdf", [page_of("sửa đường"), page_of("trang hai", number=2)])
        yield parts


def test_what_is_in_the_archive_is_found_on_the_server(parts: Parts) -> None:
    assert catch_up(parts) == 5
    found = search(parts, "duong", limit=3)
    assert (found.total, len(found.hits)) == (5, 3)
    assert ("đường", True) in found.hits[0].snippet.parts


def test_a_rebuild_shows_no_half_and_misses_nothing_that_others_change(
    settings: Settings, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_BATCH", 2)
    monkeypatch.setattr(adapter, "_HELD", 1)
    catch_up(parts)
    changed = threading.Event()

    def load_while_another_files(*arguments: object) -> object:
        """In the middle of the rebuild, another process adds a document and indexes it."""
        if not changed.is_set():
            changed.set()
            with open_parts(settings) as other:
                add(other, "mới.pdf", [page_of("đường mới")])
                assert catch_up(other) == 1
        return load_pages(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("digitize.archive.indexing.load_pages", load_while_another_files)
    totals: set[int] = set()
    done = threading.Event()

    def read() -> None:
        with open_parts(settings) as reader:
            while not done.is_set():
                totals.add(search(reader, "đường").total)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert rebuild(parts) == 6
        done.set()
        reading.result()
    assert totals <= {5, 6}
    assert search(parts, "đường").total == 6
    assert catch_up(parts) == 0


def test_a_rebuild_that_failed_leaves_the_old_index(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    catch_up(parts)
    with monkeypatch.context() as patch:
        patch.setattr("digitize.archive.indexing.load_pages", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rebuild(parts)
    parts.index.commit()
    assert search(parts, "đường").total == 5
