import threading
from collections.abc import Iterator

import pytest

from digitize.archive.workers import Stopped, Workers


def test_results_come_in_the_order_of_the_items(workers: Workers) -> None:
    assert list(workers.each(lambda n: n * n, range(50))) == [n * n for n in range(50)]


def test_few_items_are_taken_ahead_of_the_result_that_is_waited_for(workers: Workers) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = workers.each(lambda n: n, items())
    assert next(results) == 0
    assert len(taken) <= 4


def test_no_call_runs_on_after_an_error(workers: Workers) -> None:
    running = threading.Semaphore(0)
    ended: list[int] = []

    def work(number: int) -> int:
        if number == 0:
            running.acquire(timeout=10)
            raise ValueError
        running.release()
        ended.append(number)
        return number

    with pytest.raises(ValueError):  # noqa: PT011 - the very error that was raised
        list(workers.each(work, range(10)))
    after = list(ended)
    assert list(workers.each(lambda n: n, [7])) == [7], "the pool goes on"
    assert ended == after


def test_after_a_stop_nothing_begins(workers: Workers) -> None:
    workers.stop()
    with pytest.raises(Stopped):
        list(workers.each(lambda n: n, [1]))


def test_together_ends_when_all_threads_have_and_raises_what_one_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digitize.archive.workers._TICK_SECONDS", 0.01)
    ticked, ended = threading.Event(), []

    def wait_for_a_tick() -> None:
        assert ticked.wait(5)
        ended.append(1)

    with Workers(3) as workers:
        workers.together(wait_for_a_tick, ticked.set)
        assert len(ended) == 3

    first = threading.Lock()

    def fail() -> None:
        if first.acquire(blocking=False):
            raise ValueError("one of them")
        raise Stopped

    with Workers(3) as workers, pytest.raises(ValueError, match="one of them"):
        workers.together(fail, lambda: None)
