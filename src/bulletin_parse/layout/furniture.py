"""Running headers, footers, page numbers and watermarks: what repeats on each page and belongs to no text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from bulletin_parse.layout.notes import NOTE_MARK
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence, is_caption
from bulletin_parse.layout.tolerances import (
    APART,
    CAPTION_REACH,
    FIRST_INDENT,
    FURNITURE_GAP,
    FURNITURE_ROWS,
    FURNITURE_STEP,
    HEADING_STEP,
    INDENT_FROM,
    NEARLY_ALL,
    ODD_PAGES,
    ODD_SHARE,
    OUTER_SHARE,
    SAME_HEIGHT,
    SAME_SIZE,
    SMALL_TYPE,
)
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.reading.document import Page
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

FEWEST_HEADS = 3  # pages that begin with a section's heading, for it to be a running head
DIGITS = lazy_pattern(r"\d+")
# A running header has the title, of so many characters at least, from among the first rows; brackets, dots and bars stand between its parts.
SHORTEST_PART, MASTHEAD_ROWS, LONGEST_HEADER = 8, 8, 80
_BETWEEN = "()[]【】|·-—/"
_height = attrgetter("base")

T = TypeVar("T")


def page_furniture(pages: Sequence[Page], rows: Sequence[Sequence[Row]], words: LayoutWords) -> tuple[set[int], list[list[Row]]]:
    """The ``order`` of each row of a paged document that is furniture, and the other rows of each page.

    Args:
        pages: the pages as read.
        rows: the rows of each page, top to bottom, tables left out.
        words: the template's; what a label or a section's heading begins with is none, wherever it stands.
    """
    found = {row[0] for page in rows for row in page if not row[11]}
    found |= _repeated(_likely_repeated(rows, words.openers, found), rows, words.page_number)
    rest = _without(rows, found)
    if small := _small_outside(pages, rows, rest, found):
        found, rest = found | small, _without(rest, small)
    if foot := _first_foot(pages, rest, words.imprint):
        found, rest = found | foot, _without(rest, foot)
    for at, (page, page_rows, body) in enumerate(zip(pages, rows, rest, strict=True)):
        if any(words.page_number.fullmatch(fold(row.text)) for row in _removed(page_rows, len(page_rows) - len(body), found)):
            continue  # a page has one number: another is text, such as the end of an index's line
        if numbers := {row.order for row in _page_numbers(page, body, words.page_number)}:
            found |= numbers
            rest[at] = [row for row in body if row.order not in numbers]
    return found, rest


def _removed(page: Sequence[Row], count: int, found: AbstractSet[int]) -> list[Row]:
    """The rows of a page that were found to be furniture, of which there are so many: nearly always its first or last ones."""
    ends = [row for row in (*page[:count], *page[max(count, len(page) - count) :]) if row[0] in found]
    return ends if len(ends) == count else [row for row in page if row[0] in found]


def _without(rows: Sequence[Sequence[Row]], found: AbstractSet[int]) -> list[list[Row]]:
    """The rows of each page, those aside that were found to be furniture."""
    return [[row for row in page if row[0] not in found] for page in rows]


def furniture_in_tables(tables: Iterable[Sequence[Sequence[Sequence[Row]]]], rows: Iterable[Row], found: AbstractSet[int]) -> set[int]:
    """The ``order`` of rows at a table's ends that are furniture on other pages: a running head of two parts lines up with cells below it.

    Args:
        tables: rows of cells of rows.
        rows: the document's.
        found: the ``order`` of those that are furniture.
    """
    heights: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.order in found:
            heights[running_words(row)].append(row.base)
    again: set[int] = set()
    for cells in [cells for table in tables if table for cells in (table[0], table[-1])]:
        line = [row for cell in cells for row in cell]
        bases = heights.get("".join(map(running_words, line)), ())
        if line and any(abs(base - line[0].base) < SAME_HEIGHT * line[0].size for base in bases):
            again |= {row.order for row in line}
    return again


def _running_heads(rows: Sequence[Sequence[Row]], openers: re.Pattern[str]) -> set[int]:
    """The ``order`` of first rows that say a section's heading on most pages: a running head names the section (具体内容)."""
    firsts = [page[0] for page in rows if page and page[0].text[-1:] not in "：:" and openers.match(page[0].text)]
    counts = Counter([running_words(row) for row in firsts])
    most = max(FEWEST_HEADS, len(rows) / 2)
    return {row.order for row in firsts if counts[running_words(row)] >= most}


def _likely_repeated(rows: Sequence[Sequence[Row]], openers: re.Pattern[str], known: AbstractSet[int]) -> list[Row]:
    """The rows near a page's ends that may stand on another page as well: one there begins with the same character.

    What opens a block is none of them, unless it is a running head; nor is what is known to be furniture.
    """
    by_first: dict[str, list[Row]] = defaultdict(list)
    for page in rows:
        for row in (*page[:FURNITURE_ROWS], *page[max(FURNITURE_ROWS, len(page) - FURNITURE_ROWS) :]):
            first = row[2].lstrip()[:1]
            by_first["#" if first.isdecimal() else first].append(row)
    likely = [row for alike in by_first.values() if alike[0][1] != alike[-1][1] for row in alike if row[0] not in known]
    if not (opening := {row.order for row in likely if openers.match(row.text)}):
        return likely
    opening -= _running_heads(rows, openers)
    return [row for row in likely if row.order not in opening]


def running_words(row: Row) -> str:
    """What a running line keeps from page to page: all but its digits and spaces."""
    return DIGITS.sub("#", "".join(row.text.split()))


def _repeated(edges: list[Row], rows: Sequence[Sequence[Row]], page_number: re.Pattern[str]) -> set[int]:
    """Those of the rows near a page's end that stand at the same height with the same words on other pages, where no text stands."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in edges:
        groups[running_words(row)].append(row)
    candidates: list[list[Row]] = []
    for group in groups.values():
        if group[0][1] == group[-1][1]:
            continue  # on one page alone
        group.sort(key=_height)
        run: list[Row] = []
        for row in group:
            if run and row.base - run[-1].base > SAME_HEIGHT * row.size:
                candidates.append(run)
                run = []
            run.append(row)
        candidates.append(run)
    runs = [run for run in candidates if len({row.page for row in run}) >= 2]
    if not runs:
        return set()
    text = _Text(rows, {row.order for run in runs for row in run})
    apart = [run for run in runs if text.is_clear_of(run) and (text.is_apart(run) or repeats_masthead(text.masthead, run[0].text))]
    return {row.order for run in apart if not text.are_notes(run, page_number) for row in run}


def title_in(masthead: Sequence[str]) -> str | None:
    """The title among the first lines of a document, folded: the first that is no short one."""
    return next((line for line in masthead if len(line) >= SHORTEST_PART), None)


def repeats_masthead(masthead: Sequence[str], text: str) -> bool:
    """Whether a line says the title and with it another line of the masthead, and nothing else: a running header, whatever type it is set in.

    Args:
        masthead: the first lines of the document, folded.
        text: the line's, which stands elsewhere.
    """
    title = title_in(masthead)
    if title is None or len(text) > LONGEST_HEADER or not (folded := fold(text)).startswith(title):
        return False
    rest = folded.removeprefix(title).strip(_BETWEEN)
    return bool(rest) and any(rest == line.strip(_BETWEEN) for line in masthead)


class _Text:
    """Where the rows stand that are in no run: what a run is measured against."""

    def __init__(self, rows: Sequence[Sequence[Row]], members: set[int]) -> None:
        """Takes the rows of each page, and the ``order`` of each row of a run."""
        own = {page[0].page: [row for row in page if row[0] not in members and row.upright] for page in rows if page}
        self._rows, self.members, self._own, self._count = rows, members, own, len(own)
        self._heights = sorted([row for page in own.values() for row in page], key=_height)
        self._ends = {page: (kept[0], kept[-1]) for page, kept in own.items() if kept}

    @cached_property
    def masthead(self) -> list[str]:
        """The first lines of the document, folded: asked only for a run that is not apart."""
        return [fold(row.text) for row in self._rows[0][:MASTHEAD_ROWS] if row.order not in self.members]

    @cached_property
    def _repeated(self) -> dict[int, list[Row]]:
        """The rows of each page that are in a run."""
        return {page[0].page: [row for row in page if row[0] in self.members] for page in self._rows if page}

    @cached_property
    def _type(self) -> tuple[float, str] | None:
        """The size and font of most rows; as the next, asked only for a run that not nearly all pages have."""
        types = [(row[8], row[9]) for kept in self._own.values() for row in kept]
        return _most_common(types) if types else None

    @cached_property
    def _step(self) -> float:
        """The usual step from a row to the next."""
        steps = sorted([below.base - above.base for kept in self._own.values() for above, below in pairwise(kept) if below.base > above.base])
        return steps[len(steps) // 2] if steps else 0.0

    def is_clear_of(self, run: list[Row]) -> bool:
        """Whether on few pages only text of other words stands at the run's height, or on both sides of it where the run stands.

        Where that text has the run's type, the run may be text that happens to stand there twice: a date, a signature.
        """
        pages = {row.page for row in run}
        height, slack = run[0].base, SAME_HEIGHT * run[0].size
        allowed = len(pages) * ODD_SHARE
        first, after = bisect_left(self._heights, height - slack, key=_height), bisect_right(self._heights, height + slack, key=_height)
        if first < after:
            level = self._heights[first:after]
            types = {(row.size, row.font) for row in run} if len(pages) < NEARLY_ALL * self._count and not self._is_beyond(first, after) else set()
            if len({row.page for row in level}) > allowed or any((row.size, row.font) in types for row in level):
                return False
        inside = sum(ends[0].base < row.base < ends[1].base for row in run if (ends := self._ends.get(row.page)))
        return inside <= allowed

    def _is_beyond(self, first: int, after: int) -> bool:
        """Whether nothing but small type stands at some heights and between these and the pages' nearer end: odd pages have other heads than even ones."""
        least = SMALL_TYPE * self._type[0] if self._type else 0.0
        outside = min(self._heights[:after], self._heights[first:], key=len)
        return all(row.size < least for row in outside)

    def are_notes(self, run: list[Row], page_number: re.Pattern[str]) -> bool:
        """Whether the run is a footnote that some pages have again: below their text, beginning with a mark."""
        if len(run) >= NEARLY_ALL * self._count or not all(NOTE_MARK.match(row.text) and not page_number.fullmatch(fold(row.text)) for row in run):
            return False
        return all(row.base > ends[1].base for row in run if (ends := self._ends.get(row.page)))

    def is_apart(self, run: list[Row]) -> bool:
        """Whether the run is no part of a paragraph: set apart from the text or in another type where it stands, or on nearly all pages."""
        if len(run) >= 3 and len(run) >= NEARLY_ALL * self._count:
            return True
        votes = [self._stands_apart(row) for row in run]
        told = [vote for vote in votes if vote is not None]
        return sum(told) * 2 > len(told) if told else True

    def _stands_apart(self, row: Row) -> bool | None:
        """Whether a row is set apart from its page's text or in another type; None where that is the text's and nothing else stands there."""
        of_text = (row.size, row.font) == self._type
        ends = self._ends.get(row.page)
        if ends is None:
            return None if of_text else True
        above = row.base < ends[0].base
        near = ends[0] if above else ends[1]
        other = abs(row.size - near.size) > SAME_SIZE * near.size
        if other and (not of_text or near.size < row.size):
            return True
        # A repeated text may be of several rows: what parts it from the page's own text is the widest step between them. A heading has space around it.
        low, high = sorted((row.base, near.base))
        heights = sorted([low, high, *[again.base for again in self._repeated[row.page] if low < again.base < high]])
        widest = max([below - upper for upper, below in pairwise(heights)])
        to_heading = other and widest == (heights[-1] - heights[-2] if above else heights[1] - heights[0])
        return widest > max((HEADING_STEP if to_heading else APART) * self._step, 1.5 * row.size)


def _small_outside(pages: Sequence[Page], rows: Sequence[Sequence[Row]], rest: Sequence[Sequence[Row]], known: set[int]) -> set[int]:
    """Rows at a page's end in small type, apart from the text, at a height where no page has text: a header seen once."""
    if len(pages) < 2:
        return set()
    sizes = [row[8] for page in rest for row in page[1:-1]]
    if not sizes:
        return set()
    small = SMALL_TYPE * _most_common(sizes)
    pairs = [pair for page in rest if len(page) > 1 for pair in ((page[0], page[1]), (page[-1], page[-2])) if pair[0].size < small]
    if not pairs:
        return set()
    by_number = {page.number: page for page in pages}
    if not any(min(row.base, (height := by_number[row.page].height) - row.base) < OUTER_SHARE * height for row, _ in pairs):
        return set()
    limits = _limits(pages, [_outer_rows(page, small) for page in rest])
    outside = []
    for row, neighbour in pairs:
        highest, lowest = limits[row.page]
        height = by_number[row.page].height
        above = row.base < highest and row.base < OUTER_SHARE * height
        if above or (row.base > lowest + row.size and height - row.base < OUTER_SHARE * height):
            outside.append((row, neighbour))
    if not outside:
        return set()
    steps = sorted([below.base - above.base for page in rest for above, below in pairwise(page)])
    step = steps[len(steps) // 2]
    # What other pages have at its height, in its type, is furniture: the heads of odd pages and of even ones.
    running = {(round(row.base), row.size, row.font) for page in rows for row in page if row.order in known}
    running |= {place for place, times in Counter([(round(row.base), row.size, row.font) for row, _ in pairs]).items() if times > 1}
    found = set()
    for row, neighbour in outside:
        if is_caption(row.text) or (NOTE_MARK.match(row.text) and row.base > neighbour.base):
            continue
        apart = abs(row.base - neighbour.base) > FURNITURE_STEP * step or (round(row.base), row.size, row.font) in running
        if apart and not _beside_picture(row, by_number[row.page]):
            found.add(row.order)
    return found


def _most_common(kinds: Sequence[T]) -> T:
    """What most rows have, their size or their type: nearly always more than half have that of the one in their middle."""
    middle = kinds[len(kinds) // 2]
    return middle if 2 * kinds.count(middle) > len(kinds) else Counter(kinds).most_common(1)[0][0]


def _outer_rows(page: Sequence[Row], least: float) -> list[Row]:
    """The first and the last row of a page in type of a size, or a larger one."""
    first = next((row for row in page if row.size >= least), None)
    return [first, next(row for row in reversed(page) if row.size >= least)] if first else []


def _first_foot(pages: Sequence[Page], rows: Sequence[Sequence[Row]], imprint: re.Pattern[str]) -> set[int]:
    """The last rows of the first page, in whatever type, if they name the office (地址：…　电话：…), are apart from the text, and that goes on.

    The row above stops inside a sentence at the right edge, and the step from there is wider than one inside a paragraph; or it is as wide as none is.
    """
    if len(pages) < 2 or not pages[0].width:
        return set()
    body, rest = rows[0], rows[1]
    if len(body) <= FURNITURE_ROWS or not rest:
        return set()
    steps = sorted([below.base - above.base for above, below in pairwise(body) if below.base > above.base])
    usual = steps[len(steps) // 2] if steps else 0.0
    right = max([row.x1 for row in body])
    for count in range(1, FURNITURE_ROWS + 1):
        above, foot = body[-count - 1], body[-count:]
        if (step := foot[0].base - above.base) > FURNITURE_STEP * usual:
            cut = not ends_sentence(above.text) and right - above.x1 < FIRST_INDENT * above.size and rest[0].x0 < above.x0 + INDENT_FROM * above.size
            apart = cut or step > HEADING_STEP * usual
            return {row.order for row in foot} if apart and any(imprint.search(row.text) for row in foot) else set()
    return set()


def _limits(pages: Sequence[Page], text: Sequence[Sequence[Row]]) -> dict[int, tuple[float, float]]:
    """Between which heights nearly all pages of a page's size have their text: from the top of its first row to the last one's baseline.

    A heading in small type at a page's top has its baseline higher than the text's first row on other pages, and yet not above that row.
    """
    alike: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for page, rows in zip(pages, text, strict=True):
        if rows:
            alike[round(page.width), round(page.height)].append((rows[0].top, rows[-1].base))
    found = {}
    for size, ends in alike.items():
        odd = int(len(ends) * ODD_PAGES)
        found[size] = (sorted([top for top, _ in ends])[odd], sorted([bottom for _, bottom in ends])[-1 - odd])
    return {page.number: found.get((round(page.width), round(page.height)), (0.0, page.height)) for page in pages}


def _beside_picture(row: Row, page: Page) -> bool:
    """Whether a row is close below a picture, as a caption is."""
    return any(abs(row.top - picture.bottom) < CAPTION_REACH * row.size for picture in page.pictures)


def _page_numbers(page: Page, body: list[Row], page_number: re.Pattern[str]) -> list[Row]:
    """The last or first row of a page if it is a page number that stands apart from the text."""
    found = []
    for row, neighbour in ((body[-1], body[-2]), (body[0], body[1])) if len(body) > 1 else [(row, None) for row in body]:
        if not page_number.fullmatch(fold(row.text)):
            continue
        outside = min(row.top, page.height - row.bottom) < OUTER_SHARE * page.height
        apart = neighbour is None or min(abs(row.top - neighbour.bottom), abs(neighbour.top - row.bottom)) > FURNITURE_GAP * row.size
        if outside or apart:
            found.append(row)
    return found
