"""A document's text as one flow of blocks, furniture aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block, Doubt, Layout
from bulletin_parse.layout.figures import figures_of
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.furniture import page_furniture, text_furniture
from bulletin_parse.layout.notes import with_notes_apart
from bulletin_parse.layout.paragraphs import Paragraphs, figure_block, joined_rows
from bulletin_parse.layout.places import Places
from bulletin_parse.layout.rows import Row, Strip, page_strips
from bulletin_parse.reading.document import Document, Picture

# A text is hard-wrapped when no line is longer than this many cells and this share of its lines end near its edge.
WIDEST_WRAP, WRAP_SLACK, WRAPPED_SHARE, WRAP_QUANTILE = 120, 3, 0.25, 0.9


class Flow(NamedTuple):
    """The blocks of a document in reading order, its furniture, all its rows by ``order``, and where the layout had to guess.

    ``layout`` is what was measured of it, with which ``unfolded`` reads a table's cells as text.
    """

    blocks: list[Block]
    furniture: list[Row]
    rows: list[Row]
    habits: Habits
    paged: bool
    doubts: tuple[Doubt, ...] = ()
    layout: Layout | None = None


def flow_of(document: Document, openers: re.Pattern[str]) -> Flow:
    """The blocks of a document.

    Args:
        document: as read.
        openers: what a row that opens a block of its own begins with (the template's labels).
    """
    strips: dict[int, list[Strip]] = {}
    everything: list[Row] = []
    by_page: list[list[Row]] = []
    for page in document.pages:
        parts = page_strips(page, len(everything))
        strips[page.number] = parts
        for strip in parts:
            everything += strip.rows
        by_page.append(parts[0].rows if len(parts) == 1 else sorted([row for strip in parts if strip.kind != "table" for row in strip.rows], key=_by_base))
    aside = page_furniture(document.pages, by_page, openers) if document.paged else text_furniture(by_page)
    aside |= {row.order for parts in strips.values() for strip in parts if strip.kind == "numbers" for row in strip.rows}
    if aside:
        strips = {number: [_without(strip, aside) for strip in parts] for number, parts in strips.items()}
    furniture = [row for row in everything if row.order in aside]
    if document.paged:
        strips = with_notes_apart(strips)
    layout, main = _layout(document, strips, len(everything), openers)
    # An image in a text has a line and no size.
    figures = (
        figures_of(document.pages, layout.habits.size) if document.paged else {page.number: list(page.pictures) for page in document.pages if page.pictures}
    )
    if document.paged or _is_wrapped(main):
        blocks = Paragraphs(layout, figures).blocks([(page.number, strips[page.number]) for page in document.pages])
    else:
        blocks = _lines(main, figures)
    return Flow(blocks, furniture, everything, layout.habits, document.paged, (), layout)


def unfolded(block: Block, flow: Flow) -> list[Block]:
    """A table's cells as ordinary blocks, each read for itself, row by row from left to right; any other block is itself."""
    if block.role != "table" or flow.layout is None:
        return [block]
    blocks: list[Block] = []
    for line in block.cells:
        for cell in line:
            blocks += joined_rows(cell, flow.layout)
    return blocks


def _by_base(row: Row) -> float:
    return row.base


def _without(strip: Strip, aside: set[int]) -> Strip:
    """The strip without its rows that are furniture."""
    rows = [row for row in strip.rows if row.order not in aside]
    if len(rows) == len(strip.rows):
        return strip
    cells = tuple([tuple([tuple([row for row in cell if row.order not in aside]) for cell in line]) for line in strip.cells])
    return Strip(strip.kind, rows, tuple([line for line in cells if any(line)]))


def _layout(document: Document, strips: Mapping[int, Sequence[Strip]], count: int, openers: re.Pattern[str]) -> tuple[Layout, list[Row]]:
    """What is measured of a document, and the rows of its running text."""
    places = Places(document.pages, strips, count)
    main: list[Row] = []
    for page in document.pages:
        parts = strips[page.number]
        rows = [row for strip in parts if strip.kind == "text" for row in strip.rows]
        boxes = [] if not document.paged else [*page.pictures, *[_extent(strip) for strip in parts if strip.kind == "aside" and strip.rows]]
        if boxes:
            places.narrow(rows, boxes)
        main += [row for strip in parts if strip.kind in ("text", "column") for row in strip.rows]
    if document.paged:
        places.inset(main, openers)
    return Layout(places.frames, places.habits, openers), main


def _extent(strip: Strip) -> Picture:
    rows = strip.rows
    return Picture(min([row.x0 for row in rows]), min([row.top for row in rows]), max([row.x1 for row in rows]), max([row.bottom for row in rows]))


def _is_wrapped(rows: Sequence[Row]) -> bool:
    """Whether a text's paragraphs are broken into lines of one width."""
    if len(rows) < 8:
        return False
    # A link or a header at the right may reach further than the text.
    edge = sorted([row.x1 for row in rows])[int(WRAP_QUANTILE * len(rows))]
    near = sum([abs(edge - row.x1) <= WRAP_SLACK for row in rows])
    return edge <= WIDEST_WRAP and near >= WRAPPED_SHARE * len(rows)


def _lines(rows: Sequence[Row], figures: dict[int, list[Picture]]) -> list[Block]:
    """A text whose paragraphs are lines: each line a block, images between them."""
    blocks: list[Block] = []
    waiting = [(page, picture) for page in sorted(figures) for picture in figures[page]]
    for row in rows:
        while waiting and waiting[0][1].top <= row.top:
            page, picture = waiting.pop(0)
            blocks.append(figure_block(picture, page))
        blocks.append(Block((row,), row.text, page=row.page))
    return blocks + [figure_block(picture, page) for page, picture in waiting]
