"""The lines that are drawn on a page: a table's rulings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bulletin_parse.reading.document import Box

VECTOR_BLOCK = 3  # MuPDF's kind of a block that is drawn
# Points: what is thinner is a line, and what is shorter is an ornament.
THICKEST, SHORTEST = 3.0, 4.0


def rules_of(blocks: Sequence[dict[str, Any]]) -> Iterator[Box]:
    """The lines of MuPDF's blocks; a rectangle whose edges are drawn has four.

    Args:
        blocks: of a page.
    """
    for block in blocks:
        if block["type"] == VECTOR_BLOCK and block["isrect"]:
            yield from edges_of(block["bbox"], stroked=block["stroked"])


def edges_of(box: Box, *, stroked: bool) -> Iterator[Box]:
    """The lines that a drawn rectangle is: itself if it is thin, its edges if they are drawn, else none.

    Args:
        box: of the rectangle, in any coordinates whose unit is a point.
        stroked: whether its edges are drawn.
    """
    x0, top, x1, bottom = box
    width, height = abs(x1 - x0), abs(bottom - top)
    if min(width, height) <= THICKEST:
        if max(width, height) >= SHORTEST:
            yield box
    elif stroked:
        yield x0, top, x1, top
        yield x0, bottom, x1, bottom
        yield x0, top, x0, bottom
        yield x1, top, x1, bottom
