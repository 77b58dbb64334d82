"""What stands in a page's margin, outside of the text: numbers of lines, a page number, a label whose characters stand below one another, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise
from operator import itemgetter

from bulletin_parse.layout.sides import usual_type
from bulletin_parse.layout.tolerances import (
    ASIDE_SIZE,
    GUTTER,
    LONG_ROW,
    LONGEST_MARGIN,
    MARGIN_FROM,
    OUTER_SHARE,
    PROSE_ROWS,
    RIGHT_EDGE_QUANTILE,
    ROUNDING,
    ROWS_FOR_OWN_FRAME,
    SAME_SIZE,
    SHORTEST_TEXT,
    STACKED,
)
from bulletin_parse.reading.document import Line
from bulletin_parse.text.folding import HAN

# Asked of all lines of all pages: by place in the tuple no line costs a step of Python.
_LEFT, _RIGHT = (itemgetter(Line._fields.index(name)) for name in ("x0", "x1"))


def margin_of(lines: Sequence[Line], width: float, ends: AbstractSet[int] = frozenset()) -> list[Line]:
    """The lines in a page's margins that are no text.

    Args:
        lines: of the page.
        width: the page's.
        ends: where numbers in the margin of the page before end, in whole points: on a page of few rows, or of one number, nothing else tells them.
    """
    short = [line for line in lines if len(line[0]) <= LONGEST_MARGIN]
    if not _may_be_outside(short, lines):
        return []
    text = [line for line in lines if len(line[0]) >= SHORTEST_TEXT]
    if len(text) < ROWS_FOR_OWN_FRAME:
        left = min([line.x0 for line in text], default=0.0)
        return [line for line in short if line.text.isdecimal() and round(line.x1) in ends and line.x1 < left - GUTTER * line.size]
    left, right = min([line.x0 for line in text]), max([line.x1 for line in text])
    found: list[Line] = []
    for side in (
        [line for line in short if line.x1 < left - GUTTER * line.size],
        [line for line in short if line.x0 > right + GUTTER * line.size],
    ):
        numbers = [line for line in side if line.text.isdecimal()]
        as_before = all(round(line.x1) in ends for line in numbers)
        if numbers and (as_before or _are_numbers(numbers, text, width)) and not _are_cells(numbers, lines):
            found += numbers
        found += _stacked([line for line in side if len(line.text) == 1 and not line.text.isdecimal()])
    return found


def notes_of(lines: Sequence[Line], sizes: Sequence[float], width: float) -> list[Line]:
    """The lines of notes in a page's margins: set smaller than the text and wholly outside of it, however near to its edge.

    Args:
        lines: of the page.
        sizes: of the lines.
        width: the page's.
    """
    if not sizes or min(sizes) >= ASIDE_SIZE * round(max(sizes), 1):
        return []
    lefts, rights = list(map(_LEFT, lines)), list(map(_RIGHT, lines))
    if max(lefts) <= MARGIN_FROM * width and min(rights) >= (1 - MARGIN_FROM) * width:
        return []
    size = usual_type(lines).size
    limit = ASIDE_SIZE * size
    small = [line for line in lines if line[6] < limit and line[9] and HAN.search(line[0])] if min(sizes) < limit else []
    if not small:
        return []
    if _are_between(small, lines, size, LONG_ROW * (max(rights) - min(lefts))):
        return []
    text = [line for line in lines if abs(line[6] - size) < SAME_SIZE * size]
    if len(text) < PROSE_ROWS:
        return []
    widths = [line.x1 - line.x0 for line in text]
    long_lines = [line for line, width in zip(text, widths, strict=True) if width > LONG_ROW * max(widths)]
    ends = sorted([line.x1 for line in long_lines])
    left, right = min([line.x0 for line in long_lines]), ends[min(len(ends) - 1, int(RIGHT_EDGE_QUANTILE * len(ends)))]
    outside = [line for line in small if line.x0 > right + ROUNDING or line.x1 < left - ROUNDING]
    # Below a title that is set over both, it is the narrower of two columns.
    over = [line for line in lines if line[6] > size * (1 + SAME_SIZE)] if outside else []
    return [note for note in outside if not any(line.x0 < note.x1 < line.x1 or line.x0 < note.x0 < line.x1 for line in over)]


def _are_between(small: Sequence[Line], lines: Sequence[Line], size: float, least: float) -> bool:
    """Whether some small lines stand above or below long lines of the text, as on most pages: none is outside of it, and no edge need be told.

    As many long lines end beyond them as end at the right edge or behind that, however many the page has, and one of them begins before their ends.

    Args:
        small: the small lines.
        lines: of the page.
        size: the text's.
        least: lines that are wider are long.
    """
    first, last = max([line.x0 for line in small]), min([line.x1 for line in small])
    lacking, begins = len(lines) - int(RIGHT_EDGE_QUANTILE * len(lines)), False
    for line in lines:
        if line[3] >= first and line[3] - line[1] > least and abs(line[6] - size) < SAME_SIZE * size:
            lacking -= 1
            begins = begins or line[1] <= last
            if lacking <= 0 and begins:
                return True
    return False


def _may_be_outside(short: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether any of some short lines begins or ends outside of one row of the page's text: on most pages none does, and no edge need be told."""
    for line in lines:
        if len(line[0]) >= SHORTEST_TEXT:
            left, right = line[1], line[3]
            return any([one[3] < left or one[1] > right for one in short])  # noqa: C419  # faster than asking one by one
    return False


def _are_numbers(numbers: Sequence[Line], text: Sequence[Line], width: float) -> bool:
    """Whether numbers in one margin are a page's or its lines', and not those of a list, or of a title, that hang out of the text."""
    if len(numbers) == 1:
        number = numbers[0]
        heads = [line for line in text if number.top < line.base < number.bottom and line.size < number.size * (1 - SAME_SIZE)]
        return (number.x1 < OUTER_SHARE * width or number.x0 > (1 - OUTER_SHARE) * width) and not heads
    values = [int(line.text) for line in sorted(numbers, key=_by_base)]
    steps = {below - above for above, below in pairwise(values)}
    return len(steps) == 1 and (min(steps) > 1 or (min(steps) == 1 and len(numbers) * 2 > len(text)))


def _are_cells(numbers: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether most numbers have several pieces of text beside them, as a table's first column has."""
    beside = Counter([round(line.base) for line in lines])
    return len(numbers) > 1 and sum([beside[round(line.base)] > 2 for line in numbers]) * 2 > len(numbers)


def _stacked(characters: Sequence[Line]) -> list[Line]:
    """The characters that stand below one another, three or more."""
    found: list[Line] = []
    for _, group in groupby(sorted(characters, key=_by_edge), key=_edge):
        run: list[Line] = []
        for line in group:
            if run and line.base - run[-1].base > STACKED * line.size:
                found += run if len(run) >= PROSE_ROWS else []
                run = []
            run.append(line)
        found += run if len(run) >= PROSE_ROWS else []
    return found


def _by_base(line: Line) -> float:
    return line.base


def _edge(line: Line) -> int:
    return round(line.x0)


def _by_edge(line: Line) -> tuple[int, float]:
    return round(line.x0), line.base
