"""Two processes on one archive against one: `python -m benchmarks.workers INBOX [--rounds 3]`.

The archive is on PostgreSQL and S3, run here as in the tests; each process has a data folder of
its own and reads one page at a time. Measured, in turns, on all of INBOX: a whole `digitize run`
by one process, and by two that are started at the same moment, each time into a new archive.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.cost import NOTHING, CommandFailedError, measure
from digitize.database.opening import open_database
from digitize.errors import DigitizeError, UsageError
from tests.services.postgresql import PostgreSQL, postgresql
from tests.services.seaweedfs import ADMIN, SeaweedFS, seaweedfs
from tests.store.opened import new_name


@dataclass(frozen=True, slots=True)
class Round:
    """`wall` and `cores` in seconds: until the last process ended, and of all of them (the
    servers left out). `counts`: what the archive holds in the end."""

    wall: float
    cores: float
    counts: Mapping[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="turns of each; medians are shown")
    options = parser.parse_args()
    try:
        compare(options.inbox, options.rounds)
    except (DigitizeError, CommandFailedError) as error:
        remedy = getattr(error, "remedy", "")
        print(f"benchmarks: {error}" + (f"\n  → {remedy}" if remedy else ""), file=sys.stderr)
        raise SystemExit(2) from None


def compare(inbox: Path, rounds: int) -> None:
    console = Console()
    one, two = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("postgresql", "seaweedfs"):
            (folder / part).mkdir()
        with postgresql(folder / "postgresql") as database, seaweedfs(folder / "seaweedfs") as s3:
            for turn in track(range(rounds), "Rounds", console=console, transient=True):
                one.append(run(1, inbox, folder / f"{turn}-one", database, s3))
                two.append(run(2, inbox, folder / f"{turn}-two", database, s3))
    _check([*one, *two], inbox)
    console.print(_table(one, two))


def run(processes: int, inbox: Path, folder: Path, database: PostgreSQL, s3: SeaweedFS) -> Round:
    archive = new_name()
    environment = {
        **ADMIN.environment,
        "DIGITIZE_DATABASE": database.create_database(archive),
        "DIGITIZE_STORE": f"s3://{archive}",
        "DIGITIZE_S3_ENDPOINT": s3.endpoint,
        "DIGITIZE_INDEX": f"tantivy://{folder}/index",
        "DIGITIZE_STABLE_SECONDS": "0",
        "DIGITIZE_WORKERS": "1",
    }
    with open_database(environment["DIGITIZE_DATABASE"]) as opened:
        command: Sequence[str | Path] = [sys.executable, "-m", "digitize.cli", "run", inbox]
        own = [{"DIGITIZE_DATA": str(folder / f"data{n}")} for n in range(processes)]
        begun = time.perf_counter()
        with ThreadPoolExecutor(processes) as pool:
            costs = list(pool.map(lambda data: measure(command, environment | data), own))
        wall = time.perf_counter() - begun
        return Round(wall, sum(costs, NOTHING).cores, opened.counts())


def _check(rounds: Sequence[Round], inbox: Path) -> None:
    """A ratio means something only where the same work was done."""
    if not rounds[0].counts["pages"]:
        raise UsageError(f"{inbox}: no page was read", remedy="Name a folder of scans.")
    if any(done.counts != rounds[0].counts for done in rounds):
        raise CommandFailedError(f"not the same work: {[done.counts for done in rounds]}")


def _table(one: Sequence[Round], two: Sequence[Round]) -> Table:
    counts = one[0].counts
    table = Table("", title=f"{counts['documents']} documents, {counts['pages']} pages")
    for heading in ("pages a minute", "core-s a page"):
        table.add_column(heading, justify="right")
    for name, rounds in (("one process", one), ("two processes", two)):
        table.add_row(
            name,
            f"{60 * counts['pages'] / statistics.median(r.wall for r in rounds):.1f}",
            f"{statistics.median(r.cores for r in rounds) / counts['pages']:.2f}",
        )
    speeds = [a.wall / b.wall for a, b in zip(one, two, strict=True)]
    costs = [b.cores / a.cores for a, b in zip(one, two, strict=True)]
    table.add_row("ratio", f"{statistics.median(speeds):.2f}", f"{statistics.median(costs):.2f}")
    return table


if __name__ == "__main__":
    main()
