"""From a page that was set straight to be read to the page as it is: where a rectangle stands on what a reader sees."""

from __future__ import annotations

import math

from bulletin_parse.reading.document import Tilt

Box = tuple[float, float, float, float]


def back(tilt: Tilt, box: Box) -> Box:
    """A rectangle of the straightened page as one that holds it on the page as it is."""
    width, height = (tilt.height, tilt.width) if tilt.turns % 2 else (tilt.width, tilt.height)
    x0, top, x1, bottom = box
    corners = [rotated(x, y, tilt.angle, width / 2, height / 2) for x, y in ((x0, top), (x1, top), (x1, bottom), (x0, bottom))]
    for _ in range(tilt.turns % 4):  # undo one quarter turn clockwise after another
        corners = [(y, width - x) for x, y in corners]
        width, height = height, width
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return (max(min(across), 0.0), max(min(down), 0.0), min(max(across), width), min(max(down), height))


def rotated(x: float, y: float, degrees: float, cx: float, cy: float) -> tuple[float, float]:
    """A point turned clockwise (as the page is seen) around another."""
    a = math.radians(degrees)
    dx, dy = x - cx, y - cy
    return cx + dx * math.cos(a) - dy * math.sin(a), cy + dx * math.sin(a) + dy * math.cos(a)
