"""Cells and boxes that a page's end cut: what stands at the next page's top goes on with the last rows of the page above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bulletin_parse.layout.row import Row, Strip
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.layout.sides import goes_on_in_cell
from bulletin_parse.layout.tolerances import APART, FIRST_INDENT, INDENT_TO, SAME_EDGE


def with_cells_continued(pages: Mapping[int, list[Strip]]) -> dict[int, list[Strip]]:
    """The strips of each page; rows at its top that go on with the last cell of the page before are put to that table.

    Args:
        pages: each page's strips by its number, furniture left out.
    """
    out: dict[int, list[Strip]] = {}
    above: Strip | None = None
    for number in sorted(pages):
        parts = [strip for strip in pages[number] if strip.rows]
        if above and parts and parts[0].kind == "text" and (taken := _in_first_cell(parts[0].rows, above)):
            rows = parts[0].rows
            first, *others = above.cells[0]
            out[number - 1][-1] = above._replace(rows=[*above.rows, *rows[:taken]], cells=(((*first, *rows[:taken]), *others),))
            parts = [parts[0]._replace(rows=rows[taken:]), *parts[1:]] if taken < len(rows) else parts[1:]
        elif above and parts and parts[0].kind == "text" and (taken := _in_last_column(parts[0].rows, above)):
            rows = parts[0].rows
            cell: tuple[tuple[Row, ...], ...] = (*[()] * (len(above.cells[0]) - 1), tuple(rows[:taken]))
            rest = [parts[0]._replace(rows=rows[taken:])] if taken < len(rows) else []
            if not rest and len(parts) > 1 and parts[1].kind == "table" and len(parts[1].cells[0]) == len(cell):  # the table's further rows follow
                parts = [parts[1]._replace(rows=[*rows, *parts[1].rows], cells=(cell, *parts[1].cells)), *parts[2:]]
            else:
                parts = [Strip("table", rows[:taken], (cell,)), *rest, *parts[1:]]
        out[number] = parts
        above = parts[-1] if parts and parts[-1].kind == "table" else None
    return out


def with_asides_continued(pages: Mapping[int, list[Strip]]) -> dict[int, list[Strip]]:
    """The strips of each page; last rows that a box at the next page's top goes on with are a box as well, though no text stands beside them.

    Args:
        pages: each page's strips by its number, furniture left out.
    """
    out = {number: list(parts) for number, parts in pages.items()}
    for number, parts in out.items():
        box = _top_aside(out.get(number + 1, ()))
        last = parts[-1] if parts and parts[-1].kind in ("text", "aside") else None
        if box is None or last is None or not last.rows or ends_sentence(last.rows[-1].text):
            continue
        rows, left, at = last.rows, min([row.x0 for strip in parts for row in strip.rows]), len(last.rows)
        while at and _is_of_box(rows[at - 1], box, left):
            at -= 1
        if at < len(rows):
            parts[-1:] = [last._replace(rows=rows[:at])] if at else []
            parts.append(Strip("aside", rows[at:], cut=True))
    return out


def _top_aside(parts: Sequence[Strip]) -> Row | None:
    """The first row of a box beside a page's first text."""
    boxes = [strip.rows[0] for strip in parts if strip.kind == "aside" and strip.rows]
    text = [row for strip in parts if strip.kind == "text" for row in strip.rows[:1]]
    highest = min(boxes, key=lambda row: row.base, default=None)
    return highest if highest and text and highest.base < min([row.base for row in text]) + APART * highest.size else None


def _is_of_box(row: Row, box: Row, left: float) -> bool:
    """Whether a row is set as a box's first row on the next page, far from the text's left edge."""
    size = box.size or 1.0
    return (row.font, row.size) == (box.font, box.size) and abs(row.x0 - box.x0) < SAME_EDGE * size and box.x0 - left > INDENT_TO * size


def _in_last_column(rows: Sequence[Row], table: Strip) -> int:
    """How many rows from the first stand in a table's last column, where no text begins."""
    lefts = [min([row.x0 for line in table.cells for row in line[at]], default=None) for at in (0, -1)]
    if lefts[0] is None or lefts[1] is None:
        return 0
    taken = 0
    for row in rows:
        offset = (row.x0 - lefts[1]) / (row.size or 1.0)
        if lefts[1] - lefts[0] < INDENT_TO * row.size or min(abs(offset), abs(offset - FIRST_INDENT)) > SAME_EDGE:
            break
        taken += 1
    return taken


def _in_first_cell(rows: Sequence[Row], table: Strip) -> int:
    """How many rows from the first go on with the first cell of a table's only row: 主办：…政策研 | 主编：周明远, and 究中心 on the next page."""
    if len(table.cells) != 1 or not table.cells[0][0]:
        return 0
    taken, above = 0, table.cells[0][0][-1]
    while taken < len(rows) and goes_on_in_cell(above, rows[taken]):
        taken, above = taken + 1, rows[taken]
    return taken
