"""Text that something was drawn over later: an opaque rectangle, or a picture, of which only a look at the page tells whether it is opaque."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.reading.document import Box, Line, Suspect
from bulletin_parse.reading.pdf.pieces import middles, parts_by_mark

WHY, PICTURE = "something is drawn over it", "a picture is drawn over it"
# A letter is covered when this band above the baseline is, in sizes; a thinner cover is a rule or strikes the text through.
BAND_TOP, BAND_BOTTOM = 0.6, 0.1
THINNEST = 4.0  # points; type that can be read is not thinner, and rules and borders are
MOST_COVERS = 2000  # of a page; drawings of more rectangles are charts


class Cover(NamedTuple):
    """An opaque rectangle, or a picture's, and how many of the page's lines were drawn before it."""

    before: int
    box: Box
    is_picture: bool = False


def telling(lines: Sequence[Line], covers: Sequence[Cover]) -> list[Cover]:
    """Those of some covers that may hide text: of pictures, those that were drawn over a whole line."""
    return [cover for cover in covers if not cover.is_picture or _hides_any(cover.box, lines[: cover.before])]


def _hides_any(box: Box, lines: Sequence[Line]) -> bool:
    """Whether a box lies over a whole line; most lines that were drawn before a picture stand above it."""
    top = box[1]
    return any([top <= line[5] - BAND_TOP * line[6] and _is_under(line, box) for line in lines])  # noqa: C419  # twice as fast


def _is_under(line: Line, box: Box) -> bool:
    x0, top, x1, bottom = box
    return top <= line.base - BAND_TOP * line.size and line.base - BAND_BOTTOM * line.size <= bottom and x0 <= line.x0 and line.x1 <= x1


def uncovered(lines: Sequence[Line], covers: Sequence[Cover]) -> tuple[list[Line], list[Suspect]]:
    """The lines that nothing covers, or their parts; and those that were covered.

    Args:
        lines: a page's, in the order in which they were drawn.
        covers: what was drawn among them.
    """
    order = sorted(range(len(lines)), key=lambda at: lines[at].base)
    bases = [lines[at].base for at in order]
    hidden: dict[int, list[bool]] = {}
    pictured: set[int] = set()
    for before, (x0, top, x1, bottom), is_picture in covers[:MOST_COVERS]:
        for at in order[bisect_left(bases, top) : bisect_right(bases, bottom + max(bottom - top, 0))]:
            line = lines[at]
            if at >= before or line.base - BAND_TOP * line.size < top or line.base - BAND_BOTTOM * line.size > bottom or line.x0 >= x1 or line.x1 <= x0:
                continue
            if is_picture:
                # A line that reaches out of a picture can be seen in part, and pictures have edges that show what is under them: it is left whole.
                if not _is_under(line, (x0, top, x1, bottom)):
                    continue
                pictured.add(at)
            marks = hidden.setdefault(at, [False] * len(line.text))
            for place, middle in enumerate(middles(line)):
                marks[place] = marks[place] or x0 <= middle <= x1
    kept: list[Line] = []
    suspects: list[Suspect] = []
    for at, line in enumerate(lines):
        if not any(hidden.get(at, ())):
            kept.append(line)
            continue
        for part, covered in parts_by_mark(line, hidden[at]):
            if covered:
                suspects.append(Suspect(part, PICTURE if at in pictured else WHY, _free(part, lines[at + 1 :])))
            else:
                kept.append(part)
    return kept, suspects


def _free(part: Line, later: Sequence[Line]) -> Box | None:
    """The widest place of a covered text on which no later line was printed; None if all of it was printed over: then order alone tells."""
    spans = sorted([(line.x0, line.x1) for line in later if abs(line.base - part.base) < part.size and line.x0 < part.x1 and line.x1 > part.x0])
    best, edge = (part.x0, part.x0), part.x0
    for x0, x1 in [*spans, (part.x1, part.x1)]:
        if x0 - edge > best[1] - best[0]:
            best = (edge, x0)
        edge = max(edge, x1)
    if best[1] - best[0] < part.size:
        return None if spans else inner(part)
    return inner(part._replace(x0=best[0], x1=best[1]))


def inner(line: Line) -> Box:
    """Where a line's letters are, its ends and what may touch it above and below left out."""
    margin = min(0.1 * line.size, (line.x1 - line.x0) / 4)
    return line.x0 + margin, line.base - BAND_TOP * line.size, line.x1 - margin, line.base - BAND_BOTTOM * line.size
