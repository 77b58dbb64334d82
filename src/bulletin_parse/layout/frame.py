"""The frame of a page: its text's left and right edge, and the document's habits (line pitch, indents, body type)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.rows import Row
from bulletin_parse.layout.tolerances import INDENT_FROM, INDENT_TO, LEFT_EDGE_SHARE, LONG_ROW, RIGHT_EDGE_QUANTILE, ROWS_FOR_OWN_FRAME, SAME_EDGE


class Frame(NamedTuple):
    """Left and right edge of the text on a page, in points."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """From edge to edge, in points."""
        return self.right - self.left


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


def frame_of(rows: Sequence[Row], fallback: Frame | None = None) -> Frame:
    """The edges that the rows of a page, or of a document, keep."""
    if not rows or (fallback and len(rows) < ROWS_FOR_OWN_FRAME):
        return fallback or Frame(0.0, 0.0)
    widest = max([row.x1 - row.x0 for row in rows])
    long_rows = [row for row in rows if row.x1 - row.x0 >= LONG_ROW * widest]
    if not long_rows:  # every row is narrower than nothing: coordinates beyond what a number can hold
        return fallback or Frame(0.0, 0.0)
    if fallback and len(long_rows) < ROWS_FOR_OWN_FRAME:
        return fallback
    ends = sorted([row.x1 for row in long_rows])
    right = ends[min(len(ends) - 1, int(RIGHT_EDGE_QUANTILE * len(ends)))]
    # The left edge is the leftmost that a good share of the long rows have: brackets and numbers may hang out of it.
    edges = Counter([round(row.x0) for row in long_rows])
    shared = [edge for edge, count in edges.items() if count >= max(2, LEFT_EDGE_SHARE * len(long_rows))] or list(edges)
    left = min(shared)
    exact = min([row.x0 for row in long_rows if round(row.x0) == left])
    if fallback and right - exact < LONG_ROW * fallback.width:
        return fallback
    return Frame(exact, right)


def habits_of(rows: Sequence[Row], frames: dict[int, Frame]) -> Habits:
    """The habits of a document's rows, furniture left out."""
    types: dict[tuple[float, str, bool], int] = {}
    for row in rows:
        type_ = (row.size, row.font, row.bold)
        types[type_] = types.get(type_, 0) + len(row.text)
    if not types:
        return Habits(pitch=1.5, size=1.0, font="", bold=False, indents=False)
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bolds: Counter[bool] = Counter()
    for (size, font, bold), weight in types.items():
        sizes[round(size, 1)] += weight
        fonts[font] += weight
        bolds[bold] += weight
    pitches: Counter[float] = Counter()
    indented = flush = 0
    previous: Row | None = None
    for row in rows:
        frame = frames[row.page]
        indent = (row.x0 - frame.left) / (row.size or 1.0)
        if previous is not None and previous.page == row.page:
            step = (row.base - previous.base) / (row.size or 1.0)
            full = frame.right - previous.x1 < 2 * row.size
            if full and 0 < step < 4 and abs(indent) < SAME_EDGE:
                pitches[round(step, 2)] += 1
            if full and INDENT_FROM < (previous.x0 - frame.left) / (row.size or 1.0) < INDENT_TO and abs(indent) < SAME_EDGE:
                indented += 1
            elif full and abs(previous.x0 - frame.left) < SAME_EDGE * row.size and abs(indent) < SAME_EDGE:
                flush += 1
        previous = row
    pitch = _usual(pitches)
    return Habits(pitch, sizes.most_common(1)[0][0], fonts.most_common(1)[0][0], bolds.most_common(1)[0][0], indented >= 2 or indented > flush)


def _usual(pitches: Counter[float]) -> float:
    """The smallest pitch that is common: paragraph spacing only ever adds to it."""
    if not pitches:
        return 1.5
    most = max(pitches.values())
    return min([pitch for pitch, count in pitches.items() if count * 4 >= most])
