"""Real nurseries of real decoders."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from digitize.intake.children import Child, _Children
from digitize.intake.limits import Limits
from digitize.intake.messages import Open, Opened
from digitize.intake.nursery import Kind, Nursery
from digitize.intake.sniffing import MediaType
from tests.archive.scans import scanned

DECODER = Kind("digitize.intake.decoder", 1 << 30)


@pytest.fixture
def children() -> Iterator[_Children]:
    made = _Children()
    yield made
    made.end_all()


def parent_of(process_id: int) -> int:
    return int(Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[1])


def opens(child: Child, path: Path) -> bool:
    path.write_bytes(scanned())
    file = Open(path, MediaType.PDF, Limits(10**8, 10, 10**8))
    return isinstance(child.open(file, 60), Opened)


def test_children_of_a_kind_are_forked_by_one_nursery(children: _Children, tmp_path: Path) -> None:
    one, other = children.take(DECODER, None), children.take(DECODER, None)
    assert parent_of(one.process_id) == parent_of(other.process_id) != os.getpid()
    assert os.getsid(one.process_id) == one.process_id, "what it starts is ended with it"
    assert opens(one, tmp_path / "a.pdf")
    assert opens(other, tmp_path / "b.pdf")
    for child in (one, other):
        child.end()
        assert not Path(f"/proc/{child.process_id}").exists(), "no dead child is left behind"


def test_a_child_that_was_killed_is_buried(children: _Children) -> None:
    child = children.take(DECODER, None)
    os.kill(child.process_id, signal.SIGKILL)
    child.end()
    assert not Path(f"/proc/{child.process_id}").exists()


def test_a_nursery_that_was_killed_is_replaced_and_its_children_serve_on(
    children: _Children, tmp_path: Path
) -> None:
    before = children.take(DECODER, None)
    os.kill(parent_of(before.process_id), signal.SIGKILL)
    after = children.take(DECODER, None)
    assert opens(before, tmp_path / "a.pdf")
    assert opens(after, tmp_path / "b.pdf")
    before.end()
    after.end()


def test_a_nursery_ends_with_its_program() -> None:
    nursery = Nursery(DECODER)
    nursery.end()
    with pytest.raises(OSError, match="descriptor"):
        nursery.fork((0, 1))
