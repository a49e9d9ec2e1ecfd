"""What is special about the index on a server: many writers, a moving alias, faults on the way."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from elasticsearch import Elasticsearch as Client

from digitize.errors import ServiceError
from digitize.index import elasticsearch as adapter
from digitize.index import elasticsearch_changes, elasticsearch_search
from digitize.index.elasticsearch_connection import connect, read_address
from digitize.index.opening import open_index
from digitize.index.parsing import parse
from digitize.index.protocol import Index, RefusedError
from tests.index.pages import entry
from tests.services.elasticsearch import Elasticsearch, new_name

pytestmark = pytest.mark.services

Opener = Callable[[], Index]


@pytest.fixture
def server(elasticsearch_server: Elasticsearch) -> Elasticsearch:
    return elasticsearch_server


@pytest.fixture
def name() -> str:
    return new_name()


@pytest.fixture
def client(server: Elasticsearch) -> Iterator[Client]:
    with connect(read_address(server.url()), str(server.authority)) as client:
        yield client


@pytest.fixture
def opener(server: Elasticsearch, name: str) -> Iterator[Opener]:
    """Opens the same index as often as asked, as further processes would."""
    opened: list[Index] = []

    def open_again() -> Index:
        opened.append(open_index(server.url(name), str(server.authority)))
        return opened[-1]

    yield open_again
    for index in opened:
        index.close()


@pytest.fixture
def index(opener: Opener) -> Index:
    return opener()


def put(index: Index, document_id: str, *texts: str, version: int = 1) -> None:
    pages = [entry(document_id, text, page=number) for number, text in enumerate(texts, start=1)]
    index.replace(document_id, pages, version=version)


def total(index: Index, text: str = "đường") -> int:
    return index.search(parse(text)).total


# --- versions


def test_an_older_version_that_comes_late_changes_nothing(index: Index) -> None:
    put(index, "a", "mới", version=5)
    index.commit()
    put(index, "a", "cũ", "cũ", "cũ", version=4)
    index.commit()
    assert (total(index, "mới"), total(index, "cũ")) == (1, 0)
    index.delete("a", version=4)
    index.commit()
    assert total(index, "mới") == 1


def test_an_older_version_does_not_bring_back_what_was_taken_out(index: Index) -> None:
    put(index, "a", "cũ", version=1)
    index.commit()
    index.delete("a", version=2)
    index.commit()
    put(index, "a", "cũ", version=1)
    index.commit()
    assert total(index, "cũ") == 0


def test_the_same_version_may_be_put_again(index: Index) -> None:
    for texts in (["đường", "đường"], ["đường"]):
        put(index, "a", *texts, version=3)
        index.commit()
        assert total(index) == len(texts)


def test_a_writer_that_died_before_its_commit_leaves_nothing_behind(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "_HELD", 1)
    dead = opener()
    put(dead, "a", "đường", "đường", "đường")  # sent, and never committed
    dead.close()
    index = opener()
    put(index, "a", "đường")
    index.commit()
    assert total(index) == 1


# --- many at a time


def test_many_writers_make_one_index_together(opener: Opener, client: Client, name: str) -> None:
    barrier = threading.Barrier(6)

    def write(number: int) -> None:
        index = opener()
        barrier.wait()
        put(index, f"d{number}", "đường", "đường")
        index.commit()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert total(opener()) == 12
    assert [*client.indices.get_alias(name=name)] == [f"{name}-v2-000001"]


def test_readers_see_the_whole_old_index_until_the_whole_new_one(
    opener: Opener, client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "_HELD", 20)  # so that most is sent long before the commit
    writer, reader = opener(), opener()
    for number in range(50):
        put(writer, f"d{number}", "đường cũ")
    writer.commit()

    stop = threading.Event()
    seen: set[tuple[int, int, int]] = set()

    def read() -> None:
        while not stop.is_set():
            result = reader.search(parse("đường"), limit=100)
            seen.add((result.total, len(result.hits), sum(h.page for h in result.hits)))

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        for round_ in range(3):
            writer.clear()
            for number in range(60 + round_):
                put(writer, f"d{number}", "đường mới")
            writer.commit()
        stop.set()
        reading.result()
    assert seen <= {(n, n, n) for n in (50, 60, 61, 62)}
    assert total(reader) == 62
    assert [*client.indices.get(index=f"{name}*")] == [f"{name}-v2-000004"]


def test_others_go_on_writing_while_one_rebuilds(opener: Opener) -> None:
    rebuilder, writer = opener(), opener()
    put(writer, "a", "đường")
    writer.commit()
    rebuilder.clear()
    put(writer, "b", "đường")
    writer.commit()
    assert total(writer) == 2
    put(rebuilder, "a", "đường")
    rebuilder.commit()
    put(writer, "c", "đường")
    writer.commit()
    assert total(opener()) == 2


def test_of_two_rebuilds_one_is_told_to_wait(opener: Opener) -> None:
    first, second = opener(), opener()
    first.clear()
    second.clear()
    put(second, "a", "đường")
    second.commit()
    put(first, "b", "đường")
    with pytest.raises(ServiceError, match="removed while") as raised:
        first.commit()
    assert "another digitize reindex" in raised.value.remedy
    assert total(first) == 1


def test_a_rebuild_that_was_given_up_is_swept_away_by_the_next(
    opener: Opener, client: Client, name: str
) -> None:
    dead = opener()
    dead.clear()
    dead.close()
    index = opener()
    put(index, "a", "đường")
    index.commit()
    index.clear()
    put(index, "a", "đường")
    index.commit()
    assert [*client.indices.get(index=f"{name}*")] == [f"{name}-v2-000003"]


# --- windows


def test_windows_beyond_what_a_server_gives_at_once(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        put(index, f"d{number}", "đường " * (1 + number % 3))
    index.commit()
    for text in ("đường", ""):
        whole = index.search(parse(text), limit=30).hits
        with monkeypatch.context() as patch:
            patch.setattr(elasticsearch_search, "_WINDOW", 7)
            windows = [index.search(parse(text), limit=4, offset=n) for n in range(0, 33, 4)]
        assert len({(h.document_id, h.page) for h in whole}) == 30
        assert tuple(hit for window in windows for hit in window.hits) == whole
        assert {window.total for window in windows} == {30}


# --- faults


def test_a_page_that_is_refused_holds_up_no_other(index: Index) -> None:
    put(index, "a", "đường")
    index.replace("bad", [entry("bad", "đường", department="x" * 40_000, page=3)])
    index.replace("half", [entry("half", "đường"), entry("half", "x", agency="y" * 40_000, page=2)])
    put(index, "c", "đường")
    with pytest.raises(RefusedError, match="refused 2 pages; the first is page 3") as raised:
        index.commit()
    assert raised.value.document_ids == {"bad", "half"}
    assert "xxx" not in str(raised.value)
    assert total(index) == 3
    index.commit()  # it was said once


def test_a_busy_server_is_asked_again(
    opener: Opener, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elasticsearch_changes, "_FIRST_WAIT", 0.05)
    before = rejections(client)
    text = "đường " * 20_000

    def write(number: int) -> None:
        index = opener()
        put(index, f"d{number}", text, text, text)
        index.commit()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):  # whether so many meet in one moment is up to the machine
            list(pool.map(write, range(8)))
            if rejections(client) > before:
                break
    assert rejections(client) > before
    assert total(opener()) == 24


def rejections(client: Client) -> int:
    (node,) = client.nodes.stats(metric="indexing_pressure")["nodes"].values()
    pressure = node["indexing_pressure"]["memory"]["total"]
    return int(pressure["coordinating_rejections"] + pressure["primary_rejections"])


def test_a_server_that_was_away_is_found_again(
    server: Elasticsearch, index: Index, opener: Opener
) -> None:
    put(index, "a", "đường")
    index.commit()
    rebuilder = opener()
    rebuilder.clear()
    put(index, "b", "đường")
    server.stop()
    try:
        for call in (index.commit, rebuilder.commit, lambda: total(index)):
            with pytest.raises(ServiceError, match="cannot be reached") as raised:
                call()
            assert "Start Elasticsearch" in raised.value.remedy
    finally:
        server.start()
    assert total(index) == 1
    put(index, "b", "đường")
    index.commit()
    rebuilder.commit()  # its rebuild was given up with the error: nothing of it may show
    assert total(index) == 2
