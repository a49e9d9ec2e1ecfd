"""Pieces cut out of a page as scanned, upright, as JPEG in a data URI."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from digitize.domain import Box
from digitize.errors import ServiceError
from digitize.evaluation.worst import WorstLine
from digitize.imaging.page import Pixels
from digitize.imaging.upright import turn, upright_box

_MOST_WIDTH = 1100  # pixels; what a report shows without shrinking it further
_QUALITY = 70


@dataclass(frozen=True, slots=True)
class PicturedLine:
    """`picture`: a data URI; empty where nobody knows the place of the line."""

    line: WorstLine
    picture: str


def picture_lines(scan: Pixels, rotation: int, lines: Sequence[WorstLine]) -> list[PicturedLine]:
    """Each line with its picture, cut out of the page as scanned and turned upright."""
    height, width = scan.shape[:2]
    page = turn(scan, rotation)
    pictured = []
    for line in lines:
        picture = ""
        if line.box is not None:
            picture = _cut(page, upright_box(line.box, width, height, rotation))
        pictured.append(PicturedLine(line, picture))
    return pictured


def _cut(page: Pixels, box: Box) -> str:
    """With a margin, so that the eye sees what the line stands among."""
    margin = max(8, min(box.height, page.shape[1] // 40) // 2)
    top, left = max(0, box.y0 - margin), max(0, box.x0 - margin)
    piece = np.ascontiguousarray(page[top : box.y1 + margin, left : box.x1 + margin])
    scale = _MOST_WIDTH / piece.shape[1]
    if scale < 1:
        piece = np.asarray(
            cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
    done, coded = cv2.imencode(".jpg", piece, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ServiceError("OpenCV cannot write JPEG")
    return "data:image/jpeg;base64," + base64.b64encode(coded.tobytes()).decode("ascii")
