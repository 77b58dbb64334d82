"""Lines that a picture in their middle interrupts: text set around it on both sides runs across it."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.tolerances import ALIGNED, AROUND, LEAST_AROUND, SAME_SIZE, SMALLEST_FIGURE
from bulletin_parse.reading.document import Line, Picture
from bulletin_parse.text.folding import joined


def across(lines: Sequence[Line], pictures: Sequence[Picture]) -> Sequence[Line]:
    """The lines of a page, those whose halves stand close to both sides of one picture made whole.

    Args:
        lines: of the page, by baseline.
        pictures: of the page.
    """
    found: dict[int, Line] = {}
    gone: set[int] = set()
    for picture in pictures:
        pairs = _pairs(lines, picture)
        if len(pairs) < LEAST_AROUND or not all(_is_near(lines[left], lines[right], picture) for left, right in pairs[:-1]):
            continue
        for left, right in pairs:
            whole, rest = lines[left], lines[right]
            found[left] = whole._replace(text=joined(whole.text, rest.text), x1=rest.x1, top=min(whole.top, rest.top), bottom=max(whole.bottom, rest.bottom))
            gone.add(right)
    return [found.get(at, line) for at, line in enumerate(lines) if at not in gone] if gone else lines


def _pairs(lines: Sequence[Line], picture: Picture) -> list[tuple[int, int]]:
    """The lines on one baseline and of one type on both sides of a picture."""
    _, top, _, bottom = picture
    beside = [at for at, line in enumerate(lines) if top < line[5] - line[6] / 2 < bottom and line[9]]
    lefts = [at for at in beside if lines[at].x1 <= picture.x0]
    rights = [at for at in beside if lines[at].x0 >= picture.x1]
    if not lefts or not rights or len(lefts) + len(rights) != len(beside):
        return []
    pairs: list[tuple[int, int]] = []
    place = 0
    for at in lefts:
        line = lines[at]
        while place < len(rights) and lines[rights[place]].base < line.base - ALIGNED * line.size:
            place += 1
        if place < len(rights) and abs(lines[rights[place]].base - line.base) <= ALIGNED * line.size:
            other = lines[rights[place]]
            if other.font == line.font and abs(other.size - line.size) <= SAME_SIZE * line.size:
                pairs.append((at, rights[place]))
    return pairs if len(pairs) == len(rights) else []


def _is_near(left: Line, right: Line, picture: Picture) -> bool:
    """Whether both halves reach a picture that is more than an ornament."""
    size = left.size
    large = picture.x1 - picture.x0 > SMALLEST_FIGURE * size and picture.bottom - picture.top > SMALLEST_FIGURE * size
    return large and picture.x0 - left.x1 < AROUND * size and right.x0 - picture.x1 < AROUND * size
