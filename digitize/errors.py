"""One tree of errors: each class owns its exit code, and each error carries a remedy.

Exit codes are part of the public surface: 0 done, 2 wrong usage, 3 input that cannot be taken,
4 stopped by a secret mark, 5 a service that cannot be reached, 1 anything unforeseen.
A message never holds text of a document.
"""

from enum import StrEnum
from typing import ClassVar


class Reason(StrEnum):
    """Why a file is in quarantine. The value is the reason code that users see."""

    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported-type"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    TOO_MANY_BYTES = "too-many-bytes"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_SMALL = "too-small"
    NO_PAGES = "no-pages"
    PAGES_FAILED = "pages-failed"
    TIMED_OUT = "timed-out"
    CRASHED = "crashed"
    DISK_FULL = "disk-full"
    STORE_DAMAGED = "store-damaged"
    UNFORESEEN = "unforeseen"


REMEDIES: dict[Reason, str] = {
    Reason.EMPTY: "The file has no bytes. Scan it again, or copy it again completely.",
    Reason.UNSUPPORTED_TYPE: "Only PDF, TIFF, JPEG and PNG are taken. Save the scan as one.",
    Reason.NOT_A_FILE: "Links, devices and folders are not taken as scans. Copy the real file.",
    Reason.UNREADABLE: "The file cannot be opened for reading. Mend its permissions, then retry.",
    Reason.TRUNCATED: "The file ends too early. Copy it again from the scanner.",
    Reason.CORRUPT: "The file is damaged. Scan it again, or export it anew from its source.",
    Reason.ENCRYPTED: "The file asks for a password. Save a copy without one, and drop that.",
    Reason.TOO_MANY_BYTES: "The file is larger than DIGITIZE_MAX_BYTES. Split it, or raise that.",
    Reason.TOO_MANY_PAGES: "The file has more pages than DIGITIZE_MAX_PAGES. Split it.",
    Reason.TOO_MANY_PIXELS: "A page is larger than DIGITIZE_MAX_PIXELS. Scan it at 300 dpi.",
    Reason.TOO_SMALL: "The picture is too small for a page. Scan it at 200 dpi or more.",
    Reason.NO_PAGES: "The file holds no page. Scan it again.",
    Reason.PAGES_FAILED: "Too many pages could not be read. Look at the file, then retry.",
    Reason.TIMED_OUT: "Reading took longer than DIGITIZE_PAGE_TIMEOUT. Raise it, then retry.",
    Reason.CRASHED: "Reading this file ended the program several times. Export it anew.",
    Reason.DISK_FULL: "No space is left in the data folder. Make room, then run digitize retry.",
    Reason.STORE_DAMAGED: "The kept original does not match its SHA-256. Restore it from backup.",
    Reason.UNFORESEEN: "An unforeseen fault. Retry; if it stays, report it with the log.",
}


class DigitizeError(Exception):
    """Root of the tree. `remedy` says in one sentence what the user can do."""

    exit_code: ClassVar[int] = 1
    default_remedy: ClassVar[str] = ""

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = self.default_remedy if remedy is None else remedy


class UsageError(DigitizeError):
    """A wrong option, query or setting."""

    exit_code = 2
    default_remedy = "See digitize --help."


class InputError(DigitizeError):
    """A file that cannot be taken; it goes to quarantine with its reason code."""

    exit_code = 3

    def __init__(self, reason: Reason, name: str, detail: str = "") -> None:
        message = f"{name}: {reason.value}" + (f" ({detail})" if detail else "")
        super().__init__(message, remedy=REMEDIES[reason])
        self.reason = reason
        self.name = name
        self.detail = detail


class PageError(DigitizeError):
    """One page that cannot be read; the document goes on without it."""

    def __init__(self, page: int, reason: Reason, detail: str = "") -> None:
        super().__init__(
            f"page {page}: {reason.value}" + (f" ({detail})" if detail else ""),
            remedy=REMEDIES[reason],
        )
        self.page = page
        self.reason = reason
        self.detail = detail


class SecretStop(DigitizeError):  # noqa: N818 - it stops the work, it is no fault
    """A secret mark was found; the document is sealed off."""

    exit_code = 4
    default_remedy = (
        "Hand the file to the person in charge of state secrets; this system must not hold it."
    )


class ServiceError(DigitizeError):
    """A store, database, index or outside program that cannot be reached."""

    exit_code = 5
    default_remedy = "Check the service's address and that it runs, then run the command again."
