"""What could not be taken: why, and what to do."""

from digitize.archive.parts import Parts
from digitize.errors import REMEDIES, Reason


def print_quarantine(parts: Parts) -> None:
    entries = parts.database.quarantined()
    for entry in entries:
        print(line(entry.id, entry.path, entry.reason, entry.detail))
    if not entries:
        print("Nothing is in quarantine.")


def line(id_: str, path: str, reason: str, detail: str) -> str:
    """One file in quarantine, in two lines: what and why, then the remedy."""
    why = f"{reason} ({detail})" if detail else reason
    return f"{id_}  {why}  {printable(path)}\n    → {REMEDIES[Reason(reason)]}"


def printable(path: str) -> str:
    """A file name must not steer the terminal."""
    return "".join(c if c.isprintable() else "?" for c in path)
