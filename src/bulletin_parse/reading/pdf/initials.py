"""Initials that span several rows, brought to the row that they begin."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.reading.document import Line, Page
from bulletin_parse.reading.pdf.levels import SIZE
from bulletin_parse.text.folding import is_han

# An initial is this much larger than the rows beside it, has at most so many characters, and stands so many of their sizes before them.
LARGER, LONGEST, GAP = 1.7, 2, 1.2
# The last row beside it has its baseline at most so many of its sizes below the initial's: its letters' upper edge is above that.
BELOW = 0.9
# A row that is printed over an initial begins where that does, within this share of the row's size.
SAME_EDGE = 0.1
MOST_INITIALS = 20  # on a page


def with_initials(page: Page) -> Page:
    """The page with each initial at the baseline and in the type of the first row that it spans; the others begin at its edge."""
    lines = page.lines
    sizes = list(map(SIZE, lines))
    least = LARGER * min(sizes, default=0.0)
    if not sizes or max(sizes) < least:  # as on most pages
        return page
    large = [at for at, line in enumerate(lines) if 0 < len(line[0]) <= LONGEST and line[9]][:MOST_INITIALS]
    large = [at for at in large if lines[at].size >= least]  # a page's number is of its smallest type
    if not large:
        return page
    found = list(lines)
    for at in large:
        beside = _beside(lines[at], lines)
        if len(beside) < 2 and not (beside and is_han(lines[at].text[-1])):  # a large figure beside one row is no initial
            continue
        first = lines[beside[0]]
        if (over := _printed_over(lines[at], first, lines)) is not None:
            beside = [over, *beside]
            first = found[over] = lines[over]._replace(x0=first.x0)
        found[at] = lines[at]._replace(x1=first.x0, top=first.top, bottom=first.bottom, base=first.base, size=first.size, font=first.font, bold=first.bold)
        for number in beside[1:]:
            found[number] = lines[number]._replace(x0=lines[at].x0)
    return page._replace(lines=tuple(found)) if found != list(lines) else page


def _top(initial: Line) -> float:
    """The height of an initial's upper edge: its row's baseline is well below that."""
    return initial.base - 0.9 * initial.size


def _printed_over(initial: Line, first: Line, lines: Sequence[Line]) -> int | None:
    """The row above the first one beside an initial, if it is printed over that: WeasyPrint does not make room for it in the first row."""
    for at, line in enumerate(lines):
        above = 0.5 * line.size < first.base - line.base and _top(initial) < line.base - 0.4 * line.size
        if above and line is not initial and line.font == first.font and line.size == first.size and abs(line.x0 - initial.x0) < SAME_EDGE * line.size:
            return at
    return None


def _beside(initial: Line, lines: Sequence[Line]) -> list[int]:
    """The rows that an initial spans, from the top, by place in ``lines``."""
    top, size = _top(initial), initial.size
    rows = [
        (line.base, at)
        for at, line in enumerate(lines)
        if size >= LARGER * line.size
        and line.upright
        and top < line.base - 0.4 * line.size
        and line.base <= initial.base + BELOW * line.size
        and -0.3 * line.size <= line.x0 - initial.x1 <= GAP * line.size
    ]
    return [at for _, at in sorted(rows)]
