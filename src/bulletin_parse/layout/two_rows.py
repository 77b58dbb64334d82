"""What a row's place in its frame shows, and that of two rows one below the other: middle, room, distance, type."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.frame import Frame
from bulletin_parse.layout.line_breaks import first_word
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.tolerances import CENTRE_MARGIN, CENTRE_SLACK, FULL_SLACK, HALF, INDENT_TO, LEAST_SLACK, OPENING_MARK, SAME_EDGE, SAME_SIZE, WIDER
from bulletin_parse.text.folding import HAN

_OPENING = "“‘《〈【「『（〔"


def is_centred(row: Row, frame: Frame) -> bool:
    """Whether a row stands in the middle of the frame, away from both edges."""
    size, left, right = row[8], row[3] - frame[0], frame[1] - row[5]
    least = CENTRE_MARGIN * size
    return left > least and right > least and abs(left - right) < CENTRE_SLACK * size  # most rows begin at the edge


def is_full(row: Row, following: Row, frame: Frame, *, centred: bool) -> bool:
    """Whether the row could not have held the following row's first word: the line broke for want of room."""
    room, slack = frame[1] - row[5], FULL_SLACK * row[8]
    if centred and following.x0 > frame.left + SAME_EDGE * row.size:
        room = frame.width - row.width
    return room < slack or room < first_word(following[2], row[8], room) + slack


def gap_of(above: Row, row: Row, frames: Sequence[Frame]) -> float:
    """The distance of two baselines in usual pitches; 1 over the end of a page or a column, where it says nothing."""
    frame = frames[row[0]]
    if above[1] != row[1] or frame[4] != frames[above[0]][4]:
        return 1.0
    return (row[7] - above[7]) / ((max(above[8], row[8]) or 1.0) * (frame[2] or 1.0))


def same_size(a: Row, b: Row) -> bool:
    """Whether two rows are of one size, as near as engines tell it."""
    return abs(a[8] - b[8]) <= SAME_SIZE * max(a[8], b[8])


def same_style(a: Row, b: Row) -> bool:
    """Whether two rows are set in one type; the fonts of rows without Han characters say nothing."""
    if a[10] != b[10] or not same_size(a, b):
        return False
    return a[9] == b[9] or not (HAN.search(a[2]) and HAN.search(b[2]))


def indent_of(row: Row, frame: Frame) -> float:
    """How far a row begins from the left edge, in sizes; an opening mark at the edge may be set half a character before it."""
    indent = (row.x0 - frame.left) / (row.size or 1.0)
    return 0.0 if -OPENING_MARK < indent < 0 and row.text[:1] in _OPENING else indent


def are_set_right(above: Row, row: Row, indent: float) -> bool:
    """Whether two rows begin at two places far from the left edge, as what ends at the right one does: a signature's name and its day."""
    return indent > INDENT_TO and abs(above.x0 - row.x0) > SAME_EDGE * row.size


def leaves_room(above: Row, row: Row, frame: Frame, above_frame: Frame) -> bool:
    """Whether a sentence's last row shows that its paragraph is over, where no gap and no indent can.

    A row that is not its paragraph's last holds all that it can, and a justified one reaches the edge.
    """
    size = above.size or 1.0
    room = above_frame.right - above.x1
    return room > (HALF * size if above_frame.place != frame.place else first_word(row.text, size, room) + LEAST_SLACK * size)


def has_own_pitch(block: list[Row], row: Row) -> bool:
    """Whether the block's rows stand as far apart as the row below it: a title set wider than the text."""
    if len(block) < 2 or not block[-2].page == block[-1].page == row.page:
        return False
    return row.base - block[-1].base <= (block[-1].base - block[-2].base) * WIDER
