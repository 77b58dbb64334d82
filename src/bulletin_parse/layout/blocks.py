"""Rows to blocks: which rows belong to one paragraph, title or label, on the page and over its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

from bulletin_parse.layout.frame import Frame, Habits
from bulletin_parse.layout.hanging import Hanging
from bulletin_parse.layout.label_wraps import breaks_inside_link, cuts_label, ends_with_link
from bulletin_parse.layout.line_breaks import first_word
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import FIELD_ENDS, LIST_MARK, begins_its_own, counts_on, is_article, is_leader, is_next_number, is_open
from bulletin_parse.layout.sentences import ends_sentence as ends_sentence
from bulletin_parse.layout.tolerances import (
    APART,
    CENTRE_MARGIN,
    CENTRE_SLACK,
    FIRST_INDENT,
    FULL_SLACK,
    HALF,
    INDENT_FROM,
    INDENT_TO,
    INSET_WIDTH,
    LOOSE_SLACK,
    OTHER_SIZE,
    PARAGRAPH_INDENT,
    SAME_EDGE,
    SAME_SPACING,
    SMALL_TYPE,
    UNEVEN,
    WIDER,
)
from bulletin_parse.layout.two_rows import are_set_right, gap_of, has_own_pitch, indent_of, is_centred, is_full, leaves_room, same_size, same_style
from bulletin_parse.layout.unbroken import goes_on_with_link, keeps_clauses
from bulletin_parse.text.bullets import LINE_BULLET
from bulletin_parse.text.folding import joined

_FIRST_WIDE = "\u2e80"  # from this character on all are wide, of Han script and its marks
_TEXT = itemgetter(Row._fields.index("text"))
_TYPE = itemgetter(*[Row._fields.index(name) for name in ("page", "size", "font", "bold")])

Role = Literal["", "table", "note"]


class Guess(NamedTuple):
    """A place where the layout had to guess: why, in a sentence for the reader, and the rows concerned.

    ``about`` is the field of an item of which alone that is said: ``link``.
    """

    why: str
    rows: tuple[Row, ...]
    about: str = ""


class Mark(NamedTuple):
    """Characters ``start`` to ``end`` of the row ``order`` that are a note's mark and no text."""

    order: int
    start: int
    end: int


class TextBlock(NamedTuple):
    """Rows that make one paragraph, title, caption or label; a table; or a figure, which has no rows.

    ``role`` is what the layout knows of the block: ``table``, ``note``, or empty. A table has ``cells``: rows of cells, each the rows of text in
    it (an empty cell has none); ``rows`` holds them all in reading order.
    ``marks`` are the marks of notes in the rows; ``text`` still holds them.
    ``centred`` and ``indented`` speak of the first row, ``marked`` of Markdown's heading or bold characters. A figure has its
    place in ``page`` and ``box``.
    """

    rows: tuple[Row, ...]
    text: str = ""
    centred: bool = False
    indented: bool = False
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    role: Role = ""
    cells: tuple[tuple[tuple[Row, ...], ...], ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether the block is a picture."""
        return not self.rows


def join_rows(rows: Sequence[Row]) -> str:
    """Rows of one paragraph as one string, without spaces that the line ends would bring."""
    above = rows[0][2]
    if len(rows) == 1:
        return above
    texts = list(map(_TEXT, rows))
    if min(texts[1:]) >= _FIRST_WIDE:
        return "".join(texts)  # each begins with a wide character, before which none is wanted: most paragraphs
    parts = [above]
    for row in rows[1:]:
        text = row[2]
        # Only the seam is looked at, so that long paragraphs stay linear.
        if above[-1:] < _FIRST_WIDE and text[:1] < _FIRST_WIDE:
            tail = above[-400:]
            if len(joined(tail, text)) > len(tail) + len(text):
                parts.append(" ")
        parts.append(text)
        above = text
    return "".join(parts)


class Layout(NamedTuple):
    """What the joining of rows needs to know of the document; ``frames`` are by ``order``, and ``hanging`` tells of hanging paragraphs' rows."""

    frames: Sequence[Frame]
    habits: Habits
    openers: re.Pattern[str]
    hanging: Hanging = Hanging({}, frozenset())


def continues(block: list[Row], row: Row, layout: Layout) -> bool:
    """Whether a row goes on with the block above it."""
    above = block[-1]
    frames, _, openers, (hanging, _) = layout
    frame, above_frame = frames[row[0]], frames[above[0]]
    if hanging and row.order in hanging and above.order == row.order - 1:
        return hanging[row.order]
    if openers.match(row[2]) and not (frame is above_frame and goes_on_with_link(block, row, frame)):
        return False
    # Most rows are told here.
    if frame is above_frame and (told := _plainly_continues(above, row, frame) or _plainly_otherwise(block, row, frame, layout)) is not None:
        return told
    size = above[8] or 1.0
    ends = ends_sentence(above[2])
    own = abs(row[8] - size) > OTHER_SIZE * size or is_leader(above[2]) or is_next_number(block[0][2], row[2])
    if own or _begins_point_or_inset(above, row, layout, ends=ends) or ends_with_link(above, row):
        return ends and _counts_on(block, row, layout)
    centred, above_centred = is_centred(row, frame), is_centred(above, above_frame)
    indent = indent_of(row, frame)
    first_indent = (block[0].x0 - layout.frames[block[0].order].left) / size
    indented = len(block) > 1 or INDENT_FROM < first_indent < PARAGRAPH_INDENT
    if not ends and same_style(above, row) and _is_open_title_or_middle(block, row, layout, centred=centred and above_centred):
        return True
    may_run_on = indented and not ends and abs(indent) < SAME_EDGE
    if not is_full(above, row, above_frame, centred=above_centred) and not (may_run_on and _runs_on(above, row, above_frame)):
        return breaks_inside_link(above, row) or cuts_label(above, row, openers) or _keeps_clauses(above, row, layout)
    if len(block) == 1 and first_indent > INDENT_TO and not above_centred and (abs(indent) < SAME_EDGE or (not centred and are_set_right(above, row, indent))):
        return False  # set at the right edge, as an index's sources are, or each line of a signature
    # An indented row that ends as far from the right edge is centred by chance if a flush row follows.
    by_chance = frame.indents and abs(indent) < SAME_EDGE and first_indent < PARAGRAPH_INDENT and same_style(above, row)
    if centred or (above_centred and len(block) == 1 and not by_chance):
        begins_text = centred and not above_centred and (indent < PARAGRAPH_INDENT or (len(block) > 1 and first_indent > INDENT_FROM))
        return centred and _goes_on_centred(above, row, layout, begins_text=begins_text)
    gap = gap_of(above, row, frames)
    untold = not frame.indents and not (frame.spacing and frame.place == above_frame.place)
    if gap > APART or (ends and untold and leaves_room(above, row, frame, above_frame)):
        return False
    if indent > INDENT_FROM:
        return _hangs(block, row, layout)
    if frame.spacing and gap > SAME_SPACING * frame.spacing:
        return False
    # Where an indent shows a paragraph, a flush row may stand a little lower than usual.
    wider = gap > (UNEVEN if frame.indents and INDENT_FROM < first_indent < PARAGRAPH_INDENT else WIDER) and not has_own_pitch(block, row)
    other_style = not same_style(above, row)
    ends = ends or above.text[-1:] in "：:"
    # One hint alone may be chance: a sentence that ends with its line, a bold name, a row set lower.
    return not ((other_style and (ends or wider)) or (wider and ends) or not same_size(above, row))


def _goes_on_centred(above: Row, row: Row, layout: Layout, *, begins_text: bool) -> bool:
    """Whether a centred row goes on with the one above it.

    A centred title wraps to a centred line, or fills the frame and leaves its last line centred. A first line's indent may leave as much room
    at the right by chance: ``begins_text`` says that this row's may.
    """
    if begins_text and layout.frames[row.order].indents and row.size >= SMALL_TYPE * layout.habits.size:
        return False
    return same_style(above, row) and gap_of(above, row, layout[0]) <= APART


def _keeps_clauses(above: Row, row: Row, layout: Layout) -> bool:
    frame = layout[0][row[0]]
    return frame.spacing > 0 and keeps_clauses(above, row, frame, gap_of(above, row, layout[0]))


def _runs_on(above: Row, row: Row, frame: Frame) -> bool:
    """Whether a sentence goes on in a flush row though the one above is not quite full: after a comma, or where paragraphs have indents."""
    if not same_style(above, row):
        return False
    room = frame.right - above.x1
    if above.text[-1:] in "，、":
        return room < HALF * frame.width
    return frame.indents and room < first_word(row.text, row.size, room) + LOOSE_SLACK * row.size


def _plainly_continues(above: Row, row: Row, frame: Frame) -> bool:
    """The common case, told without measuring words: a flush row of the same type, one pitch below a row that fills the frame.

    It is asked of nearly all rows: what fewest have comes first, and fields are taken by their place.
    """
    size, text = row[8], above[2]
    if above[5] < frame[1] - size or _TYPE(above) != _TYPE(row):
        return False
    left, _, pitch, indents, _, spacing = frame
    if abs(row[3] - left) >= SAME_EDGE * size or row[7] - above[7] > WIDER * size * pitch or above[3] - left >= INDENT_TO * size:
        return False
    if not (indents or spacing) and (text[-1:] == "：" or ends_sentence(text)):
        return False
    if text[-1:] == "：" == row[2][-1:]:
        return False  # a salutation may stand there
    # It may be a list's next number; and a link may end there.
    return not "0" <= row[2] < ":" and (text[-1:] > "~" or "://" not in text)


def _is_open_title_or_middle(block: Sequence[Row], row: Row, layout: Layout, *, centred: bool) -> bool:
    """Whether a centred title has an open bracket at its row's end, or a sentence goes on in an inset."""
    above = block[-1]
    if centred and is_open(above.text) and gap_of(above, row, layout[0]) <= APART:
        return True
    if is_middle(above, row, layout[0][above[0]]):
        larger = max(1.0, layout.habits.size / (row.size or 1.0))  # small type may be set at the text's pitch
        if gap_of(above, row, layout[0]) <= WIDER * larger:
            return True
    return _is_in_inset(block, row, layout)


def _is_in_inset(block: Sequence[Row], row: Row, layout: Layout) -> bool:
    """Whether a row goes on with a quotation that is set in on both sides, its first row as deep again as a paragraph's: no new one begins level with it.

    The caller knows that the row above ends no sentence and has the row's type.
    """
    frame, em = layout[0][row[0]], row[8] or 1.0
    depth = row[3] - frame[0]
    if depth < em:
        return False  # as most rows, which are flush
    first, above = block[0], block[-1]
    if abs(first.x0 - row.x0 - FIRST_INDENT * em) > SAME_EDGE * em or layout.frames[above.order].place != frame.place:
        return False
    if is_centred(first, frame) or begins_its_own(row.text) or gap_of(above, row, layout[0]) > UNEVEN:
        return False
    if len(block) > 1:
        return abs(above.x0 - row.x0) < SAME_EDGE * em
    room = frame.right - depth - first.x1
    return any(mark in first.text for mark in "，。") and room < first_word(row.text, em, room) + LOOSE_SLACK * em


def is_middle(above: Row, row: Row, frame: Frame) -> bool:
    """Whether two rows of a page are a sentence that goes on in an inset of whatever shape: hanging, centred, set at the right, ragged.

    The upper one, of which the caller knows that it ends no sentence, is long, has a clause's end or an open quotation in it and ends as no title
    or label does; a sentence ends in the lower one, or it is as long.

    Args:
        above: the upper row.
        row: the lower row.
        frame: the upper row's.
    """
    text, em = above[2], row[8] or 1.0
    if above[5] - above[3] < INSET_WIDTH * (frame[1] - frame[0]) or above[1] != row[1]:
        return False
    if text[-1:] in FIELD_ENDS or not ("，" in text or "。" in text or is_open(text)):
        return False
    offset = (above.x0 - row.x0) / em
    level = min(abs(offset), abs(offset - FIRST_INDENT)) < SAME_EDGE
    in_middle = abs(above.x0 + above.x1 - row.x0 - row.x1) < CENTRE_SLACK * em
    if not (frame.right - above.x1 < em or level or in_middle) or begins_its_own(row.text) or is_leader(text):
        return False
    return "。" in row.text or ends_sentence(row.text) or row.width > above.width - APART * em


def _counts_on(block: list[Row], row: Row, layout: Layout) -> bool:
    """Whether a row without a first row's indent goes on with what its paragraph counts within its sentences, below a full one."""
    above, indent = block[-1], (row.x0 - layout.frames[row.order].left) / (row.size or 1.0)
    if INDENT_FROM < indent < PARAGRAPH_INDENT or not counts_on([line.text for line in block], row.text):
        return False
    return is_full(above, row, layout.frames[above.order], centred=False) and same_style(above, row) and gap_of(above, row, layout[0]) <= WIDER


def _begins_point_or_inset(above: Row, row: Row, layout: Layout, *, ends: bool) -> bool:
    """Whether a point of a list, or an inset without indents among text with them, begins or ends between two rows; ``ends``: a sentence does.

    Where neither indents nor space tell paragraphs, a colon leads to points as well: 会议提出三点要求： / 1. …. A letter's salutation has no
    indent: 全文如下： / 尊敬的各位医护人员：. So has an article in an inset: 第七条　….
    """
    frame, above_frame = layout.frames[row.order], layout.frames[above.order]
    if above.text[-1:] == "：" == row.text[-1:] or (ends and is_article(row.text)):
        return True
    if (ends or (above.text[-1:] == "：" and not frame.indents and not frame.spacing)) and LIST_MARK.match(row.text):
        return True
    return ends and frame.indents != above_frame.indents and frame.place == above_frame.place


def _plainly_begins(block: Sequence[Row], row: Row, frame: Frame, openers: re.Pattern[str]) -> bool:
    """The common case of a paragraph's first row: indented, below a row that ends a sentence; and as long as the frame, or that leaves room for a word."""
    above, size, left = block[-1], row[8], frame[0]
    if not INDENT_FROM * size < row[3] - left < PARAGRAPH_INDENT * size or not ends_sentence(above[2]):
        return False
    if row[5] >= frame[1] - size and (len(block) == 1 or above[3] - left < SAME_EDGE * size):
        return True
    if frame[5] or "://" in above[2] or is_centred(above, frame) or cuts_label(above, row, openers):
        return False
    return not is_full(above, row, frame, centred=False)


def _plainly_otherwise(block: list[Row], row: Row, frame: Frame, layout: Layout) -> bool | None:
    """The other common cases: the row begins a paragraph, or the one above ended something, or had no room for its first word; None where that is not plain."""
    if frame[3] and _plainly_begins(block, row, frame, layout[2]):
        return False
    above = block[-1]
    size, room = max(above[8], row[8]), frame[1] - above[5]
    word = first_word(row[2], size, room)
    if room >= word + LOOSE_SLACK * size:
        return False if _plainly_ends(block, row, frame, layout) else None
    return True if room < word + FULL_SLACK * size and _plainly_runs_on(block, row, frame) else None


def _plainly_runs_on(block: list[Row], row: Row, frame: Frame) -> bool:
    """Whether a sentence plainly goes on below a full row: in a row of its type at the edge, or nearly there, that is no next point; no link ends above it."""
    above, size = block[-1], row[8]
    left, right, pitch, _, _, spacing = frame
    if "://" in above[2] or _TYPE(above) != _TYPE(row) or not -SAME_EDGE * size < row[3] - left < INDENT_FROM * size:
        return False
    gap, least = (row[7] - above[7]) / ((size or 1.0) * (pitch or 1.0)), CENTRE_MARGIN * size
    if gap > WIDER or (spacing and gap > SAME_SPACING * spacing) or above[3] - left >= INDENT_TO * size:
        return False
    if above[3] - left > least and right - above[5] > least:
        return False  # it may be centred
    return not (above[2][-1:] == "：" or ends_sentence(above[2]) or is_leader(above[2]) or is_next_number(block[0][2], row[2]))


def _plainly_ends(block: Sequence[Row], row: Row, frame: Frame, layout: Layout) -> bool:
    """Whether a row that has room for the one below it and more is the last one: of a paragraph, a title, a label.

    What runs on in spite of that has the upper row's type, and is inset or centred or follows a comma or a row nearly as long as the text.
    """
    above, em = block[-1], row[8] or 1.0
    if above[10] == row[10] and same_size(above, row):  # else they are of two types
        if above[2][-1:] in "，、" or above[5] - above[3] >= INSET_WIDTH * (frame[1] - frame[0]):
            return False
        deep = row[3] - frame[0] >= CENTRE_MARGIN * row[8]
        if deep and (abs(block[0][3] - row[3] - FIRST_INDENT * em) <= SAME_EDGE * em or is_centred(row, frame)):
            return False
    return not (breaks_inside_link(above, row) or cuts_label(above, row, layout[2]) or _keeps_clauses(above, row, layout))


def _may_hang(text: str, layout: Layout) -> bool:
    """Whether a row begins as what has a hanging indent does: a point of a list, an entry of an index, a label."""
    return bool(LIST_MARK.match(text) or LINE_BULLET.match(text) or layout.openers.match(text))


def _leaves_inset(above: Row, row: Row, layout: Layout) -> bool:
    """Whether a row below an inset that ended with a sentence and its page reaches further than that: a paragraph's first row, indented as deep."""
    frame, inset = layout.frames[row.order], layout.frames[above.order]
    em = row.size
    return frame.place != inset.place and frame.left < inset.left - INDENT_FROM * em and row.x1 > inset.right + em and ends_sentence(above.text)


def _hangs(block: list[Row], row: Row, layout: Layout) -> bool:
    """Whether an indented row goes on with its block: a hanging indent, or a block that is indented as a whole."""
    above = block[-1]
    size = row.size or 1.0
    frame = layout.frames[row.order]
    level = abs(row.x0 - above.x0) < SAME_EDGE * size
    if len(block) > 1:
        return level and same_style(above, row) and gap_of(above, row, layout[0]) <= WIDER and not _leaves_inset(above, row, layout)
    offset = (row.x0 - above.x0) / size
    deeper = INDENT_FROM < offset < INDENT_TO
    if frame.indents and abs(offset - FIRST_INDENT) < SAME_EDGE and not _may_hang(above.text, layout):
        return False  # as deep as a paragraph's first row
    return (deeper or (level and not frame.indents)) and same_style(above, row)
