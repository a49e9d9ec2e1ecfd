"""What runs in a child process of `children`: `python -m PROGRAM SOCKET PIXELS MOST_BYTES`.

Serves messages on the descriptor SOCKET until its other end closes, which also happens when the
parent is killed. PIXELS is a file in memory, for answers that are large.
"""

import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

import cv2

from digitize.errors import InputError, PageError, Reason
from digitize.intake.decoding import open_here
from digitize.intake.messages import Close, Closed, Open, Opened, Refused
from digitize.intake.page import Source

Work = Callable[[Source, object, int], object]  # open file, message, PIXELS in; the answer out


def serve_parent(work: Work) -> None:
    """Open and close files as the parent says, and answer its other messages with `work`."""
    socket, pixels, most_bytes = map(int, sys.argv[1:])
    cv2.setNumThreads(1)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    connection = Connection(socket)
    source: Source | None = None
    while True:
        try:
            message = connection.recv()
        except EOFError:
            return
        try:
            if isinstance(message, Open | Close):
                if source is not None:
                    source.close()
                    source = None
                if isinstance(message, Close):
                    connection.send(Closed())
                else:
                    source = open_here(message.path, "", message.media_type, message.limits)
                    connection.send(Opened(source.page_count))
            elif source is not None:
                connection.send(work(source, message, pixels))
        except (InputError, PageError) as error:
            connection.send(Refused(error.reason, error.detail))
        except MemoryError:
            connection.send(Refused(Reason.TOO_MANY_PIXELS, "out of memory"))
        except Exception as error:  # noqa: BLE001 - boundary of the process
            connection.send(Refused(Reason.UNFORESEEN, repr(error)))
