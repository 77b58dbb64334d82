"""What the sides of a zone are: running text, rows of a table, entries with something beside them, numbers of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from bulletin_parse.layout.sentences import begins_its_own, ends_sentence
from bulletin_parse.layout.tolerances import (
    ALIGNED,
    ASIDE_SIZE,
    BESIDE,
    CELL_ROOM,
    CLAUSES,
    COLUMN_FILL,
    COLUMN_WIDTH,
    INDENT_TO,
    LABEL,
    LONE_ROWS,
    LONG_ROW,
    PROSE_ROWS,
    PROSE_SHARE,
    ROWS_FOR_OWN_FRAME,
    SAME_EDGE,
    SAME_SIZE,
    SHORTEST_TEXT,
    SPACES,
    STAMP,
    WRAP_PITCH,
)
from bulletin_parse.reading.document import Line
from bulletin_parse.reading.pdf.levels import TEXT
from bulletin_parse.text.folding import HAN
from bulletin_parse.text.lazy import lazy_pattern

# 1. … and 2、…: an index whose sources or page numbers are set at a tab stop is lines of text.
_NUMBERED = lazy_pattern(r"\s*[（(]?(\d{1,3})\s*[.．、）)]")
_CLAUSE = "，。；"
_PAGE = lazy_pattern(r"[（(·.…\s]*\d{1,4}[）)]?")


class _Placed(Protocol):
    """A fragment or a row: its text, its edges in points and its type."""

    @property
    def text(self) -> str: ...
    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...
    @property
    def size(self) -> float: ...
    @property
    def font(self) -> str: ...


class Type(NamedTuple):
    """A size in points, to a tenth, and a font."""

    size: float
    font: str


def are_twins(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether the sides are columns of one page: as wide and of one size, with running text in all, however short the other rows are."""
    if min(map(len, sides)) < ROWS_FOR_OWN_FRAME or not any(map(is_prose, sides)):
        return False
    sizes = [_usual_size(side) for side in sides]
    edges = [(min(line.x0 for line in side), max(line.x1 for line in side)) for side in sides]
    widths = [right - left for left, right in edges]
    full = [sum(line.x1 >= right - size for line in side) for side, size, (_, right) in zip(sides, sizes, edges, strict=True)]
    alike = max(sizes) - min(sizes) <= SAME_SIZE * sizes[0] and min(widths) > LONG_ROW * max(widths) and min(widths) > COLUMN_WIDTH * sizes[0]
    return alike and min(full) >= PROSE_ROWS and not rows_agree(sides)


def usual_type(lines: Sequence[Line]) -> Type:
    """The size and the font of most characters of some lines."""
    middle = lines[len(lines) // 2]
    size, font = middle[6], middle[7]
    if 2 * sum([len(line[0]) for line in lines if line[6] == size and line[7] == font]) > sum(map(len, map(TEXT, lines))):
        return Type(round(size, 1), font)  # as on most pages: no other type can have as many
    exactly: dict[tuple[float, str], int] = {}
    for line in lines:
        kind = line[6], line[7]
        exactly[kind] = exactly.get(kind, 0) + len(line[0])
    types: dict[tuple[float, str], int] = {}
    for (size, font), count in exactly.items():  # few sizes, each rounded once
        kind = round(size, 1), font
        types[kind] = types.get(kind, 0) + count
    return Type(*max(types, key=types.__getitem__))


def are_few_rows_of_columns(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two sides are columns of a few rows: as wide, all rows fill them but the last one, and the first column stops inside a sentence."""
    if len(sides) != 2 or not 1 < len(sides[0]) <= ROWS_FOR_OWN_FRAME or len(sides[1]) > len(sides[0]) or is_index(sides):
        return False
    rights = [max(line.x1 for line in side) for side in sides]
    widths = [right - min(line.x0 for line in side) for side, right in zip(sides, rights, strict=True)]
    if min(widths) < max(LONG_ROW * max(widths), SHORTEST_TEXT * _usual_size(sides[0])) or ends_sentence(sides[0][-1].text):
        return False
    rows = [*[(line, rights[0]) for line in sides[0]], *[(line, rights[1]) for line in sides[1][:-1]]]
    return all(right - line.x1 < line.size for line, right in rows)


def narrower_of(sides: Sequence[Sequence[Line]]) -> int:
    """The side that is a box beside the text: two sides of running text off one another's baselines, one much narrower; -1 if neither is."""
    widths = [max(line.x1 for line in side) - min(line.x0 for line in side) for side in sides]
    if len(sides) != 2 or min(widths) >= LONG_ROW * max(widths):
        return -1
    narrower = widths.index(min(widths))
    return narrower if _off_the_grid(sides[narrower], sides[1 - narrower]) else -1


def is_stamp(side: Sequence[Line], around: Sequence[Line], usual: Type) -> bool:
    """Whether a side is a word in large type in the midst of running text, as a seal has it.

    Args:
        side: what stands beside the text.
        around: the lines right above and below that and the text beside it.
        usual: the type of most of the page's text.
    """
    word = side[0]
    in_text = len(around) == 2 and all(_is_of(line, usual) and len(line.text) >= SHORTEST_TEXT for line in around)
    return len(side) == 1 and in_text and word.size >= STAMP * usual.size and len(word.text) < SHORTEST_TEXT and not ends_sentence(word.text)


def _is_of(line: Line, usual: Type) -> bool:
    return line.font == usual.font and abs(line.size - usual.size) < SAME_SIZE * usual.size


def aside_of(sides: Sequence[Sequence[Line]], usual: Type) -> int:
    """The side that is no part of the text: set in another type, or numbers of lines; -1 if there is none.

    Args:
        sides: two columns.
        usual: the type of most of the page's text.
    """
    sizes = [_usual_size(side) for side in sides]
    for at in (0, 1):
        other = 1 - at
        digits = all(line.text.strip().isdecimal() for line in sides[at])
        if digits and len(sides[at]) >= PROSE_ROWS and _is_long(sides[other]) and (at == 0 or is_rising(sides[at])) and is_rising(sides[at]):
            return at
    own = [any(_is_of(line, usual) for line in side) for side in sides]
    if own.count(True) == 1 and not rows_agree(sides) and is_prose(sides[other := own.index(False)]) and _off_the_grid(sides[other], sides[1 - other]):
        return other
    if min(sizes) < ASIDE_SIZE * max(sizes):
        if own.count(True) == 1:
            return own.index(False) if is_prose(sides[own.index(True)]) or len(sides[own.index(False)]) < PROSE_ROWS else -1
        smaller = 0 if sizes[0] < sizes[1] else 1
        aside = smaller if len(sides[smaller]) <= 2 * len(sides[1 - smaller]) else 1 - smaller
        if is_prose(sides[1 - aside]) or len(sides[aside]) < PROSE_ROWS:
            return aside
    shorter = 0 if len(sides[0]) < len(sides[1]) else 1
    if _usual_font(sides[0]) != _usual_font(sides[1]) and is_prose(sides[1 - shorter]) and _off_the_grid(sides[shorter], sides[1 - shorter]):
        return shorter  # a quotation in a type of its own
    if is_prose(sides[0]) != is_prose(sides[1]):
        text = 0 if is_prose(sides[0]) else 1
        if _off_the_grid(sides[1 - text], sides[text]):
            return 1 - text
    return -1


def _off_the_grid(side: Sequence[Line], text: Sequence[Line]) -> bool:
    """Whether most rows of a side stand at heights of their own, and not on the text's baselines."""
    on = sum(any(abs(line.base - other.base) < ALIGNED * line.size for other in text) for line in side[:LONE_ROWS])
    return len(side) > 1 and on * 2 < min(len(side), LONE_ROWS)


def _usual_size(side: Sequence[Line]) -> float:
    sizes = sorted([line.size for line in side])
    return sizes[len(sizes) // 2]


def _usual_font(side: Sequence[Line]) -> str:
    return Counter([line.font for line in side]).most_common(1)[0][0]


def is_rising(side: Sequence[Line]) -> bool:
    """Whether a side of numbers counts up, as the numbers of lines do."""
    values = [int(line.text.strip()[:9]) for line in side]
    return all(0 < b - a <= 10 for a, b in pairwise(values))


def _is_long(side: Sequence[Line]) -> bool:
    left, right = min(line.x0 for line in side), max(line.x1 for line in side)
    return right - left > 2 * COLUMN_WIDTH * _usual_size(side)


def is_prose(side: Sequence[Line]) -> bool:
    """Whether a side is running text: many rows, most of which fill it and begin at its edge; what floats at the right is none."""
    if len(side) < PROSE_ROWS:
        return False
    left, right = min(line.x0 for line in side), max(line.x1 for line in side)
    size = _usual_size(side)
    if right - left < COLUMN_WIDTH * size:
        return False
    full = sum(line.x1 >= right - COLUMN_FILL * (right - left) for line in side)
    flush = sum(line.x0 <= left + INDENT_TO * size for line in side)
    return full >= PROSE_SHARE * len(side) and flush >= PROSE_SHARE * len(side)


def has_clauses(lines: Sequence[Line]) -> bool:
    """Whether enough of some lines have a comma or a full stop in them for running text."""
    return sum([any(mark in line.text for mark in _CLAUSE) for line in lines]) >= CLAUSES * len(lines)


def rows_agree(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether the sides' gaps stand at the same heights, as those between a table's rows do."""
    starts = []
    for side in sides:
        steps = [below.base - above.base for above, below in pairwise(side)]
        pitch = min([step for step in steps if step > 0], default=0.0)
        starts.append([below.base for below, step in zip(side[1:], steps, strict=True) if step > WRAP_PITCH * pitch])
    size = _usual_size(sides[0])
    shared = sum(any(abs(start - other) < ALIGNED * size for other in starts[1]) for start in starts[0][:LONE_ROWS])
    return len(starts[0]) >= 2 and shared >= 0.8 * min(len(starts[0]), LONE_ROWS) and len(starts[1]) <= 1.25 * len(starts[0])


def split_rows(sides: Sequence[Sequence[Line]]) -> int:
    """How many rows of the first columns have something beside them."""
    bases = sorted([(line.base, line.size, at) for at, side in enumerate(sides) for line in side])
    rows, above = 0, bases[0]
    beside = False
    for base, size, side in bases[1:]:
        if base - above[0] < BESIDE * size:
            beside = beside or side != above[2]
        else:
            rows += beside
            beside = False
        above = (base, size, side)
    return rows + beside


def is_index(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether each row is a numbered entry with something beside it: two columns of text are not."""
    left, right = sides[0], sides[-1]
    if len(sides) != 2 or not all(_NUMBERED.match(line.text) for line in left):
        return False
    return len(left) == len(right) and all(abs(a.base - b.base) < ALIGNED * a.size for a, b in zip(left, right, strict=True))


def are_entries_by_column(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two columns are one list: its numbers count down the left one and on in the right one."""
    counted = [[int(found[1]) for line in side if (found := _NUMBERED.match(line.text))] for side in sides]
    numbers = [number for column in counted for number in column]
    return len(sides) == 2 and all(counted) and len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))


def are_words(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two rows that seem to be a table are words with spaces between them, such as a byline's date and source."""
    left, right = sides
    pairs = [(a, b) for a in left for b in right if abs(a.base - b.base) < ALIGNED * a.size]
    return len(left) == 2 and all(b.x0 - a.x1 < SPACES * a.size and len(a.text) > LABEL for a, b in pairs)


def are_spread(a: Line, b: Line) -> bool:
    """Whether two fragments are the characters of a word of two that is spread over a cell: 背　景."""
    alone = all(len(line.text.strip()) == 1 and HAN.match(line.text.strip()) for line in (a, b))
    return alone and abs(a.base - b.base) < ALIGNED * a.size and 0 < b.x0 - a.x1 < SPACES * a.size


def are_spaced_words(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether what seem to be two columns are words with a space between them: however long the left ones are, the right ones stand as far behind them.

    A table's cells begin below one another, or end or stand in the middle so.
    """
    if len(sides) != 2:
        return False
    pairs = [(a, b) for a in sides[0] for b in sides[1] if abs(a.base - b.base) < ALIGNED * a.size]
    if len(pairs) < 2 or len(pairs) < len(sides[0]):
        return False
    size = pairs[0][0].size
    lefts, gaps, ends = [b.x0 for _, b in pairs], [b.x0 - a.x1 for a, b in pairs], [b.x1 for _, b in pairs]
    middles = [b.x0 + b.x1 for _, b in pairs]
    steady = max(gaps) - min(gaps) < ALIGNED * size and max(gaps) < SPACES * size
    return steady and all(max(places) - min(places) > 2 * ALIGNED * size for places in (lefts, ends, middles))


def are_labelled_cells(left: Line, right: Line) -> bool:
    """Whether two fragments of one height are cells that begin with labels, of which the left one is full: 主办：…政策研 | 主编：周明远."""
    labelled = all(any(mark in line.text[1:LABEL] for mark in "：:") for line in (left, right))
    return labelled and abs(left.base - right.base) < ALIGNED * left.size and right.x0 - left.x1 <= CELL_ROOM * left.size and bool(HAN.match(left.text[-1:]))


def goes_on_in_cell(above: _Placed, line: _Placed) -> bool:
    """Whether a line goes on with the full one above it in a cell: it begins below it, is no longer, and begins nothing of its own."""
    level = abs(line.x0 - above.x0) < SAME_EDGE * line.size and line.x1 < above.x1 + line.size
    words = bool(HAN.match(line.text[:1])) and not any(mark in line.text[:LABEL] for mark in "：:") and not begins_its_own(line.text)
    return level and line.font == above.font and words


def wrapped_cells(sides: Sequence[Sequence[Line]], below: Sequence[Line]) -> int:
    """How many of the lines below a row of two labelled cells go on with the left one.

    Args:
        sides: the row's two cells.
        below: the lines that follow it.
    """
    above = sides[0][0]
    if len(sides[0]) != 1 or len(sides[1]) != 1 or not are_labelled_cells(above, sides[1][0]):
        return 0
    count = 0
    for at, line in enumerate(below):
        alone = at + 1 == len(below) or below[at + 1].base - line.base > ALIGNED * line.size
        if not alone or line.base - above.base > CELL_ROOM * line.size or not goes_on_in_cell(above, line):
            break
        above, count = line, count + 1
    return count


def is_tabbed(sides: Sequence[Sequence[Line]]) -> bool:
    """Whether two columns are lines with a tab in them: an index's entries with their sources or pages."""
    if len(sides) != 2:
        return False
    left, right = sides
    numbered = sum(bool(_NUMBERED.match(line.text)) and len(line.text.strip()) > 5 for line in left)
    if numbered * 2 >= len(left):
        return True
    if not all(_PAGE.fullmatch(line.text.strip()) for line in right):
        return False
    pages = [int(re.sub(r"\D", "", line.text)) for line in right]
    return all(a <= b for a, b in pairwise(pages))
