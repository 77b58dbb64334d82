"""Which lines of a text are one paragraph: lines of one width that a page's layout broke, lines that a converter wrapped, lines that are paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice, pairwise
from operator import itemgetter, sub
from typing import NamedTuple

from bulletin_parse.layout.line_breaks import first_word
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import INNER_STOP, is_leader
from bulletin_parse.layout.text_rows import width
from bulletin_parse.layout.told import Told
from bulletin_parse.text.folding import HAN, is_open_url

# A text is wrapped to one width when this share of the lines that stop inside a sentence stop near one edge, and there are this many of them.
WRAPPED_SHARE, WRAPPED_FROM, EDGE_QUANTILE = 0.7, 4, 0.85
BEYOND_SHARE = 0.05  # of all lines may reach further: a title, a line that was set closer
NARROWEST, WIDEST = 26.0, 300.0  # cells
WIDEST_CELL = 130.0  # cells: a wider line of a table's cell is a whole paragraph
NEAR = 7.0  # cells: a word of two characters and its punctuation did not fit, and letters are not all of one width
LOST_INDENT = 4.0  # cells: two characters, by which a first line is shorter where the indent is not printed
# First lines of paragraphs, so many and of all so large a share, had room for more: their indent is not printed.
SHORT_FIRST_FROM, SHORT_FIRST_SHARE = 3, 0.8
ROOM = -0.5  # cells: what fits exactly would have been set
SLACK, LETTER_SLACK = 1.5, 0.06  # cells, and more for each letter or digit
INDENTED_FROM = 3  # first lines with an indent show that they have one
FIRST_INDENT, DEEP_INDENT = 2.0, 8.0  # cells: a first line's indent, and what is set apart
SOFT_WIDTH = 72  # columns: where pandoc wraps, at spaces only
BLANKS_SHARE = 0.15  # of all lines have a blank one before them, where blank lines part paragraphs
LOOSE_SHARE = 0.1  # of the lines that go on stand further from the next: a distance that may be inside a paragraph
UNBROKEN = 100  # columns without a space: no page's line is so long
SOFT_SHARE = 0.8  # of the breaks inside paragraphs
# A narrower column: this many unfinished lines, so close together, end within so many cells of one another.
COLUMN_FROM, COLUMN_REACH, COLUMN_LINES, SAME_END = 3, 4, 14, 2.5
TOGETHER_FROM = 2  # further lines that end near a line's end
SHORTEST_LINE = 24.0  # cells; what is shorter tells nothing of the edge

_ORDER, _LEFT, _RIGHT = (itemgetter(Row._fields.index(name)) for name in ("order", "x0", "x1"))
_NO_RUN_ON = "。：:)）】"  # behind none of these a line goes on in the next, as far as an edge can be told by it


class Wrapping(NamedTuple):
    """How a text's lines make paragraphs.

    ``edge``: where wrapped lines end, in cells, or None; without it nothing is told of ``left``, where lines begin, and of ``indents``, whether first
    lines are indented. ``gap``: the usual distance of two lines of one paragraph, 0 if none is told. ``soft``: lines were wrapped at spaces.
    ``spaced``: blank lines part paragraphs. ``narrow``: the orders of lines that fill a narrower column: a box, text beside
    a picture. ``short_first``: first lines stop before the edge, as they were indented on the page.
    ``loose``: the wider distance that lines of one paragraph have now and then, which parts none for sure; 0 if none is told.
    """

    edge: float | None
    left: float
    indents: bool
    gap: int
    soft: bool
    spaced: bool
    narrow: frozenset[int] = frozenset()
    short_first: bool = False
    loose: int = 0


def wrapping_of(rows: Sequence[Row], told: Told, breaks: AbstractSet[int]) -> Wrapping:
    """How a text's lines make paragraphs.

    Args:
        rows: its lines, furniture and tables aside.
        told: what was told of the lines.
        breaks: the orders of lines that markup ends.
    """
    # A blank line is one that no row stands on; furniture between two lines is no blank one.
    apart = sum([below[7] - above[7] > below[0] - above[0] for above, below in pairwise(rows)])
    spaced = apart * 2 > len(rows)
    pairs, ends = [], []
    for above, row in pairwise(rows):
        if above[2][-1:] not in _NO_RUN_ON and _may_run_on(above, row, told, breaks) and (end := told.end(above)) >= SHORTEST_LINE:
            ends.append(end)
            pairs.append((above, row))
    soft = apart >= BLANKS_SHARE * len(rows) and _is_soft([(above, row) for above, row in pairs if row.base - above.base == 1], rows)
    whole = Wrapping(None, 0.0, indents=False, gap=0, soft=soft, spaced=spaced)
    if soft or len(pairs) < WRAPPED_FROM:
        return whole
    together = _together(sorted(ends))
    if len(together) < WRAPPED_SHARE * len(ends):
        return whole
    edge = together[min(len(together) - 1, int(EDGE_QUANTILE * len(together)))]
    all_ends = told.all_ends(rows)
    if not NARROWEST <= edge <= WIDEST or _many_reach_beyond(rows, all_ends, edge + NEAR):
        return whole
    reach = dict(zip(map(_ORDER, rows), all_ends, strict=True))
    lefts = list(map(_LEFT, rows))
    left = _left(lefts, all_ends)
    near = [pair for pair in pairs if abs(reach[pair[0].order] - edge) <= NEAR]
    gaps = Counter([int(row.base - above.base) for above, row in near if above.page == row.page])
    gap = gaps.most_common(1)[0][0] if gaps else 0
    loose = max([wide for wide, count in gaps.items() if wide > gap and count >= LOOSE_SHARE * len(near)], default=0)
    inner = [row for _, row in near if row.x0 - left < FIRST_INDENT]
    indented = (row for row in rows if FIRST_INDENT <= row.x0 - left < DEEP_INDENT and HAN.search(row.text))
    indents = max(lefts) - left >= FIRST_INDENT and len(inner) > len(near) / 2 and len(list(islice(indented, INDENTED_FROM))) == INDENTED_FROM
    return Wrapping(
        edge,
        left,
        indents=indents,
        gap=gap,
        soft=False,
        spaced=spaced,
        short_first=not indents and _stop_short(rows, near, edge, told),
        loose=loose,
        narrow=_narrow([above for above, _ in pairs], reach, edge, told),
    )


def _stop_short(rows: Sequence[Row], near: Sequence[tuple[Row, Row]], edge: float, told: Told) -> bool:
    """Whether paragraphs' first lines stop before the edge: on the page they were indented.

    Args:
        rows: the text's lines.
        near: each line that stops inside a sentence near the edge, with the next one.
        edge: where lines end, in cells.
        told: what was told of the lines.
    """
    before = dict(zip(map(_ORDER, rows[1:]), rows, strict=False))
    firsts = [
        (row, below)
        for row, below in near
        if (above := before.get(row.order)) and told.ends[above.text] and not is_line_full(above, row, edge - LOST_INDENT, told)
    ]
    roomy = Counter([has_room(row, below, edge, told) for row, below in firsts])
    return roomy[True] >= SHORT_FIRST_FROM and roomy[True] >= SHORT_FIRST_SHARE * roomy.total()


def _many_reach_beyond(rows: Sequence[Row], ends: Sequence[float], edge: float) -> bool:
    """Whether more lines than a few reach further than an edge; those of letters alone and the index's with leaders have no say."""
    room = BEYOND_SHARE * len(rows)
    for row, end in zip(rows, ends, strict=True):
        if end > edge and not row.text.isascii() and not is_leader(row.text):
            room -= 1
            if room < 0:
                return True
    return False


def _together(ends: Sequence[float]) -> list[float]:
    """The ends, in order, that have others near them: at one edge, or at those of columns and boxes."""
    return [
        end
        for at, end in enumerate(ends)
        if ends[min(len(ends) - 1, at + TOGETHER_FROM)] - end <= SAME_END * 2 or end - ends[max(0, at - TOGETHER_FROM)] <= SAME_END * 2
    ]


def _narrow(unfinished: Sequence[Row], reach: Mapping[int, float], edge: float, told: Told) -> frozenset[int]:
    """The orders of lines of a narrower column: three that stop inside a sentence, near one another, stop together short of the edge.

    A first line whose indent is not printed stops a little before them. Titles of an index stop anywhere, and begin with their numbers.
    """
    short = [row for row in unfinished if reach[row.order] < edge - NEAR and not told.opens[row.text]]

    def near(at: int, before: float) -> int:
        row = short[at]
        return sum(
            [
                -SAME_END <= reach[other.order] - reach[row.order] <= SAME_END + before and abs(other.base - row.base) <= COLUMN_LINES
                for other in short[max(0, at - COLUMN_REACH) : at + COLUMN_REACH + 1]
            ]
        )

    return frozenset([row.order for at, row in enumerate(short) if near(at, 0.0) >= COLUMN_FROM or near(at, LOST_INDENT) > COLUMN_FROM])


def _may_run_on(above: Row, row: Row, told: Told, breaks: AbstractSet[int]) -> bool:
    """Whether a line stops inside a sentence, and the next one may go on with it."""
    text = above.text
    return (
        above.order not in breaks
        and above.bold == row.bold
        and not told.ends[text]
        and not text.isascii()
        and not is_open_url(text)
        and not told.heads[text]
        and not told.opens[row.text]
    )


def _left(lefts: Sequence[float], ends: Sequence[float]) -> float:
    """Where most lines begin, the leftmost of those that many have."""
    starts = Counter([x0 for x0, end in zip(lefts, ends, strict=True) if end - x0 >= SHORTEST_LINE])
    most = max(starts.values(), default=0)
    return min([start for start, count in starts.items() if count * 5 >= most], default=0.0)


def _is_soft(pairs: Sequence[tuple[Row, Row]], rows: Sequence[Row]) -> bool:
    """Whether lines break only where the next word up to a space would not have fitted: pandoc's way, which leaves Chinese whole."""
    if not pairs or max(map(sub, map(_RIGHT, rows), map(_LEFT, rows))) <= UNBROKEN:
        return False
    if not any(row.x1 - row.x0 > UNBROKEN and _has_long_word(row.text) for row in rows):
        return False
    # A line that could have been broken at a space is no wider than that; a page's lines are.
    wide = sum([SOFT_WIDTH + SLACK < above.x1 - above.x0 <= UNBROKEN and " " in above.text for above, _ in pairs])
    if sum([_cuts_han(above, row) for above, row in pairs]) > (1 - SOFT_SHARE) * len(pairs):
        return False
    return wide <= (1 - SOFT_SHARE) * len(pairs) and sum([soft_break(above, row) for above, row in pairs]) >= SOFT_SHARE * len(pairs)


def _cuts_han(above: Row, row: Row) -> bool:
    """Whether a line of running text ends between two Han characters, where a sentence has no space."""
    return bool(HAN.match(above.text[-1]) and HAN.match(row.text[0]) and INNER_STOP.search(above.text))


def _has_long_word(text: str) -> bool:
    """Whether a line holds more without a space than a page's line can, and not as a link, whose letters a page sets narrow."""
    return any(width(word) > UNBROKEN and "://" not in word for word in text.split(" "))


def soft_break(above: Row, row: Row) -> bool:
    """Whether the next line's first word up to a space would not have fitted where pandoc wraps."""
    word = row.text.split(" ", 1)[0]
    return row.x1 - row.x0 > 0 and (above.x1 - above.x0) + 1 + width(word) > SOFT_WIDTH


def is_line_full(row: Row, after: Row, edge: float, told: Told) -> bool:
    """Whether the next line's first word would not have fitted; letters are not all of one width, and spaces are stretched."""
    room = edge - told.end(row)
    return room < first_word(after.text, 2.0, room) + SLACK + LETTER_SLACK * told.letters[row.text]


def has_room(row: Row, after: Row, edge: float, told: Told) -> bool:
    """Whether the next line's first word would have fitted: more surely than ``is_line_full`` denies it, as an indent is two characters."""
    return edge - told.end(row) - first_word(after.text, 2.0) > ROOM + LETTER_SLACK / 2 * told.letters[row.text]
