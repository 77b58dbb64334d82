"""Cells side by side, without rulings, that wrap: an index's title and source, a masthead's publisher and date.

Where both wrap, their lines alternate down the page: 2. …再降9.7 | 中国经济, 分钟 | 网. Each is made one line, at the height of the last, and
all that follows reads them as cells that do not wrap; so is one that wraps beside another in its middle, between its two lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from bulletin_parse.layout.sentences import INNER_STOP, LIST_MARK, begins_its_own, is_caption
from bulletin_parse.layout.tolerances import CELL_LEVELS, CELL_ROOM, CELL_STEP, FIRST_INDENT, GUTTER, LONG_ROW, SAME_BASELINE, SAME_EDGE, SAME_SIZE, TOUCHING
from bulletin_parse.reading.document import Line
from bulletin_parse.text.folding import joined


def with_cells_whole(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a page, cells side by side that wrap made one line each; the same object if there are none.

    Args:
        lines: of a page, by baseline.
    """
    levels = _levels(lines)
    widest = max([line.x1 - line.x0 for line in lines], default=0.0)
    right_edge = max([line.x1 for line in lines if line.x1 - line.x0 >= LONG_ROW * widest], default=0.0)
    moved: dict[int, tuple[Line, ...]] = {}  # of a line's place, what stands there now
    at = 0
    while at + 1 < len(levels):
        count = _cell_levels(lines, levels, at, right_edge)
        if count > 1:
            _move(lines, levels[at : at + count], moved)
        elif _is_in_the_middle(lines, levels[at : at + 3], right_edge):
            (first,), middle, (last,) = levels[at : at + 3]
            whole = _whole([lines[first], lines[last]], lines[middle[0]])
            beside = sorted([whole, *[lines[place] for place in middle]], key=attrgetter("x0"))
            moved |= {**dict.fromkeys([first, *middle, last], ()), middle[0]: _apart(beside)}
            count = 3
        at += count
    return [kept for place, line in enumerate(lines) for kept in moved.get(place, (line,))] if moved else lines


def _levels(lines: Sequence[Line]) -> list[list[int]]:
    """The places of the lines on each baseline, from left to right."""
    levels: list[list[int]] = []
    for at, line in enumerate(lines):
        if levels and line.base - lines[levels[-1][0]].base <= SAME_BASELINE * line.size:
            levels[-1].append(at)
            levels[-1].sort(key=lambda place: lines[place].x0)
        else:
            levels.append([at])
    return levels


def _cell_levels(lines: Sequence[Line], levels: Sequence[list[int]], at: int, right_edge: float) -> int:
    """Over how many levels two cells go that begin at one; 1 if they are none, or only one of them wraps."""
    if len(levels[at]) != 2 or len(levels[at + 1]) != 2:
        return 1
    left, right = (lines[place] for place in levels[at])
    if not _are_cells(left, right) or not (begins_its_own(left.text) or _is_lone_pair(lines, levels, at, right_edge)):
        return 1
    after, above = at + 1, left
    while after < len(levels) and after - at < CELL_LEVELS:
        level = [lines[place] for place in levels[after]]
        step = level[0].base - above.base
        if len(level) > 2 or step > CELL_STEP * above.size or not all(_goes_on(line, left, right) for line in level):
            break
        if len(level) == 2 and level[1].x0 - level[0].x1 < CELL_ROOM * left.size / 2:
            break
        above, after = level[0], after + 1
    return after - at if len(levels[at + 1]) == 2 else 1


def _are_cells(left: Line, right: Line) -> bool:
    """Whether two lines are the first of two cells, of which the left one is full: of one type, and a gap between them that holds no word."""
    gap = (right.x0 - left.x1) / (left.size or 1.0)
    return _of_one_type(left, right) and -TOUCHING <= gap <= CELL_ROOM and not any([is_caption(left.text), is_caption(right.text), LIST_MARK.match(right.text)])


def _of_one_type(a: Line, b: Line) -> bool:
    return a.upright and b.upright and abs(a.size - b.size) <= SAME_SIZE * a.size


def _is_lone_pair(lines: Sequence[Line], levels: Sequence[list[int]], at: int, right_edge: float) -> bool:
    """Whether two levels alone stand side by side, full as far as the text reaches and shorter below: no rows of a table, and no running text."""
    (left, right), (below, beside) = ([lines[place] for place in levels[row]] for row in (at, at + 1))
    full = right.x1 > right_edge - CELL_ROOM * right.size
    shorter = below.x1 < left.x1 - left.size and beside.x1 < right.x1 - right.size
    around = [levels[row] for row in (at - 1, at + 2) if 0 <= row < len(levels)]
    lone = all(len(level) == 1 or abs(lines[level[-1]].x0 - right.x0) > SAME_EDGE * right.size for level in around)
    return full and shorter and lone and not any(INNER_STOP.search(line.text) for line in (left, right, below, beside))


def _goes_on(line: Line, left: Line, right: Line) -> bool:
    """Whether a line goes on with one of two cells: below its words, or as far right as its own line."""
    if not _of_one_type(line, left) or begins_its_own(line.text):
        return False
    slack = SAME_EDGE * line.size
    if line.x0 > left.x0 + FIRST_INDENT * line.size + slack:
        return line.x1 < right.x1 + slack and (abs(line.x0 - right.x0) < slack or abs(line.x1 - right.x1) < slack or _have_one_middle(line, right))
    return line.x1 < left.x1 + line.size and left.x0 - slack < line.x0 < left.x0 + FIRST_INDENT * line.size + slack


def _have_one_middle(a: Line, b: Line) -> bool:
    return abs(a.x0 + a.x1 - b.x0 - b.x1) < SAME_EDGE * a.size


def _move(lines: Sequence[Line], levels: Sequence[Sequence[int]], moved: dict[int, tuple[Line, ...]]) -> None:
    """Puts the lines of each of two cells together, at the height of the left one's last line."""
    right_cell = lines[levels[0][1]].x0 - SAME_EDGE * lines[levels[0][1]].size
    rights = [place for level in levels for place in level[-1:] if len(level) == 2 or lines[place].x0 >= right_cell]
    lefts = [place for level in levels for place in level if place not in rights]
    last = lines[lefts[-1]]
    moved.update(dict.fromkeys([*lefts, *rights], ()))
    moved[lefts[-1]] = _apart([_whole([lines[place] for place in lefts], last), _whole([lines[place] for place in rights], last)])


def _whole(cell: Sequence[Line], beside: Line) -> Line:
    """A cell's lines as one, at the height of a line of the other cell."""
    whole = cell[0]._replace(top=beside.top, bottom=beside.bottom, base=beside.base)
    for line in cell[1:]:
        whole = whole._replace(text=joined(whole.text, line.text), x0=min(whole.x0, line.x0), x1=max(whole.x1, line.x1))
    return whole


def _apart(cells: Sequence[Line]) -> tuple[Line, ...]:
    """Cells from left to right, those that touch the next one ended so far before it that they are no parts of one line."""
    ended = [cell._replace(x1=min(cell.x1, beside.x0 - 2 * GUTTER * cell.size)) for cell, beside in pairwise(cells)]
    return (*ended, cells[-1])


def _is_in_the_middle(lines: Sequence[Line], levels: Sequence[Sequence[int]], right_edge: float) -> bool:
    """Whether three levels are a cell of two lines, the first one full, and one of a line in its middle."""
    if len(levels) != 3 or len(levels[0]) != 1 or len(levels[2]) != 1:
        return False
    first, middle, end, last = (lines[place] for place in (levels[0][0], levels[1][0], levels[1][-1], levels[2][0]))
    size = first.size
    step = last.base - first.base
    if (
        not (_of_one_type(first, last) and _of_one_type(first, middle) and step <= CELL_STEP * size)
        or abs(2 * middle.base - first.base - last.base) > TOUCHING * size
    ):
        return False
    room = middle.x0 - first.x1 if middle.x0 > first.x0 else right_edge - first.x1
    apart = -TOUCHING * size <= room <= CELL_ROOM * size and (middle.x0 > first.x0 or end.x1 < first.x0)
    alike = abs(last.x0 - first.x0) < SAME_EDGE * size and last.x1 < first.x1 - size and not begins_its_own(last.text)
    return apart and alike and not any(INNER_STOP.search(line.text) for line in (first, middle, last))
