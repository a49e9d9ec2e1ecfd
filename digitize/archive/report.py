"""The closing report of a batch: each file of the inbox stands in it once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digitize.archive.quarantine import line, printable
from digitize.database.models import State
from digitize.database.records import ArrivalRecord

# The places of a file, in English and as the Vietnamese guide for clerks names them.
PLACES = {
    "done": "xong",
    "review": "cần xem lại",
    "quarantined": "cách ly",
    "duplicate": "trùng",
    "sealed": "niêm phong",
    "waiting": "đang chờ",
}

_LISTED = 200  # a report on a screen names no more files of one place; the database has all


File = tuple[str, ArrivalRecord | None]  # path as shown, and what became of the file


@dataclass(frozen=True, slots=True)
class Report:
    """`files` by place, in the order of the inbox. `stopped` says what ended the run early."""

    source: str
    files: Mapping[str, Sequence[File]]
    stopped: str = ""

    @property
    def counts(self) -> dict[str, int]:
        return {place: len(self.files[place]) for place in PLACES}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def to_dict(self) -> dict[str, Any]:
        """For the database and for Prefect: counts, and reasons by id. No paths: those of
        sealed files must not be spread."""
        quarantined = {a.id: a.reason for _, a in self.files["quarantined"] if a}
        sealed = [a.id for _, a in self.files["sealed"] if a]
        return {
            **self.counts,
            "total": self.total,
            "reasons": quarantined,
            "sealed_ids": sealed,
            "stopped": self.stopped,
        }


def make_report(source: str, files: Iterable[File], *, stopped: str = "") -> Report:
    """`files`: each file once, with None where nothing was written down of it yet."""
    places: dict[str, list[File]] = {place: [] for place in PLACES}
    for path, arrival in files:
        places[_place(arrival)].append((path, arrival))
    return Report(source, places, stopped)


def _place(arrival: ArrivalRecord | None) -> str:
    if arrival is None or arrival.state is State.ACCEPTED:
        return "waiting"
    if arrival.duplicate and arrival.state is not State.SEALED:
        return "duplicate"
    return arrival.state.value


def format_report(report: Report) -> str:
    """The report for a terminal. Sealed files are named by their id alone."""
    lines = [f"{printable(report.source)}: {report.total} files"]
    width = max(len(f"{place} · {name}") for place, name in PLACES.items())
    for place, name in PLACES.items():
        lines.append(f"  {f'{place} · {name}':<{width}}  {len(report.files[place]):>6}")
    lines += _section(
        "Quarantined",
        [line(a.id, path, a.reason, a.detail) for path, a in report.files["quarantined"] if a],
    )
    lines += _section(
        "Duplicates",
        [f"{printable(path)}  same bytes as {a.id}" for path, a in report.files["duplicate"] if a],
    )
    lines += _section("Sealed", [a.id for _, a in report.files["sealed"] if a])
    lines += _section("Waiting", [printable(path) for path, _ in report.files["waiting"]])
    if report.stopped:
        lines += ["", f"Stopped early: {report.stopped}"]
    return "\n".join(lines)


def _section(title: str, entries: Sequence[str]) -> list[str]:
    if not entries:
        return []
    shown = [f"  {entry}" for entry in entries[:_LISTED]]
    if len(entries) > _LISTED:
        shown.append(f"  … and {len(entries) - _LISTED} more")
    return ["", f"{title}:", *shown]
