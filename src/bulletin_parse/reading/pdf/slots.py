"""Characters of another font that were drawn after their line, put into the gap that it leaves for them."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.reading.document import Line, Page
from bulletin_parse.reading.pdf.pieces import edges

# On one baseline within this share of a size; a gap is told from the usual widths, so it may seem this many sizes away.
LEVEL, SLIP = 0.2, 1.6
MOST_BESIDE = 200  # fragments on one baseline


def filled(page: Page) -> Page:
    """The page with each line whole whose rare characters stand in fragments of their own."""
    lines = page.lines
    order = sorted(range(len(lines)), key=lambda at: lines[at].base)
    found: dict[int, Line] = {}
    gone: set[int] = set()
    for place, at in enumerate(order):
        for other in order[place + 1 : place + MOST_BESIDE]:
            if lines[other].base - lines[at].base > LEVEL * lines[at].size:
                break
            whole, part = (at, other) if lines[at].x1 - lines[at].x0 > lines[other].x1 - lines[other].x0 else (other, at)
            if part in gone or whole in gone:
                continue
            if (line := _filled(found.get(whole, lines[whole]), lines[part])) is not None:
                found[whole] = line
                gone.add(part)
    return page._replace(lines=tuple([found.get(at, line) for at, line in enumerate(lines) if at not in gone])) if gone else page


def _filled(whole: Line, part: Line) -> Line | None:
    """A line with a part put into its gap; None if it leaves none there."""
    inside = whole.x0 < part.x0 and part.x1 < whole.x1 and whole.upright and part.upright
    if not inside or " " not in whole.text:
        return None
    return _with(whole, part, edges(whole))


def _with(whole: Line, part: Line, places: Sequence[float]) -> Line | None:
    gaps = [at for at, char in enumerate(whole.text) if char == " "]
    nearest = min(gaps, key=lambda at: abs(places[at] - part.x0))
    if abs(places[nearest] - part.x0) > SLIP * part.size:
        return None
    return whole._replace(text=whole.text[:nearest] + part.text + whole.text[nearest + 1 :])
