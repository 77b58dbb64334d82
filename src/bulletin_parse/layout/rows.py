"""Lines to rows: fragments on one baseline become one row, rows stand in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from operator import gt
from typing import NamedTuple

from bulletin_parse.layout.tolerances import RUN_GAP, SAME_BASELINE
from bulletin_parse.reading.document import Line, LinkArea, Page
from bulletin_parse.reading.spacing import tidy


class Row(NamedTuple):
    """One printed row of text.

    ``order`` is its place in the document (from 0), by which provenance and the ledger know it; ``page`` counts from 1.
    ``links`` are the targets of the annotations that lie on it.
    """

    order: int
    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    font: str
    bold: bool
    upright: bool
    confidence: float = 1.0
    links: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """From edge to edge, in points."""
        return self.x1 - self.x0


def page_rows(page: Page, first_order: int) -> list[Row]:
    """The rows of a page from top to bottom.

    Args:
        page: the page as read; content streams often paint headers and footers first.
        first_order: the ``order`` of the first row.
    """
    lines = page.lines
    bases = [line.base for line in lines]
    if any(map(gt, bases, bases[1:])):
        lines = tuple(sorted(lines, key=_by_baseline))
        bases.sort()
    number, links = page.number, page.links
    rows: list[Row] = []
    at, count = 0, len(lines)
    while at < count:
        line, base = lines[at], bases[at]
        after = at + 1
        while after < count and bases[after] - base <= SAME_BASELINE * max(lines[after].size, line.size):
            after += 1
        order = first_order + len(rows)
        if after == at + 1:
            rows.append(tuple.__new__(Row, (order, number, *line, _targets(line, links) if links else ())))
        else:
            rows += _merged(lines[at:after], page, order)
        at = after
    return rows


def _by_baseline(line: Line) -> float:
    return line.base


def _by_left(line: Line) -> float:
    return line.x0


def _merged(lines: Sequence[Line], page: Page, order: int) -> list[Row]:
    """The row or rows that fragments on one baseline make: those that run in another direction stay apart."""
    upright = sorted([line for line in lines if line.upright], key=_by_left)
    rows: list[Row] = []
    for group in ([upright] if upright else []) + [[line] for line in lines if not line.upright]:
        longest = max(group, key=lambda line: line.x1 - line.x0)
        text, end = group[0].text, group[0].x1
        for line in group[1:]:
            text += (" " if line.x0 - end > RUN_GAP * longest.size else "") + line.text
            end = max(end, line.x1)
        whole = Line(
            tidy(text),
            group[0].x0,
            min([line.top for line in group]),
            end,
            max([line.bottom for line in group]),
            *longest[5:-1],
            min([line.confidence for line in group]),
        )
        rows.append(Row(order + len(rows), page.number, *whole, _targets(whole, page.links)))
    return rows


def _targets(line: Line, areas: tuple[LinkArea, ...]) -> tuple[str, ...]:
    middle = (line.top + line.bottom) / 2
    found = [area.uri for area in areas if area.top <= middle <= area.bottom and (area.x1 == area.x0 or (area.x0 < line.x1 and area.x1 > line.x0))]
    return tuple(dict.fromkeys(found))
