"""Rows of tables in which an engine read several cells as one line, told by the rows that it read cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from bulletin_parse.layout.tolerances import ALIGNED, LAST_NARROW, OTHER_SIZE, ROW_STEP
from bulletin_parse.layout.zones import Zone, levels_of
from bulletin_parse.reading.document import Line


class _Extent(NamedTuple):
    """A table's fragments, from ``first`` up to ``after``, and how many columns it has."""

    first: int
    after: int
    columns: int


def parted(fragments: Sequence[Line], zones: Sequence[Zone]) -> tuple[list[Line], list[Zone]] | None:
    """The fragments and zones with the rows in, above and below tables parted in which an engine read several cells as one, too close to tell; or None.

    Such a row has as many words as the table has columns, each where its column is.
    """
    rows: dict[int, tuple[int, list[Line]]] = {}  # of a row's first fragment: how many it has, and its cells
    grown: dict[int, _Extent] = {}
    for number, zone in enumerate(zones):
        if zone.kind != "table" or len(zone.columns) < 3:
            continue
        floor, ceiling = (zones[number - 1].after if number else 0), (zones[number + 1].first if number + 1 < len(zones) else len(fragments))
        grown[number] = _part_rows(fragments, zone, rows, floor, ceiling)
    if not rows:
        return None
    out: list[Line] = []
    place: list[int] = []  # of each fragment, where it is in ``out``
    cell_of: dict[int, int] = {}  # of each cell, its column
    at = 0
    while at < len(fragments):
        count, cells = rows.get(at, (1, []))
        place += [len(out)] * count
        cell_of.update({len(out) + column: column for column in range(len(cells))})
        out += cells or [fragments[at]]
        at += count
    place.append(len(out))
    return out, [_grown(zone, grown.get(number), place, cell_of) for number, zone in enumerate(zones)]


def _grown(zone: Zone, extent: _Extent | None, place: Sequence[int], cell_of: Mapping[int, int]) -> Zone:
    """A zone whose fragments have other places now, with the cells that were found for its columns."""
    if extent is None:
        return zone._replace(first=place[zone.first], after=place[zone.after], columns=[[place[at] for at in column] for column in zone.columns])
    first, after = place[extent.first], place[extent.after]
    columns: list[list[int]] = [[] for _ in range(extent.columns)]
    if extent.columns == len(zone.columns):
        columns = [[place[at] for at in column if place[at] not in cell_of and place[at] < place[at + 1]] for column in zone.columns]
    for at in range(first, after):
        if at in cell_of:
            columns[cell_of[at]].append(at)
    return zone._replace(first=first, after=after, columns=[sorted(column) for column in columns])


def _part_rows(fragments: Sequence[Line], zone: Zone, rows: dict[int, tuple[int, list[Line]]], floor: int, ceiling: int) -> _Extent:
    """Notes a table's rows that are to be parted: its own, and those above and below it, up to its neighbours."""
    levels = levels_of(fragments, zone.first, zone.after)
    lines = [sorted([fragments[at] for at in level], key=_by_left) for level in levels]
    parts = _closer_cells(lines, len(zone.columns))
    full = parts or [row for row in lines if len(row) == len(zone.columns)]
    if len(full) < 2:
        return _Extent(zone.first, zone.after, len(zone.columns))
    edges = _edges(full)
    count = len(edges)
    parts = parts or [_cells_of(row, edges) if len(row) < count else [] for row in lines]
    rows.update({level[0]: (len(level), cells) for level, cells in zip(levels, parts, strict=True) if cells})
    bases = [fragments[level[0]].base for level in levels]
    step = ROW_STEP * max([below - above for above, below in pairwise(bases)], default=0.0)
    first, after = zone.first, zone.after
    while first > floor and (found := _row_beside(fragments, first - 1, first, range(max(floor, first - count), first), edges, step)):
        level, cells = found
        rows[level[0]] = len(level), cells
        first = level[0]
    while after < ceiling and (found := _row_beside(fragments, after, after - 1, range(after, min(ceiling, after + count)), edges, step)):
        level, cells = found
        rows[level[0]] = len(level), cells
        after = level[-1] + 1
    return _Extent(first, after, count)


def _closer_cells(lines: Sequence[Sequence[Line]], count: int) -> list[list[Line]]:
    """The cells of each row of a table that has more columns than were told: cells of most rows are too close, and those of one tell the columns.

    Args:
        lines: of each row, from left to right.
        count: the columns that were told.

    Returns:
        None at all if a row does not fit.
    """
    words = Counter([sum([len(line.text.split()) for line in row]) for row in lines]).most_common(1)[0][0]
    telling = [row for row in lines if len(row) == words]
    if words <= count or not telling:
        return []
    edges = _edges(telling)
    cells = [_cells_of(row, edges) for row in lines]
    return cells if all(cells) else []


def _row_beside(
    fragments: Sequence[Line], at: int, beside: int, within: range, edges: Sequence[tuple[float, float]], step: float
) -> tuple[list[int], list[Line]] | None:
    """The places of a row above or below a table, and its cells; None if it is none.

    Args:
        fragments: of the page.
        at: the place of the row's fragment that is next to the table.
        beside: the place of the table's fragment that is next to it.
        within: where the row's fragments may be.
        edges: left and right of each column.
        step: how far the row may be.
    """
    if not _is_near(fragments[at], fragments[beside], step):
        return None
    level = [other for other in within if abs(fragments[other].base - fragments[at].base) < ALIGNED * fragments[other].size]
    cells = _cells_of(sorted([fragments[other] for other in level], key=_by_left), edges)
    return (level, cells) if cells else None


def _edges(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Left and right of each column of some rows that have a cell in each."""
    return [(min([line.x0 for line in column]), max([line.x1 for line in column])) for column in zip(*rows, strict=True)]


def _by_left(line: Line) -> float:
    return line.x0


def _cells_of(row: Sequence[Line], edges: Sequence[tuple[float, float]]) -> list[Line]:
    """A row's words, from left to right, as cells of a table's columns, as many as these; empty if they do not fit."""
    counts = [len(line.text.split()) for line in row]
    if sum(counts) != len(edges):
        return []
    out: list[Line] = []
    for line, count in zip(row, counts, strict=True):
        cells = _cells_in(line, edges[len(out) : len(out) + count])
        if not cells:
            return []
        out += cells
    return out


def _is_near(a: Line, b: Line, step: float) -> bool:
    return abs(a.base - b.base) <= step and abs(a.size - b.size) <= OTHER_SIZE * b.size


def _cells_in(line: Line, edges: Sequence[tuple[float, float]]) -> list[Line]:
    """A line's words as cells of a table's columns, each where its share of the line stands; empty if they do not fit."""
    words = line.text.split()
    if len(words) != len(edges) or not line.upright or not line.x1 > line.x0:
        return []
    widths = [sum([1.0 if char > LAST_NARROW else 0.5 for char in word]) for word in words]
    gap = (line.x1 - line.x0 - sum(widths) * line.size) / max(1, len(words) - 1)
    out: list[Line] = []
    x0 = line.x0
    befores, afters = [-inf, *[right for _, right in edges[:-1]]], [*[left for left, _ in edges[1:]], inf]
    for word, width, (left, right), before, after in zip(words, widths, edges, befores, afters, strict=True):
        x1 = x0 + width * line.size
        if x1 < left - line.size or x0 > right + line.size or x0 < before - line.size or x1 > after + line.size:
            return []  # beside its column, or in another one
        out.append(line._replace(text=word, x0=x0, x1=x1))
        x0 = x1 + gap
    return out
