"""Cells that an engine read as one line: where there is no room for a column's width, none of them sees a gap between two words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from bulletin_parse.layout.tolerances import CELL_PADDING, CUT_SLIP, HALF, LAST_NARROW, LATIN_WIDTH, NARROW_LETTERS, USUAL_PADDING
from bulletin_parse.reading.document import Line

_BLANK_AT_RIGHT = frozenset("，。、；：！？）》〉】」』”’")


def ink_end(line: Line) -> float:
    """Where what is printed of a line ends: the right half of a closing mark of full width is blank, and may hang out of a cell."""
    return line.x1 - (HALF * line.size if line.text[-1:] in _BLANK_AT_RIGHT else 0.0)


def cut_at(line: Line, edges: Sequence[float]) -> list[Line]:
    """The parts of a line between upright rulings; empty if the text runs over one of them, which the room that its characters leave tells.

    Args:
        line: any line.
        edges: the rulings that stand between its ends, from left to right, in points.
    """
    if not edges:
        return []
    usual = _cut(line, edges, LATIN_WIDTH)
    if usual:
        return usual
    # Letters that are narrower than usual leave room as well; then only a change from Han to letters tells where a cell ends.
    wide, spaces = sum(char > LAST_NARROW for char in line.text), sum(map(str.isspace, line.text))
    room = (line.x1 - line.x0) / (line.size or 1.0) - wide - len(edges) * USUAL_PADDING
    letters = room / max(1, len(line.text) - wide - spaces)
    parts = _cut(line, edges, letters) if NARROW_LETTERS < letters < LATIN_WIDTH else []
    changes = all((left.text[-1:] > LAST_NARROW) != (right.text[:1] > LAST_NARROW) for left, right in pairwise(parts))
    return parts if changes else []


def _cut(line: Line, edges: Sequence[float], letters: float) -> list[Line]:
    """The parts of a line whose letters and digits are so many sizes wide; empty without room for the cells' edges, or far from them."""
    widths = [line.size * (1.0 if char > LAST_NARROW else 0.0 if char.isspace() else letters) for char in line.text]
    padding = (line.x1 - line.x0 - sum(widths)) / len(edges)
    if padding < CELL_PADDING * line.size:
        return []
    middles = [end + padding / 2 for end in accumulate(widths, initial=line.x0)]  # of the room behind each character, if a ruling stood there
    cuts = [0]
    for edge in edges:
        off = [abs(middle - edge) for middle in middles[cuts[-1] + 1 : len(line.text)]]
        if not off or min(off) > padding / 2 + CUT_SLIP * line.size:
            return []
        cuts.append(cuts[-1] + 1 + off.index(min(off)))
        middles = [middle + padding for middle in middles]
    sides = pairwise([line.x0 - padding / 2, *edges, line.x1 + padding / 2])
    parts = zip(pairwise([*cuts, len(line.text)]), sides, strict=True)
    return [line._replace(text=line.text[begin:end].strip(), x0=left + padding / 2, x1=right - padding / 2) for (begin, end), (left, right) in parts]
