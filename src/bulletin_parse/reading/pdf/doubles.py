"""What is printed twice at one place, read once: bold type made of two strokes, shadows, copies under a text, a line that a page's end cuts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from bulletin_parse.reading.document import HiddenText, Line, Page
from bulletin_parse.reading.pdf.levels import BASE
from bulletin_parse.reading.pdf.pieces import edges
from bulletin_parse.text.folding import squeezed

# Two prints of one text lie no further apart than this, in sizes, down and across; characters of a part are placed less exactly.
SHIFT, SLIP = 0.35, 0.8
# Sizes of two prints of one text differ by less than this share.
SAME_TYPE = 0.15
# A line is compared with this many others at its height at most: a page has no more fragments in one row.
MOST_BESIDE = 200
# Lines that a page's end cuts: so many characters at least, or chance could repeat them, and so near the ends of both pages (in sizes).
LEAST_CUT = 8
CUT_WHY = "the rest of a line that the page before begins and ends"


def once(page: Page) -> Page:
    """The page without second prints of its lines; a copy is no text of its own, and nothing of it is kept."""
    lines = page.lines
    bases = list(map(BASE, lines))
    order = sorted(range(len(lines)), key=bases.__getitem__)
    doubled = {copy for at, copy in _pairs(lines, order)}
    return page._replace(lines=tuple([line for at, line in enumerate(lines) if at not in doubled])) if doubled else page


def _pairs(lines: Sequence[Line], order: Sequence[int]) -> list[tuple[int, int]]:
    """Lines and their copies, by place in ``lines``: of two equal ones the later is the copy, of others the shorter."""
    found: list[tuple[int, int]] = []
    gone: set[int] = set()
    for place, at in enumerate(order):
        line = lines[at]
        for other_at in order[place + 1 : place + MOST_BESIDE]:
            other = lines[other_at]
            if other.base - line.base > SHIFT * max(line.size, other.size):
                break
            if other_at in gone or at in gone or other.x0 >= line.x1 or other.x1 <= line.x0:
                continue
            if (copy := _copy(line, other, at, other_at)) is not None:
                found.append((at if copy == other_at else other_at, copy))
                gone.add(copy)
    return found


def _copy(line: Line, other: Line, at: int, other_at: int) -> int | None:
    if abs(line.size - other.size) > SAME_TYPE * max(line.size, other.size) or line.upright != other.upright:
        return None
    long, short = squeezed(line.text), squeezed(other.text)
    if long == short:
        return max(at, other_at) if abs(line.x0 - other.x0) <= SHIFT * line.size else None
    longer, shorter, copy = (line, other, other_at) if len(long) > len(short) else (other, line, at)
    return copy if _lies_in(shorter, longer) else None


def _lies_in(part: Line, whole: Line) -> bool:
    """Whether a text stands in a longer one at the place where it stands on the page."""
    begin = whole.text.find(part.text)
    places = edges(whole)
    while begin >= 0:
        if abs(places[begin] - part.x0) <= SLIP * part.size and abs(places[begin + len(part.text)] - part.x1) <= SLIP * part.size:
            return True
        begin = whole.text.find(part.text, begin + 1)
    return False


def uncut(pages: Sequence[Page]) -> list[Page]:
    """The pages with each line that one page's end cuts in two read once: on the page that it begins on.

    Programs that cut a long sheet into pages print the upper half of a line on one page and the lower half on the next, and the text of both is the
    whole line. What repeats at one height on other pages is no such line but furniture.
    """
    found = list(pages)
    for at, (page, below) in enumerate(pairwise(pages)):
        if not page.lines or not below.lines:
            continue
        last = max(page.lines, key=BASE)
        first = min(below.lines, key=BASE)
        if len(squeezed(last.text)) >= LEAST_CUT and _is_same(last, first) and not _stands_elsewhere((last, first), pages, at):
            rest = tuple([line for line in found[at + 1].lines if line is not first])
            hidden = HiddenText(first.text, CUT_WHY, first.x0, first.top, first.x1, first.bottom)
            found[at + 1] = found[at + 1]._replace(lines=rest, hidden=(*found[at + 1].hidden, hidden))
    return found


def _is_same(last: Line, first: Line) -> bool:
    near = abs(last.x0 - first.x0) < SHIFT * last.size and abs(last.size - first.size) < SAME_TYPE * last.size
    return near and squeezed(last.text) == squeezed(first.text)


def _stands_elsewhere(pair: tuple[Line, Line], pages: Sequence[Page], at: int) -> bool:
    """Whether one of the two stands at its height on a further page, as a running line does."""
    for line, own in zip(pair, (at, at + 1), strict=True):
        for number, page in enumerate(pages):
            if number == own:
                continue
            bases = sorted([other.base for other in page.lines if squeezed(other.text) == squeezed(line.text)])
            near = bisect_left(bases, line.base - SHIFT * line.size)
            if near < len(bases) and bases[near] <= line.base + SHIFT * line.size:
                return True
    return False
