"""The log of a data folder. It holds no text of any document: of an unforeseen error it keeps
the class and the places in our code, not the message, which may quote what was being read."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

JOURNAL = "digitize.log"
_MAX_BYTES = 1_000_000
_KEPT = 3


class _WithoutText(logging.Formatter):
    def formatException(  # noqa: N802 - the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        lines = []
        error = ei[1]
        while error is not None:
            lines.append(describe(error))
            lines += [
                f"  {frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


class _Json(_WithoutText):
    """One object a line, with times in UTC, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class _Journal(RotatingFileHandler):
    """Makes its folder and file with the first record. Where it cannot be written (a full disk)
    it must neither end the work nor print."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


def describe(error: BaseException) -> str:
    """An error by its class; a fault of the system also by the system's own words."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    return kind


class _Told(logging.Handler):
    """Prints, to whatever stands for the terminal at that moment (a progress bar does)."""

    def emit(self, record: logging.LogRecord) -> None:
        print(f"digitize: {record.getMessage()}", file=sys.stderr)


def tell_waiting() -> None:
    """Let people see for which service a command waits: what goes to `digitize.waiting`."""
    logging.getLogger("digitize.waiting").addHandler(_Told())


def keep_journal(folder: Path, *, as_json: bool = False) -> None:
    """Write what digitize logs to a file in `folder` from now on."""
    handler = _Journal(
        folder / JOURNAL, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True
    )
    text = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    handler.setFormatter(_Json() if as_json else _WithoutText(text))
    logger = logging.getLogger("digitize")
    logger.addHandler(handler)
    logger.propagate = False
