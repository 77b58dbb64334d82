"""Where text stands side by side on a page: columns, tables, boxes and notes in the margin, numbers of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from bulletin_parse.layout.sentences import begins_its_own, is_caption
from bulletin_parse.layout.sides import (
    Type,
    are_entries_by_column,
    are_few_rows_of_columns,
    are_labelled_cells,
    are_spaced_words,
    are_spread,
    are_twins,
    are_words,
    aside_of,
    goes_on_in_cell,
    is_index,
    is_prose,
    is_rising,
    is_stamp,
    is_tabbed,
    narrower_of,
    rows_agree,
    split_rows,
    usual_type,
    wrapped_cells,
)
from bulletin_parse.layout.tolerances import (
    ALIGNED,
    BESIDE,
    CELL_GAP,
    FIRST_INDENT,
    GAPS_TRIED,
    GUTTER,
    LEAST_HEADS,
    LEVEL,
    LONE_ROWS,
    OTHER_SIZE,
    ROUNDING,
    ROW_STEP,
    ROWS_ABOVE,
    RUN_GAP,
    SAME_BASELINE,
    SAME_EDGE,
    SAME_SIZE,
    TALL_ROWS,
    WRAP_PITCH,
    ZONE_STEP,
)
from bulletin_parse.reading.document import Line

Kind = Literal["columns", "table", "aside", "numbers", "lines", "captions"]


class Zone(NamedTuple):
    """Fragments ``first`` up to ``after`` of a page, side by side.

    ``columns`` are their places in the page's list, a list for each column from left to right. In an ``aside`` the column
    ``beside`` is the box, the note or the numbers; the rest is the text that runs past it. ``lines`` have a tab in them; ``captions`` stand below pictures.
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
    usual: Type | None = None
    while at + 1 < count:
        if are_beside(fragments[at], fragments[at + 1]):
            floor = zones[-1].after if zones else 0
            usual = usual or usual_type(fragments)
            zone, after = _zone(fragments, at, floor, usual)
            if zone:
                zones.append(balanced(fragments, zone) if zone.kind == "columns" else zone)
            at = max(after, at + 1)  # what is no zone from here is none from its middle
            continue
        at += 1
    return zones


def balanced(fragments: Sequence[Line], zone: Zone) -> Zone:
    """Columns without the text below them that is as narrow as the first: above text of the full width columns end at one height."""
    first, others = zone.columns[0], zone.columns[1:]
    edge, last = max([fragments[at].x1 for at in first]), fragments[zone.after - 1]
    for below in fragments[zone.after : zone.after + GAPS_TRIED]:
        if below.base - last.base > ZONE_STEP * below.size or below.x0 > edge:
            return zone
        if below.x1 > edge + below.size:
            break
        last = below
    else:
        return zone
    end = max([fragments[column[-1]].base for column in others])
    low = end + (below.base - last.base) * ROW_STEP
    kept = [at for at in first if fragments[at].base <= low and (fragments[at].base <= end + ALIGNED * below.size or not begins_its_own(fragments[at].text))]
    if len(kept) == len(first) or not kept:
        return zone
    return zone._replace(after=max([kept[-1], *[column[-1] for column in others]]) + 1, columns=[kept, *others])


def are_beside(a: Line, b: Line) -> bool:
    """Whether two fragments stand side by side, a gutter between them."""
    smaller = min(a.size, b.size)
    return abs(b.base - a.base) < LEVEL * smaller and max(b.x0 - a.x1, a.x0 - b.x1) > _least_gutter(a, b)


def _least_gutter(a: Line, b: Line) -> float:
    """How wide the gutter between two fragments is at least; those of two baselines or two sizes are no parts of one line anyway."""
    smaller = min(a.size, b.size)
    apart = abs(b.base - a.base) > SAME_BASELINE * smaller or abs(a.size - b.size) > SAME_SIZE * smaller
    return (RUN_GAP if apart else GUTTER) * smaller


def _zone(fragments: Sequence[Line], seed: int, floor: int, usual: Type) -> tuple[Zone | None, int]:
    """The zone that holds two neighbours, tried with each gutter between fragments at their height, and where it ends."""
    after = seed + 2
    while after < len(fragments) and after - seed <= GAPS_TRIED and fragments[after].base - fragments[seed].base < BESIDE * fragments[seed].size:
        after += 1
    row = sorted(fragments[seed:after], key=lambda line: line.x0)
    gutters = [(a.x1, b.x0) for a, b in pairwise(row) if b.x0 - a.x1 > _least_gutter(a, b)]
    best: tuple[int, int] | None = None
    for gutter in gutters[:GAPS_TRIED]:
        extent = _extent(fragments, seed, gutter, floor)
        if best is None or extent[1] - extent[0] > best[1] - best[0]:
            best = extent
    return (_classified(fragments, *best, usual), best[1]) if best else (None, seed + 1)


def _extent(fragments: Sequence[Line], seed: int, gutter: tuple[float, float], floor: int) -> tuple[int, int]:
    """The fragments from which a gutter is free, without those at either end that have nothing beside them."""
    low, high = gutter
    least = min(GUTTER, (high - low) / (fragments[seed].size or 1.0))
    first, after = seed, seed + 1
    sizes = [line.size for line in fragments[seed : seed + 2]]
    for step, ends in ((1, len(fragments)), (-1, floor - 1)):
        at, lone, last_side = (seed + 1 if step == 1 else seed), 0, 0
        previous = fragments[seed]
        while at != ends:
            line = fragments[at]
            gap = abs(line.base - previous.base) / (max(line.size, previous.size) or 1.0)
            if not line.upright or (gap > ZONE_STEP and not (gap < TALL_ROWS and _has_beside(fragments, at, (low, high)))):
                break
            if not any(abs(line.size - size) <= OTHER_SIZE * size for size in sizes) and not _has_beside(fragments, at, (low, high)):
                break
            slack = SAME_EDGE * line.size
            if line.x1 > low and line.x0 < high:  # it reaches into the gutter
                if line.x0 < low - slack and line.x1 < high:
                    narrower = (line.x1, high)
                elif line.x1 > high + slack and line.x0 > low:
                    narrower = (low, line.x0)
                elif line.x0 > low and line.x1 < high:  # a heading over a column whose cells begin further left
                    narrower = max((low, line.x0), (line.x1, high), key=lambda side: side[1] - side[0])
                else:
                    break
                if narrower[1] - narrower[0] < least * line.size - ROUNDING:
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


def _has_beside(fragments: Sequence[Line], at: int, gutter: tuple[float, float]) -> bool:
    """Whether a fragment of another size, or far from the others, has text beside it: a heading in a column, a high row of a table."""
    line, (low, high) = fragments[at], gutter
    if line.x1 > low and line.x0 < high:
        return False
    near = fragments[max(0, at - GAPS_TRIED) : at + GAPS_TRIED + 1]
    return any((other.x0 >= high) != (line.x0 >= high) and (other.x1 <= low or other.x0 >= high) and abs(other.base - line.base) < line.size for other in near)


def _trimmed(fragments: Sequence[Line], first: int, after: int, middle: float) -> tuple[int, int]:
    """A zone's extent without the rows above and below that stand alone; a right column's own rows stay, for no text begins there."""
    sides = [line.x0 > middle for line in fragments[first:after]]
    if all(sides) or not any(sides):
        return first, first
    rights = sorted([line.x0 for line in fragments[first:after] if line.x0 > middle])
    edge = rights[len(rights) // 4]

    def lone(at: int, beside: range) -> bool:
        line = fragments[at]
        if is_caption(line.text):
            return True
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
    """Whether the last row, of a left column, goes on with the cell or the column above it: closer than any other two rows there, and no wider."""
    if fragments[at].x0 > middle or any(_level(fragments[at], below) for below in fragments[at + 1 : at + 2]):
        return False
    line, above = fragments[at], fragments[max(first, at - GAPS_TRIED) : at]
    cell = next((other for other in reversed(above) if other.x0 <= middle), line)
    if cell.font != line.font or line.x1 - line.x0 > cell.x1 - cell.x0 + line.size:
        return False
    row = [other for other in above if above[-1].base - other.base < BESIDE * other.size]
    if sum(other.x0 < line.x1 and other.x1 > line.x0 for other in row) > 1:
        return False  # as wide as several columns: text below the table
    bases = [line.base for line in fragments[max(first, at - LONE_ROWS) : at + 1] if line.x0 <= middle]
    steps = [below - above for above, below in pairwise(bases) if below - above > BESIDE * fragments[at].size]
    return len(steps) > 1 and steps[-1] <= min(steps[:-1]) * WRAP_PITCH


def _classified(fragments: Sequence[Line], first: int, after: int, usual: Type) -> Zone | None:
    columns = _columns(fragments, first, after)
    if len(columns) < 2:
        return None
    sides = [[fragments[at] for at in column] for column in columns]
    if are_twins(sides) and not is_index(sides):
        return Zone("columns", first, after, columns)
    if len(columns) == 2:
        aside = aside_of(sides, usual)
        if aside >= 0:
            numbers = all(line.text.strip().isdecimal() for line in sides[aside])
            if numbers and len(sides[aside]) > 1 and is_rising(sides[aside]):
                return Zone("numbers", first, after, columns, aside)
            if is_stamp(sides[aside], [*fragments[max(0, first - 1) : first], *fragments[after : after + 1]], usual):
                return Zone("numbers", first, after, columns, aside)
            if not numbers:
                return Zone("aside", first, after, columns, aside)
            return None
    if all(is_prose(side) for side in sides) and not rows_agree(sides) and not is_index(sides):
        narrower = narrower_of(sides)
        return Zone("columns", first, after, columns) if narrower < 0 else Zone("aside", first, after, columns, narrower)
    if are_few_rows_of_columns(sides) or are_entries_by_column(sides):
        return Zone("columns", first, after, columns)
    rows = split_rows(sides)
    if rows == 1 and len(sides) == 2 and (wrapped := wrapped_cells(sides, fragments[after : after + GAPS_TRIED])):
        return Zone("table", first, after + wrapped, [[*columns[0], *range(after, after + wrapped)], columns[1]])
    if rows < 2 or (rows == 2 and len(sides) == 2 and are_words(sides)) or are_spaced_words(sides):
        return None
    return Zone("lines" if is_tabbed(sides) else "table", first, after, columns)


def _columns(fragments: Sequence[Line], first: int, after: int) -> list[list[int]]:
    """The columns of a zone: fragments whose extents from left to right overlap or touch, or as many as most of its rows have."""
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
    if len(columns) > 1:
        columns = _by_rows(fragments, first, after, len(columns)) or columns
        columns = _with_words_whole(fragments, columns)
    return [sorted(column) for column in columns]


def _with_words_whole(fragments: Sequence[Line], columns: Sequence[list[int]]) -> list[list[int]]:
    """The columns, two of single characters beside one another made one: 背　景, a word spread over its cell."""
    out: list[list[int]] = []
    for column in columns:
        left = out[-1] if out else []
        if left and len(left) == len(column) and all(are_spread(fragments[a], fragments[b]) for a, b in zip(sorted(left), sorted(column), strict=True)):
            out[-1] = left + column
        else:
            out.append(list(column))
    return out


def _by_rows(fragments: Sequence[Line], first: int, after: int, most: int) -> list[list[int]]:
    """The columns of a table whose headings stand in the middle of columns that begin at the left; empty if its rows do not agree in number."""
    several = [row for row in levels_of(fragments, first, after) if len(row) > 1]
    if not several:
        return []
    count, times = Counter(map(len, several)).most_common(1)[0]
    if count == most or times * 2 < len(several):
        return []
    columns: list[list[int]] = [[] for _ in range(count)]
    full = [sorted(row, key=lambda at: fragments[at].x0) for row in several if len(row) == count]
    for row in full:
        for column, at in zip(columns, row, strict=True):
            column.append(at)
    middles = [sum([fragments[at].x0 + fragments[at].x1 for at in column]) / (2 * len(column)) for column in columns]
    taken = {at for row in full for at in row}
    for at in range(first, after):
        if at not in taken:
            line = fragments[at]
            nearest = min(range(count), key=lambda column: abs((line.x0 + line.x1) / 2 - middles[column]))
            columns[nearest].append(at)
    return columns


def levels_of(fragments: Sequence[Line], first: int, after: int) -> list[list[int]]:
    """The places of fragments that stand at one height, top to bottom.

    Args:
        fragments: of a page, by baseline.
        first: the place of the first one that is asked for.
        after: the place behind the last one.
    """
    levels: list[list[int]] = []
    for at in range(first, after):
        if levels and fragments[at].base - fragments[levels[-1][0]].base < ALIGNED * fragments[at].size:
            levels[-1].append(at)
        else:
            levels.append([at])
    return levels


def row_of_table(fragments: Sequence[Line], edges: Sequence[tuple[float, float]]) -> Zone | None:
    """The row at a page's top that goes on with a table of the page before; None if there is none.

    Args:
        fragments: of the page.
        edges: left and right of each column of the table.
    """
    for at in range(min(len(fragments), ROWS_ABOVE)):
        if zone := _row_in(fragments, at, edges):
            return zone
    return None


def _row_in(fragments: Sequence[Line], at: int, edges: Sequence[tuple[float, float]]) -> Zone | None:
    """The row that begins at a place, if its fragments stand in a table's columns."""
    line = fragments[at]
    row = [other for other in range(at, min(len(fragments), at + len(edges))) if abs(fragments[other].base - line.base) < SAME_BASELINE * line.size]
    if len(row) < len(edges):
        return None
    cells = sorted(row, key=lambda other: fragments[other].x0)
    if all(fragments[cell].x0 < right + line.size and fragments[cell].x1 > left - line.size for cell, (left, right) in zip(cells, edges, strict=True)):
        return Zone("table", at, at + len(edges), [[cell] for cell in cells])
    return None


def head_of_table(fragments: Sequence[Line], below: Sequence[Line]) -> Zone | None:
    """The row at a page's end that heads a table of the next page, or one that goes on there; None if there is none.

    Args:
        fragments: of the page.
        below: the lines of the next page, by baseline.
    """
    end = len(fragments)
    for at in range(max(0, end - ROWS_ABOVE), end):
        line, after = fragments[at], at + 1
        while after < end and fragments[after].base - line.base < ALIGNED * line.size:
            after += 1
        if after == at + 2 and end - after < LEAST_HEADS and _is_cut_row(fragments[at:after], below):
            return Zone("table", at, after, [[at], [at + 1]])
        if after - at < LEAST_HEADS or (at and abs(fragments[at - 1].base - line.base) < ALIGNED * line.size):
            continue
        edges = sorted([(other.x0, other.x1) for other in fragments[at:after]])
        first = row_of_table(below, edges)
        if first and first.after < len(below) and _row_in(below, first.after, edges):
            return Zone("table", at, after, [[at + place] for place in sorted(range(after - at), key=lambda place: fragments[at + place].x0)])
    return None


def _is_cut_row(cells: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether two labelled cells are a row that goes on with the first one's words at the next page's top."""
    left, right = sorted(cells, key=lambda line: line.x0)
    return left is cells[0] and are_labelled_cells(left, right) and any(goes_on_in_cell(left, line) for line in below[:2])
