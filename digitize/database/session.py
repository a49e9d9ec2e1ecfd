"""Transactions, and the driver's errors as ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from digitize.errors import DigitizeError, InputError, Reason, ServiceError


def translated(error: DBAPIError) -> DigitizeError:
    """The driver's error as one of ours; its parameters, which may hold text, are left out."""
    message = str(error.orig)
    if "disk is full" in message or "No space left" in message:
        return InputError(Reason.DISK_FULL, "database")
    return ServiceError(f"database: {message.splitlines()[0] if message else 'no answer'}")


@contextmanager
def session(engine: Engine, *, writes: bool = False) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises."""
    try:
        with (
            engine.connect().execution_options(writes=writes) as connection,
            Session(connection, expire_on_commit=False) as found,
            found.begin(),
        ):
            yield found
    except DBAPIError as error:
        raise translated(error) from None
