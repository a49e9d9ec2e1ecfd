from hashlib import sha256
from pathlib import Path

import pytest

from digitize.archive.indexing import catch_up, rebuild
from digitize.archive.parts import Parts
from digitize.archive.searching import search
from digitize.database.models import State
from digitize.database.queries import Database
from digitize.store.protocol import derivative_prefix
from tests.archive.test_searching import add
from tests.database.claims import claim
from tests.index.pages import page_of


@pytest.fixture
def road(empty: Parts) -> str:
    """The SHA-256 of a file about a road, filed and not yet indexed."""
    return add(empty, "đường.pdf", [page_of("sửa đường")], ngay_ban_hanh="2024-05")


def test_what_was_filed_is_found_after_catching_up(empty: Parts, road: str) -> None:
    assert search(empty, "đường").total == 0
    assert catch_up(empty) == 1
    assert search(empty, "sửa đường").total == 1
    assert catch_up(empty) == 0


def test_a_date_without_its_day_lies_in_its_month(empty: Parts, road: str) -> None:
    catch_up(empty)
    assert search(empty, "từ:05/2024 đến:05/2024").total == 1
    assert search(empty, "từ:06/2024").total == 0
    assert search(empty, "", filters=[("year", "2024")]).total == 1


def test_a_kill_between_commit_and_mark_doubles_nothing(
    empty: Parts, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Database, "mark_indexed", killed)
        with pytest.raises(KeyboardInterrupt):
            catch_up(empty)
    catch_up(empty)
    assert search(empty, "đường").total == 1


def test_what_was_withdrawn_is_no_longer_found(empty: Parts, road: str) -> None:
    catch_up(empty)
    empty.database.set_aside(claim(empty.database, road), State.QUARANTINED, "corrupt", "")
    catch_up(empty)
    assert search(empty, "đường").total == 0


def test_lost_page_texts_make_their_original_wait(empty: Parts, road: str) -> None:
    empty.store.delete_prefix(derivative_prefix(road))
    assert catch_up(empty) == 0
    assert empty.database.waiting(1, 1) == [road]


def test_the_index_is_built_anew_from_what_is_kept(empty: Parts, road: str, tmp_path: Path) -> None:
    add(empty, "cầu.pdf", [page_of("xây cầu")])
    catch_up(empty)
    for path in (tmp_path / "data" / "index").iterdir():
        path.write_bytes(b"rotten")
    assert rebuild(empty) == 2
    assert search(empty, "cầu").total == 1


def test_an_index_of_nothing_is_built_too(empty: Parts) -> None:
    assert rebuild(empty) == 0


def test_more_than_one_batch_is_indexed(empty: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitize.archive.indexing._BATCH", 2)
    for number in range(5):
        add(empty, sha256(bytes([number])).hexdigest(), [page_of("đường")])
    assert catch_up(empty) == 5
    assert search(empty, "đường").total == 5
