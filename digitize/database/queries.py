"""All that is asked of the database and told to it, each call one transaction."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from digitize.database.arrivals import ArrivalQueries
from digitize.database.documents import DocumentQueries
from digitize.database.indexed import IndexQueries
from digitize.database.originals import OriginalQueries
from digitize.database.quarantine import QuarantineQueries
from digitize.database.review import ReviewQueries


class Database(
    ArrivalQueries,
    QuarantineQueries,
    OriginalQueries,
    DocumentQueries,
    ReviewQueries,
    IndexQueries,
):
    """Thread-safe. Raises ServiceError, or InputError(DISK_FULL)."""

    @property
    def engine(self) -> Engine:
        """For `inventory` and `dump`, which look at the database as a whole."""
        return self._engine

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
