"""A zone's columns to a table's rows of cells, by where the fragments stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.layout.tolerances import CELL_ROOM, COLUMN_FILL, LABEL, SAME_BASELINE, WRAP_PITCH, WRAPPED_CELL
from bulletin_parse.reading.document import Line

Cells = list[list[list[Line]]]  # rows of cells of lines


class _Level(NamedTuple):
    """What stands on one height: ``cells`` maps a column to its fragments there."""

    base: float
    cells: dict[int, list[Line]]


def cells_of(columns: Sequence[Sequence[Line]]) -> Cells:
    """The rows of cells that some columns make.

    Where each height has something in each column, each is a row. Else a height that lacks columns is either a further line of the cells
    above it, which shows by a smaller step than that from row to row, or a row with empty cells.

    Args:
        columns: the fragments of each column, top to bottom.
    """
    return _gathered(_rows_of(columns))


def _gathered(rows: Cells) -> Cells:
    """The rows, one that has nothing but a further line of a later cell put to the row above it."""
    out: Cells = []
    for row in rows:
        filled = [at for at, cell in enumerate(row) if cell]
        if out and len(filled) == 1 and filled[0] > 0 and out[-1][filled[0]]:
            out[-1][filled[0]] += row[filled[0]]
        else:
            out.append(row)
    return out


def _rows_of(columns: Sequence[Sequence[Line]]) -> Cells:
    count = len(columns)
    levels = _levels(columns)
    whole = [level for level in levels if len(level.cells) == count]
    if len(whole) == len(levels):
        wrap = _tighter_step(levels, columns)
        return _by_step(columns, wrap) if wrap else [[level.cells.get(column, []) for column in range(count)] for level in levels]
    wrap = _wrap_step(levels, count)
    return _by_step(columns, wrap) if wrap else _by_first_column(levels, columns)


def _levels(columns: Sequence[Sequence[Line]]) -> list[_Level]:
    levels: list[_Level] = []
    for line, column in sorted([(line, column) for column, lines in enumerate(columns) for line in lines], key=lambda pair: pair[0].base):
        if not levels or line.base - levels[-1].base > SAME_BASELINE * line.size:
            levels.append(_Level(line.base, {}))
        levels[-1].cells.setdefault(column, []).append(line)
    return levels


def _tighter_step(levels: Sequence[_Level], columns: Sequence[Sequence[Line]]) -> float:
    """The step from line to line where all cells have several: smaller than others, and always below a cell's full line; else 0."""
    steps = [(below.base - above.base, above) for above, below in pairwise(levels)]
    if not steps:
        return 0.0
    least = min([step for step, _ in steps])
    inside = [above for step, above in steps if step <= least * WRAP_PITCH]
    if len(inside) == len(steps) or not all(_is_filled(level, columns) for level in inside):
        return 0.0
    return least


def _is_filled(level: _Level, columns: Sequence[Sequence[Line]]) -> bool:
    """Whether each of a level's lines reaches its column's right edge, and one of these columns is wide enough for a line to wrap."""
    wide = False
    for column, lines in level.cells.items():
        left, right = min([line.x0 for line in columns[column]]), max([line.x1 for line in columns[column]])
        if max([line.x1 for line in lines]) < right - COLUMN_FILL * (right - left):
            return False
        wide = wide or right - left > WRAPPED_CELL * lines[0].size
    return wide


def _wrap_step(levels: Sequence[_Level], count: int) -> float:
    """The step from line to line inside a cell, where it is smaller than that from row to row; else 0."""
    inside: list[float] = []
    rows: list[float] = []
    last: dict[int, float] = {}
    for level in levels:
        steps = [level.base - last[column] for column in level.cells if column in last]
        if steps:
            (rows if len(level.cells) == count else inside).append(min(steps))
        last.update(dict.fromkeys(level.cells, level.base))
    if not inside:
        return 0.0
    wrap = min(inside)
    return wrap if not rows or min(rows) > wrap * WRAP_PITCH else 0.0


def _by_step(columns: Sequence[Sequence[Line]], wrap: float) -> Cells:
    """Lines as far apart as in a cell make cells; cells that share a height make rows."""
    spans: list[tuple[float, float, int, list[Line]]] = []
    for column, lines in enumerate(columns):
        cell: list[Line] = []
        for line in lines:
            if cell and line.base - cell[-1].base > wrap * WRAP_PITCH:
                spans.append((cell[0].base, cell[-1].base, column, cell))
                cell = []
            cell.append(line)
        if cell:
            spans.append((cell[0].base, cell[-1].base, column, cell))
    spans.sort(key=lambda span: span[:3])
    rows: Cells = []
    bottom = 0.0
    for top, end, column, cell in spans:
        if not rows or top > bottom + SAME_BASELINE * cell[0].size:
            rows.append([[] for _ in columns])
            bottom = end
        rows[-1][column] += cell
        bottom = max(bottom, end)
    return rows


def _wraps_first(level: _Level, row: list[list[Line]], columns: Sequence[Sequence[Line]]) -> bool:
    """Whether a height has only a further line of the first column: the line above reaches the next column, and this begins no label."""
    if set(level.cells) != {0} or not row[0] or not any(row[1:]):
        return False
    above, text = row[0][-1], level.cells[0][0].text
    room = min([line.x0 for line in columns[1]]) - above.x1
    return room < CELL_ROOM * above.size and not any(mark in text[:LABEL] for mark in "：:")


def _by_first_column(levels: Sequence[_Level], columns: Sequence[Sequence[Line]]) -> Cells:
    """Steps do not tell: a height with something in the first column is a row, and one where the cell above was not full."""
    rights = [max(line.x1 for line in lines) for lines in columns]
    lefts = [min(line.x0 for line in lines) for lines in columns]
    rows: Cells = []
    for level in levels:
        goes_on = bool(rows) and (0 not in level.cells or _wraps_first(level, rows[-1], columns))
        for column in level.cells:
            above = rows[-1][column] if rows else []
            width = rights[column] - lefts[column]
            if not above or above[-1].x1 < rights[column] - COLUMN_FILL * width:
                goes_on = False
        if not goes_on:
            rows.append([[] for _ in columns])
        for column, lines in level.cells.items():
            rows[-1][column] += lines
    return rows
