"""Digits that are lines of their own and belong to others: raised marks of notes, and numbers in a badge before a title."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.tolerances import BADGE_GAP, BESIDE, LONGEST_RAISED, OTHER_SIZE, RAISED_SIZE, SAME_BASELINE, SAME_EDGE, SAME_MIDDLE
from bulletin_parse.reading.document import Line


def with_digits(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a page by height, what is a few digits put to the line that it belongs to; the same sequence if nothing is.

    Args:
        lines: of a page by height.
    """
    digits = [at for at, line in enumerate(lines) if len(line[0]) <= LONGEST_RAISED and line[0].isdigit()]
    if not digits:
        return lines
    out = list(lines)
    for at in digits:
        _put_behind(out, at)
        if out[at][0]:
            _put_before(out, at)
    return out if all(line[0] for line in out) else [line for line in out if line[0]]


def _put_behind(lines: list[Line], at: int) -> None:
    """Puts the mark of a note that an engine gave a line of its own behind the line at whose end it stands."""
    mark = lines[at]
    for below in range(at + 1, min(len(lines), at + 1 + LONGEST_RAISED)):
        line = lines[below]
        raised = (line.base - mark.base) / (line.size or 1.0)
        near = abs(mark.x0 - line.x1) < SAME_EDGE * line.size
        if mark.size < RAISED_SIZE * line.size and SAME_BASELINE / 2 < raised < BESIDE and near and line.upright and mark.upright:
            lines[below] = line._replace(text=line.text + mark.text, x1=max(line.x1, mark.x1))
            lines[at] = mark._replace(text="")
            return


def _put_before(lines: list[Line], at: int) -> None:
    """Puts a number that is set larger, in a badge whose middle is the line's, before that line: it stands on another baseline."""
    number = lines[at]
    middle = number.top + number.bottom
    for place in (at - 1, at + 1):
        if not 0 <= place < len(lines):
            continue
        line = lines[place]
        gap = (line.x0 - number.x1) / (line.size or 1.0)
        level = abs(line.top + line.bottom - middle) < 2 * SAME_MIDDLE * line.size
        larger = line.size and number.size > (1 + OTHER_SIZE) * line.size and line.base != number.base
        if larger and 0 < gap < BADGE_GAP and level and line.upright and number.upright:
            lines[place] = line._replace(text=f"{number.text} {line.text}", x0=number.x0)
            lines[at] = number._replace(text="")
            return
