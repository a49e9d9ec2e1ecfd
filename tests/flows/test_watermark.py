from datetime import UTC, datetime, timedelta

from digitize.database.records import Watermark
from digitize.flows.watermark import begin, move

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MARK = Watermark(newest=NOW - 30 * MINUTE, compared_at=NOW - 20 * MINUTE)


def test_a_look_begins_at_the_mark_and_once_an_hour_with_everything() -> None:
    assert begin(None, NOW) is None
    assert begin(MARK, NOW) == MARK.newest
    assert begin(MARK, NOW + 39 * MINUTE) == MARK.newest
    assert begin(MARK, NOW + 40 * MINUTE) is None


def test_after_our_clock_was_set_back_everything_is_compared() -> None:
    assert begin(MARK, MARK.compared_at - MINUTE) is None


def test_the_mark_moves_to_the_newest_and_never_back() -> None:
    newest = NOW - MINUTE
    assert move(MARK, MARK.newest, newest, NOW) == Watermark(newest, MARK.compared_at)
    assert move(MARK, MARK.newest, MARK.newest - MINUTE, NOW) == MARK
    assert move(MARK, MARK.newest, None, NOW) == MARK


def test_a_look_at_everything_makes_the_mark_anew() -> None:
    older = MARK.newest - MINUTE
    assert move(None, None, older, NOW) == Watermark(older, NOW)
    assert move(MARK, None, older, NOW) == Watermark(older, NOW)
    assert move(None, None, None, NOW) is None


def test_a_time_in_the_future_hides_nothing() -> None:
    assert move(None, None, NOW + timedelta(days=400), NOW) == Watermark(NOW, NOW)
