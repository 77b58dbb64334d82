"""What stands on a page and in no row of its text, told before rows are made: watermarks, line numbers and ruby.

Each is marked by ``upright=False``, which makes it furniture; its text and place stay. Writing across the page is marked by the engines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin_parse.reading.document import Line, Page
from bulletin_parse.reading.pdf.initials import SAME_EDGE
from bulletin_parse.reading.pdf.levels import OVER, SIZE, TEXT, are_clear
from bulletin_parse.text.lazy import lazy_pattern

# A line over others is a watermark if it is this much larger than the text, or repeats so many times on the page, or on another page at its place.
LARGER, TILES = 1.4, 3
# A mark above a letter is no text that a watermark lies on.
SHORTEST_TEXT, SMALLEST_TEXT = 4, 0.8
# What stands at one place on several pages does so within so many points: it comes from one template.
SAME_PLACE = 3.0
# Line numbers: so many in one column at a margin, rising by one step; between those that count every row stands no other row but for so many.
LEAST_NUMBERS, LONGEST_NUMBER, ROWS_BETWEEN = 5, 4, 0.2
NUMBERED_EACH = (2, 5, 10)
# Ruby is so much smaller than its text, which is the page's body type or nearly, and stands so many sizes above its baseline.
RUBY_SIZE, RUBY_FROM, RUBY_TO, RUBIED = 0.62, 0.7, 1.1, 1.2
# … and may be longer than what it stands above, over so much of which it reaches.
RUBY_SHARED = 0.8
# A space between two characters that could be below ruby.
_HAN_GAP = lazy_pattern("(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
# A line is compared with this many others around its height at most.
MOST_NEIGHBOURS = 200


class _Place(NamedTuple):
    """A text and where it stands, in steps of ``SAME_PLACE``."""

    text: str
    x: int
    y: int


def set_aside(pages: Sequence[Page]) -> list[Page]:
    """The pages with their watermarks, line numbers and ruby marked."""
    marks = _watermarks(pages)
    columns = {column for page in pages for column in _number_columns(page.lines)}
    if not marks and not columns and not any(_has_small(page.lines) for page in pages):
        return list(pages)
    return [_marked(page, marks, columns) for page in pages]


def _marked(page: Page, marks: set[_Place], columns: set[int]) -> Page:
    lines = page.lines
    aside = {at for at, line in enumerate(lines) if _place(line) in marks} if marks else set()
    if columns:
        aside |= {at for at, line in enumerate(lines) if _is_number(line) and _column(line) in columns}
    if _has_small(lines) and (ruby := _ruby(lines)):
        aside |= ruby.keys()
        closed = {text: _closed_up(lines[text], [lines[at] for at in found]) for text, found in _by_text(ruby).items()}
        lines = tuple([closed.get(at, line) for at, line in enumerate(lines)])
    return page._replace(lines=tuple([line._replace(upright=False) if at in aside else line for at, line in enumerate(lines)])) if aside else page


def _words(line: Line) -> str:
    return "".join(line.text.split())


def _place(line: Line) -> _Place:
    return _Place(_words(line), round(line.x0 / SAME_PLACE), round(line.base / SAME_PLACE))


def _around(place: _Place) -> Iterator[_Place]:
    """A place and those around it: on another page it may be rounded to one of these."""
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            yield _Place(place.text, place.x + across, place.y + down)


def _watermarks(pages: Sequence[Page]) -> set[_Place]:
    """Where lines stand that lie over others on some page, and the places around."""
    crossed = [(page, pairs) for page in pages if not are_clear(page.lines) and (pairs := list(_overlaps(page.lines)))]
    if not crossed:
        return set()
    everywhere = Counter(place for page in pages for place in {around for line in page.lines for around in _around(_place(line))})
    found: set[_Place] = set()
    for page, pairs in crossed:
        times = Counter(map(_kind, page.lines))
        body = _body_size(page.lines)
        for pair in pairs:
            for mark, text in (pair, pair[::-1]):
                is_tile = times[_kind(mark)] >= TILES > times[_kind(text)]
                if _lies_over(mark, text, body, is_tile=is_tile) and (
                    is_tile or mark.size >= LARGER * body or (everywhere[_place(mark)] > 1 and everywhere[_place(text)] == 1)
                ):
                    tiles = [line for line in page.lines if _kind(line) == _kind(mark)] if times[_kind(mark)] > 1 else [mark]
                    found |= {around for line in tiles for around in _around(_place(line))}
    return found


def _kind(line: Line) -> tuple[str, float]:
    """What tiles of one mark share: words and size."""
    return _words(line), round(line.size, 1)


def _lies_over(mark: Line, text: Line, body: float, *, is_tile: bool) -> bool:
    if len(mark.text) == 1 and mark.size > text.size and abs(mark.x0 - text.x0) < SAME_EDGE * text.size:
        return False  # an initial that the row's own text is printed over
    return (is_tile or mark.size >= text.size) and len(_words(text)) >= SHORTEST_TEXT and text.size >= SMALLEST_TEXT * body


def _body_size(lines: Sequence[Line]) -> float:
    exact: dict[float, int] = {}
    for size, text in zip(map(SIZE, lines), map(TEXT, lines), strict=True):
        exact[size] = exact.get(size, 0) + len(text)
    sizes: dict[float, int] = {}
    for size, length in exact.items():
        sizes[round(size, 1)] = sizes.get(round(size, 1), 0) + length
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _overlaps(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Pairs of upright lines that print over one another's letters."""
    order = sorted([line for line in lines if line.upright], key=lambda line: line.base)
    largest = max([line.size for line in order], default=0.0)
    for at, line in enumerate(order):
        for other in order[at + 1 : at + MOST_NEIGHBOURS]:
            step = other.base - line.base
            if step >= OVER * largest:
                break
            across = min(line.x1, other.x1) - max(line.x0, other.x0)
            if step < OVER * other.size and across > 2 * min(line.size, other.size):
                yield line, other


def _is_number(line: Line) -> bool:
    return len(line.text) <= LONGEST_NUMBER and line.text.isdecimal() and line.text.isascii() and line.upright


def _column(line: Line) -> int:
    """The column that a number stands in, by its right edge."""
    return round(line.x1 / (2 * line.size)) if line.size > 0 else 0


def _number_columns(lines: Sequence[Line]) -> set[int]:
    """The columns at a page's margins whose numbers count its rows."""
    columns: dict[int, list[Line]] = defaultdict(list)
    for line in [line for line in lines if len(line[0]) <= LONGEST_NUMBER and _is_number(line)]:
        columns[_column(line)].append(line)
    found: set[int] = set()
    for column, numbers in columns.items():
        numbers.sort(key=lambda line: line.base)
        if len(numbers) >= LEAST_NUMBERS and _rises(numbers) and _counts_rows(numbers, lines):
            found.add(column)
    return found


def _rises(numbers: Sequence[Line]) -> bool:
    values = [int(line.text) for line in numbers]
    step = values[1] - values[0]
    return step > 0 and all(after - before == step for before, after in pairwise(values))


def _counts_rows(numbers: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether no text reaches into the column of numbers, and those that rise by one leave no row between them uncounted, as a list's do."""
    left, right = min([line.x0 for line in numbers]), max([line.x1 for line in numbers])
    own = {id(line) for line in numbers}
    top, bottom = numbers[0].base - numbers[0].size, numbers[-1].base + numbers[-1].size
    texts = [line for line in lines if line.upright and id(line) not in own and top <= line.base <= bottom]
    if not texts or not (all(line.x0 >= right for line in texts) or all(line.x1 <= left for line in texts)):
        return False
    step = int(numbers[1].text) - int(numbers[0].text)
    if step > 1:  # each fifth row is numbered; a table's first column that rises evenly has no row of text between
        return step in NUMBERED_EACH and len(texts) >= (step - 1) * (len(numbers) - 1)
    heights = [line.base for line in numbers]
    between = 0
    for line in texts:
        at = bisect_left(heights, line.base - 0.5 * line.size)
        between += at == len(heights) or heights[at] > line.base + 0.5 * line.size
    cells = len(texts) - between
    # Of a table's rows the first cells are numbers as well, but each row has more than one further cell.
    return between <= ROWS_BETWEEN * len(texts) and cells <= (1 + ROWS_BETWEEN) * len(numbers)


def _has_small(lines: Sequence[Line]) -> bool:
    every = list(map(SIZE, lines))
    if not every or min(every) > RUBY_SIZE * max(every):
        return False
    sizes = {line.size for line in lines if line.upright}
    return len(sizes) > 1 and min(sizes) <= RUBY_SIZE * max(sizes)


def _ruby(lines: Sequence[Line]) -> dict[int, int]:
    """The places of small lines that stand right above the letters of a line, each with that one's place.

    They stand within its width, or, where an engine gave the letters a line of their own, across it.
    """
    body = _body_size(lines)
    small = [at for at, line in enumerate(lines) if line.size <= RUBY_SIZE * body and line.upright]
    if not small:
        return {}
    texts = sorted([at for at, line in enumerate(lines) if line.upright and RUBY_SIZE * body < line.size <= RUBIED * body], key=lambda at: lines[at].base)
    bases = [lines[at].base for at in texts]
    found = {}
    for at in small:
        line = lines[at]
        for place in texts[bisect_left(bases, line.base + RUBY_FROM * RUBY_SIZE * body) :][:MOST_NEIGHBOURS]:
            text = lines[place]
            step = text.base - line.base
            if step > RUBY_TO * text.size:
                break
            shared = min(text.x1, line.x1) - max(text.x0, line.x0)
            within = text.x0 - line.size <= line.x0 and line.x1 <= text.x1 + line.size
            if step >= RUBY_FROM * text.size >= line.size and (within or shared >= RUBY_SHARED * (text.x1 - text.x0)):
                found[at] = place
    return found


def _by_text(ruby: Mapping[int, int]) -> dict[int, list[int]]:
    """The places of the lines that ruby stands above, each with its ruby's."""
    out: dict[int, list[int]] = {}
    for at, text in ruby.items():
        out.setdefault(text, []).append(at)
    return out


def _closed_up(text: Line, ruby: Sequence[Line]) -> Line:
    """A line without the spaces between characters that were spread below longer ruby."""
    if " " not in text.text:
        return text
    spans = sorted([(line.x0 - text.size, line.x1 + text.size) for line in ruby])
    ends = list(accumulate([0.5 if char.isascii() else 1.0 for char in text.text]))  # of the characters, in widths of one

    def is_spread(gap: re.Match[str]) -> bool:
        place = text.x0 + (text.x1 - text.x0) * ends[gap.start()] / ends[-1]
        at = bisect_left(spans, (place, place))
        return at > 0 and place < spans[at - 1][1]

    return text._replace(text=_HAN_GAP.sub(lambda gap: "" if is_spread(gap) else gap[0], text.text))
