"""What is special about the embedded index: its folder, its lock, its wounds."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digitize.errors import ServiceError
from digitize.index.parsing import parse
from digitize.index.tantivy import TantivyIndex
from tests.index.pages import entry

ALL = parse("")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "chỉ mục" / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[TantivyIndex]:
    index = TantivyIndex(folder)
    index.replace("a", [entry("a", "đường sắt", date="2024-01-01")])
    index.commit()
    yield index
    index.close()


def test_reading_writes_nothing(folder: Path) -> None:
    assert TantivyIndex(folder).search(ALL).total == 0
    assert not folder.exists()


def test_a_second_writer_is_told_to_wait(index: TantivyIndex, folder: Path) -> None:
    second = TantivyIndex(folder)
    writes: list[Callable[[], None]] = [
        lambda: second.replace("b", []),
        lambda: second.delete("a"),
        second.clear,
    ]
    for write in writes:
        with pytest.raises(ServiceError, match="another process") as raised:
            write()
        assert "Wait" in raised.value.remedy
    assert second.search(ALL).total == 1
    index.close()
    second.replace("b", [entry("b", "đường bộ")])
    second.commit()
    assert second.search(ALL).total == 2
    second.close()


def test_an_index_of_another_version_asks_for_reindex_which_heals_it(
    index: TantivyIndex, folder: Path
) -> None:
    index.close()
    (folder / "version").write_text("0\n")
    assert_needs_reindex_and_heals(folder)


def test_a_folder_of_another_program_asks_for_reindex(index: TantivyIndex, folder: Path) -> None:
    index.close()
    (folder / "version").unlink()
    assert_needs_reindex_and_heals(folder)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def rot(path: Path) -> None:
    data = path.read_bytes()
    body = len(data) - 120  # the footer stays whole, so that only what it describes is wrong
    path.write_bytes(bytes(b ^ 0x55 if i < body else b for i, b in enumerate(data)))


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [
        ("meta.json", truncate),
        (".managed.json", truncate),
        ("*.term", Path.unlink),
        ("*.store", truncate),
        ("*.fast", truncate),
        ("*.idx", truncate),
        ("*.fast", rot),
    ],
)
def test_a_damaged_index_asks_for_reindex_which_heals_it(
    index: TantivyIndex, folder: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    index.close()
    damage(next(folder.glob(pattern)))
    assert_needs_reindex_and_heals(folder)


def assert_needs_reindex_and_heals(folder: Path) -> None:
    index = TantivyIndex(folder)
    with pytest.raises(ServiceError) as raised:
        index.search(parse("đường"))
    assert "digitize reindex" in raised.value.remedy
    index.clear()
    index.replace("b", [entry("b", "đường bộ")])
    index.commit()
    index.close()
    hits = TantivyIndex(folder).search(parse("đường")).hits
    assert [hit.document_id for hit in hits] == ["b"]


def test_a_folder_that_cannot_be_made_is_a_service_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServiceError, match="file"):
        TantivyIndex(tmp_path / "file" / "index").replace("a", [])


WRITER = """
import json, sys
from pathlib import Path
from digitize.index.tantivy import TantivyIndex
from tests.index.pages import entry

index = TantivyIndex(Path(sys.argv[1]))
for batch in range(1000):
    for number in range(20):
        name = f"{batch}-{number}"
        index.replace(name, [entry(name, "đường sắt " * 50, page=p + 1) for p in range(3)])
    index.commit()
    print(json.dumps(batch), flush=True)
"""


@pytest.mark.parametrize("batches", [1, 3, 8])
def test_a_killed_writer_loses_only_what_it_had_not_committed(folder: Path, batches: int) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as writer:
        assert writer.stdout is not None
        committed = [json.loads(writer.stdout.readline()) for _ in range(batches)]
        writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL

    index = TantivyIndex(folder)
    found = index.search(ALL).total
    assert found >= 20 * len(committed)
    assert found % 20 == 0  # a batch is there whole or not at all
    assert index.search(parse("đường sắt")).total == 3 * found
    index.replace("after", [entry("after", "đường bộ")])  # the lock died with its holder
    index.commit()
    assert index.search(ALL).total == found + 1
    index.close()
