"""Claims and leases, on both databases."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from digitize.database.models import State
from digitize.database.queries import Database
from digitize.database.records import Claim, LeaseLost, Seen
from digitize.domain import Document, PageKind, PageText, Place

SHA = "ab" * 32

_CLAIM_ALL = """
import sys, time
from digitize.database.opening import open_database
with open_database(sys.argv[1]) as database:
    print("ready", flush=True)
    sys.stdin.read()
    while claim := database.claim(sys.argv[2], 60, 1, 1):
        print(claim.sha256)
        time.sleep(0.005)  # SQLite lets the others in when it likes
"""


def accept(database: Database, *sha256s: str) -> None:
    batch = database.start_batch("/inbox")
    for sha256 in sha256s:
        seen = Seen("/inbox", f"{sha256}.pdf", 10, 1)
        database.accept(batch, seen, sha256, Place(), seen.relative)


def claim(database: Database, *, worker: str = "a", seconds: float = 60) -> Claim:
    found = database.claim(worker, seconds, 1, 1)
    assert found is not None
    return found


def save(database: Database, claim: Claim) -> State:
    return database.save(
        claim,
        "application/pdf",
        [PageText(1, PageKind.READ, 100, 200, 300.0)],
        [(Document(1, 1), ())],
        reading_version=1,
        metadata_version=1,
    )


def many(number: int) -> list[str]:
    return [f"{n:064x}" for n in range(number)]


def test_claims_of_many_threads_never_overlap(database: Database) -> None:
    accept(database, *many(60))

    def claim_all(worker: int) -> list[str]:
        found = []
        while (one := database.claim(str(worker), 60, 1, 1)) is not None:
            found.append(one.sha256)
        return found

    with ThreadPoolExecutor(8) as pool:
        claimed = [sha for shas in pool.map(claim_all, range(8)) for sha in shas]
    assert Counter(claimed) == Counter(many(60))


def test_claims_of_many_processes_never_overlap(database: Database, url: str) -> None:
    accept(database, *many(90))
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _CLAIM_ALL, url, str(worker)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for worker in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(3) as pool:
        claimed = [out.split() for out, _ in pool.map(subprocess.Popen.communicate, processes)]
    assert all(process.returncode == 0 for process in processes)
    assert len([shas for shas in claimed if shas]) > 1, "they worked at the same time"
    assert Counter(sha for shas in claimed for sha in shas) == Counter(many(90))


def test_the_least_tried_and_oldest_comes_first(database: Database) -> None:
    accept(database, *many(3))
    first = claim(database)
    assert first.sha256 == many(3)[0]
    database.begin_attempt(first)
    database.give_up(first)
    assert [claim(database).sha256 for _ in range(3)] == [*many(3)[1:], many(3)[0]]
    assert database.claim("a", 60, 1, 1) is None
    assert database.count_waiting(1, 1) == 3, "what is claimed is not done yet"


def test_an_expired_lease_is_taken_over_and_the_late_worker_refused(database: Database) -> None:
    accept(database, SHA)
    late = claim(database, worker="late", seconds=60)
    assert database.claim("next", 60, 1, 1) is None
    database.renew(late, 0.05)
    time.sleep(0.1)
    taken = claim(database, worker="next")
    assert taken.number > late.number
    for write in (
        lambda: database.renew(late, 60),
        lambda: database.begin_attempt(late),
        lambda: database.give_back_attempt(late),
        lambda: save(database, late),
        lambda: database.set_aside(late, State.QUARANTINED, "crashed", ""),
    ):
        with pytest.raises(LeaseLost):
            write()
    database.give_up(late)
    assert database.claim("third", 60, 1, 1) is None, "it did not end the lease of the other"
    assert database.begin_attempt(taken).attempts == 1
    assert save(database, taken) is State.DONE
    with pytest.raises(LeaseLost):
        save(database, late)
    with pytest.raises(LeaseLost):
        database.set_aside(taken, State.QUARANTINED, "crashed", "")
    assert len(database.documents_of(SHA)) == 1
    assert database.state(SHA) is State.DONE


def test_a_renewed_lease_is_not_taken_over(database: Database) -> None:
    accept(database, SHA)
    held = claim(database, seconds=0.05)
    time.sleep(0.1)
    database.renew(held, 60)
    assert database.claim("next", 60, 1, 1) is None
    assert save(database, held) is State.DONE


def test_what_a_dead_worker_held_is_free_at_once(database: Database) -> None:
    accept(database, *many(2))
    dead, other = claim(database, worker="dead"), claim(database, worker="other")
    database.give_up_all("dead")
    assert claim(database, worker="next").sha256 == dead.sha256
    with pytest.raises(LeaseLost):
        database.renew(dead, 60)
    database.renew(other, 60)


def test_two_acceptors_of_one_file_end_with_one_original(database: Database) -> None:
    batch = database.start_batch("/inbox")
    twins = [Seen("/inbox", f"{n}.pdf", 10, 1) for n in (1, 2)] * 6

    def accept(seen: Seen) -> bool:
        return database.accept(batch, seen, SHA, Place(), seen.relative)

    with ThreadPoolExecutor(12) as pool:
        first = {
            seen
            for seen, was_first in zip(twins, pool.map(accept, twins), strict=True)
            if was_first
        }
    assert len(first) == 1
    assert database.counts()["originals_accepted"] == 1
    arrivals = database.arrivals("/inbox")
    assert sorted(arrival.duplicate for arrival in arrivals.values()) == [False, True]
