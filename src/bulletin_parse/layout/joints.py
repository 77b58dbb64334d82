"""What is between two lines of a text: whether they are one paragraph, by how its lines are wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.label_wraps import LINK_BREAKS, LONGEST_LABEL_PART, wraps_label, wraps_link
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import INNER_STOP, counts_on, stops_inside
from bulletin_parse.layout.text_rows import TextRows
from bulletin_parse.layout.told import Told
from bulletin_parse.layout.wrapping import (
    DEEP_INDENT,
    FIRST_INDENT,
    LETTER_SLACK,
    LOST_INDENT,
    SAME_END,
    SHORTEST_LINE,
    SLACK,
    Wrapping,
    has_room,
    is_line_full,
    soft_break,
)
from bulletin_parse.text.folding import HAN, is_open_url
from bulletin_parse.text.lazy import lazy_pattern
from bulletin_parse.text.links import may_continue_link

_COLON_END = "：:"
_BROKEN_WORD = "一、"  # a list's number, or a word's last character with a comma behind it
_SPEAKER = lazy_pattern(r"[^，。：“”]{2,24}(?:说|表示|道|称|评价|坦言|介绍|感叹|感慨)[。！]")  # alone behind what was said, it begins no paragraph
_INNER_STOPS = "，、"  # no paragraph ends in one
SHORT_BY = 3.0  # cells by which a first line whose indent is not printed is shorter: by so much that no next word alone shortened it
SPACE_SLACK = 0.5  # cells, for each space: a page sets its own gap between Han and Latin beside the one that was typed
NEAR_END = 10.0  # cells before the edge where a page's setting may end a line that goes on


class Joint(NamedTuple):
    """What is between two lines: whether they are one paragraph, what parts them in it, and whether that is a guess."""

    joins: bool
    space: bool = False
    guessed: bool = False


APART = Joint(joins=False)
GUESSED = Joint(joins=True, guessed=True)
TOGETHER = Joint(joins=True)


def cut_at(rows: Sequence[Row], found: TextRows) -> set[int]:
    """The places of the lines above which one may be cut in a label, a link or a printed line, told by the characters at lines' ends: most are not."""
    cut, glued = set(), found.glued
    for at, row in enumerate(rows):
        text = row[2]
        if row[0] in glued:
            cut.add(at)
        if len(text) <= LONGEST_LABEL_PART or text[-1] in LINK_BREAKS or " " in text[-LONGEST_LABEL_PART - 1 :]:
            cut.add(at + 1)
    return cut


def joint(block: Sequence[Row], row: Row, after: Row | None, wrapping: Wrapping, told: Told, found: TextRows, *, cut: bool = True) -> Joint:
    """Whether a line goes on with the paragraph above it.

    Args:
        block: the paragraph so far.
        row: the line.
        after: the line below it, if any.
        wrapping: how the text's lines make paragraphs.
        told: what was told of the lines.
        found: what markup says of the text's lines.
        cut: whether it may be one of ``cut_at``.
    """
    above = block[-1]
    if cut and (row.order in found.glued or wraps_label(above, row, told.openers)):
        return TOGETHER
    link = cut and above.text[-1] in LINK_BREAKS and wraps_link(above, row)
    if wrapping.edge is None and (row.base - above.base > 1 or above.page != row.page) and not link:
        return APART  # a blank line stands between
    if above[0] in found.breaks or above[10] != row[10] or told.heads[row[2]]:
        return APART
    if link:
        return TOGETHER
    if row.order in found.starts and (wrapping.edge is None or told.ends[above.text] or not is_line_full(above, row, wrapping.edge, told)):
        return APART
    if above.base == row.base and above.page == row.page and wrapping.edge is None:
        return TOGETHER if not told.opens[row.text] and not told.ends[above.text] else APART
    if wrapping.edge is not None:
        return _wrapped_joint(block, row, after, wrapping, told, found)
    return _soft_joint(above, row, wrapping, told)


def _soft_joint(above: Row, row: Row, wrapping: Wrapping, told: Told) -> Joint:
    """In a text whose paragraphs stand between blank lines: a line that a converter wrapped at a space."""
    if not (wrapping.spaced or wrapping.soft) or row.base - above.base != 1 or above.page != row.page:
        return APART
    if (opener := told.openers.match(above.text)) and opener.end() == len(above.text):
        return APART  # a heading or a label alone
    unfinished = stops_inside(above.text) and above.text[-1] not in _COLON_END
    if wrapping.soft and (soft_break(above, row) or (unfinished and not told.opens[row.text])):
        return Joint(joins=True, space=True)
    return TOGETHER if unfinished and not told.opens[row.text] and above.text[-1] not in ")）】" else APART


def _wrapped_joint(block: Sequence[Row], row: Row, after: Row | None, wrapping: Wrapping, told: Told, found: TextRows) -> Joint:
    """In a text of one width: a line goes on if the one above is full and nothing says that a paragraph begins."""
    above = block[-1]
    edge = wrapping.edge or 0.0
    if told.opens[row.text] and not row.text.startswith(_BROKEN_WORD):
        return APART  # however full the line above is
    # Inside a sentence a line goes on unless it is plainly short; a first line whose indent is not printed stops before the edge by as much.
    ends = told.ends[above.text] and not (above.text[-1] == "?" and is_open_url(above.text))
    lost = LOST_INDENT if not ends or (len(block) == 1 and not wrapping.indents) else 0.0
    # Where it may be wider than it is counted, that is allowed for if what follows tells more: inside a sentence, and where first lines are indented.
    wider = 0.0 if ends and not wrapping.indents else LETTER_SLACK * told.letters[above.text] + SPACE_SLACK * above.text.count(" ")
    full = is_line_full(above, row, edge - lost - wider, told)
    opening = told.opens[row.text] and not (full and not ends and _cuts_word(above.text, row.text))
    inner = ends and wrapping.short_first and _reaches(row, edge, told)  # no first line reaches so far: it goes on
    full = full or (inner and edge - told.end(above) < NEAR_END)
    if wrapping.indents and not opening and _is_inset(above, row, after, wrapping, told):
        return Joint(joins=True, guessed=len(block) == 1 and told.ends[row.text])
    if opening or not (full or above.text[-1] in _INNER_STOPS or (not ends and above.order in wrapping.narrow)):
        return TOGETHER if not opening and ends and _goes_on_unindented(above, row, after, wrapping, told) else APART
    if is_open_url(above.text) and told.heads[block[0].text] and not _goes_on_with_link(row.text, told.openers):
        return APART
    if (above.x0 - wrapping.left >= DEEP_INDENT and above.order not in found.glued) != (row.x0 - wrapping.left >= DEEP_INDENT):
        return APART  # one of them is centred
    gap = row.base - above.base
    below = above.page == row.page and row.order == above.order + 1  # no page's end, and no number of a page that stood between them
    if below and wrapping.gap and gap > wrapping.gap and (ends or gap > wrapping.gap + 1):
        return Joint(joins=False, guessed=ends and gap <= wrapping.loose)
    # Behind a sentence a line that is none and is not full is a heading.
    heading = ends and not told.ends[row.text] and row.text[-1] not in _COLON_END and (after is None or has_room(row, after, edge, told))
    if wrapping.indents:
        begins = row.x0 - wrapping.left >= FIRST_INDENT and (len(block) > 1 or above.x0 - row.x0 < FIRST_INDENT)
        # Below a heading a first line is indented.
        heading = heading and (after is None or after.x0 - wrapping.left >= FIRST_INDENT or told.opens[after.text] is not None)
        if begins or heading:
            return APART
        return GUESSED if ends and not below and (after is None or after.page != row.page) else TOGETHER  # alone on its page, it has no indent to tell
    if inner or not ends or (_SPEAKER.fullmatch(row.text) and above.text[-1] in "”’」』"):
        return GUESSED if heading else TOGETHER  # who speaks is a sentence, and no heading
    # No indent tells. A line that goes on though it had room for more is a first line, whose indent took the room.
    joined = TOGETHER if counts_on([line.text for line in block], row.text) else GUESSED
    if not told.ends[row.text] and (heading or wrapping.short_first):
        short = edge - told.end(row) >= SHORT_BY and joined.guessed and row.text[-1] not in _COLON_END
        return Joint(joins=False, guessed=not heading) if heading or short else TOGETHER
    return joined


def _cuts_word(above: str, text: str) -> bool:
    """Whether a line's end stands inside a word that ends in 一 (标准不 / 一、口径不同): inside running text, no list begins there."""
    return text.startswith(_BROKEN_WORD) and bool(INNER_STOP.search(above)) and bool(HAN.match(above[-1]))


def _goes_on_unindented(above: Row, row: Row, after: Row | None, wrapping: Wrapping, told: Told) -> bool:
    """Whether a sentence that stops a little before the edge may go on: first lines are indented, its own is, and the next line is running text that is not.

    That ends its paragraph above an indented line, or fills its own and goes on at the text's edge.
    """
    if not wrapping.indents or told.end(above) < (wrapping.edge or 0.0) - NEAR_END or above.page != row.page or row.base - above.base > max(wrapping.gap, 1.0):
        return False
    indented = FIRST_INDENT <= above.x0 - wrapping.left < DEEP_INDENT
    if after is None or after.x0 - wrapping.left >= FIRST_INDENT:
        running = told.ends[row.text]
    else:
        running = not told.ends[row.text] and is_line_full(row, after, wrapping.edge or 0.0, told)
    return indented and abs(row.x0 - wrapping.left) < FIRST_INDENT and running and bool(INNER_STOP.search(row.text))


def _reaches(row: Row, edge: float, told: Told) -> bool:
    """Whether a line ends where no first line does whose indent took the room."""
    return told.end(row) - LETTER_SLACK * told.letters[row.text] > edge - LOST_INDENT + SLACK


def _is_inset(above: Row, row: Row, after: Row | None, wrapping: Wrapping, told: Told) -> bool:
    """Whether two lines are of an inset paragraph, where others have their first line alone indented.

    The first is running text that stops inside a sentence, and the second begins under it and ends no further to the right; what goes on at the
    text's own edge is a paragraph below a heading.
    """
    if above.x0 != row.x0 or not FIRST_INDENT <= above.x0 - wrapping.left < DEEP_INDENT or above.page != row.page or row.base - above.base > wrapping.gap:
        return False
    if told.ends[above.text] or told.end(above) < SHORTEST_LINE or told.end(row) > told.end(above) + SAME_END or not INNER_STOP.search(above.text):
        return False
    return after is None or told.ends[row.text] or after.x0 >= above.x0


def _goes_on_with_link(text: str, openers: re.Pattern[str]) -> bool:
    """Whether a line is the rest of a link, alone or above a label that stands on its line."""
    first, _, rest = text.partition(" ")
    return may_continue_link(first) and (not rest or bool(openers.match(rest)))
