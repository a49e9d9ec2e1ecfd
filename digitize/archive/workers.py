"""Threads for documents, and for the pages of all documents."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from threading import Event
from types import TracebackType
from typing import Self, TypeVar

S = TypeVar("S")
T = TypeVar("T")

_TICK_SECONDS = 2.0


class Stopped(Exception):  # noqa: N818 - it ends the work, it is no fault
    """The run was asked to stop. What was not finished is left for the next run."""


class Workers:
    """`number` threads. Threads are enough: pages are read in child processes, and the rest waits
    for disks and servers."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._pool = ThreadPoolExecutor(number)
        self._stopped = Event()

    def each(self, work: Callable[[S], T], items: Iterable[S]) -> Iterator[T]:
        """The results of `work`, in the order of `items`.

        Few calls are handed out ahead of the result that is waited for, so that a long file
        neither keeps many pictures in memory nor holds the pool against other files. When the
        iterator ends, early or not, none of its calls is still running. Raises what `work`
        raises, and Stopped after `stop`.
        """
        ahead: deque[Future[T]] = deque()
        try:
            for item in items:
                if len(ahead) > self._number:
                    yield ahead.popleft().result()
                ahead.append(self._pool.submit(copy_context().run, self._call, work, item))
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()
            wait(ahead)

    def together(self, work: Callable[[], None], meanwhile: Callable[[], None]) -> None:
        """Call `work` once in each thread, and `meanwhile` now and then here, until all have
        ended. Raises what `work` raised, once none is still running: it must tell the others to
        end. What they raise then, Stopped, gives way to the cause.
        """
        futures = [
            self._pool.submit(copy_context().run, self._call, lambda _: work(), None)
            for _ in range(self._number)
        ]
        try:
            while wait(futures, _TICK_SECONDS, FIRST_EXCEPTION).not_done and not _errors(futures):
                meanwhile()
        finally:
            wait(futures)
        for error in sorted(_errors(futures), key=lambda error: isinstance(error, Stopped)):
            raise error

    def stop(self) -> None:
        """Let the calls at hand end, and begin no more."""
        self._stopped.set()

    def stopped(self, timeout: float = 0.0) -> bool:
        """Whether `stop` was called; waits for it for up to `timeout` seconds."""
        return self._stopped.wait(timeout)

    def _call(self, work: Callable[[S], T], item: S) -> T:
        if self._stopped.is_set():
            raise Stopped
        return work(item)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._pool.shutdown(cancel_futures=True)


def _errors(futures: Iterable[Future[None]]) -> list[BaseException]:
    return [error for f in futures if f.done() and (error := f.exception()) is not None]
