"""Tables by their rulings: the lines that are drawn around cells tell rows, columns and merged cells, however the text stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_parse.layout.fused import cut_at, ink_end
from bulletin_parse.layout.tolerances import LAST_NARROW, MOST_LINES, MOST_RULES, OPEN_ROW, PROSE_ROWS, ROWS_FOR_OWN_FRAME, RULE_SLIP, SURE_COLUMNS
from bulletin_parse.reading.document import Box, Line

LEAST_UPRIGHT = 3  # rulings around two columns


class Ruled(NamedTuple):
    """A table: its upper edge in points, the places of its lines, and rows of cells of lines. A merged cell stands at its upper left slot."""

    top: float
    lines: frozenset[int]
    cells: list[list[list[Line]]]


class _Rule(NamedTuple):
    """A drawn line: the height, or the distance from the left, at which it stands, and where it begins and ends along itself."""

    at: float
    begin: float
    end: float


class _Grid(NamedTuple):
    """Rulings that cross one another."""

    across: list[_Rule]
    down: list[_Rule]


def ruled_tables(rules: Sequence[Box], lines: Sequence[Line]) -> list[Ruled]:
    """The tables of a page whose cells are ruled, top to bottom; none where text stands beside one or runs over its rulings.

    Args:
        rules: rectangles of drawn lines.
        lines: of the page, by baseline.
    """
    if len(rules) > MOST_RULES:
        return []
    uprights = [_Rule((x0 + x1) / 2, top, bottom) for x0, top, x1, bottom in rules if x1 - x0 < bottom - top]
    if len(uprights) < LEAST_UPRIGHT:
        return []  # underlines and lines between articles
    across = _merged([_Rule((top + bottom) / 2, x0, x1) for x0, top, x1, bottom in rules if x1 - x0 >= bottom - top])
    down = _merged(uprights)
    if len(across) + len(down) > MOST_LINES:
        return []
    found = [table for grid in _grids(across, down) if (table := _table(grid, lines))]
    return sorted(found, key=lambda table: table.top)


def _merged(rules: Sequence[_Rule]) -> list[_Rule]:
    """The rules, those that lie on one another or go on from one another made one."""
    out: list[_Rule] = []
    levels: list[list[_Rule]] = []
    for rule in sorted(rules):
        if not levels or rule.at - levels[-1][0].at > RULE_SLIP:
            levels.append([])
        levels[-1].append(rule)
    for level in levels:
        at = level[0].at
        begin, end = None, 0.0
        for rule in sorted(level, key=lambda rule: rule.begin):
            if begin is None or rule.begin > end + RULE_SLIP:
                if begin is not None:
                    out.append(_Rule(at, begin, end))
                begin, end = rule.begin, rule.end
            end = max(end, rule.end)
        if begin is not None:
            out.append(_Rule(at, begin, end))
    return out


def _grids(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[_Grid]:
    """The rules in groups that cross or touch one another."""
    group = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for number, upright in enumerate(down):
        for level, rule in enumerate(across):
            if _reaches(rule, upright.at) and _reaches(upright, rule.at):
                group[root(len(across) + number)] = root(level)
    grids: dict[int, _Grid] = defaultdict(lambda: _Grid([], []))
    for level, rule in enumerate(across):
        grids[root(level)].across.append(rule)
    for number, upright in enumerate(down):
        grids[root(len(across) + number)].down.append(upright)
    return iter(grids.values())


def _reaches(rule: _Rule, at: float) -> bool:
    return rule.begin - RULE_SLIP <= at <= rule.end + RULE_SLIP


def _table(grid: _Grid, lines: Sequence[Line]) -> Ruled | None:
    lefts, tops = _places(grid.down), _with_open_ends(_places(grid.across), grid.down)
    if len(lefts) < LEAST_UPRIGHT or len(tops) < 2:
        return None
    levels, uprights = _by_place(grid.across, tops), _by_place(grid.down, lefts)
    slots: dict[tuple[int, int], list[Line]] = defaultdict(list)
    taken: set[int] = set()

    def upper_left(row: int, column: int) -> tuple[int, int]:
        """The first slot of the cell that a slot is part of: no rule lies between the slots of a merged cell."""
        while row > 0 and not _parted(levels[row], (lefts[column] + lefts[column + 1]) / 2):
            row -= 1
        while column > 0 and not _parted(uprights[column], (tops[row] + tops[row + 1]) / 2):
            column -= 1
        return row, column

    for at, line in enumerate(lines):
        height = (line.top + line.bottom) / 2
        if not tops[0] < height < tops[-1]:
            continue
        if not line.upright and _is_written_across(line, lefts, tops):
            continue
        row = _slot(tops, height)
        taken.add(at)
        edges = [edge for edge, rules in zip(lefts, uprights, strict=True) if _parted(rules, height)]
        for part in _parts(line, lefts, edges):
            column, last = _slot(lefts, part.x0 + RULE_SLIP), _slot(lefts, ink_end(part) - RULE_SLIP)
            if column is None or last is None or row is None or not part.upright:
                return None  # text stands beside the table, or runs out of it
            upper = upper_left(row, column)
            if upper != upper_left(row, last):
                return None
            slots[upper].append(part)
    cells = [[slots.get((row, column), []) for column in range(len(lefts) - 1)] for row in range(len(tops) - 1)]
    cells = [row for row in cells if any(row)]
    if (
        not cells
        or (len(lefts) < SURE_COLUMNS and max(sum(map(bool, row)) for row in cells) < 2)
        or any(len(cell) >= ROWS_FOR_OWN_FRAME + PROSE_ROWS for row in cells for cell in row)
    ):
        return None
    return Ruled(tops[0], frozenset(taken), cells)


def _with_open_ends(tops: Sequence[float], down: Sequence[_Rule]) -> list[float]:
    """The heights of the rules across, and where the upright ones end beyond them: a page's end cut a row in two and closed neither part."""
    if not tops or not down:
        return list(tops)
    high, low = min([rule.begin for rule in down]), max([rule.end for rule in down])
    return [*([high] if tops[0] - high > OPEN_ROW else []), *tops, *([low] if low - tops[-1] > OPEN_ROW else [])]


def _is_written_across(line: Line, lefts: Sequence[float], tops: Sequence[float]) -> bool:
    """Whether a line that belongs to no row reaches over several cells: a watermark, and no writing up a cell."""
    return any(line.x0 < left < line.x1 for left in lefts) and any(line.top < top < line.bottom for top in tops)


def _parts(line: Line, lefts: Sequence[float], edges: Sequence[float]) -> list[Line]:
    """A line, or the parts of it where an engine read several cells as one line; ``edges`` are those of ``lefts`` that part cells at its height."""
    parts = _words(line, lefts)
    if any(_over(part, edges) for part in parts):
        return cut_at(line, _over(line, edges)) or parts
    return parts


def _over(line: Line, edges: Sequence[float]) -> list[float]:
    return [edge for edge in edges if line.x0 + RULE_SLIP < edge < ink_end(line) - RULE_SLIP]


def _words(line: Line, lefts: Sequence[float]) -> list[Line]:
    """A line, or its words put together to the cells in which they stand."""
    words = line.text.split()
    if len(words) < 2 or not any(line.x0 + RULE_SLIP < left < line.x1 - RULE_SLIP for left in lefts):
        return [line]
    widths = [line.size * sum([1.0 if char > LAST_NARROW else 0.5 for char in word]) for word in words]
    gap = max(0.0, line.x1 - line.x0 - sum(widths)) / (len(words) - 1)
    parts: list[Line] = []
    x0 = line.x0
    for word, width in zip(words, widths, strict=True):
        parts.append(line._replace(text=word, x0=x0, x1=x0 + width))
        x0 += width + gap
    whole = [parts[0]]
    for part in parts[1:]:
        if any(whole[-1].x0 < left < part.x1 for left in lefts):
            whole.append(part)
        else:
            whole[-1] = whole[-1]._replace(text=f"{whole[-1].text} {part.text}", x1=part.x1)
    return whole


def _places(rules: Sequence[_Rule]) -> list[float]:
    """Where rules stand, each place once."""
    out: list[float] = []
    for at in sorted({rule.at for rule in rules}):
        if not out or at - out[-1] > RULE_SLIP:
            out.append(at)
    return out


def _slot(edges: Sequence[float], at: float) -> int | None:
    return next((number for number in range(len(edges) - 1) if edges[number] <= at <= edges[number + 1]), None)


def _by_place(rules: Sequence[_Rule], places: Sequence[float]) -> list[list[_Rule]]:
    return [[rule for rule in rules if abs(rule.at - place) <= RULE_SLIP] for place in places]


def _parted(rules: Sequence[_Rule], along: float) -> bool:
    return any(rule.begin < along < rule.end for rule in rules)
