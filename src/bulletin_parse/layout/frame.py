"""The frame that rows keep: left and right edge, line pitch and indents; and the document's habits, its body type above all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from bulletin_parse.layout.row import Row
from bulletin_parse.layout.tolerances import (
    FIRST_ROWS_LEAST,
    FIRST_ROWS_SHARE,
    HALF,
    INDENT_FROM,
    INDENT_TO,
    LEFT_EDGE_SHARE,
    LONG_ROW,
    OUTLIERS,
    RIGHT_EDGE_QUANTILE,
    ROWS_FOR_OWN_FRAME,
    SAME_EDGE,
    SHARED_WIDTH,
    STEADY_SHARE,
)


class Frame(NamedTuple):
    """Left and right edge of the text at a place, in points, and how it is set there.

    ``pitch`` is the usual distance of baselines in a paragraph as a multiple of the font size; ``indents`` tells whether paragraphs begin
    with an indent, and ``spacing`` how many pitches lie between two, where that shows them (0 where it does not); ``place`` numbers the
    columns, cells and boxes of a document: rows of two places are not below one another.
    """

    left: float
    right: float
    pitch: float = 1.5
    indents: bool = False
    place: int = 0
    spacing: float = 0.0

    @property
    def width(self) -> float:
        """From edge to edge, in points."""
        return self.right - self.left


# Where a text's lines stand: it has no pages.
NOWHERE = Frame(0.0, 0.0)


class Habits(NamedTuple):
    """What most of a document's text does.

    ``pitch`` is the usual distance of baselines in a paragraph as a multiple of the font size; ``size``, ``font`` and
    ``bold`` are the body type's; ``indents`` tells whether paragraphs begin with an indent.
    """

    pitch: float
    size: float
    font: str
    bold: bool
    indents: bool


_LEFT = itemgetter(Row._fields.index("x0"))  # of a row: by place in the tuple no row costs a step of Python
Edges = tuple[float, float]  # where a row begins and ends


def edges_of(rows: Sequence[Row]) -> list[Edges]:
    """The edges of the rows that are more than a link: that keeps none, but ends early or runs past the margin."""
    return [(row[3], row[5]) for row in rows if not row[2].isascii()]


def frame_of(rows: Sequence[Row], fallback: Frame | None = None, edges: Sequence[Edges] | None = None) -> Frame:
    """The edges that the rows of a page, or of all pages of one size, keep.

    Args:
        rows: of the text.
        fallback: the frame of a larger part, where these rows do not suffice.
        edges: what ``edges_of`` tells of the rows, where that is known.
    """
    if not rows or (fallback and len(rows) < ROWS_FOR_OWN_FRAME):
        return fallback or NOWHERE
    own = (edges_of(rows) if edges is None else edges) or [(row[3], row[5]) for row in rows]
    least_width = LONG_ROW * _shared_width([x1 - x0 for x0, x1 in own])
    long_rows = [(x0, x1) for x0, x1 in own if x1 - x0 >= least_width]
    ends = sorted([x1 for _, x1 in long_rows])
    if not ends:  # every row is narrower than nothing: coordinates beyond what a number can hold
        return fallback or NOWHERE
    if fallback and len(ends) < ROWS_FOR_OWN_FRAME:
        return fallback
    right = ends[min(len(ends) - 1, int(RIGHT_EDGE_QUANTILE * len(ends)))]
    size = rows[0].size
    if fallback and right - fallback.right > size and sum([abs(end - fallback.right) < HALF * size for end in ends]) >= STEADY_SHARE * len(ends):
        right = fallback.right  # what reaches further is set in type that the engine counts too wide
    # The left edge is the leftmost that a good share of the long rows have: brackets and numbers may hang out of it.
    counts = Counter([round(x0) for x0, _ in long_rows])
    least = max(2, LEFT_EDGE_SHARE * len(ends))
    shared = [edge for edge, count in counts.items() if count >= least] or list(counts)
    left = _first_rows_aside(rows, min(shared), right)
    if fallback and left - fallback.left > rows[0].size * SAME_EDGE and sum([abs(x0 - fallback.left) < 1.0 for x0, _ in own]) > 1:
        left = round(fallback.left)  # the page has first rows and boxes above all
    exact = min([x0 for x0 in {x0 for x0, _ in own} if round(x0) == left], default=fallback.left if fallback else 0.0)
    if fallback and right - exact < LONG_ROW * fallback.width and not _is_steady(rows, right):
        return fallback
    return Frame(exact, right)


def _first_rows_aside(rows: Sequence[Row], left: int, right: float) -> int:
    """The left edge, where the rows that keep the one found are first rows of short paragraphs: full, and the row below each begins an indent further left."""
    if min(map(_LEFT, rows)) > left - INDENT_FROM * rows[0][8]:
        return left
    full = 0
    below: Counter[int] = Counter()
    for above, row in pairwise(rows):
        if round(above[3]) == left and right - above[5] < 2 * above[8] and row[1] == above[1]:
            full += 1
            if INDENT_FROM < (above[3] - row[3]) / (above[8] or 1.0) < INDENT_TO:
                below[round(row[3])] += 1
    edge, count = below.most_common(1)[0] if below else (left, 0)
    return edge if count >= max(FIRST_ROWS_LEAST, FIRST_ROWS_SHARE * full) else left


def _shared_width(widths: Sequence[float]) -> float:
    """The greatest width that several rows have: a single longer one is a link past the margin, or a table's."""
    widths = sorted(widths, reverse=True)
    others = max(2, len(widths) // OUTLIERS)
    for at in range(len(widths) - others):
        if widths[at + others] >= SHARED_WIDTH * widths[at]:
            return widths[at]
    return widths[0]


def _is_steady(rows: Sequence[Row], right: float) -> bool:
    """Whether so many rows end at an edge that it is one, however narrow the text is: a column that stands alone on its page."""
    ending = sum(abs(right - row.x1) < row.size for row in rows)
    return len(rows) >= ROWS_FOR_OWN_FRAME and ending >= STEADY_SHARE * len(rows)


def right_edges(pages: Sequence[Sequence[Row]]) -> dict[int, float]:
    """The right edge of the rows that begin at one left edge, on all pages of one size: lists and boxes that are wider have no say in it.

    Args:
        pages: the rows of each page.
    """
    ends: dict[int, list[float]] = {}
    for rows in pages:
        for row in rows:
            ends.setdefault(round(row[3]), []).append(row[5])
    found = {}
    for left, own in ends.items():
        if len(own) >= 2 * ROWS_FOR_OWN_FRAME:
            own.sort()
            widest = _shared_width([end - left for end in own])
            long_ends = [end for end in own if end - left >= LONG_ROW * widest]
            if len(long_ends) >= ROWS_FOR_OWN_FRAME:
                found[left] = long_ends[min(len(long_ends) - 1, int(RIGHT_EDGE_QUANTILE * len(long_ends)))]
    return found
