"""The child process that decodes pages: see `serving`. Pixels are left in the file PIXELS."""

import os

from digitize.errors import Reason, ServiceError
from digitize.intake.messages import Delivered, GetPage, Refused
from digitize.intake.page import Source
from digitize.intake.serving import serve_parent


def deliver(source: Source, message: object, file: int) -> object:
    """The answer to GetPage."""
    assert isinstance(message, GetPage)
    try:
        page = source.page(message.number)
    except ServiceError as error:  # poppler is missing
        return Refused(Reason.UNFORESEEN, error.message)
    pixels = page.image.pixels
    view = pixels.data.cast("B")
    written = 0
    while written < len(view):
        written += os.pwrite(file, view[written:], written)
    return Delivered(pixels.shape, page.image.dpi, page.rotation_hint, page.text_layer)


if __name__ == "__main__":
    serve_parent(deliver)
