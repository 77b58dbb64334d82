"""Which lines of a text are one paragraph: lines of one width that a page's layout broke, lines that a converter wrapped, lines that are paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from bulletin_parse.layout.label_wraps import LINK_BREAKS, wraps_label, wraps_link
from bulletin_parse.layout.line_breaks import first_word
from bulletin_parse.layout.rows import Row
from bulletin_parse.layout.sentences import INNER_STOP, counts_on, ends_sentence, is_leader, stops_inside
from bulletin_parse.layout.text_rows import TextRows, width
from bulletin_parse.text.bullets import BEFORE_POINTS, SYMBOLS
from bulletin_parse.text.folding import HAN, ascii_count, is_open_url
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import may_continue_link
from bulletin_parse.tuples import NamedTuple

# A text is wrapped to one width when this share of the lines that stop inside a sentence stop near one edge, and there are this many of them.
WRAPPED_SHARE, WRAPPED_FROM, EDGE_QUANTILE = 0.7, 4, 0.85
BEYOND_SHARE = 0.05  # of all lines may reach further: a title, a line that was set closer
NARROWEST, WIDEST = 26.0, 300.0  # cells
WIDEST_CELL = 130.0  # cells: a wider line of a table's cell is a whole paragraph
NEAR = 7.0  # cells: a word of two characters and its punctuation did not fit, and letters are not all of one width
# Cells: two characters, by which a first line is shorter where the indent is not printed; by so much that no next word alone shortened it.
LOST_INDENT, SHORT_BY = 4.0, 3.0
# First lines of paragraphs, so many and of all so large a share, had room for more: their indent is not printed.
SHORT_FIRST_FROM, SHORT_FIRST_SHARE = 3, 0.8
ROOM = -0.5  # cells: what fits exactly would have been set
SLACK, LETTER_SLACK = 1.5, 0.06  # cells, and more for each letter or digit
SPACE_SLACK = 0.5  # cells, for each space: a page sets its own gap between Han and Latin beside the one that was typed
FIRST_INDENT, DEEP_INDENT = 2.0, 8.0  # cells: a first line's indent, and what is set apart
SOFT_WIDTH = 72  # columns: where pandoc wraps, at spaces only
BLANKS_SHARE = 0.15  # of all lines have a blank one before them, where blank lines part paragraphs
LOOSE_SHARE = 0.1  # of the lines that go on stand further from the next: a distance that may be inside a paragraph
UNBROKEN = 100  # columns without a space: no page's line is so long
SOFT_SHARE = 0.8  # of the breaks inside paragraphs
# A narrower column: this many unfinished lines, so close together, end within so many cells of one another.
COLUMN_FROM, COLUMN_REACH, COLUMN_LINES, SAME_END = 3, 4, 14, 2.5
TOGETHER_FROM = 2  # further lines that end near a line's end
NEAR_END = 10.0  # cells before the edge where a page's setting may end a line that goes on
SHORTEST_LINE = 24.0  # cells; what is shorter tells nothing of the edge

# The mark of a list; a byline's date; a source in brackets, alone on its line.
_OWN = lazy_pattern(
    rf"""
      [（(](?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[）)] | \d{{1,2}}[.．、](?!\d) | [①-⑳] | [一二三四五六七八九十]{{1,3}}、 | [{BEFORE_POINTS}{SYMBOLS}]
    | 20\d\d\ ?[-年./]\ ?\d\d?\ ?[-月./]\ ?\d\d?\ ?日?(?:\s|\Z)
    | [（(【\[][^（()）】\]]{{1,30}}[）)】\]]\Z
    """,
    re.VERBOSE,
)
_COLON_END = "：:"
_SPEAKER = lazy_pattern(r"[^，。：“”]{2,24}(?:说|表示|道|称|评价|坦言|介绍|感叹|感慨)[。！]")  # alone behind what was said, it begins no paragraph
_NO_RUN_ON = "。：:)）】"  # behind none of these a line goes on in the next, as far as an edge can be told by it
_INNER_STOPS = "，、"  # no paragraph ends in one


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


def wrapping_of(rows: Sequence[Row], openers: re.Pattern[str], breaks: AbstractSet[int]) -> Wrapping:
    """How a text's lines make paragraphs.

    Args:
        rows: its lines, furniture and tables aside.
        openers: what a line that opens a block of its own begins with.
        breaks: the orders of lines that markup ends.
    """
    # A blank line is one that no row stands on; furniture between two lines is no blank one.
    apart = sum([(gap := below.base - above.base) > 1 and gap > below.order - above.order for above, below in pairwise(rows)])
    spaced = apart * 2 > len(rows)
    reach: dict[int, float] = {}  # by order; of all rows only where they may be wrapped
    pairs = []
    for above, row in pairwise(rows):
        if above.text[-1:] not in _NO_RUN_ON and _may_run_on(above, row, openers, breaks) and (end := end_of(above)) >= SHORTEST_LINE:
            reach[above.order] = end
            pairs.append((above, row))
    soft = apart >= BLANKS_SHARE * len(rows) and _is_soft([(above, row) for above, row in pairs if row.base - above.base == 1], rows)
    whole = Wrapping(None, 0.0, indents=False, gap=0, soft=soft, spaced=spaced)
    if soft or len(pairs) < WRAPPED_FROM:
        return whole
    ends = sorted(reach.values())
    together = _together(ends)
    if len(together) < WRAPPED_SHARE * len(ends):
        return whole
    edge = together[min(len(together) - 1, int(EDGE_QUANTILE * len(together)))]
    if not NARROWEST <= edge <= WIDEST or _many_reach_beyond(rows, edge + NEAR):
        return whole
    reach |= {row.order: end_of(row) for row in rows if row.order not in reach}
    left = _left(rows, reach)
    near = [pair for pair in pairs if abs(reach[pair[0].order] - edge) <= NEAR]
    gaps = Counter([int(row.base - above.base) for above, row in near if above.page == row.page])
    gap = gaps.most_common(1)[0][0] if gaps else 0
    loose = max([wide for wide, count in gaps.items() if wide > gap and count >= LOOSE_SHARE * len(near)], default=0)
    inner = [row for _, row in near if row.x0 - left < FIRST_INDENT]
    indented = [row for row in rows if FIRST_INDENT <= row.x0 - left < DEEP_INDENT and HAN.search(row.text)]
    indents = len(indented) >= 3 and len(inner) > len(near) / 2
    return Wrapping(
        edge,
        left,
        indents=indents,
        gap=gap,
        soft=False,
        spaced=spaced,
        short_first=not indents and _stop_short(rows, near, edge),
        loose=loose,
        narrow=_narrow([above for above, _ in pairs], reach, edge, openers),
    )


def _stop_short(rows: Sequence[Row], near: Sequence[tuple[Row, Row]], edge: float) -> bool:
    """Whether paragraphs' first lines stop before the edge: on the page they were indented.

    Args:
        rows: the text's lines.
        near: each line that stops inside a sentence near the edge, with the next one.
        edge: where lines end, in cells.
    """
    first = {row.order for above, row in pairwise(rows) if ends_sentence(above.text) and not is_line_full(above, row, edge - LOST_INDENT)}
    roomy = Counter([_has_room(row, below, edge) for row, below in near if row.order in first])
    return roomy[True] >= SHORT_FIRST_FROM and roomy[True] >= SHORT_FIRST_SHARE * roomy.total()


def _many_reach_beyond(rows: Sequence[Row], edge: float) -> bool:
    """Whether more lines than a few reach further than an edge; those of letters alone and the index's with leaders have no say."""
    room = BEYOND_SHARE * len(rows)
    for row in rows:
        text = row.text
        if row.x0 + 2 * len(text) > edge and not text.isascii() and end_of(row) > edge and not is_leader(text):
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


def _narrow(unfinished: Sequence[Row], reach: Mapping[int, float], edge: float, openers: re.Pattern[str]) -> frozenset[int]:
    """The orders of lines of a narrower column: three that stop inside a sentence, near one another, stop together short of the edge.

    A first line whose indent is not printed stops a little before them. Titles of an index stop anywhere, and begin with their numbers.
    """
    short = [row for row in unfinished if reach[row.order] < edge - NEAR and not opens(row.text, openers)]

    def near(at: int, before: float) -> int:
        row = short[at]
        return sum(
            [
                -SAME_END <= reach[other.order] - reach[row.order] <= SAME_END + before and abs(other.base - row.base) <= COLUMN_LINES
                for other in short[max(0, at - COLUMN_REACH) : at + COLUMN_REACH + 1]
            ]
        )

    return frozenset([row.order for at, row in enumerate(short) if near(at, 0.0) >= COLUMN_FROM or near(at, LOST_INDENT) > COLUMN_FROM])


def _may_run_on(above: Row, row: Row, openers: re.Pattern[str], breaks: AbstractSet[int]) -> bool:
    """Whether a line stops inside a sentence, and the next one may go on with it."""
    text = above.text
    return (
        above.order not in breaks
        and above.bold == row.bold
        and not ends_sentence(text)
        and not text.isascii()
        and not is_open_url(text)
        and not openers.match(text)
        and not opens(row.text, openers)
    )


def opens(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a line begins something of its own: a label, a number of a list, a byline, a source in brackets."""
    return bool(openers.match(text) or _OWN.match(text))


def end_of(row: Row) -> float:
    """Where a line ends, in cells; the reader counted what has no spaces."""
    return row.x0 + width(row.text) if " " in row.text else row.x1


def _left(rows: Sequence[Row], reach: Mapping[int, float]) -> float:
    """Where most lines begin, the leftmost of those that many have."""
    starts = Counter([row.x0 for row in rows if reach[row.order] - row.x0 >= SHORTEST_LINE])
    most = max(starts.values(), default=0)
    return min([start for start, count in starts.items() if count * 5 >= most], default=0.0)


def _is_soft(pairs: Sequence[tuple[Row, Row]], rows: Sequence[Row]) -> bool:
    """Whether lines break only where the next word up to a space would not have fitted: pandoc's way, which leaves Chinese whole."""
    if not pairs or not any(row.x1 - row.x0 > UNBROKEN and _has_long_word(row.text) for row in rows):
        return False
    # A line that could have been broken at a space is no wider than that; a page's lines are.
    wide = sum([SOFT_WIDTH + SLACK < above.x1 - above.x0 <= UNBROKEN and " " in above.text for above, _ in pairs])
    if sum([_cuts_han(above, row) for above, row in pairs]) > (1 - SOFT_SHARE) * len(pairs):
        return False
    return wide <= (1 - SOFT_SHARE) * len(pairs) and sum([_soft_break(above, row) for above, row in pairs]) >= SOFT_SHARE * len(pairs)


def _cuts_han(above: Row, row: Row) -> bool:
    """Whether a line of running text ends between two Han characters, where a sentence has no space."""
    return bool(HAN.match(above.text[-1]) and HAN.match(row.text[0]) and INNER_STOP.search(above.text))


def _has_long_word(text: str) -> bool:
    """Whether a line holds more without a space than a page's line can, and not as a link, whose letters a page sets narrow."""
    return any(width(word) > UNBROKEN and "://" not in word for word in text.split(" "))


def _soft_break(above: Row, row: Row) -> bool:
    word = row.text.split(" ", 1)[0]
    return row.x1 - row.x0 > 0 and (above.x1 - above.x0) + 1 + width(word) > SOFT_WIDTH


class Joint(NamedTuple):
    """What is between two lines: whether they are one paragraph, what parts them in it, and whether that is a guess."""

    joins: bool
    space: bool = False
    guessed: bool = False


APART = Joint(joins=False)
GUESSED = Joint(joins=True, guessed=True)
TOGETHER = Joint(joins=True)


def joint(block: Sequence[Row], row: Row, after: Row | None, wrapping: Wrapping, openers: re.Pattern[str], found: TextRows) -> Joint:
    """Whether a line goes on with the paragraph above it.

    Args:
        block: the paragraph so far.
        row: the line.
        after: the line below it, if any.
        wrapping: how the text's lines make paragraphs.
        openers: what a line that opens a block of its own begins with.
        found: what markup says of the text's lines.
    """
    above = block[-1]
    if row.order in found.glued or wraps_label(above, row, openers):
        return TOGETHER
    link = above.text[-1] in LINK_BREAKS and wraps_link(above, row)
    if wrapping.edge is None and (row.base - above.base > 1 or above.page != row.page) and not link:
        return APART  # a blank line stands between
    if above.order in found.breaks or above.bold != row.bold or openers.match(row.text):
        return APART
    if link:
        return TOGETHER
    if row.order in found.starts and (wrapping.edge is None or ends_sentence(above.text) or not is_line_full(above, row, wrapping.edge)):
        return APART
    if above.base == row.base and above.page == row.page and wrapping.edge is None:
        return TOGETHER if not opens(row.text, openers) and not ends_sentence(above.text) else APART
    if wrapping.edge is not None:
        return _wrapped_joint(block, row, after, wrapping, openers, found)
    return _soft_joint(above, row, wrapping, openers)


def _soft_joint(above: Row, row: Row, wrapping: Wrapping, openers: re.Pattern[str]) -> Joint:
    """In a text whose paragraphs stand between blank lines: a line that a converter wrapped at a space."""
    if not (wrapping.spaced or wrapping.soft) or row.base - above.base != 1 or above.page != row.page:
        return APART
    if (opener := openers.match(above.text)) and opener.end() == len(above.text):
        return APART  # a heading or a label alone
    unfinished = stops_inside(above.text) and above.text[-1] not in _COLON_END
    if wrapping.soft and (_soft_break(above, row) or (unfinished and not opens(row.text, openers))):
        return Joint(joins=True, space=True)
    return TOGETHER if unfinished and not opens(row.text, openers) and above.text[-1] not in ")）】" else APART


def _wrapped_joint(block: Sequence[Row], row: Row, after: Row | None, wrapping: Wrapping, openers: re.Pattern[str], found: TextRows) -> Joint:
    """In a text of one width: a line goes on if the one above is full and nothing says that a paragraph begins."""
    above = block[-1]
    edge = wrapping.edge or 0.0
    # Inside a sentence a line goes on unless it is plainly short; a first line whose indent is not printed stops before the edge by as much.
    ends = ends_sentence(above.text) and not (above.text[-1] == "?" and is_open_url(above.text))
    lost = LOST_INDENT if not ends or (len(block) == 1 and not wrapping.indents) else 0.0
    # Where it may be wider than it is counted, that is allowed for if what follows tells more: inside a sentence, and where first lines are indented.
    full = is_line_full(
        above, row, edge - lost - (0.0 if ends and not wrapping.indents else LETTER_SLACK * letters_of(above) + SPACE_SLACK * above.text.count(" "))
    )
    opening = opens(row.text, openers) and not (full and not ends and _cuts_word(above.text, row.text))
    inner = ends and wrapping.short_first and _reaches(row, edge)  # no first line reaches so far: it goes on
    full = full or (inner and edge - end_of(above) < NEAR_END)
    if wrapping.indents and not opening and _is_inset(above, row, after, wrapping):
        return Joint(joins=True, guessed=len(block) == 1 and ends_sentence(row.text))
    if opening or not (full or above.text[-1] in _INNER_STOPS or (not ends and above.order in wrapping.narrow)):
        return TOGETHER if not opening and ends and _goes_on_unindented(above, row, after, wrapping) else APART
    if is_open_url(above.text) and openers.match(block[0].text) and not _goes_on_with_link(row.text, openers):
        return APART
    if (above.x0 - wrapping.left >= DEEP_INDENT and above.order not in found.glued) != (row.x0 - wrapping.left >= DEEP_INDENT):
        return APART  # one of them is centred
    gap = row.base - above.base
    below = above.page == row.page and row.order == above.order + 1  # no page's end, and no number of a page that stood between them
    if below and wrapping.gap and gap > wrapping.gap and (ends or gap > wrapping.gap + 1):
        return Joint(joins=False, guessed=ends and gap <= wrapping.loose)
    # Behind a sentence a line that is none and is not full is a heading.
    heading = ends and not ends_sentence(row.text) and row.text[-1] not in _COLON_END and (after is None or _has_room(row, after, edge))
    if wrapping.indents:
        begins = row.x0 - wrapping.left >= FIRST_INDENT and (len(block) > 1 or above.x0 - row.x0 < FIRST_INDENT)
        # Below a heading a first line is indented.
        heading = heading and (after is None or after.x0 - wrapping.left >= FIRST_INDENT or opens(after.text, openers))
        if begins or heading:
            return APART
        return GUESSED if ends and not below and (after is None or after.page != row.page) else TOGETHER  # alone on its page, it has no indent to tell
    if inner or not ends or (_SPEAKER.fullmatch(row.text) and above.text[-1] in "”’」』"):
        return GUESSED if heading else TOGETHER  # who speaks is a sentence, and no heading
    # No indent tells. A line that goes on though it had room for more is a first line, whose indent took the room.
    joined = TOGETHER if counts_on([line.text for line in block], row.text) else GUESSED
    if not ends_sentence(row.text) and (heading or wrapping.short_first):
        short = edge - end_of(row) >= SHORT_BY and joined.guessed and row.text[-1] not in _COLON_END
        return Joint(joins=False, guessed=not heading) if heading or short else TOGETHER
    return joined


def _cuts_word(above: str, text: str) -> bool:
    """Whether a line's end stands inside a word that ends in 一 (标准不 / 一、口径不同): inside running text, no list begins there."""
    return text.startswith("一、") and bool(INNER_STOP.search(above)) and bool(HAN.match(above[-1]))


def _goes_on_unindented(above: Row, row: Row, after: Row | None, wrapping: Wrapping) -> bool:
    """Whether a sentence that stops a little before the edge may go on: first lines are indented, its own is, and the next line is running text that is not.

    That ends its paragraph above an indented line, or fills its own and goes on at the text's edge.
    """
    if not wrapping.indents or end_of(above) < (wrapping.edge or 0.0) - NEAR_END or above.page != row.page or row.base - above.base > max(wrapping.gap, 1.0):
        return False
    indented = FIRST_INDENT <= above.x0 - wrapping.left < DEEP_INDENT
    if after is None or after.x0 - wrapping.left >= FIRST_INDENT:
        running = ends_sentence(row.text)
    else:
        running = not ends_sentence(row.text) and is_line_full(row, after, wrapping.edge or 0.0)
    return indented and abs(row.x0 - wrapping.left) < FIRST_INDENT and running and bool(INNER_STOP.search(row.text))


def _reaches(row: Row, edge: float) -> bool:
    """Whether a line ends where no first line does whose indent took the room."""
    return end_of(row) - LETTER_SLACK * letters_of(row) > edge - LOST_INDENT + SLACK


def _is_inset(above: Row, row: Row, after: Row | None, wrapping: Wrapping) -> bool:
    """Whether two lines are of an inset paragraph, where others have their first line alone indented.

    The first is running text that stops inside a sentence, and the second begins under it and ends no further to the right; what goes on at the
    text's own edge is a paragraph below a heading.
    """
    if above.x0 != row.x0 or not FIRST_INDENT <= above.x0 - wrapping.left < DEEP_INDENT or above.page != row.page or row.base - above.base > wrapping.gap:
        return False
    if ends_sentence(above.text) or end_of(above) < SHORTEST_LINE or end_of(row) > end_of(above) + SAME_END or not INNER_STOP.search(above.text):
        return False
    return after is None or ends_sentence(row.text) or after.x0 >= above.x0


def _goes_on_with_link(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a line is the rest of a link, alone or above a label that stands on its line."""
    first, _, rest = text.partition(" ")
    return may_continue_link(first) and (not rest or bool(openers.match(rest)))


def is_line_full(row: Row, after: Row, edge: float) -> bool:
    """Whether the next line's first word would not have fitted; letters are not all of one width, and spaces are stretched."""
    room = edge - end_of(row)
    return room < first_word(after.text, 2.0, room) + SLACK + LETTER_SLACK * letters_of(row)


def _has_room(row: Row, after: Row, edge: float) -> bool:
    """Whether the next line's first word would have fitted: more surely than ``is_line_full`` denies it, as an indent is two characters."""
    return edge - end_of(row) - first_word(after.text, 2.0) > ROOM + LETTER_SLACK / 2 * letters_of(row)


def letters_of(row: Row) -> int:
    """How many letters, digits and spaces of an alphabet a line has."""
    return ascii_count(row.text)
