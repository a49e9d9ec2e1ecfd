"""What Prefect's page says of a batch: its files by place, its speed, and what needs a person.

Originals are named by their ids alone: Prefect's records must not spread the name of a file that
is sealed a moment later.
"""

from typing import Any

from digitize.archive.report import PLACES, Report
from digitize.database.documents import document_id
from digitize.errors import REMEDIES, Reason

_LISTED = 200  # files of one place; the web archive and `digitize quarantine` have all


def place_rows(report: Report, *, read: int, seconds: float) -> list[dict[str, Any]]:
    """`read`: originals that all workers together read in the batch, in so many seconds."""
    rows: list[dict[str, Any]] = [
        {"place": f"{place} · {name}", "files": report.counts[place]}
        for place, name in PLACES.items()
    ]
    speed = f"{60 * read / seconds:.1f}" if read and seconds else "–"
    return [
        *rows,
        {"place": "total · tổng", "files": report.total},
        {"place": "originals read · bản gốc đã đọc", "files": read},
        {"place": "originals a minute · bản gốc mỗi phút", "files": speed},
    ]


def failures(report: Report, web: str) -> str:
    """Markdown: what is in quarantine, with the remedy, and what is to be reviewed, with links to
    the web archive at `web`; empty when there is neither."""
    quarantined = [a for _, a in report.files["quarantined"] if a]
    review = [a.sha256 for _, a in report.files["review"] if a and a.sha256]
    lines = []
    if quarantined:
        lines += ["## Quarantined · cách ly", "", "| id | reason | remedy |", "|---|---|---|"]
        lines += [f"| {a.id} | {a.reason} | {_remedy(a.reason)} |" for a in quarantined[:_LISTED]]
        lines += [*_more(len(quarantined)), ""]
    if review:
        lines += ["## To be reviewed · cần xem lại", ""]
        lines += [
            f"- [{sha256[:12]}]({web}/van-ban/{document_id(sha256, 1)})"
            for sha256 in review[:_LISTED]
        ]
        lines += _more(len(review))
    return "\n".join(lines)


def _remedy(reason: str) -> str:
    return REMEDIES[Reason(reason)].replace("|", "\\|")


def _more(number: int) -> list[str]:
    return ["", f"… and {number - _LISTED} more"] if number > _LISTED else []
