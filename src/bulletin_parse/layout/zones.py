"""Where text stands side by side on a page: columns, tables, boxes and notes in the margin, numbers of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from bulletin_parse.layout.tolerances import (
    ALIGNED,
    ASIDE_SIZE,
    BESIDE,
    CELL_GAP,
    COLUMN_FILL,
    COLUMN_WIDTH,
    FIRST_INDENT,
    GAPS_TRIED,
    GUTTER,
    LONE_ROWS,
    OTHER_SIZE,
    PROSE_ROWS,
    PROSE_SHARE,
    SAME_EDGE,
    WRAP_PITCH,
    ZONE_STEP,
)
from bulletin_parse.reading.document import Line

Kind = Literal["columns", "table", "aside", "numbers", "lines"]
# 1. … and 2、…: an index whose sources or page numbers are set at a tab stop is lines of text.
_NUMBERED = re.compile(r"\s*[（(]?\d{1,3}\s*[.．、）)]")
_PAGE = re.compile(r"[（(·.…\s]*\d{1,4}[）)]?")


class Zone(NamedTuple):
    """Fragments ``first`` up to ``after`` of a page, side by side.

    ``columns`` are their places in the page's list, a list for each column from left to right. In an ``aside`` the column
    ``beside`` is the box, the note or the numbers; the rest is the text that runs past it. ``lines`` have a tab in them.
    """

    kind: Kind
    first: int
    after: int
    columns: list[list[int]]
    beside: int = -1


def zones_of(fragments: Sequence[Line]) -> list[Zone]:
    """The zones of a page, top to bottom.

    Args:
        fragments: of the page, by baseline; those of one baseline from left to right.
    """
    zones: list[Zone] = []
    at, count = 0, len(fragments)
    while at + 1 < count:
        if are_beside(fragments[at], fragments[at + 1]):
            floor = zones[-1].after if zones else 0
            zone = _zone(fragments, at, floor)
            if zone:
                zones.append(zone)
                at = max(zone.after, at + 1)
                continue
        at += 1
    return zones


def are_beside(a: Line, b: Line) -> bool:
    """Whether two fragments stand side by side, a gutter between them."""
    smaller = min(a.size, b.size)
    return abs(b.base - a.base) < BESIDE * smaller and (b.x0 - a.x1 > GUTTER * smaller or a.x0 - b.x1 > GUTTER * smaller)


def _zone(fragments: Sequence[Line], seed: int, floor: int) -> Zone | None:
    """The zone that holds two neighbours, tried with each gutter between fragments at their height."""
    after = seed + 2
    while after < len(fragments) and after - seed <= GAPS_TRIED and fragments[after].base - fragments[seed].base < BESIDE * fragments[seed].size:
        after += 1
    row = sorted(fragments[seed:after], key=lambda line: line.x0)
    gutters = [(a.x1, b.x0) for a, b in pairwise(row) if b.x0 - a.x1 > GUTTER * min(a.size, b.size)]
    best: tuple[int, int] | None = None
    for gutter in gutters[:GAPS_TRIED]:
        extent = _extent(fragments, seed, gutter, floor)
        if best is None or extent[1] - extent[0] > best[1] - best[0]:
            best = extent
    return _classified(fragments, best[0], best[1]) if best else None


def _extent(fragments: Sequence[Line], seed: int, gutter: tuple[float, float], floor: int) -> tuple[int, int]:
    """The fragments from which a gutter is free, without those at either end that have nothing beside them."""
    low, high = gutter
    first, after = seed, seed + 1
    sizes = [line.size for line in fragments[seed : seed + 2]]
    for step, ends in ((1, len(fragments)), (-1, floor - 1)):
        at, lone, last_side = (seed + 1 if step == 1 else seed), 0, 0
        previous = fragments[seed]
        while at != ends:
            line = fragments[at]
            if abs(line.base - previous.base) > ZONE_STEP * max(line.size, previous.size) or not line.upright:
                break
            if not any(abs(line.size - size) <= OTHER_SIZE * size for size in sizes):
                break
            slack = SAME_EDGE * line.size
            if line.x1 > low and line.x0 < high:  # it reaches into the gutter
                if line.x0 < low - slack and line.x1 < high:
                    narrower = (line.x1, high)
                elif line.x1 > high + slack and line.x0 > low:
                    narrower = (low, line.x0)
                else:
                    break
                if narrower[1] - narrower[0] <= GUTTER * line.size:
                    break
                low, high = narrower
            side = 1 if line.x0 >= high else -1
            lone = lone + 1 if side == last_side else 0
            last_side = side
            if lone > LONE_ROWS:
                break
            previous = line
            at += step
        if step == 1:
            after = at
        else:
            first = at + 1
    middle = (low + high) / 2
    return _trimmed(fragments, first, after, middle)


def _trimmed(fragments: Sequence[Line], first: int, after: int, middle: float) -> tuple[int, int]:
    """A zone's extent without the rows above and below that stand alone; a right column's own rows stay, for no text begins there."""
    sides = [line.x0 > middle for line in fragments[first:after]]
    if all(sides) or not any(sides):
        return first, first
    rights = sorted([line.x0 for line in fragments[first:after] if line.x0 > middle])
    edge = rights[len(rights) // 4]

    def lone(at: int, beside: range) -> bool:
        line = fragments[at]
        offset = (line.x0 - edge) / (line.size or 1.0)
        if line.x0 > middle and min(abs(offset), abs(offset - FIRST_INDENT)) < SAME_EDGE:
            return False
        return not any((fragments[other].x0 > middle) != (line.x0 > middle) and _level(line, fragments[other]) for other in beside)

    while first < after and lone(first, range(first + 1, min(after, first + GAPS_TRIED))):
        first += 1
    while after > first and lone(after - 1, range(max(first, after - GAPS_TRIED), after - 1)) and not _wraps(fragments, first, after - 1, middle):
        after -= 1
    return first, after


def _level(a: Line, b: Line) -> bool:
    """Whether two fragments share a height."""
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.2 * min(a.size, b.size) and abs(a.base - b.base) < min(a.size, b.size)


def _wraps(fragments: Sequence[Line], first: int, at: int, middle: float) -> bool:
    """Whether the last row, of a left column, goes on with the cell or the column above it: closer than any other two rows there."""
    bases = [line.base for line in fragments[first : at + 1] if line.x0 <= middle]
    steps = [below - above for above, below in pairwise(bases) if below - above > BESIDE * fragments[at].size]
    return len(steps) > 1 and steps[-1] <= min(steps[:-1]) * WRAP_PITCH


def _classified(fragments: Sequence[Line], first: int, after: int) -> Zone | None:
    columns = _columns(fragments, first, after)
    if len(columns) < 2:
        return None
    sides = [[fragments[at] for at in column] for column in columns]
    if len(columns) == 2:
        aside = _aside(sides)
        if aside >= 0:
            numbers = all(line.text.strip().isdecimal() for line in sides[aside])
            if numbers and len(sides[aside]) > 1 and _rising(sides[aside]):
                return Zone("numbers", first, after, columns, aside)
            if not numbers:
                return Zone("aside", first, after, columns, aside)
            return None
    if all(_is_prose(side) for side in sides) and not _rows_agree(sides):
        return Zone("columns", first, after, columns)
    rows = _split_rows(sides)
    if rows < 2:
        return None
    return Zone("lines" if _is_tabbed(sides) else "table", first, after, columns)


def _columns(fragments: Sequence[Line], first: int, after: int) -> list[list[int]]:
    """The columns of a zone: fragments whose extents from left to right overlap or touch."""
    order = sorted(range(first, after), key=lambda at: fragments[at].x0)
    columns: list[list[int]] = []
    end = 0.0
    for at in order:
        line = fragments[at]
        if not columns or line.x0 - end > CELL_GAP * line.size:
            columns.append([])
            end = line.x1
        columns[-1].append(at)
        end = max(end, line.x1)
    return [sorted(column) for column in columns]


def _aside(sides: Sequence[Sequence[Line]]) -> int:
    """The side that is no part of the text: set in another size, or numbers of lines; -1 if there is none."""
    sizes = [_usual_size(side) for side in sides]
    for at in (0, 1):
        other = 1 - at
        digits = all(line.text.strip().isdecimal() for line in sides[at])
        if digits and len(sides[at]) >= PROSE_ROWS and _is_long(sides[other]) and (at == 0 or _rising(sides[at])) and _rising(sides[at]):
            return at
    if min(sizes) < ASIDE_SIZE * max(sizes):
        smaller = 0 if sizes[0] < sizes[1] else 1
        aside = smaller if len(sides[smaller]) <= 2 * len(sides[1 - smaller]) else 1 - smaller
        if _is_prose(sides[1 - aside]) or len(sides[aside]) < PROSE_ROWS:
            return aside
    if _is_prose(sides[0]) != _is_prose(sides[1]):
        text = 0 if _is_prose(sides[0]) else 1
        if _off_the_grid(sides[1 - text], sides[text]):
            return 1 - text
    return -1


def _off_the_grid(side: Sequence[Line], text: Sequence[Line]) -> bool:
    """Whether most rows of a side stand at heights of their own, and not on the text's baselines."""
    on = sum(any(abs(line.base - other.base) < ALIGNED * line.size for other in text) for line in side[:LONE_ROWS])
    return len(side) > 1 and on * 2 < min(len(side), LONE_ROWS)


def _usual_size(side: Sequence[Line]) -> float:
    sizes = sorted([line.size for line in side])
    return sizes[len(sizes) // 2]


def _rising(side: Sequence[Line]) -> bool:
    values = [int(line.text.strip()[:9]) for line in side]
    return all(0 < b - a <= 10 for a, b in pairwise(values))


def _is_long(side: Sequence[Line]) -> bool:
    left, right = min(line.x0 for line in side), max(line.x1 for line in side)
    return right - left > 2 * COLUMN_WIDTH * _usual_size(side)


def _is_prose(side: Sequence[Line]) -> bool:
    """Whether a side is running text: many rows, most of which fill it."""
    if len(side) < PROSE_ROWS:
        return False
    left, right = min(line.x0 for line in side), max(line.x1 for line in side)
    size = _usual_size(side)
    if right - left < COLUMN_WIDTH * size:
        return False
    full = sum(line.x1 >= right - COLUMN_FILL * (right - left) for line in side)
    return full >= PROSE_SHARE * len(side)


def _rows_agree(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether the sides' gaps stand at the same heights, as those between a table's rows do."""
    starts = []
    for side in sides:
        steps = [below.base - above.base for above, below in pairwise(side)]
        pitch = min([step for step in steps if step > 0], default=0.0)
        starts.append([below.base for below, step in zip(side[1:], steps, strict=True) if step > WRAP_PITCH * pitch])
    size = _usual_size(sides[0])
    shared = sum(any(abs(start - other) < ALIGNED * size for other in starts[1]) for start in starts[0][:LONE_ROWS])
    return len(starts[0]) >= 2 and shared >= 0.8 * min(len(starts[0]), LONE_ROWS) and len(starts[1]) <= 1.25 * len(starts[0])


def _split_rows(sides: Sequence[Sequence[Line]]) -> int:
    """How many rows of the first columns have something beside them."""
    bases = sorted([(line.base, line.size, at) for at, side in enumerate(sides) for line in side])
    rows, above = 0, bases[0]
    beside = False
    for base, size, side in bases[1:]:
        if base - above[0] < BESIDE * size:
            beside = beside or side != above[2]
        else:
            rows += beside
            beside = False
        above = (base, size, side)
    return rows + beside


def _is_tabbed(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two columns are lines with a tab in them: an index's entries with their sources or pages."""
    if len(sides) != 2:
        return False
    left, right = sides
    numbered = sum(bool(_NUMBERED.match(line.text)) and len(line.text.strip()) > 5 for line in left)
    if numbered * 2 >= len(left):
        return True
    if not all(_PAGE.fullmatch(line.text.strip()) for line in right):
        return False
    pages = [int(re.sub(r"\D", "", line.text)) for line in right]
    return all(a <= b for a, b in pairwise(pages))
