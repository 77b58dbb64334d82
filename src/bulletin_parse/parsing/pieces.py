"""What an article is made of while it is read: text with its block, or a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block, join_rows
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.rows import Row
from bulletin_parse.parsing.ledger import Passage


class Piece(NamedTuple):
    """A block's text and its passage; ``block`` is None where text was cut from a line or put together from two blocks.

    A figure has no passage and no text.
    """

    text: str
    passage: Passage | None
    block: Block | None

    @property
    def is_figure(self) -> bool:
        """Whether the piece is a picture."""
        return self.passage is None

    @property
    def is_table(self) -> bool:
        """Whether the piece is a table."""
        return self.block is not None and self.block.role == "table"

    @property
    def is_apart(self) -> bool:
        """Whether the piece is a table or a note, which the layout knows to be no part of the running text."""
        return self.block is not None and self.block.role != ""

    @property
    def marked(self) -> bool:
        """Whether the piece is set bold, or marked so in a text."""
        return bool(self.block and self.block.rows and self.block.rows[0].bold)


class Manner(NamedTuple):
    """How a document shows what a block is.

    ``paged``: by type and place, as on a page; a text has marks and words alone. ``marks``: the text marks its headings, as
    Markdown does. ``spaced``: blank lines stand between its paragraphs, so that lines without one between are one paragraph.
    """

    habits: Habits
    paged: bool
    marks: bool = False
    spaced: bool = False


def pieces_of(first_text: Passage | None, blocks: Sequence[Block]) -> list[Piece]:
    """The pieces of an article: text from the content label's own line, if any, and the blocks below."""
    pieces = [Piece(first_text.text, first_text, None)] if first_text else []
    for block in blocks:
        if block.is_figure:
            pieces.append(Piece("", None, block))
        else:
            passage = Passage.of(block.rows, block.text)
            pieces.append(Piece(block.text, passage, block))
    return pieces


def part_of(block: Block, rows: tuple[Row, ...]) -> Piece:
    """The piece that some rows of a block make."""
    part = block._replace(rows=rows, text=join_rows(rows))
    return Piece(part.text, Passage.of(rows, part.text), part)
