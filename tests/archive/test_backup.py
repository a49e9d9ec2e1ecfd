import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitize.archive.backup import MANIFEST, back_up, read_backup
from digitize.archive.indexing import catch_up, rebuild
from digitize.archive.parts import Parts, open_parts
from digitize.archive.restoring import restore
from digitize.archive.searching import search
from digitize.archive.verifying import verify
from digitize.archive.workers import Workers
from digitize.database import dump
from digitize.database.inventory import Inventory
from digitize.database.models import State
from digitize.errors import ServiceError, UsageError
from digitize.settings import Settings
from digitize.store.protocol import original_key, page_view_key, sealed_key
from tests.database.claims import claim
from tests.web.little_archive import LONG, QUYET_DINH, SECRET, SHA, TWO, fill


@pytest.fixture
def parts(settings: Settings) -> Iterator[Parts]:
    """An archive of three files, one of them sealed."""
    with open_parts(settings) as parts:
        fill(parts)
        move_away(parts, SECRET)
        catch_up(parts)
        yield parts


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Parts]:
    with open_parts(Settings(data=tmp_path / "new", workers=2)) as parts:
        yield parts


def move_away(parts: Parts, data: bytes) -> None:
    sha = SHA[data]
    parts.store.move(original_key(sha), sealed_key(sha))
    parts.store.delete_prefix(f"derivatives/{sha[:2]}/{sha}/")


def seal(parts: Parts, data: bytes) -> None:
    move_away(parts, data)
    parts.database.set_aside(claim(parts.database, SHA[data]), State.SEALED, "", "")


def saved(parts: Parts, out: Path, on_original: Callable[[], None] = lambda: None) -> Path:
    with Workers(2) as workers:
        back_up(parts, out, workers, on_original)
    return out


def put_back(parts: Parts, folder: Path) -> None:
    with Workers(2) as workers:
        restore(parts, folder, workers)
    rebuild(parts)


def rows(parts: Parts, folder: Path) -> dict[str, list[dump.Row]]:
    folder.mkdir()
    made = dump.dump(parts.database.engine, folder)
    found = {table.name: list(dump.read_rows(folder, table.name)) for table in made.tables}
    for document in found["documents"]:  # what the index was told of is not the truth
        del document["indexed_version"]
    return found


def assert_whole(parts: Parts) -> None:
    with Workers(2) as workers:
        found = verify(parts, workers)
    assert (found.flaws, found.behind) == ((), 0)


def test_what_comes_back_is_the_same_archive(parts: Parts, new: Parts, tmp_path: Path) -> None:
    parts.database.correct(QUYET_DINH, {"so": "16"}, "Lê Thị Đào", seen=1)
    put_back(new, saved(parts, tmp_path / "backup"))
    assert_whole(new)
    before, after = rows(parts, tmp_path / "a"), rows(new, tmp_path / "b")
    assert after == before
    assert {name: len(found) for name, found in after.items()} == {
        "batches": 3,
        "originals": 3,
        "arrivals": 3,
        "documents": 4,
        "pages": 28,
        "corrections": 1,
        "watermarks": 0,
    }
    assert search(new, "cải cách").total == search(parts, "cải cách").total > 0
    assert new.store.get(sealed_key(SHA[SECRET])) == SECRET
    assert new.database.start_batch("/inbox") == 4, "numbers go on where they were"


def test_a_backup_is_for_its_owner_alone(parts: Parts, tmp_path: Path) -> None:
    out = saved(parts, tmp_path / "backup")
    assert out.stat().st_mode & 0o077 == 0


def test_a_file_that_is_sealed_while_it_is_copied_is_sealed_in_the_backup(
    parts: Parts, new: Parts, tmp_path: Path
) -> None:
    sealed = False

    def seal_the_rest() -> None:
        nonlocal sealed
        if not sealed:
            sealed = True
            for data in (TWO, LONG):
                seal(parts, data)

    one = parts.settings.model_copy(update={"workers": 1})
    out = tmp_path / "backup"
    with Workers(one.workers) as workers:
        made = back_up(parts, out, workers, seal_the_rest)
    open_ = [path for path in (out / "store" / "originals").rglob("*") if path.is_file()]
    late = set(made.sealed_since)
    assert {path.name for path in open_} == {SHA[TWO], SHA[LONG]} - late
    put_back(new, out)
    states = {h.sha256: h.state for h in Inventory(new.database.engine).holdings()}
    assert all(states[sha] is State.SEALED for sha in late)
    assert_whole(new)


def test_a_file_that_was_sealed_after_the_rows_were_read_comes_back_sealed(
    parts: Parts, new: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dump_then_seal(*arguments: object) -> dump.Dump:
        made = dump.dump(*arguments)  # type: ignore[arg-type]
        seal(parts, TWO)
        return made

    monkeypatch.setattr("digitize.archive.backup.dump", dump_then_seal)
    out = saved(parts, tmp_path / "backup")
    assert read_backup(out).sealed_since == (SHA[TWO],)
    assert not [path for path in out.rglob("*") if path.is_dir() and path.name == SHA[TWO]]
    put_back(new, out)
    assert new.database.state(SHA[TWO]) is State.SEALED
    assert new.store.get(sealed_key(SHA[TWO])) == TWO
    assert search(new, "cải cách").total == 0
    assert_whole(new)


def test_what_is_lost_or_damaged_is_named_and_left_out(
    parts: Parts, new: Parts, tmp_path: Path
) -> None:
    store = parts.settings.data_folder / "store"
    rotten = store / original_key(SHA[LONG])
    rotten.chmod(0o644)
    rotten.write_bytes(b"rotten")
    (store / page_view_key(SHA[TWO], 2)).unlink()
    out = saved(parts, tmp_path / "backup")
    lacking = {original_key(SHA[LONG]), page_view_key(SHA[TWO], 2)}
    assert set(read_backup(out).lacking) == lacking
    put_back(new, out)
    with Workers(2) as workers:
        assert {flaw.id for flaw in verify(new, workers).flaws} == {SHA[LONG], SHA[TWO]}


def test_only_an_empty_archive_is_restored_into(parts: Parts, tmp_path: Path) -> None:
    out = saved(parts, tmp_path / "backup")
    with pytest.raises(UsageError, match="not empty"):
        put_back(parts, out)


def test_a_backup_needs_a_new_folder(parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(UsageError, match="not empty"):
        saved(parts, tmp_path / "full")


def test_a_backup_that_was_broken_off_or_damaged_is_refused(
    parts: Parts, new: Parts, tmp_path: Path
) -> None:
    out = saved(parts, tmp_path / "backup")
    manifest = (out / MANIFEST).read_text()
    (out / MANIFEST).unlink()
    with pytest.raises(UsageError, match="no whole backup"):
        put_back(new, out)
    (out / MANIFEST).write_text(manifest)
    originals = out / "database" / "originals.jsonl.gz"
    originals.write_bytes(originals.read_bytes()[:-1])
    with pytest.raises(ServiceError, match="damaged"):
        put_back(new, out)
    assert Inventory(new.database.engine).is_empty()


def test_a_restore_that_was_broken_off_is_simply_run_again(
    parts: Parts, new: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = saved(parts, tmp_path / "backup")
    with monkeypatch.context() as patch:
        patch.setattr("digitize.database.dump._count_on", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            put_back(new, out)
    assert Inventory(new.database.engine).is_empty()
    put_back(new, out)
    assert_whole(new)


def test_a_backup_of_a_newer_version_is_refused(parts: Parts, new: Parts, tmp_path: Path) -> None:
    out = saved(parts, tmp_path / "backup")
    manifest = json.loads((out / MANIFEST).read_text())
    manifest["database"]["revision"] = "9999"
    (out / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ServiceError, match="another version"):
        put_back(new, out)
    assert Inventory(new.database.engine).is_empty()
