"""Where rows and boxes of a document stand, as the record says it: rectangles on pages, lines of a text, or paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from bulletin_parse.layout.row import Row
from bulletin_parse.models import LineRegion, PageRegion, ParagraphRegion, Where
from bulletin_parse.reading.document import Unit
from bulletin_parse.records import as_read

_REGION = {"page", "bbox"}  # the fields of a region on a page
# Of a row, by their places: its page, its sides from x0 to bottom, its base.
_PAGE, _SIDES, _BASE = itemgetter(1), itemgetter(3, 4, 5, 6), itemgetter(7)


class Whereabouts:
    """Tells where some of a document's rows stand; of pages they are rectangles, in points to two decimals, else ranges of lines or paragraphs."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._hundredths = _Hundredths()

    def of(self, rows: Sequence[Row]) -> Where:
        """The regions of some rows in reading order."""
        if not rows:
            return ()
        if self.unit != "page":
            return self._numbered(rows)
        if len(rows) == 1 or rows[0].page == rows[-1].page:
            return (self._rectangle(rows),)
        by_page: dict[int, list[Row]] = {}
        for page, own in groupby(rows, _PAGE):
            by_page.setdefault(page, []).extend(own)
        return tuple([self._rectangle(own) for own in by_page.values()])

    def _rectangle(self, rows: Sequence[Row]) -> PageRegion:
        if len(rows) == 1:
            left, top, right, bottom = _SIDES(rows[0])
        else:
            lefts, tops, rights, bottoms = zip(*map(_SIDES, rows), strict=True)
            left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
        sides = self._hundredths
        return as_read(PageRegion, {"page": rows[0][1], "bbox": (sides[left], sides[top], sides[right], sides[bottom])}, _REGION)

    def _numbered(self, rows: Sequence[Row]) -> Where:
        """The lines or paragraphs of rows whose base is its number."""
        if len(rows) == 1:
            number = int(rows[0].base)
            return _line(number) if self.unit == "line" else (_paragraphs(number, number),)
        numbers = [*map(int, map(_BASE, rows))]
        is_run = numbers == [*range(numbers[0], numbers[0] + len(numbers))]  # one below the other, as a paragraph's are
        runs = [[numbers[0], numbers[-1]]] if is_run else _runs(numbers)
        if self.unit == "paragraph":
            return tuple([_paragraphs(first, last) for first, last in runs])
        return tuple([_lines(first, last) for first, last in runs])

    def box(self, page: int, box: tuple[float, float, float, float]) -> Where:
        """Where a box without rows stands: a picture, hidden text."""
        if self.unit == "page":
            sides = self._hundredths
            return (PageRegion(page=page, bbox=(sides[box[0]], sides[box[1]], sides[box[2]], sides[box[3]])),)
        first, last = int(box[1]), int(box[3])
        return (_lines(first, last),) if self.unit == "line" else (_paragraphs(first, last),)


class _Hundredths(dict[float, float]):
    """Coordinates to a hundredth of a point, each made when it is first asked for: what is below is noise of the engine.

    A page's rows begin and end at few places, and a row is asked for as a field's, as its item's and as a block's: most are known.
    """

    def __missing__(self, coordinate: float) -> float:
        value = float(round(coordinate, 2))
        if coordinate:  # 0.0 and -0.0 would be one key
            self[coordinate] = value
        return value


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """The first and the last number of each run."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number <= runs[-1][1] + 1:
            runs[-1][1] = max(number, runs[-1][1])
        else:
            runs.append([number, number])
    return runs


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
