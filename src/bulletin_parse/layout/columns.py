"""Columns by place: edges at which many rows of running text begin, with nothing across the gutters between them.

They are looked for on the page as a whole, before what stands side by side is told row by row: headings of any size, labels, links and
tables inside of a column then say nothing against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bulletin_parse.layout.sides import are_few_rows_of_columns, has_clauses, is_index, rows_agree, usual_type
from bulletin_parse.layout.tolerances import (
    BESIDE,
    COLUMN_PITCH,
    COLUMN_WIDTH,
    FIRST_INDENT,
    FULL_COLUMN,
    GAPS_TRIED,
    GUTTER,
    LEFTMOST,
    LONG_ROW,
    MOST_COLUMNS,
    OPENING_MARK,
    OTHER_SIZE,
    PROSE_ROWS,
    RIGHT_EDGE_QUANTILE,
    ROW_STEP,
    ROWS_FOR_OWN_FRAME,
    SAME_EDGE,
    SAME_SIZE,
    SET_RIGHT,
    WRAPPED_ROWS,
    WRAPPED_STEP,
    ZONE_STEP,
)
from bulletin_parse.layout.zones import Zone, balanced
from bulletin_parse.reading.document import Line
from bulletin_parse.text.brackets import USUAL_OPENING


def columns_of(fragments: Sequence[Line], known: Sequence[float] = ()) -> list[Zone]:
    """The zones of a page that are columns of running text as wide as one another, top to bottom; most pages have none.

    Args:
        fragments: of the page, by baseline.
        known: where the columns of the page before begin, the last of which may hold a single row here.
    """
    em = usual_type(fragments).size or 1.0
    if len(known) > 1 and all(right - left > COLUMN_WIDTH * em for left, right in pairwise(known)) and (zones := _zones(fragments, known, em)):
        return zones
    starts = sorted([line.x0 for line in fragments if line.upright and abs(line.size - em) < OTHER_SIZE * em])
    edges = _edges(starts, em)
    for left in edges[:LEFTMOST]:
        for second in [edge for edge in edges if edge - left > COLUMN_WIDTH * em][:GAPS_TRIED]:
            pitch = second - left
            lefts = [left, second]
            while len(lefts) < MOST_COLUMNS and (edge := _near(starts, lefts[-1] + pitch, COLUMN_PITCH * em)) is not None:
                lefts.append(edge)
            if zones := _zones(fragments, lefts, em):
                return zones
    return []


def with_ends(fragments: Sequence[Line], zones: Sequence[Zone]) -> list[Zone]:
    """The zones of a page, columns with the rows below them in which the first one goes on alone, as it may at a page's end.

    Args:
        fragments: of the page, by baseline.
        zones: as they were told by what stands side by side.
    """
    found = []
    for zone, below in zip(zones, [*[zone.first for zone in zones[1:]], len(fragments)], strict=True):
        if zone.kind == "columns" and (more := _goes_on([fragments[at] for at in zone.columns[0]], fragments[zone.after : below])):
            after = zone.after + more
            zone = balanced(fragments, zone._replace(after=after, columns=[[*zone.columns[0], *range(zone.after, after)], *zone.columns[1:]]))
        found.append(zone)
    return found


def _goes_on(column: Sequence[Line], below: Sequence[Line]) -> int:
    """How many rows below a column are its own: in its type and between its edges, a step further each, and one of them ends where it does."""
    left, right = min([line.x0 for line in column]), max([line.x1 for line in column])
    step = max([low.base - high.base for high, low in pairwise(column)], default=0.0)
    above, count, full = column[-1], 0, False
    for line in below:
        slack = SAME_EDGE * line.size
        alike = line.font == above.font and abs(line.size - above.size) <= SAME_SIZE * line.size
        if not alike or line.x0 < left - slack or line.x1 > right + slack or line.base - above.base > min(step, ZONE_STEP * line.size) + slack:
            break
        above, count, full = line, count + 1, full or right - line.x1 < slack
    return count if full else 0


def _edges(starts: Sequence[float], em: float) -> list[float]:
    """Where as many rows begin as a frame is measured by, from left to right."""
    groups: list[list[float]] = []
    for start in starts:
        if not groups or start - groups[-1][0] > SAME_EDGE * em:
            groups.append([])
        groups[-1].append(start)
    return [group[0] for group in groups if len(group) >= ROWS_FOR_OWN_FRAME]


def _near(starts: Sequence[float], wanted: float, slack: float) -> float | None:
    return min([edge for edge in starts if abs(edge - wanted) < slack], key=lambda edge: abs(edge - wanted), default=None)


def _zones(fragments: Sequence[Line], lefts: Sequence[float], em: float) -> list[Zone]:
    """The runs of fragments from which the gutters are free and that are running text in all columns; beside such a run, those of few rows too."""
    runs = [(zone, [[fragments[at] for at in column] for column in zone.columns]) for zone in _runs(fragments, lefts, em)]
    told = [_are_columns(sides, lefts, em) for _, sides in runs]
    if not any(told):
        return []
    return [balanced(fragments, zone) for (zone, sides), sure in zip(runs, told, strict=True) if sure or are_few_rows_of_columns(sides)]


def _runs(fragments: Sequence[Line], lefts: Sequence[float], em: float) -> Iterator[Zone]:
    """The runs of fragments from which the gutters are free, if something stands in all columns."""
    slack = SAME_EDGE * em
    first = 0
    for after in range(len(fragments) + 1):
        line = fragments[after] if after < len(fragments) else None
        if line is not None and (not line.upright or not _crosses(line, lefts, slack)):
            continue
        zone = _trimmed(fragments, _below_other_type(fragments, first, after, lefts, em), after, lefts, slack)
        if zone:
            yield zone
        first = after + 1


def _below_other_type(fragments: Sequence[Line], first: int, after: int, lefts: Sequence[float], em: float) -> int:
    """Where the columns' own type begins, below text of the page in another one, what is at its right far from a column's edge: sources of entries."""
    below = first
    for at in range(first, after):
        line = fragments[at]
        if abs(line.size - em) < OTHER_SIZE * em:
            break
        left = max([edge for edge in lefts if line.x0 >= edge - SAME_EDGE * em], default=lefts[0])
        if left > lefts[0]:
            if line.x0 - left < SET_RIGHT * line.size:
                break
            below = at + 1
    return below


def _crosses(line: Line, lefts: Sequence[float], slack: float) -> bool:
    x0 = _start(line)
    return x0 < lefts[0] - slack or any(x0 < left - slack < line.x1 - slack for left in lefts[1:])


def _start(line: Line) -> float:
    """Where a row begins, an opening mark that may hang out of its column by its empty half left out."""
    return line.x0 + OPENING_MARK * line.size if line.text[0] in USUAL_OPENING else line.x0


def _trimmed(fragments: Sequence[Line], first: int, after: int, lefts: Sequence[float], slack: float) -> Zone | None:
    """A run as columns, without rows of a later column above the first one's and without what stands alone, far from the rest, at either end."""
    while (
        first < after
        and fragments[first].x0 >= lefts[1] - slack
        and not _has_level(fragments, first, after)
        and not _begins_column(fragments, first, after, lefts, slack)
    ):
        first += 1
    first = _level_top(fragments, first, after, lefts, slack)
    while first + 1 < after and fragments[first + 1].base - fragments[first].base > ZONE_STEP * fragments[first].size:
        first += 1
    while after - 1 > first and fragments[after - 1].base - fragments[after - 2].base > ZONE_STEP * fragments[after - 1].size:
        after -= 1
    columns: list[list[int]] = [[] for _ in lefts]
    for at in range(first, after):
        columns[sum([_start(fragments[at]) >= left - slack for left in lefts]) - 1].append(at)
    while len(columns) > 2 and not columns[-1]:
        columns.pop()  # the last page's text does not fill all of them
    return Zone("columns", first, after, columns) if all(columns) else None


def _level_top(fragments: Sequence[Line], first: int, after: int, lefts: Sequence[float], slack: float) -> int:
    """Where columns begin that begin at one height: rows above that do not fill the first one are text of the page; rows that do stand beside a picture."""
    top = next((at for at in range(first, after) if fragments[at].x0 >= lefts[1] - slack), first)
    while top > first and fragments[top - 1].base > fragments[top].base - fragments[top].size:
        top -= 1
    full = [at for at in range(first, top) if fragments[at].x1 > lefts[1] - FULL_COLUMN * fragments[at].size]
    return first if full else top


def _begins_column(fragments: Sequence[Line], first: int, after: int, lefts: Sequence[float], slack: float) -> bool:
    """Whether a row of a later column, above the first one's, is its first row: of the type of the two below it, and as near as they are.

    The first column may begin with a title in large type, whose baseline is lower. A title that wraps has one row of its type below it.
    """
    line = fragments[first]
    left = max([edge for edge in lefts if line.x0 >= edge - slack])
    if min(abs(line.x0 - left), abs(line.x0 - left - FIRST_INDENT * line.size)) > slack:
        return False
    column = [other for other in fragments[first + 1 : min(after, first + 1 + 2 * GAPS_TRIED)] if other.x0 >= left - slack][:2]
    alike = [other.font == line.font and abs(other.size - line.size) <= SAME_SIZE * line.size for other in column]
    if alike == [True, False] and column[0].x0 - left < slack:
        return column[0].base - line.base <= WRAPPED_STEP * line.size
    return alike == [True, True] and column[0].base - line.base <= ROW_STEP * (column[1].base - column[0].base)


def _has_level(fragments: Sequence[Line], first: int, after: int) -> bool:
    """Whether the next fragments stand at the height of the first one, further left."""
    line, at = fragments[first], first + 1
    while at < min(after, first + GAPS_TRIED) and fragments[at].base - line.base < BESIDE * line.size:
        if fragments[at].x0 < line.x0:
            return True
        at += 1
    return False


def _are_columns(sides: Sequence[Sequence[Line]], lefts: Sequence[float], em: float) -> bool:
    """Whether what stands under one another at some edges is running text: rows fill a width that all columns share, and have clauses in them."""
    if min(map(len, sides[:-1])) < PROSE_ROWS or rows_agree(sides) or is_index(sides):
        return False
    ends = sorted([line.x1 - left for side, left in zip(sides, lefts, strict=False) for line in side])
    ends = [end for end in ends if end >= LONG_ROW * ends[-1]]
    width = ends[int(RIGHT_EDGE_QUANTILE * (len(ends) - 1))]
    if any(right - left - width < GUTTER / 2 * em for left, right in pairwise(lefts[: len(sides)])):
        return False
    full = [[line for line in side if line.x1 - left > width - em] for side, left in zip(sides, lefts, strict=False)]
    tall = min(map(len, sides)) >= ROWS_FOR_OWN_FRAME and sum(map(len, full)) >= 2 * PROSE_ROWS  # a masthead or an index in one has few full rows
    if min(map(len, full[:-1])) < (WRAPPED_ROWS if tall else PROSE_ROWS) or not has_clauses([line for rows in full for line in rows]):
        return False
    last = [line for line in sides[-1] if not line.text.isdecimal()]
    return bool(full[-1]) if len(sides[-1]) >= PROSE_ROWS else bool(last)
