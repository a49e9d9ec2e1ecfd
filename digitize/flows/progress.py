"""The progress bar of a batch."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)


class Bar:
    """Shown on a terminal alone; elsewhere nothing is printed."""

    def __init__(self, first: str = "Taking files") -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(first, total=None)
        self._reading: TaskID | None = None

    def taken(self) -> None:
        """One more file was looked at."""
        self._progress.advance(self._task)

    def reading(self, done: int, total: int) -> None:
        """Where the work on originals stands."""
        if self._reading is None:
            self._reading = self._progress.add_task("Reading documents")
        self._progress.update(self._reading, completed=done, total=total)

    def close(self) -> None:
        self._progress.stop()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
