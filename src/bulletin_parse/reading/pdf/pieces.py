"""Where the characters of a line stand, and lines cut where a part of them is something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from bulletin_parse.reading.document import Line

NARROW = 0.5  # of a Han character's width, an average letter, digit or space


def edges(line: Line) -> list[float]:
    """The left edge of each character and the right one of the last, in points: told from the usual widths, not measured."""
    widths = [NARROW if char < "\u2e80" else 1.0 for char in line.text]
    share = (line.x1 - line.x0) / (sum(widths) or 1.0)
    return [line.x0 + share * width for width in accumulate(widths, initial=0.0)]


def middles(line: Line) -> list[float]:
    """The middle of each character, in points."""
    places = edges(line)
    return [(left + right) / 2 for left, right in pairwise(places)]


def parts_by_mark(line: Line, marks: Sequence[bool]) -> Iterator[tuple[Line, bool]]:
    """The parts of a line in which all characters are marked or none is, and which they are; parts of white space only are left out.

    Args:
        line: any line.
        marks: one for each character.
    """
    places = edges(line)
    at = 0
    for marked, run in groupby(marks):
        end = at + sum(1 for _ in run)
        text = line.text[at:end]
        inner = text.strip()
        if inner:
            first = at + len(text) - len(text.lstrip())
            yield line._replace(text=inner, x0=places[first], x1=places[first + len(inner)]), marked
        at = end
