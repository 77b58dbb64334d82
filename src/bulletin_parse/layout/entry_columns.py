"""Numbered entries whose title, source and date stand in columns that nothing rules, told by what counts them.

Gutters do not tell such rows: cells of both columns wrap, and a row's title may reach further than another row's source begins. But each row has one
number, and the lines of each column stand to the rows as one alignment has it: their first lines, their middles or their last lines are level.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from bulletin_parse.layout.entry_alignment import Band, Cell, fitted_cells
from bulletin_parse.layout.ruled import Ruled
from bulletin_parse.layout.sentences import begins_its_own
from bulletin_parse.layout.tolerances import (
    CELL_GAP,
    FIRST_INDENT,
    GAPS_TRIED,
    LABEL,
    LAST_NARROW,
    LONE_ROWS,
    OTHER_SIZE,
    ROUNDING,
    SAME_BASELINE,
    SAME_EDGE,
    TALL_ROWS,
    WRAP_PITCH,
    ZONE_STEP,
)
from bulletin_parse.reading.document import Line
from bulletin_parse.text.folding import HAN
from bulletin_parse.text.lazy import lazy_pattern

# 1. … 2、… （3）… 4 …, 5.2026 全国…, or the number alone.
_NUMBER = lazy_pattern(r"[（(]?(?P<value>\d{1,3})(?:\s*(?:[.．](?!\d)|[.．](?=20\d\d(?!\d))|[、）)])|\s|$)")
_BARE = lazy_pattern(r"[（(]?\d{1,3}\s*[.．、）)]?")
_CLAUSE = lazy_pattern("[，。；]")  # a source has none
LONGEST_SOURCE, LONGEST_TITLE = 40, 160  # characters of a cell
LEAST_ENTRIES = 2
MOST_BESIDE = 4  # columns beside the titles


class _Run(NamedTuple):
    """Fragments from the first number up to behind the last one, the places of these, and their edges."""

    starts: list[int]
    bare: bool  # the numbers are a column of their own
    size: float


class Entries(NamedTuple):
    """A page's fragments, with words parted that belong to two columns, and the tables of its entries, which count them."""

    fragments: list[Line]
    tables: list[Ruled]


def entries_in_columns(fragments: Sequence[Line], before: int | None = None) -> Entries:
    """The runs of numbered entries of a page that are rows of columns and of which a cell wraps, top to bottom.

    Args:
        fragments: of the page, by baseline; those of one baseline from left to right.
        before: the number of the last row of such a table at the end of the page before.

    Returns:
        No tables where the entries cannot be told, or need not: they are lines then.
    """
    parted = _parted(fragments, before)
    found: list[Ruled] = []
    for run in _runs(parted, before):
        goes_on = before is not None and not found and _value(parted[run.starts[0]]) == before + 1
        if table := _table(parted, run, goes_on=goes_on):
            found.append(table)
    return Entries(parted, found)


def _parted(fragments: Sequence[Line], before: int | None) -> list[Line]:
    """The fragments, those of runs parted in which an engine read a full title and the source close behind it as one line."""
    out = list(fragments)
    for run in _runs(fragments, before):
        left = _title_left(fragments, run)
        near = range(run.starts[0], min(len(fragments), run.starts[-1] + GAPS_TRIED))
        beside = [fragments[at] for at in near if left is not None and fragments[at].x0 > left and not _is_title(fragments[at], left)]
        if not beside or run.bare:
            continue
        edges, bases = sorted([line.x0 for line in beside]), sorted([line.base for line in beside])
        lines = {at: parts for at in near if " " in fragments[at].text.strip() and (parts := _parts(fragments[at], edges, bases))}
        for at, parts in lines.items():
            out[at] = parts[0]
        out += [parts[1] for parts in lines.values()]
    return sorted(out, key=lambda line: line.base) if len(out) > len(fragments) else out


def _parts(line: Line, edges: Sequence[float], bases: Sequence[float]) -> tuple[Line, Line] | None:
    """A line as a title's and what begins where lines beside the titles do; None if nothing in it does.

    Args:
        line: the two as an engine read them.
        edges: the left edges of what stands beside the titles, rising.
        bases: the baselines of that, rising.
    """
    slack = SAME_EDGE * line.size
    for at in [at for at, char in enumerate(line.text) if char == " "][:-MOST_BESIDE:-1]:
        word = line.text[at + 1 :]
        x0 = line.x1 - sum([1.0 if char > LAST_NARROW else 0.5 for char in word]) * line.size
        if _is_near(edges, x0, slack) and not _is_near(bases, line.base, slack):
            return line._replace(text=line.text[:at].rstrip(), x1=x0 - CELL_GAP * line.size), line._replace(text=word, x0=x0)
    return None


def _is_near(values: Sequence[float], value: float, slack: float) -> bool:
    """Whether one of some rising values is nearer to another than so much."""
    at = bisect_left(values, value - slack)
    return at < len(values) and values[at] < value + slack


def last_number(texts: Sequence[str]) -> int | None:
    """The number of a table's last row, of whose cells these are the first lines; None if it has none."""
    return _number(texts[0]) if texts else None


def _number(text: str) -> int | None:
    match = _NUMBER.match(text.lstrip())
    return int(match["value"]) if match else None


def _value(line: Line) -> int | None:
    return _number(line.text)


def _runs(fragments: Sequence[Line], before: int | None) -> Iterator[_Run]:
    """Runs of numbers that count on at one edge."""
    starts: list[int] = []
    for at, line in enumerate(fragments):
        value = _value(line) if line.upright else None
        if value is None:
            continue
        if starts and _stands_below(fragments[starts[0]], line) and value == (_value(fragments[starts[-1]]) or 0) + 1:
            starts.append(at)
            continue
        if starts and not _stands_below(fragments[starts[0]], line):
            continue  # a cell's words, or a date beside
        if run := _run(fragments, starts, before):
            yield run
        starts = [at]
    if run := _run(fragments, starts, before):
        yield run


def _run(fragments: Sequence[Line], starts: list[int], before: int | None) -> _Run | None:
    if not starts or (len(starts) < LEAST_ENTRIES and _value(fragments[starts[0]]) != (before or 0) + 1):
        return None
    return _Run(starts, all(_BARE.fullmatch(fragments[at].text.strip()) for at in starts), fragments[starts[0]].size or 1.0)


def _stands_below(first: Line, line: Line) -> bool:
    slack = SAME_EDGE * first.size
    return abs(line.size - first.size) <= OTHER_SIZE * first.size and (abs(line.x0 - first.x0) < slack or abs(line.x1 - first.x1) < slack)


def _table(fragments: Sequence[Line], run: _Run, *, goes_on: bool) -> Ruled | None:
    """The rows that a run's entries make; None if they are no rows of columns, or cannot be told."""
    left = _title_left(fragments, run)
    if left is None or (len(run.starts) < LEAST_ENTRIES and not goes_on):
        return None
    after = _end(fragments, run, left)
    reach = _reach(fragments, run, left, after)
    for first in dict.fromkeys((reach, run.starts[0])):
        places = range(first, after)
        if not _is_one_run(fragments, places, run.size):
            continue
        rows = _rows([fragments[at] for at in places], [fragments[at] for at in run.starts], run, left)
        if rows and (goes_on or any(len(cell) > 1 for row in rows for cell in row)):
            heads = _heads(fragments, first, rows)
            if not heads and any(sum(map(bool, row)) == 1 for row in rows) and first and begins_its_own(fragments[first - 1].text):
                heads = [fragments[first - 1]]  # the first category's heading, as the others are
            taken = [*range(first - len(heads), first), *places]
            if heads:
                rows.insert(0, _by_columns(heads, rows))
            return Ruled(min([fragments[at].top for at in taken]), frozenset(taken), rows)
    return None


def _title_left(fragments: Sequence[Line], run: _Run) -> float | None:
    """Where the titles begin: at their numbers, or beside the column that these are."""
    if not run.bare:
        return min([fragments[at].x0 for at in run.starts])
    edge = max([fragments[at].x1 for at in run.starts])
    return min([line.x0 for line in fragments[run.starts[0] : run.starts[-1] + GAPS_TRIED] if line.x0 > edge], default=None)


def _is_title(line: Line, left: float) -> bool:
    """Whether a line begins where titles do, their further lines set in or out by an indent at most."""
    return abs(line.x0 - left) <= (FIRST_INDENT + SAME_EDGE) * line.size


def _end(fragments: Sequence[Line], run: _Run, left: float) -> int:
    """The place behind the last entry's lines: those that go on with a full line of the title, and those beside it as close as lines of a cell are."""
    last = run.starts[-1]
    pitch = _pitch(_both(fragments[run.starts[0] : last + 1], left), [fragments[at] for at in run.starts])
    right = max([line.x1 for line in fragments[run.starts[0] : last + 1] if _is_title(line, left)], default=fragments[last].x1)
    above = {True: fragments[last], False: fragments[last]}
    lowest = fragments[last].base
    after = last + 1
    while after < len(fragments):
        line = fragments[after]
        title = _is_title(line, left)
        near = [other for other in fragments[max(last + 1, after - GAPS_TRIED) : after + GAPS_TRIED] if other.base < lowest + pitch]
        beside = [other.x0 for other in near if other.x0 > left and not _is_title(other, left)]
        room = min([right, *[x0 - CELL_GAP * line.size for x0 in beside]])
        level = line.base - above[title].base
        if line.x0 < left - run.size or not line.upright or line.base - lowest > WRAP_PITCH * pitch or abs(line.size - run.size) > OTHER_SIZE * run.size:
            break
        if title and level > SAME_BASELINE * line.size and (above[True].x1 < room - FIRST_INDENT * line.size or begins_its_own(line.text)) and not run.bare:
            break
        above[title], lowest, after = line, max(lowest, line.base), after + 1
    return after


def _pitch(sides: Sequence[Sequence[Line]], starts: Sequence[Line]) -> float:
    """The least step from line to line in a cell, if any has several, else of all: rows may stand closer than the lines of a cell.

    Args:
        sides: the lines of each column, top to bottom.
        starts: the lines with the rows' numbers; what is level with one begins a cell.
    """
    begun = sorted([line.base for line in starts])
    steps = [(below.base - above.base, below) for side in sides for above, below in pairwise(side)]
    steps = [(step, below) for step, below in steps if step > ROUNDING]
    inside = [step for step, below in steps if not _is_near(begun, below.base, SAME_BASELINE * below.size)]
    return min(inside or [step for step, _ in steps], default=inf)


def _both(lines: Sequence[Line], left: float) -> tuple[list[Line], list[Line]]:
    """The lines where titles begin, and those beside."""
    return [line for line in lines if _is_title(line, left)], [line for line in lines if not _is_title(line, left)]


def _reach(fragments: Sequence[Line], run: _Run, left: float, after: int) -> int:
    """The place of the first line of cells that begin above the first number."""
    first = run.starts[0]
    pitch = _pitch(_both(fragments[first:after], left), [fragments[at] for at in run.starts])
    while first and run.starts[0] - first < GAPS_TRIED:
        line, below = fragments[first - 1], fragments[first]
        if line.x0 < left - SAME_EDGE * line.size or (_is_title(line, left) and not run.bare) or below.base - line.base > WRAP_PITCH * pitch:
            break
        first -= 1
    return first


def _is_one_run(fragments: Sequence[Line], places: range, size: float) -> bool:
    """Whether the fragments are of one size and none is far from the one above."""
    lines = [fragments[at] for at in places]
    near = all(below.base - above.base < TALL_ROWS * size for above, below in pairwise(lines))
    return near and len(lines) <= LONE_ROWS * MOST_BESIDE and all(line.upright and abs(line.size - size) <= OTHER_SIZE * size for line in lines)


def _rows(lines: Sequence[Line], starts: Sequence[Line], run: _Run, left: float) -> list[list[Cell]]:
    """The rows of cells that lines make, each with one number; none if they do not fit."""
    numbers = {id(line) for line in starts}
    headings = [] if run.bare else _headings(lines, numbers, left)
    apart = {id(line) for line in headings} | (numbers if run.bare else set())
    titles = [line for line in lines if _is_title(line, left) and id(line) not in apart]
    taken = {id(line) for line in titles} | apart
    sides = _sides([line for line in lines if id(line) not in taken])
    if not 1 <= len(sides) <= MOST_BESIDE or not any(HAN.search(line.text) for side in sides for line in side):
        return []
    pitch = _pitch([titles, *sides], starts)
    cells: list[list[Cell]] = []
    if run.bare:
        bands = [Band(line.base, line.base) for line in starts]
        fitted = fitted_cells([titles, *sides], bands, pitch)
        cells = [[[line] for line in starts], *fitted]
    else:
        own = _from_numbers(titles, numbers, pitch)
        bands = [Band(cell[0].base, cell[-1].base) for cell in own]
        fitted = fitted_cells(sides, bands, pitch) if own else []
        cells = [own, *fitted]
    if not fitted or any(_is_filled(side, len(starts)) for side in sides):
        return []
    rows = [list(row) for row in zip(*cells, strict=True)]
    if not _are_rows(rows, titles_at=len(cells) - len(sides) - 1):
        return []
    rows += [[[line], *[[] for _ in cells[1:]]] for line in headings]
    return sorted(rows, key=lambda row: min([line.base for cell in row for line in cell]))


def _headings(lines: Sequence[Line], numbers: set[int], left: float) -> list[Line]:
    """The headings of categories between entries: they count on their own, and nothing stands beside them."""
    return [
        line
        for line in lines
        if id(line) not in numbers
        and _is_title(line, left)
        and begins_its_own(line.text)
        and not any(other is not line and abs(other.base - line.base) < SAME_BASELINE * line.size for other in lines)
    ]


def _sides(lines: Sequence[Line]) -> list[list[Line]]:
    """The columns beside the titles: lines whose extents from left to right overlap or touch."""
    sides: list[list[Line]] = []
    end = 0.0
    for line in sorted(lines, key=lambda line: line.x0):
        if not sides or line.x0 - end > CELL_GAP * line.size:
            sides.append([])
            end = line.x1
        sides[-1].append(line)
        end = max(end, line.x1)
    return [sorted(side, key=lambda line: line.base) for side in sides]


def _is_filled(side: Sequence[Line], rows: int) -> bool:
    """Whether all lines of a column but the last are as wide as it, and more than there are rows: running text beside."""
    left, right = min([line.x0 for line in side]), max([line.x1 for line in side])
    return len(side) > rows + 1 and all(line.x0 - left < line.size and right - line.x1 < line.size for line in side[:-1])


def _from_numbers(titles: Sequence[Line], numbers: set[int], pitch: float) -> list[Cell]:
    """The titles, each from its number to the next; none if a line goes on with none of them."""
    cells: list[Cell] = []
    for line in titles:
        if id(line) in numbers:
            cells.append([line])
        elif not cells or line.base - cells[-1][-1].base > WRAP_PITCH * pitch:
            return []
        else:
            cells[-1].append(line)
    return cells


def _are_rows(rows: Sequence[Sequence[Cell]], titles_at: int) -> bool:
    """Whether rows stand below one another, titles end before what is beside them, and all are as short as titles and sources are."""
    bottom = 0.0
    for row in rows:
        bases = [line.base for cell in row for line in cell]
        if min(bases) <= bottom or not row[titles_at]:
            return False
        bottom = max(bases)
        beside = [line for cell in row[titles_at + 1 :] for line in cell]
        if any(line.x1 > other.x0 for line in row[titles_at] for other in beside):
            return False
        texts = ["".join([line.text for line in cell]) for cell in row]
        if len(texts[titles_at]) > LONGEST_TITLE or "。" in texts[titles_at]:
            return False
        # What counts as well beside the entries is their own second column.
        if any(len(text) > LONGEST_SOURCE or _CLAUSE.search(text) or (_number(text) is not None and HAN.search(text)) for text in texts[titles_at + 1 :]):
            return False
    return True


def _heads(fragments: Sequence[Line], first: int, rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The words right above the rows that name columns: short, at one height, each above a column of its own."""
    heads: list[Line] = []
    for line in reversed(fragments[max(0, first - len(rows[0])) : first]):
        if heads and heads[-1].base - line.base > SAME_BASELINE * line.size:
            break
        heads.insert(0, line)
    size = fragments[first].size
    near = len(heads) > 1 and fragments[first].base - heads[0].base < ZONE_STEP * size
    if not near or any(len(line.text) >= LABEL or not HAN.search(line.text) for line in heads):
        return []
    return heads if sum(map(bool, _by_columns(heads, rows))) == len(heads) else []


def _by_columns(heads: Sequence[Line], rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Words put to the columns whose extents they share most with, or are nearest to."""
    out: list[Cell] = [[] for _ in rows[0]]
    extents = [[line for row in rows for line in row[column]] for column in range(len(out))]
    edges = [(min([line.x0 for line in lines]), max([line.x1 for line in lines])) for lines in extents]
    for head in heads:
        column = max(range(len(edges)), key=lambda at: min(head.x1, edges[at][1]) - max(head.x0, edges[at][0]))
        out[column].append(head)
    return out
