"""From where on a look at a source compares what it lists with what the database knows.

S3 lists by name alone, so that a listing is always whole; the mark spares comparing all of it
every minute. It is the time of the newest object, by the S3 server's clock, of a listing of which
everything was written down since. Names do not matter to it, and what was written during that
look at a name that it had passed is found by the overlap that `list_bucket` looks behind.

A time may lie before the mark by more than the overlap: an upload in parts bears the time of its
beginning, a replicated object that of its source, and a server's clock may be set back. So
everything is compared regularly, whatever its time.
"""

from datetime import datetime, timedelta

from digitize.database.records import Watermark

# So long may an object wait that bears too old a time. A comparison costs seconds for each
# hundred thousand files.
_COMPARE_ALL = timedelta(hours=1)


def begin(mark: Watermark | None, now: datetime) -> datetime | None:
    """The time from which on a look at `now` compares; None for everything."""
    if mark is None or not timedelta(0) <= now - mark.compared_at < _COMPARE_ALL:
        return None
    return mark.newest


def move(
    mark: Watermark | None, since: datetime | None, newest: datetime | None, now: datetime
) -> Watermark | None:
    """The mark once everything is written down that a look at `now` found, which compared from
    `since` on. `newest`: of all that it listed; None where times tell nothing.

    A time in the future would hide all that comes until then: S3 takes no request from a clock
    that is off by more than a quarter of an hour, so that ours bounds it.
    """
    if newest is None:
        return mark
    newest = min(newest, now)
    if since is None or mark is None:
        return Watermark(newest, now)
    return Watermark(max(newest, mark.newest), mark.compared_at)
