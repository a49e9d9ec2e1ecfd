"""What runs in the processes of `children`: `python -m PROGRAM SOCKET MOST_BYTES` is the nursery of
a kind, which takes orders on the descriptor SOCKET (see `nursery`).

A child serves messages on a socket of its own until its other end closes, which also happens when
the program is killed. What is large is left in a file in memory.
"""

import resource
import socket
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

import cv2

from digitize.errors import InputError, PageError, Reason
from digitize.intake.decoding import open_here
from digitize.intake.messages import Close, Closed, Open, Opened, Refused
from digitize.intake.nursery import nurse
from digitize.intake.page import Source

# Open file, message, descriptor of the file in memory in; the answer out.
Work = Callable[[Source, object, int], object]


def serve_parent(work: Work) -> None:
    """Fork children that answer with `work`, for as long as the program lives."""
    orders, most_bytes = map(int, sys.argv[1:])
    cv2.setNumThreads(1)

    def serve(descriptors: Sequence[int]) -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
        connection, pixels = descriptors
        _serve(Connection(connection), pixels, work)

    nurse(socket.socket(fileno=orders), serve)


def _serve(connection: Connection, pixels: int, work: Work) -> None:
    """Open and close files as the program says, and answer its other messages with `work`."""
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
