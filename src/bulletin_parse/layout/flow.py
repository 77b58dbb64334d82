"""A document's text as one flow of blocks, furniture aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Guess, Layout, TextBlock
from bulletin_parse.layout.frame import NOWHERE, Habits
from bulletin_parse.layout.row import Row
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.reading.document import Document, Unit

# A text has no type and no places on a page: nothing that is told by them is asked of it.
_NO_HABITS = Habits(pitch=1.5, size=1.0, font="", bold=False, indents=False)


class Flow(NamedTuple):
    """The blocks of a document in reading order, its furniture, all its rows by ``order``, and where the layout had to guess.

    ``layout`` is what was measured of it, with which ``unfolded`` reads a table's cells as text.
    """

    blocks: list[TextBlock]
    furniture: list[Row]
    rows: list[Row]
    habits: Habits
    unit: Unit
    doubts: tuple[Guess, ...] = ()
    layout: Layout | None = None

    @property
    def paged(self) -> bool:
        """Whether rows have places on pages."""
        return self.unit == "page"


def flow_of(document: Document, words: LayoutWords) -> Flow:
    """The blocks of a document.

    Args:
        document: as read.
        words: the template's, by which lines are told apart.
    """
    if not document.paged:
        return _text(document, words) if document.unit == "line" else _given(document, words.openers)
    return _paged(document, words)


def _paged(document: Document, words: LayoutWords) -> Flow:
    from bulletin_parse.layout.page_flow import page_flow

    found = page_flow(document, words)
    return Flow(found.blocks, found.furniture, found.rows, found.layout.habits, "page", doubts=found.doubts, layout=found.layout)


def _text(document: Document, words: LayoutWords) -> Flow:
    from bulletin_parse.layout.text_flow import text_flow

    found = text_flow(document, words)
    frames = (NOWHERE,) * len(found.rows)
    return Flow(found.blocks, found.furniture, found.rows, _NO_HABITS, "line", doubts=found.doubts, layout=Layout(frames, _NO_HABITS, words.openers))


def _given(document: Document, openers: re.Pattern[str]) -> Flow:
    from bulletin_parse.layout.given import given_flow

    found = given_flow(document, openers)
    frames = (NOWHERE,) * len(found.rows)
    return Flow(found.blocks, found.furniture, found.rows, found.habits, "paragraph", layout=Layout(frames, found.habits, openers))


def unfolded(block: TextBlock, flow: Flow) -> list[TextBlock]:
    """A table's cells as ordinary blocks, each read for itself, row by row from left to right; any other block is itself."""
    if block.role != "table" or flow.layout is None:
        return [block]
    return [unfolded for line in block.cells for cell in line for unfolded in _cell_blocks(cell, flow.unit, flow.layout)]


def _cell_blocks(cell: Sequence[Row], unit: Unit, layout: Layout) -> list[TextBlock]:
    if unit == "page":
        from bulletin_parse.layout.paragraphs import joined_rows

        return joined_rows(cell, layout)
    if unit == "paragraph":
        from bulletin_parse.layout.given import paragraphs_of

        return paragraphs_of(cell, layout.openers)
    from bulletin_parse.layout.text_flow import cell_blocks

    return cell_blocks(cell, layout.openers)
