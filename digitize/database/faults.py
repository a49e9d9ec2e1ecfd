"""The driver's errors as ours. No message holds a value that was written, or the URL: there may
be a password in it."""

from sqlalchemy.exc import DBAPIError, OperationalError

from digitize.errors import DigitizeError, InputError, Reason, ServiceError

# PostgreSQL's SQLSTATE (appendix A of its documentation): a whole code, or its class.
_DISK_FULL = "53100"
_NO_RIGHT = "42501"
# A connection that broke, a server that stops or starts, a deadlock: the same call may succeed.
_PASSING = ("08", "57P01", "57P02", "57P03", "25P03", "40001", "40P01")

# While a connection is made there is no SQLSTATE, only the server's words, in its language.
_REMEDIES = {
    "authentication failed": "Check user and password in DIGITIZE_DATABASE, or PGPASSWORD.",
    "no password supplied": "Put the password into DIGITIZE_DATABASE, or into PGPASSWORD.",
    "no pg_hba.conf entry": "Let this machine and user in by the server's pg_hba.conf.",
    "does not exist": "Make the database (createdb), or mend its name in DIGITIZE_DATABASE.",
    "too many": "Raise max_connections of the server, or run fewer processes.",
    "permission denied": "Grant the user CONNECT on the database and CREATE on its schema.",
}
_UNREACHABLE = "Check host, port, user and name in DIGITIZE_DATABASE, and that the server runs."


def translated(error: DBAPIError) -> DigitizeError:
    """The driver's error as one of ours."""
    message = str(error.orig)
    if _state(error) == _DISK_FULL or "disk is full" in message or "No space left" in message:
        return InputError(Reason.DISK_FULL, "database")
    told = f"database: {message.splitlines()[0] if message else 'no answer'}"
    if _state(error) and not _state(error).startswith((*_PASSING, _NO_RIGHT)):
        return ServiceError(told)
    for words, remedy in _REMEDIES.items():
        if words in message:
            return ServiceError(told, remedy=remedy)
    return ServiceError(told, remedy=_UNREACHABLE if is_passing(error) else None)


def is_passing(error: DBAPIError) -> bool:
    """May the same call succeed a moment later? Of PostgreSQL alone; SQLite waits by itself."""
    if _state(error):
        return _state(error).startswith(_PASSING)
    without_answer = error.connection_invalidated or isinstance(error, OperationalError)
    return without_answer and hasattr(error.orig, "sqlstate")


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
