"""Is a file complete? Only if it has stood still for a while."""

from digitize.intake.folder import FileSeen


class StabilityTracker:
    """Remembers when each file was last seen to change. Clocks are handed in, in seconds."""

    def __init__(self, stable_seconds: float) -> None:
        self._stable = stable_seconds
        self._since: dict[str, tuple[int, int, float]] = {}

    def is_stable(self, seen: FileSeen, *, wall: float, monotonic: float) -> bool:
        """True once the file's time of change is long enough ago, or (for times in the future,
        as wrong clocks give) once it was watched unchanged for so long."""
        if self._stable == 0 or wall - seen.mtime_ns / 1e9 - self._stable >= 0:
            return True
        size, mtime_ns, since = self._since.get(seen.relative, (-1, -1, monotonic))
        if (size, mtime_ns) != (seen.size, seen.mtime_ns):
            since = monotonic
        self._since[seen.relative] = (seen.size, seen.mtime_ns, since)
        return monotonic - since >= self._stable
