import os
import random
import signal
import time
from pathlib import Path

import pytest

from digitize.archive.parts import Parts, open_parts
from digitize.index.query import Query
from digitize.settings import Settings
from digitize.store.protocol import page_text_key, page_view_key
from tests.archive.scans import digital, fill, scanned, secret
from tests.flows.running import rows, run, start, states


@pytest.mark.slow
def test_kills_at_any_moment_lose_and_double_nothing(data: Path, inbox: Path) -> None:
    files = {f"scan{n}": scanned(n, pages=n) for n in (1, 2, 3)}
    files |= {f"digital{n}": digital(n) for n in (1, 2)}
    fill(inbox, **files, mat=secret())
    moments = random.Random("kill -9")
    for _ in range(4):
        process = start(data, "run", str(inbox))
        time.sleep(moments.uniform(0.8, 4.0))
        process.kill()
        process.communicate()
    last = run(data, "run", str(inbox))
    assert last.code == 0
    assert last.counts["done"] + last.counts["review"] == 5
    assert last.counts["sealed"] == 1
    assert sum(last.counts.values()) == last.total == 6
    with open_parts(Settings(data=data)) as parts:
        check_whole(parts, originals=5)
    store = data / "store"
    assert len([p for p in (store / "originals").rglob("*") if p.is_file()]) == 5
    assert len([p for p in (store / "sealed").rglob("*") if p.is_file()]) == 1
    assert list((store / ".unfinished").iterdir()) == []


def check_whole(parts: Parts, originals: int) -> None:
    """Each page of each original is there once: in the database, the store and the index."""
    hashes = [str(sha) for (sha,) in rows(parts.settings.data, "SELECT sha256 FROM originals")]
    shown = {sha: parts.database.documents_of(sha) for sha in hashes}
    assert len([sha for sha in hashes if shown[sha]]) == originals
    for sha, documents in shown.items():
        count = parts.database.original(sha).page_count
        numbers = [n for d in documents for n in range(d.first_page, d.last_page + 1)]
        assert numbers == list(range(1, count + 1))
        assert all(parts.store.exists(page_text_key(sha, n)) for n in numbers)
        assert all(parts.store.exists(page_view_key(sha, n)) for n in numbers)
    # A query without words finds each document once, by its first page.
    indexed = [hit.document_id for hit in parts.index.search(Query(), limit=1000).hits]
    assert sorted(indexed) == sorted(d.id for found in shown.values() for d in found)


@pytest.mark.slow
def test_an_original_that_ends_the_program_is_put_aside_at_last(
    data: Path, inbox: Path, tmp_path: Path
) -> None:
    """A tesseract that ends the program itself, past the process that reads the page and called
    it, and past the one that forked that, stands for a file that crashes it."""
    fill(inbox, bad=scanned(), good=digital())
    fake = tmp_path / "bin" / "tesseract"
    fake.parent.mkdir()
    fake.write_text(
        "#!/bin/sh\n"
        'case "$1" in --version) echo "tesseract 5.3.0";; --list-langs) printf "List\\nvie\\n";;\n'
        "*) nursery=$(cut -d' ' -f4 /proc/$PPID/stat)\n"
        "kill -9 $(cut -d' ' -f4 /proc/$nursery/stat);; esac\n"
    )
    fake.chmod(0o755)
    path = f"{fake.parent}:{os.environ['PATH']}"
    codes = [run(data, "run", str(inbox), PATH=path).code for _ in range(3)]
    assert codes[:2] == [-signal.SIGKILL, -signal.SIGKILL]
    assert codes[2] == 0, "the third try is made in a process of its own"
    assert states(data)["quarantined"] == 1
    assert "crashed" in run(data, "quarantine").out
    again = run(data, "retry")
    assert again.code == 0
    assert states(data)["quarantined"] == 0
