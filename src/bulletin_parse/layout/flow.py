"""A document's text as one flow of blocks, furniture aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block, Doubt, Layout, continues, ends_sentence, is_centred, is_full, join_rows
from bulletin_parse.layout.figures import figures_of
from bulletin_parse.layout.frame import Frame, Habits, frame_of, habits_of
from bulletin_parse.layout.furniture import page_furniture, text_furniture
from bulletin_parse.layout.rows import Row, page_rows
from bulletin_parse.layout.tolerances import INDENT_FROM, SAME_SIZE, SMALL_TYPE
from bulletin_parse.reading.document import Document, Picture

# A text is hard-wrapped when no line is longer than this many cells and this share of its lines end near its edge.
WIDEST_WRAP, WRAP_SLACK, WRAPPED_SHARE, WRAP_QUANTILE = 120, 3, 0.25, 0.9
LONGEST_CAPTION = 3  # rows


class Flow(NamedTuple):
    """The blocks of a document in reading order, its furniture, all its rows by ``order``, and where the layout had to guess."""

    blocks: list[Block]
    furniture: list[Row]
    rows: list[Row]
    habits: Habits
    paged: bool
    doubts: tuple[Doubt, ...] = ()


def flow_of(document: Document, openers: re.Pattern[str]) -> Flow:
    """The blocks of a document.

    Args:
        document: as read.
        openers: what a row that opens a block of its own begins with (the template's labels).
    """
    by_page: list[list[Row]] = []
    count = 0
    for page in document.pages:
        rows = page_rows(page, count)
        count += len(rows)
        by_page.append(rows)
    everything = [row for rows in by_page for row in rows]
    aside = page_furniture(document.pages, by_page) if document.paged else text_furniture(by_page)
    body = [row for row in everything if row.order not in aside] if aside else everything
    furniture = [row for row in everything if row.order in aside]
    layout = _layout(document, body, openers)
    # An image in a text has a line and no size.
    figures = (
        figures_of(document.pages, layout.habits.size) if document.paged else {page.number: list(page.pictures) for page in document.pages if page.pictures}
    )
    blocks = _paragraphs(body, layout, figures) if document.paged or _is_wrapped(body) else _lines(body, figures)
    return Flow(blocks, furniture, everything, layout.habits, document.paged)


def _layout(document: Document, body: list[Row], openers: re.Pattern[str]) -> Layout:
    whole = frame_of(body)
    by_page: dict[int, list[Row]] = {page.number: [] for page in document.pages}
    for row in body:
        by_page[row.page].append(row)
    frames: dict[int, Frame] = {number: frame_of(rows, whole) for number, rows in by_page.items()}
    return Layout(frames, habits_of(body, frames), openers)


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
            blocks.append(_figure(picture, page))
        blocks.append(Block((row,), row.text, page=row.page))
    return blocks + [_figure(picture, page) for page, picture in waiting]


def _figure(picture: Picture, page: int) -> Block:
    return Block((), page=page, box=(picture.x0, picture.top, picture.x1, picture.bottom))


def _paragraphs(rows: Sequence[Row], layout: Layout, figures: dict[int, list[Picture]]) -> list[Block]:
    blocks: list[Block] = []
    current: list[Row] = []
    slot: int | None = None  # where the current block goes if it is the other half of an earlier one
    waiting = [(page, picture) for page in sorted(figures) for picture in figures[page]]

    def close() -> None:
        nonlocal slot
        if current and slot is not None:
            blocks[slot] = _block(current, layout)
        elif current:
            blocks.append(_block(current, layout))
        current.clear()
        slot = None

    for row in rows:
        while waiting and (waiting[0][0] < row.page or (waiting[0][0] == row.page and waiting[0][1].top < row.top)):
            close()
            page, picture = waiting.pop(0)
            blocks.append(_figure(picture, page))
        if current and not continues(current, row, layout):
            close()
        if not current and (slot := _half_above(blocks, row, layout)) is not None:
            current += blocks[slot].rows
        current.append(row)
    close()
    return blocks + [_figure(picture, page) for page, picture in waiting]


def _block(rows: Sequence[Row], layout: Layout) -> Block:
    first = rows[0]
    frame = layout.frames[first.page]
    indented = first.x0 - frame.left > INDENT_FROM * first.size
    centred = indented and is_centred(first, frame) and all(is_centred(row, layout.frames[row.page]) for row in rows[1:])
    return Block(tuple(rows), join_rows(rows), centred or _ends_centred(rows, layout), indented, first.page)


def _ends_centred(rows: Sequence[Row], layout: Layout) -> bool:
    """A centred title whose first row fills the frame: its last row alone shows that it is centred."""
    last = rows[-1]
    return len(rows) == 2 and is_centred(last, layout.frames[last.page])


def _may_be_caption(block: Block, text: Row) -> bool:
    """Whether a block can stand with a figure between the halves of a paragraph: centred, or set smaller than the text."""
    return len(block.rows) <= LONGEST_CAPTION and (block.centred or block.rows[0].size < SMALL_TYPE * text.size)


def _half_above(blocks: list[Block], row: Row, layout: Layout) -> int | None:
    """The place of the paragraph whose other half begins with this row, when figures stand between the halves."""
    frame = layout.frames[row.page]
    if not blocks or not layout.habits.indents or row.x0 - frame.left > INDENT_FROM * row.size or layout.openers.match(row.text):
        return None
    at = len(blocks) - 1
    while at >= 0 and (blocks[at].is_figure or _may_be_caption(blocks[at], row)):
        at -= 1
    if at < 0 or not any(block.is_figure for block in blocks[at + 1 :]):
        return None
    half = blocks[at]
    last = half.rows[-1]
    runs_on = not ends_sentence(last.text) and is_full(last, row, layout.frames[last.page], centred=False)
    body = layout.habits.size
    if abs(last.size - body) > SAME_SIZE * body:
        return None
    return at if runs_on and (half.indented or len(half.rows) > 1) and last.bold == row.bold and abs(last.size - row.size) <= SAME_SIZE * row.size else None
