"""Circles of ink: the rings of seals."""

import cv2

from digitize.imaging.page import Pixels


def find_circles(ink: Pixels, least: int, most: int) -> list[tuple[float, float, float]]:
    """Middle x, y and radius, the best guess first, on grey ink (255) over nothing (0).

    `least` and `most` bound the radius, in pixels; Hough transform by gradients.
    """
    circles = cv2.HoughCircles(
        cv2.GaussianBlur(ink, (5, 5), 0),
        cv2.HOUGH_GRADIENT,
        dp=1,
        minDist=least,
        param1=80,
        param2=30,
        minRadius=least,
        maxRadius=most,
    )
    return [] if circles is None else [(x, y, radius) for x, y, radius in circles[0].tolist()]
