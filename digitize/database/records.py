"""What queries take and give back: frozen copies of rows, safe to hand to any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digitize.database.models import State
from digitize.domain import Field, Place


@dataclass(frozen=True, slots=True)
class Seen:
    """A file in an inbox: `source` names the inbox, `relative` the path in it (NFC)."""

    source: str
    relative: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Watermark:
    """Everything in a source that was written up to `newest` has been written down here; so had
    all of it, whatever its time, at `compared_at`. `newest` is a time of the source's own clock,
    `compared_at` one of ours."""

    newest: datetime
    compared_at: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one worker to write about one original, until the next claim on it."""

    sha256: str
    number: int


class LeaseLost(Exception):  # noqa: N818 - it ends the work on one original, it is no fault
    """Another worker has claimed the original since: what was made of it here is to be dropped."""


@dataclass(frozen=True, slots=True)
class OriginalRecord:
    sha256: str
    size: int
    media_type: str
    file_name: str
    place: Place
    state: State
    reason: str
    attempts: int
    reading_version: int
    metadata_version: int
    page_count: int


@dataclass(frozen=True, slots=True)
class PageRecord:
    number: int
    kind: str
    width: int
    height: int
    rotation: int


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """What a person said of a field: its value, empty where the document has none; `read` is the
    field as it had been read then. `version`: of the document, with this in it."""

    key: str
    value: str
    author: str
    made_at: datetime
    read: Field | None
    version: int


class EditedMeanwhile(Exception):  # noqa: N818 - no fault: another person was faster
    """A field has a newer correction than the one that was seen."""

    def __init__(self, newer: CorrectionRecord) -> None:
        super().__init__(newer.key)
        self.newer = newer


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document that can be shown: state DONE or REVIEW, of an original that is not sealed.

    `fields` are those that count: as a person corrected them, else as they were read. `read` are
    all as they were read, `corrections` the newest of each key. `doubts`: keys of fields that a
    person should look at, and PAGES, without those that one has looked at since.
    """

    id: str
    sha256: str
    ordinal: int
    first_page: int
    last_page: int
    state: State
    fields: Mapping[str, Field]
    read: Mapping[str, Field]
    corrections: Mapping[str, CorrectionRecord]
    doubts: tuple[str, ...]
    place: Place
    file_name: str
    media_type: str
    version: int
    pages: tuple[PageRecord, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A file that is not in the archive yet. `id` names it for `digitize retry`; `source` and
    `relative` the file in its inbox."""

    id: str
    source: str
    relative: str
    reason: str
    detail: str
    sha256: str | None
    arrival: int

    @property
    def path(self) -> str:
        return f"{self.source}/{self.relative}"


@dataclass(frozen=True, slots=True)
class ArrivalRecord:
    """What became of a file in an inbox. `id`: the first 12 letters of its SHA-256; `f` and a
    number for a file that was never stored. `state` is that of its original, QUARANTINED when
    it has none."""

    id: str
    sha256: str | None
    duplicate: bool
    state: State
    reason: str
    detail: str
