"""Lines of running text that a converter marked as headings: the first of a page, or whatever its sizes and fonts made it take for one."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import INNER_STOP
from bulletin_parse.layout.text_rows import TextRows
from bulletin_parse.layout.told import Told
from bulletin_parse.layout.wrapping import LOST_INDENT, Wrapping, is_line_full


def without_false_marks(rows: Sequence[Row], found: TextRows, wrapping: Wrapping, told: Told) -> tuple[list[Row], TextRows]:
    """The rows of a wrapped text, and what markup says of them, without the marks of lines that are no headings.

    Such a line is as wide as the text's lines are, or a first line whose indent is lost; it stops inside a sentence behind a stop, and goes on in the
    line below it, which has no mark. A heading stops short of the edge, or the next line begins something of its own.

    Args:
        rows: the text's lines.
        found: what markup says of them.
        wrapping: how they make paragraphs.
        told: what was told of the lines.
    """
    edge = wrapping.edge
    marked = [at for at, row in enumerate(rows) if row.bold and row.order in found.breaks] if edge is not None and found.breaks else []
    false = {at for at in marked if edge is not None and at + 1 < len(rows) and _runs_on(rows[at], rows[at + 1], edge, told)}
    if not false:
        return list(rows), found
    orders = {rows[at].order for at in false}
    return [row._replace(bold=False) if at in false else row for at, row in enumerate(rows)], found._replace(breaks=found.breaks - orders)


def _runs_on(row: Row, below: Row, edge: float, told: Told) -> bool:
    return (
        not below.bold
        and not told.ends[row.text]
        and bool(INNER_STOP.search(row.text))
        and is_line_full(row, below, edge - LOST_INDENT, told)
        and not told.opens[row.text]
        and not told.opens[below.text]
    )
