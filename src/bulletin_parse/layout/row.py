"""A printed row of text, and rows of a page that are read one after the other; how they are made of lines is told in ``rows``, for texts in ``text_rows``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple


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


StripKind = Literal["text", "column", "aside", "note", "numbers", "table"]


class Strip(NamedTuple):
    """Rows of a page that are read one after the other.

    ``text`` spans the page's frame; a ``column`` is one of several side by side; an ``aside`` is a box or a margin's note beside the text;
    ``numbers`` are those of lines; a ``note`` is a footnote. A ``table`` has ``cells``: rows of cells of rows. ``ended`` names the rows (by
    ``order``) after which nothing goes on: entries of an index with a tab before the source or the page. ``left`` is where a column begins, or
    the one that a table stands in; 0 on the page itself. ``cut`` says that a box goes on at the next page's top.
    """

    kind: StripKind
    rows: list[Row]
    cells: tuple[tuple[tuple[Row, ...], ...], ...] = ()
    ended: frozenset[int] = frozenset()
    left: float = 0.0
    cut: bool = False


def rows_of(parts: Sequence[Strip], *kinds: StripKind) -> list[Row]:
    """The rows of all strips of some kinds on a page: to be read, since of one strip they are its own list."""
    own = [strip.rows for strip in parts if strip.kind in kinds]
    return own[0] if len(own) == 1 else [row for rows in own for row in rows]
