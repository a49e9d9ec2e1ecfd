import os
import time
from pathlib import Path

import pytest

from digitize.ocr.process import TimedOutError, run_in_group


def _script(folder: Path, body: str) -> str:
    script = folder / "program"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_input_output_and_environment_reach_the_program(tmp_path: Path) -> None:
    program = _script(tmp_path, 'cat; echo " $GREETING"; echo careful >&2; exit 3')

    run = run_in_group([program], b"xin", timeout=10, environment={"GREETING": "chào"})

    assert run.output.decode() == "xin chào\n"
    assert run.errors == b"careful\n"
    assert run.status == 3


def test_a_time_out_kills_what_the_program_started_too(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    program = _script(tmp_path, f"sleep 60 & echo $$ $! > {pids}; wait")
    started = time.monotonic()

    with pytest.raises(TimedOutError):
        run_in_group([program], b"", timeout=1, environment={})

    assert time.monotonic() - started < 10
    parent, child = map(int, pids.read_text(encoding="utf-8").split())
    deadline = time.monotonic() + 5
    while (_is_alive(parent) or _is_alive(child)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(parent)
    assert not _is_alive(child)


def test_a_program_that_does_not_read_its_input_is_no_error(tmp_path: Path) -> None:
    program = _script(tmp_path, "exec true")

    assert run_in_group([program], b"x" * 1_000_000, timeout=10, environment={}).status == 0


def test_a_missing_program_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        run_in_group(["no-such-program"], b"", timeout=1, environment=dict(os.environ))
