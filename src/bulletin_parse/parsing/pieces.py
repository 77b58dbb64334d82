"""What a bulletin is made of while it is read: text with its block, or a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import TextBlock, join_rows
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.lazy import lazy_pattern, may_match

# A line of dashes, stars or circles parts what is above from what is below; dots alone may be an ellipsis.
_ORNAMENT = lazy_pattern(r"(?=[\s\-—–―‐_=*＊~～·•.…。※☆★✦◆◇■□●○▲△▪＿─━═┄┈╌]{3,}\Z).*[^\s.…。·]")


LONGEST_NAVIGATION = 12  # characters of a line that leads about the page
_MAIL_END = "--"  # alone on a line it parts a mail from its writer's name


class Piece:
    """A block's text and its passage; ``block`` is None where text was cut from a line or put together from two blocks.

    A figure (``is_figure``) is a picture and has no passage and no text. ``is_apart``: the piece is a table (``is_table``) or a note, which the
    layout knows to be no part of the running text.
    """

    # Read faster than a tuple's fields or a property: each piece is asked by all that look at it.
    __slots__ = ("block", "is_apart", "is_figure", "is_table", "passage", "text")

    def __init__(self, text: str, passage: Passage | None, block: TextBlock | None) -> None:
        self.text = text
        self.passage = passage
        self.block = block
        self.is_figure = passage is None
        self.is_apart = self.is_table = False
        if block is not None and block.role:
            self.is_apart, self.is_table = True, block.role == "table"

    @property
    def marked(self) -> bool:
        """Whether the piece is set bold, or marked so in a text."""
        return bool(self.block and self.block.rows and self.block.rows[0].bold)

    @property
    def targets(self) -> list[str]:
        """The targets of the link annotations that lie on the piece's rows."""
        return [target for row in self.passage.rows for target in row.links] if self.passage else []


class Manner(NamedTuple):
    """How a document shows what a block is.

    ``paged``: by type and place, as on a page; a text has marks and words alone. ``marks``: the text marks its headings, as
    Markdown does.
    """

    habits: Habits
    paged: bool
    marks: bool = False


def pieces_of(blocks: Sequence[TextBlock], template: Template) -> tuple[list[Piece], list[Row]]:
    """The pieces of a document's blocks, and the rows of ornament and navigation between them, which are none."""
    pieces: list[Piece] = []
    ornaments: list[Row] = []
    for block in blocks:
        rows = block.rows
        if not rows:
            pieces.append(Piece("", None, block))
            continue
        text = block.text
        has_ornament = (len(rows) > 1 or not text[:1].isalnum()) and [row for row in rows if not row.text[:1].isalnum() and is_ornament(row.text)]
        if not has_ornament and not block.cells and not block.marks:  # as most
            pieces.append(Piece(text, Passage(text, (), rows), block))
            continue
        if has_ornament and not block.cells:
            ornaments += [row for row in block.rows if is_ornament(row.text)]
            rows = tuple([row for row in block.rows if not is_ornament(row.text)])
            if not rows:
                continue
            block = block._replace(rows=rows, text=join_rows(rows))
        # A table's own text is that of its cells, which is no text of its rows one after another.
        passage = Passage.of(block.rows, None if block.cells else block.text)
        if block.marks:
            passage = passage.without(block.marks)
            block = block._replace(text=passage.text)
        pieces.append(Piece(passage.text, passage, block))
    pieces, navigation = _without_navigation(pieces, template)
    return pieces, ornaments + navigation


def _without_navigation(pieces: Sequence[Piece], template: Template) -> tuple[list[Piece], list[Row]]:
    """The pieces without lines that lead about the page (↑返回目录), and the rows of those."""
    lines = matching([piece for piece in pieces if piece.passage and len(piece.text) <= LONGEST_NAVIGATION], template.headings.navigation)
    if not lines:
        return list(pieces), []
    return [piece for piece in pieces if piece not in lines], [row for piece in lines if piece.passage for row in piece.passage.rows]


def matching(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> list[Piece]:
    """The pieces that a pattern matches from their start; of a pattern with words, all texts together mostly tell that there is none."""
    if not may_match(pattern, "".join([piece.text for piece in pieces])):
        return []
    return [piece for piece in pieces if pattern.match(piece.text)]


def is_ornament(text: str) -> bool:
    """Whether a row is a line of ornament.

    >>> is_ornament("————————"), is_ornament("* * *"), is_ornament("……"), is_ornament("-1-")
    (True, True, False, False)
    """
    return not text[:1].isalnum() and (bool(_ORNAMENT.match(text)) or text == _MAIL_END)


def part_of(block: TextBlock, rows: tuple[Row, ...]) -> Piece:
    """The piece that some rows of a block make."""
    part = block._replace(rows=rows, text=join_rows(rows), indented=block.indented and rows[0] is block.rows[0])
    passage = Passage.of(rows, part.text)
    if block.marks:
        passage = passage.without(block.marks)
    return Piece(passage.text, passage, part)


def cut_piece(piece: Piece, at: int) -> tuple[Piece, Piece]:
    """A piece cut in two inside its text."""
    if piece.passage is None:
        raise ValueError("a figure has no text to cut")
    head, tail = piece.passage.cut(0, at), piece.passage.cut(at)
    return Piece(head.text, head, None), Piece(tail.text, tail, None)
