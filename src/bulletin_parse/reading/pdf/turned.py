"""Pages whose text stands sideways or upside down when they are shown, such as a wide table on an upright sheet: they are turned to be read."""

from __future__ import annotations

from collections.abc import Iterable

# A page is turned when so many of its characters, and this share of them, run in one other direction; fewer are a label at its edge.
LEAST, SHARE = 40, 0.6


def turns_of(lines: Iterable[tuple[int, int]]) -> int:
    """By how many quarter turns clockwise a page must be turned for most of its text to stand upright.

    Args:
        lines: for each line, how many quarter turns to the left it leans, and its number of characters.
    """
    counts = [0, 0, 0, 0]
    for turns, characters in lines:
        counts[turns] += characters
    most = max(counts[1:])
    return counts.index(most, 1) if most >= LEAST and most > SHARE * sum(counts) else 0
