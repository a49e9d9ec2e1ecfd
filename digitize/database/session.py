"""Transactions, waiting for a server that is away, and the driver's errors as ours."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from digitize.database.faults import is_passing, translated

_RETRY_SECONDS = 1.0
_SAY_SECONDS = 2.0  # what passes sooner is no one's concern

P = ParamSpec("P")
Q = TypeVar("Q", bound="Queries")
T = TypeVar("T")


class Queries:
    """Base of all classes whose methods talk to the database.

    `patience`: for how many seconds a call waits for a server that went away; 0 for not at all.
    """

    def __init__(self, engine: Engine, patience: float = 0.0) -> None:
        self._engine = engine
        self._patience = patience
        self._away_since: float | None = None
        self._said = False

    def _transact(self, work: Callable[[Session], T], *, writes: bool) -> T:
        while True:
            try:
                with (
                    self._engine.connect().execution_options(writes=writes) as connection,
                    Session(connection, expire_on_commit=False) as session,
                    session.begin(),
                ):
                    result = work(session)
            except DBAPIError as error:
                if not is_passing(error) or not self._is_patient():
                    raise translated(error) from None
                time.sleep(_RETRY_SECONDS)
            else:
                self._away_since, self._said = None, False
                return result

    def _is_patient(self) -> bool:
        """Calls that fail one after the other share one time of patience."""
        now = time.monotonic()
        if self._away_since is None:
            self._away_since = now
        if self._patience and not self._said and now - self._away_since > _SAY_SECONDS:
            self._said = True
            logging.getLogger("digitize.waiting").warning(
                "the database does not answer; waiting for it"
            )
        return now - self._away_since < self._patience


def reads(method: Callable[Concatenate[Q, Session, P], T]) -> Callable[Concatenate[Q, P], T]:
    """Run a method in a transaction of its own."""

    @wraps(method)
    def call(self: Q, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._transact(lambda s: method(self, s, *args, **kwargs), writes=False)

    return call


def writes(method: Callable[Concatenate[Q, Session, P], T]) -> Callable[Concatenate[Q, P], T]:
    """As `reads`; committed when the method returns, rolled back when it raises.

    When the connection breaks the method is run again, also where only the answer to a commit
    that succeeded was lost: it must be one that does no harm when done twice.
    """

    @wraps(method)
    def call(self: Q, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._transact(lambda s: method(self, s, *args, **kwargs), writes=True)

    return call
