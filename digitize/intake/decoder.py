"""The child process: `python -m digitize.intake.decoder SOCKET PIXELS MOST_BYTES`.

Serves the messages of `isolation` on the descriptor SOCKET until its other end closes, which
also happens when the parent is killed. Pixels are left in PIXELS, a file in memory.
"""

import os
import resource
import sys
from multiprocessing.connection import Connection

import cv2

from digitize.errors import InputError, PageError, Reason, ServiceError
from digitize.intake.decoding import open_here
from digitize.intake.messages import Close, Closed, Delivered, GetPage, Open, Opened, Refused
from digitize.intake.page import Source


def serve(connection: Connection, pixels: int) -> None:
    source: Source | None = None
    while True:
        try:
            message = connection.recv()
        except EOFError:
            return
        try:
            if isinstance(message, Open):
                source = open_here(message.path, "", message.media_type, message.limits)
                connection.send(Opened(source.page_count))
            elif isinstance(message, GetPage) and source is not None:
                connection.send(_deliver(source, message.number, pixels))
            elif isinstance(message, Close) and source is not None:
                source.close()
                source = None
                connection.send(Closed())
        except (InputError, PageError) as error:
            connection.send(Refused(error.reason, error.detail))
        except ServiceError as error:  # poppler is missing
            connection.send(Refused(Reason.UNFORESEEN, error.message))
        except MemoryError:
            connection.send(Refused(Reason.TOO_MANY_PIXELS, "out of memory"))
        except Exception as error:  # noqa: BLE001 - boundary of the process
            connection.send(Refused(Reason.UNFORESEEN, repr(error)))


def _deliver(source: Source, number: int, file: int) -> Delivered:
    page = source.page(number)
    pixels = page.image.pixels
    view = pixels.data.cast("B")
    written = 0
    while written < len(view):
        written += os.pwrite(file, view[written:], written)
    return Delivered(pixels.shape, page.image.dpi, page.rotation_hint, page.text_layer)


if __name__ == "__main__":
    socket, memory, most_bytes = map(int, sys.argv[1:])
    cv2.setNumThreads(1)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, most_bytes))
    serve(Connection(socket), memory)
