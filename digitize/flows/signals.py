"""SIGTERM, as service managers and container engines send it, and Ctrl-C."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def term_is_ctrl_c() -> Iterator[None]:
    """SIGTERM does whatever Ctrl-C does at the moment: a batch ends in good order by it."""

    def end(_number: int, frame: FrameType | None) -> None:
        ctrl_c = signal.getsignal(signal.SIGINT)
        if callable(ctrl_c):
            ctrl_c(signal.SIGINT, frame)
        raise KeyboardInterrupt  # where Ctrl-C is ignored

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def heed_ctrl_c() -> None:
    """Shells start programs in the background with Ctrl-C ignored, and all that those start
    inherit it; Prefect's programs, which end by it, would then not end at all."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
