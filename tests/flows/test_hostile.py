import resource
from pathlib import Path

import pytest

from tests.flows.running import rows, run
from tests.intake.hostile import write_hostile

_MOST_KIB = 1024 * 1024


@pytest.mark.slow
def test_hostile_files_end_with_their_reason_in_little_memory(data: Path, inbox: Path) -> None:
    inbox.mkdir()
    expected = {
        name: reason.value if reason else "" for name, reason in write_hostile(inbox).items()
    }
    ran = run(data, "run", str(inbox))
    assert ran.code == 0
    assert sum(ran.counts.values()) == ran.total == len(expected)
    assert ran.counts["waiting"] == 0
    found = rows(
        data,
        "SELECT relative, coalesce(originals.reason, arrivals.reason) FROM arrivals "
        "LEFT JOIN originals ON originals.sha256 = arrivals.sha256",
    )
    assert {str(name): reason for name, reason in found} == expected
    # The largest process that was waited for, of all that this test run has started.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < _MOST_KIB
