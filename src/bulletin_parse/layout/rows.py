"""Lines to rows: fragments on one baseline become one row, rows stand in reading order, part by part of a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import repeat
from math import inf
from operator import attrgetter, gt, lt, sub

from bulletin_parse.layout.around import across
from bulletin_parse.layout.captions import with_captions
from bulletin_parse.layout.columns import columns_of, with_ends
from bulletin_parse.layout.entry_columns import entries_in_columns, last_number
from bulletin_parse.layout.loose_digits import with_digits
from bulletin_parse.layout.margins import margin_of, notes_of
from bulletin_parse.layout.parted import parted
from bulletin_parse.layout.row import Row, Strip, StripKind
from bulletin_parse.layout.ruled import Ruled, ruled_tables
from bulletin_parse.layout.sentences import is_caption_mark
from bulletin_parse.layout.tables import cells_of
from bulletin_parse.layout.tolerances import (
    FURNITURE_ROWS,
    GUTTER,
    LONGEST_MARGIN,
    LONGEST_RAISED,
    RUN_GAP,
    SAME_BASELINE,
    SAME_SIZE,
    SPACES,
)
from bulletin_parse.layout.wrapped_cells import with_cells_whole
from bulletin_parse.layout.zones import Zone, are_beside, head_of_table, row_of_table, zones_of
from bulletin_parse.reading.document import Line, LinkArea, Page
from bulletin_parse.reading.pdf.levels import BASE, SIZE, TEXT
from bulletin_parse.reading.spacing import is_stretched, tidy
from bulletin_parse.text.folding import HAN

_by_left = attrgetter("x0")


def _is_turned(line: Line) -> bool:
    return not line.upright


def page_strips(page: Page, first_order: int, above: Sequence[Strip] = (), below: Page | None = None) -> list[Strip]:
    """The rows of a page in reading order, in strips; most pages are one.

    Args:
        page: the page as read; content streams often paint headers and footers first.
        first_order: the ``order`` of the first row.
        above: the strips of the page before, whose table may go on here.
        below: the page after, on which a table may go on whose heads stand here.
    """
    lines: Sequence[Line] = page.lines
    if page.rules:
        by_height = sorted(lines, key=BASE)
        if tables := ruled_tables(page.rules, by_height):
            return _with_tables(page, by_height, tables, first_order, above, below)
    shortest = min(map(len, map(TEXT, lines)), default=inf)  # of most pages no line is so short that one need be looked for
    if page.width and shortest <= LONGEST_MARGIN and (margin := margin_of(lines, page.width, _ends_of_numbers(above))):
        return _with_margin(page, margin, "numbers", first_order, above, below)
    sizes = list(map(SIZE, lines))
    if page.width and (notes := notes_of(lines, sizes, page.width)):
        return _with_margin(page, notes, "aside", first_order, above, below)
    bases = list(map(BASE, lines))
    if any(map(gt, bases, bases[1:])):
        lines = sorted(lines, key=BASE)
        bases, sizes = list(map(BASE, lines)), list(map(SIZE, lines))
    if page.width and shortest <= LONGEST_RAISED and (whole := with_digits(lines)) is not lines:
        lines, bases, sizes = whole, list(map(BASE, whole)), list(map(SIZE, whole))
    if page.pictures and (whole := across(lines, page.pictures)) is not lines:
        lines, bases, sizes = whole, list(map(BASE, whole)), list(map(SIZE, whole))
    closest = min(map(sub, bases[1:], bases), default=inf)
    largest = max(sizes, default=0.0)
    if page.width and closest < largest and any(map(lt, map(sub, bases[1:], bases), sizes[1:])) and _side_by_side(lines):
        lines, strips = _strips_beside(page, lines, first_order, above, below)
        if strips:
            return strips
        return [Strip("text", _rows(lines, list(map(BASE, lines)), page, first_order))]
    if closest <= SAME_BASELINE * largest:
        lines = _merged(lines, bases, SAME_BASELINE * largest)
    return [Strip("text", _each_a_row(lines, page, first_order))]


def _ends_of_numbers(strips: Sequence[Strip]) -> frozenset[int]:
    """Where the numbers in a page's margin end, in whole points."""
    return frozenset([round(row.x1) for strip in strips if strip.kind == "numbers" for row in strip.rows])


def _strips_beside(page: Page, lines: Sequence[Line], first_order: int, above: Sequence[Strip], below: Page | None) -> tuple[Sequence[Line], list[Strip]]:
    """The strips of a page with text side by side; its lines, cells that wrap made whole, and no strip if nothing there is a zone."""
    fragments = _fragments(lines)
    if (entries := entries_in_columns(fragments, _open_number(above))).tables:
        return lines, _with_tables(page._replace(lines=tuple(entries.fragments)), entries.fragments, entries.tables, first_order, above, below)
    if columns := columns_of(fragments, sorted({strip.left for strip in above if strip.kind == "column"})):
        return lines, _Maker(page, first_order).strips(fragments, columns)
    if (whole := with_cells_whole(lines)) is not lines:
        lines, fragments = whole, _fragments(whole)
    if not all(line.upright for line in fragments):
        fragments.sort(key=_is_turned)  # writing across the page ends no zone
    if zones := zones_of(fragments):
        zones = with_ends(fragments, zones)
    if zones and (more := parted(fragments, zones)):
        fragments, zones = more
    if (edges := _open_table(above)) and (row := row_of_table(fragments, edges)) and not any(zone.first < row.after for zone in zones):
        zones = [row, *zones]
    if below and (head := head_of_table(fragments, sorted(below.lines, key=BASE))) and not any(zone.after > head.first for zone in zones):
        zones = [*zones, head]
    zones = with_captions(fragments, zones, page.pictures)
    return lines, _Maker(page, first_order).strips(fragments, zones) if zones else []


def _with_tables(page: Page, lines: Sequence[Line], tables: Sequence[Ruled], first_order: int, above: Sequence[Strip], below: Page | None) -> list[Strip]:
    """The strips of a page with ruled tables, and of the text between them; ``lines`` are the page's by baseline, as the tables count them."""
    left = [(at, line) for at, line in enumerate(lines) if not any(at in table.lines for table in tables)]
    strips: list[Strip] = []
    order, top = first_order, -inf
    for table in [*tables, None]:
        end = table.top if table else inf
        between = tuple([line for _, line in left if top <= (line.top + line.bottom) / 2 < end])
        if between:
            # A table ends where its rulings do: what stands below it on the page is no row of it.
            before = [strip for strip in strips if strip.kind != "table"] if strips else above
            strips += page_strips(page._replace(lines=between, rules=()), order, before, None if table else below)
        order = first_order + sum([len(strip.rows) for strip in strips])
        if table:
            found = []
            for row in table.cells:
                cells = []
                for inside in row:
                    cells.append(tuple(_rows(inside, [line.base for line in inside], page, order)))
                    order += len(cells[-1])
                found.append(tuple(cells))
            strips.append(Strip("table", [row for cells in found for cell in cells for row in cell], tuple(found)))
            top = table.top
    return strips


def _with_margin(page: Page, margin: Sequence[Line], kind: StripKind, first_order: int, above: Sequence[Strip], below: Page | None) -> list[Strip]:
    """The strips of a page, what stands in its margins apart."""
    aside = {id(line) for line in margin}
    strips = page_strips(page._replace(lines=tuple([line for line in page.lines if id(line) not in aside])), first_order, above, below)
    lines = sorted(margin, key=BASE)
    return [*strips, Strip(kind, _rows(lines, [line.base for line in lines], page, first_order + sum([len(strip.rows) for strip in strips])))]


def _open_table(strips: Sequence[Strip]) -> list[tuple[float, float]]:
    """The columns' edges of a table at a page's end, which little but a footer follows; else nothing."""
    for strip in [strip for strip in strips if strip.kind != "numbers"][:-3:-1]:
        if strip.kind == "table":
            columns = [[row for line in strip.cells for row in line[column]] for column in range(len(strip.cells[0]))]
            return [(min([row.x0 for row in rows]), max([row.x1 for row in rows])) for rows in columns] if all(columns) else []
        if len(strip.rows) > FURNITURE_ROWS:
            break
    return []


def _open_number(strips: Sequence[Strip]) -> int | None:
    """The number of the last row of a table at a page's end, which little but a footer follows."""
    last = next((strip for strip in strips[:-3:-1] if strip.kind == "table" or len(strip.rows) > FURNITURE_ROWS), None)
    return last_number([row.text for cell in last.cells[-1] for row in cell[:1]]) if last and last.cells else None


def _side_by_side(lines: Sequence[Line]) -> bool:
    above = None
    for line in lines:
        if above is not None and line[5] - above[5] < line[6] and are_beside(above, line):
            return True
        above = line
    return False


def _rows(lines: Sequence[Line], bases: Sequence[float], page: Page, first_order: int) -> list[Row]:
    furthest = SAME_BASELINE * max(map(SIZE, lines), default=0.0)
    if min(map(sub, bases[1:], bases), default=inf) <= furthest:
        lines = _merged(lines, bases, furthest)
    return _each_a_row(lines, page, first_order)


def _each_a_row(lines: Sequence[Line], page: Page, first_order: int) -> list[Row]:
    orders = range(first_order, first_order + len(lines))
    return list(map(tuple.__new__, repeat(Row), zip(orders, repeat(page.number), *zip(*lines, strict=True), _targets(lines, page.links))))


def _merged(lines: Sequence[Line], bases: Sequence[float], furthest: float) -> list[Line]:
    """The lines of a page by baseline, those on one baseline put together: only where two stand no further apart than ``furthest`` may there be any."""
    whole: list[Line] = []
    done, count = 0, len(lines)
    for at in [at for at, step in enumerate(map(sub, bases[1:], bases)) if step <= furthest]:
        if at < done:
            continue
        base, size = bases[at], lines[at].size
        after = at + 1
        while after < count and bases[after] - base <= furthest and abs(bases[after] - base) <= SAME_BASELINE * max(lines[after].size, size):
            after += 1
        if after > at + 1:
            whole += lines[done:at]
            whole += _merged_row(lines[at:after])
            done = after
    return [*whole, *lines[done:]]


def _merged_row(lines: Sequence[Line]) -> list[Line]:
    """The line or lines that fragments on one baseline make: those that run in another direction stay apart."""
    upright = sorted([line for line in lines if line.upright], key=_by_left)
    return [*([_joined(upright)] if upright else []), *[line for line in lines if not line.upright]]


def _joined(group: Sequence[Line]) -> Line:
    """Fragments of one baseline, from left to right, as one line."""
    if len(group) == 1:
        return group[0]
    longest = max(group, key=lambda line: line.x1 - line.x0)
    parts, end = [group[0].text], group[0].x1
    stretched: bool | None = None
    for line in group[1:]:
        if line.x0 - end > RUN_GAP * longest.size:
            stretched = is_stretched([line.text for line in group]) if stretched is None else stretched
            parts.append("" if stretched else " ")
        parts.append(line.text)
        end = max(end, line.x1)
    return Line(
        tidy("".join(parts)),
        group[0].x0,
        min([line.top for line in group]),
        end,
        max([line.bottom for line in group]),
        *longest[5:-1],
        min([line.confidence for line in group]),
    )


def _fragments(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, those of one baseline put together unless a gutter lies between them."""
    out: list[Line] = []
    at, count = 0, len(lines)
    while at < count:
        base = lines[at].base
        after = at + 1
        while after < count and lines[after].base - base <= SAME_BASELINE * max(lines[after].size, lines[at].size):
            after += 1
        if after == at + 1:
            out.append(lines[at])
        else:
            row = sorted(lines[at:after], key=_by_left)
            group: list[Line] = []
            for line in row:
                if group and (not line.upright or not group[-1].upright or line.x0 - group[-1].x1 > _gutter(group[-1], line)):
                    out.append(_joined(group))
                    group = []
                group.append(line)
            out.append(_joined(group))
        at = after
    return out


def _gutter(left: Line, right: Line) -> float:
    """What lies between two fragments of one baseline at least if they are no parts of a line: less for texts of two sizes, more behind a caption's mark."""
    smaller = min(left.size, right.size)
    if is_caption_mark(left.text) and not is_caption_mark(right.text):
        return SPACES * smaller
    other = abs(left.size - right.size) > SAME_SIZE * smaller and HAN.search(left.text) and HAN.search(right.text)
    return (RUN_GAP if other else GUTTER) * smaller


class _Maker:
    """Makes a page's strips, numbering the rows as it goes."""

    def __init__(self, page: Page, first_order: int) -> None:
        self._page = page
        self._order = first_order

    def strips(self, fragments: Sequence[Line], zones: Sequence[Zone]) -> list[Strip]:
        strips: list[Strip] = []
        at = 0
        for zone in zones:
            self._text(fragments[at : zone.first], strips)
            self._zone(fragments, zone, strips)
            at = zone.after
        self._text(fragments[at:], strips)
        return strips

    def _text(self, lines: Sequence[Line], strips: list[Strip], *, tabbed: bool = False) -> None:
        if not lines:
            return
        rows = self._rows(lines)
        ended: frozenset[int] = frozenset()
        if tabbed:
            widths = Counter([round(line.base) for line in lines])
            ended = frozenset([row.order for row in rows if widths[round(row.base)] > 1])
        if strips and strips[-1].kind == "text":
            strips[-1] = Strip("text", strips[-1].rows + rows, (), strips[-1].ended | ended)
        else:
            strips.append(Strip("text", rows, (), ended))

    def _zone(self, fragments: Sequence[Line], zone: Zone, strips: list[Strip]) -> None:
        columns = [[fragments[at] for at in column] for column in zone.columns]
        if zone.kind == "table":
            cells = tuple([tuple([tuple(self._rows(cell)) for cell in row]) for row in cells_of(columns)])
            strips.append(Strip("table", [row for line in cells for cell in line for row in cell], cells))
        elif zone.kind == "lines":
            self._text(fragments[zone.first : zone.after], strips, tabbed=True)
        elif zone.kind == "captions":
            strips += [Strip("aside", self._rows(column)) for column in columns]
        elif zone.kind == "columns":
            for column in columns:
                self._column(column, strips)
        else:
            for at, column in enumerate(columns):
                if at != zone.beside:
                    self._text(column, strips)
            strips.append(Strip("numbers" if zone.kind == "numbers" else "aside", self._rows(columns[zone.beside])))

    def _column(self, lines: Sequence[Line], strips: list[Strip]) -> None:
        """A column's rows; a table in it is a strip of its own."""
        at, left = 0, min([line.x0 for line in lines])
        tables = [zone for zone in zones_of(lines) if zone.kind == "table"]
        edges = [(x0 + left - strips[-1].left, x1 + left - strips[-1].left) for x0, x1 in _open_table(strips[-1:])]
        if edges and (row := row_of_table(lines, edges)) and not any(zone.first < row.after for zone in tables):
            tables = [row, *tables]
        for zone in tables:
            if zone.first > at:
                strips.append(Strip("column", self._rows(lines[at : zone.first]), left=left))
            self._zone(lines, zone, strips)
            strips[-1] = strips[-1]._replace(left=left)
            at = zone.after
        if at < len(lines):
            strips.append(Strip("column", self._rows(lines[at:]), left=left))

    def _rows(self, lines: Sequence[Line]) -> list[Row]:
        rows = _rows(lines, [line.base for line in lines], self._page, self._order)
        self._order += len(rows)
        return rows


def _targets(lines: Sequence[Line], areas: Sequence[LinkArea]) -> list[tuple[str, ...]]:
    """The targets of the annotations that lie on each line: a page has few of these, and each lies on few lines."""
    found: list[tuple[str, ...]] = [()] * len(lines)
    if not areas:
        return found
    middles = [(line[2] + line[4]) / 2 for line in lines]
    downwards = sorted(range(len(lines)), key=middles.__getitem__)
    middles.sort()
    for uri, x0, top, x1, bottom in areas:
        for at in downwards[bisect_left(middles, top) : bisect_right(middles, bottom)]:
            if (x1 == x0 or (x0 < lines[at][3] and x1 > lines[at][1])) and uri not in found[at]:
                found[at] = (*found[at], uri)
    return found
