"""What each piece of an article is: paragraph, heading, caption or figure."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bulletin_parse.layout.blocks import TextBlock, ends_sentence
from bulletin_parse.models import BlockKind
from bulletin_parse.parsing.labels import label_of
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Manner, Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import find_dates

# Characters; what is longer is a paragraph.
HEADING_LENGTH, PLAIN_HEADING_LENGTH, CAPTION_LENGTH = 50, 24, 90
MOST_FIGURES = 6  # beside one another
# A heading is set larger than the body by this factor, a caption smaller.
LARGER, SMALLER = 1.06, 0.96
_NO_HEADING_END = "。；;，,、：:"


def kinds_of(pieces: Sequence[Piece], template: Template, manner: Manner) -> list[tuple[BlockKind, Piece]]:
    """Each piece with its kind."""
    # What is longer than a caption is a paragraph.
    short = [at for at, piece in enumerate(pieces) if len(piece.text) <= CAPTION_LENGTH or piece.is_apart]
    # On pages a caption stands by a figure or a table, and most articles have neither.
    may_have = not manner.paged or any(pieces[at].is_figure or pieces[at].is_apart for at in short)
    captions = {at for at in short if not pieces[at].is_apart and _is_caption(pieces, at, template, manner)} if may_have else set[int]()
    headings = {at for at in short if at not in captions and _is_set_as_heading(pieces[at], template, manner)}
    # Where type or marks show the headings, place alone makes none.
    by_place = not headings and not manner.marks
    out: list[tuple[BlockKind, Piece]] = [("paragraph", piece) for piece in pieces]
    for at in short:
        piece = pieces[at]
        if piece.is_figure:
            out[at] = ("figure", piece)
        elif piece.block and piece.block.role:
            out[at] = (piece.block.role, piece)
        elif at in captions:
            out[at] = ("caption", piece)
        elif at in headings or (by_place and len(piece.text) <= PLAIN_HEADING_LENGTH and _stands_as_heading(pieces, at, captions, template)):
            out[at] = ("heading", piece)
    return out


def _is_set_as_heading(piece: Piece, template: Template, manner: Manner) -> bool:
    """Whether a piece is a heading by its type, place or marks."""
    text, block = piece.text, piece.block
    if not 0 < len(text) <= HEADING_LENGTH or block is None or piece.is_apart:
        return False
    return _is_heading(block, manner) and not label_of(text, template)


def is_caption_text(text: str, template: Template) -> bool:
    """Whether a text is worded as a caption."""
    return len(text) <= CAPTION_LENGTH and bool(template.caption.match(text)) and text[-1:] not in "，、；"


def _is_caption(pieces: Sequence[Piece], at: int, template: Template, manner: Manner) -> bool:
    piece = pieces[at]
    text = piece.text
    if not text or len(text) > CAPTION_LENGTH:
        return False
    if not manner.paged and is_caption_text(text, template):
        return True
    after = at > 0 and (pieces[at - 1].is_figure or pieces[at - 1].is_table)
    if not manner.paged:
        plain = after and piece.block and not piece.marked and not ends_sentence(text) and not leading_number(text)
        return bool(plain and len(text) <= HEADING_LENGTH)
    above_table = at + 1 < len(pieces) and pieces[at + 1].is_table
    before = above_table or (at + 1 < len(pieces) and pieces[at + 1].is_figure)
    after = after or _is_below_figures(pieces, at)
    if not (after or before) or piece.block is None:
        return False
    if is_caption_text(text, template):
        return True
    small, sentence = piece.block.rows[0].size < SMALLER * manner.habits.size, ends_sentence(text)
    if after:  # a paragraph of one row below a table may seem to stand in the middle
        return small or (piece.block.centred and not (sentence and pieces[at - 1].is_table))
    return above_table and small and not sentence  # 附表 甲市试点机构一览


def _is_below_figures(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece follows the captions of figures of which one more stands above these: pictures side by side, each with its caption."""
    block, first = pieces[at].block, at
    while first > 0 and block and (above := pieces[first - 1].block) and above.rows and above.rows[0].size == block.rows[0].size and at - first < MOST_FIGURES:
        if len(above.text) > CAPTION_LENGTH:
            return False
        first -= 1
    count = at - first
    return 0 < count < first and all(piece.is_figure for piece in pieces[first - 1 - count : first])


def _is_heading(block: TextBlock, manner: Manner) -> bool:
    """Whether a block is set apart as a heading: by type, place or mark, and no sentence."""
    text = block.text
    if len(text) > HEADING_LENGTH or len(block.rows) > 2 or text[-1:] in "）)" or text.rstrip("”’」』")[-1:] in _NO_HEADING_END:
        return False
    if _is_date(text):
        return False
    first, habits = block.rows[0], manner.habits
    if not manner.paged:
        return first.bold
    if first.bold != habits.bold or first.size > LARGER * habits.size or block.centred:
        return True
    other_font = bool(first.font) and first.font != habits.font
    return other_font or (habits.indents and not block.indented)


def _is_date(text: str) -> bool:
    """Whether a text is a date and nothing else: the last line of a signature."""
    dates = find_dates(text)
    return bool(dates) and dates[0].start == 0 and dates[0].end == len(text.rstrip())


def _stands_as_heading(pieces: Sequence[Piece], at: int, captions: AbstractSet[int], template: Template) -> bool:
    """Whether a short piece is a heading by its place: no sentence, between a sentence's end and a paragraph."""
    if pieces[at].is_apart or (at + 1 < len(pieces) and pieces[at + 1].is_apart):
        return False
    text = pieces[at].text
    if at + 1 >= len(pieces) or text.rstrip("”’」』")[-1:] in _NO_HEADING_END + "）)":
        return False
    if _is_date(text):
        return False
    below = pieces[at + 1].text
    if len(below) <= len(text) or not ends_sentence(below) or leading_number(below) or label_of(text, template):
        return False
    above = next((pieces[place].text for place in range(at - 1, -1, -1) if pieces[place].text and not pieces[place].is_apart and place not in captions), "。")
    return ends_sentence(above) or above[-1:] in "）)"
