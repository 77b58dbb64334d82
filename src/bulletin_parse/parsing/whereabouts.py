"""Where rows and boxes of a document stand, as the record says it: rectangles on pages, lines of a text, or paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import starmap

from bulletin_parse.layout.row import Row
from bulletin_parse.models import LineRegion, PageRegion, ParagraphRegion, Where
from bulletin_parse.reading.document import Unit
from bulletin_parse.records import as_read

Box = tuple[float, float, float, float]  # the sides x0, top, x1 and bottom

_REGION = {"page", "bbox"}  # the fields of a region on a page


class Whereabouts:
    """Tells where some of a document's rows stand; of pages they are rectangles, in points to two decimals, else ranges of lines or paragraphs."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        #: The regions of some rows in reading order.
        self.of: Callable[[Sequence[Row]], Where] = self._rectangles if unit == "page" else self._lines if unit == "line" else self._paragraphs

    @staticmethod
    def _rectangles(rows: Sequence[Row]) -> tuple[PageRegion, ...]:
        """One rectangle a page."""
        if not rows:
            return ()
        if rows[0].page == rows[-1].page:
            return (_around(rows),)
        by_page: dict[int, list[Row]] = {}
        for row in rows:
            by_page.setdefault(row.page, []).append(row)
        return tuple([_around(own) for own in by_page.values()])

    @staticmethod
    def _lines(rows: Sequence[Row]) -> tuple[LineRegion, ...]:
        """The lines of rows whose base is their number."""
        return _line(int(rows[0].base)) if len(rows) == 1 else tuple(starmap(_lines, _runs(rows)))

    @staticmethod
    def _paragraphs(rows: Sequence[Row]) -> tuple[ParagraphRegion, ...]:
        """The same of paragraphs."""
        return tuple(starmap(_paragraphs, _runs(rows)))

    def box(self, page: int, box: Box) -> Where:
        """Where a box without rows stands: a picture, hidden text."""
        if self.unit == "page":
            return (_rectangle(page, *box),)
        first, last = int(box[1]), int(box[3])
        return (_lines(first, last),) if self.unit == "line" else (_paragraphs(first, last),)


def _around(rows: Sequence[Row]) -> PageRegion:
    """The rectangle round rows of one page: few, nearly always, so that a look at each is quicker than columns of their sides."""
    x0, top, x1, bottom = rows[0][3:7]  # the sides, from x0 to bottom
    for row in rows[1:]:
        left, upper, right, lower = row[3:7]
        if left < x0:
            x0 = left
        if upper < top:
            top = upper
        if right > x1:
            x1 = right
        if lower > bottom:
            bottom = lower
    return _rectangle(rows[0].page, x0, top, x1, bottom)


def _rectangle(page: int, x0: float, top: float, x1: float, bottom: float) -> PageRegion:
    """A rectangle to a hundredth of a point: what is below is noise of the engine."""
    box = _hundredth(x0), _hundredth(top), _hundredth(x1), _hundredth(bottom)
    return as_read(PageRegion, {"page": page, "bbox": box}, _REGION)


# A float that this is added to has no room for a fraction: taken off again, the nearest whole number is left.
_WHOLE = 1.5 * 2**52
_SURE = 0.4999  # what is farther from a whole number may lie half-way between two, where the product is not exact enough to tell
_FARTHEST = 1e6  # points


def _hundredth(coordinate: float) -> float:
    """A coordinate to a hundredth of a point. It is what ``round`` gives, sooner: a record has some hundreds.

    >>> [_hundredth(coordinate) for coordinate in (70.554, 72.025, 300.0, 0.125, -0.001)]
    [70.55, 72.03, 300.0, 0.12, -0.0]
    """
    if 0.0 < coordinate < _FARTHEST:
        hundredths = coordinate * 100
        nearest = hundredths + _WHOLE - _WHOLE
        if -_SURE < hundredths - nearest < _SURE:
            return nearest / 100
    return float(round(coordinate, 2))


def _runs(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The first and the last number of each run of rows that follow one another."""
    numbers = [int(row.base) for row in rows]
    if not numbers:
        return []
    first = last = numbers[0]
    if numbers == [*range(first, first + len(numbers))]:  # as those of a paragraph
        return [(first, numbers[-1])]
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if number > last + 1:
            runs.append((first, last))
            first = last = number
        elif number > last:
            last = number
    return [*runs, (first, last)]


@lru_cache(maxsize=4096)
def _lines(first: int, last: int) -> LineRegion:
    """Lines of a text as a region: a field's, its item's and another text's are one value."""
    return LineRegion(line=first, end_line=last)


@lru_cache(maxsize=4096)
def _line(number: int) -> tuple[LineRegion]:
    return (_lines(number, number),)


@lru_cache(maxsize=4096)
def _paragraphs(first: int, last: int) -> ParagraphRegion:
    return ParagraphRegion(paragraph=first, end_paragraph=last)
