"""A text's lines as one flow of blocks, furniture aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, count, repeat
from operator import itemgetter, sub
from typing import NamedTuple

from bulletin_parse.layout.blocks import Guess, TextBlock, join_rows
from bulletin_parse.layout.figures import figure_block
from bulletin_parse.layout.joints import cut_at, joint
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.text_furniture import text_furniture
from bulletin_parse.layout.text_gaps import stretched_lines, without_gaps
from bulletin_parse.layout.text_hyphens import lost_hyphens
from bulletin_parse.layout.text_marks import without_false_marks
from bulletin_parse.layout.text_notes import with_notes
from bulletin_parse.layout.text_order import in_order, is_end
from bulletin_parse.layout.text_rows import TextRows, text_rows, width
from bulletin_parse.layout.told import Told
from bulletin_parse.layout.wrapping import NEAR, WIDEST_CELL, Wrapping, is_line_full, wrapping_of
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.reading.document import Document, Picture
from bulletin_parse.text.folding import clean
from bulletin_parse.text.lazy import lazy_pattern

_STRAY = "characters stand on a line of their own: a converter lost their places"
# Marks, or a rare character, which is of another font on the page.
_STRAY_LINE = lazy_pattern(r"[“”‘’—―…（）《》【】、，。：；一\s]+|[\u3400-\u4dbf\U00020000-\U0003ffff]")
_ORPHAN = "a sentence's last word stands on a line of its own behind another sentence: a converter lost its place"
_ORDER, _PAGE, _TEXT, _LEFT, _RIGHT = (itemgetter(Row._fields.index(name)) for name in ("order", "page", "text", "x0", "x1"))
_FIRST = itemgetter(0)
_GUESSED = "a full line ends a sentence, and nothing tells whether the next begins a paragraph"


class TextFlow(NamedTuple):
    """The blocks of a text, its furniture, all its rows, and where paragraphs had to be guessed."""

    blocks: list[TextBlock]
    furniture: list[Row]
    rows: list[Row]
    doubts: tuple[Guess, ...]


def text_flow(document: Document, words: LayoutWords) -> TextFlow:
    """The blocks of a text.

    Args:
        document: as read.
        words: the template's, by which lines are told apart.
    """
    told = Told(words.openers)
    found = text_rows(document, words)
    everything, prose, cells, aside, wrapping = _seen(found, words, told)
    if wrapping.edge is not None and max(map(sub, map(_RIGHT, everything), map(_LEFT, everything))) > wrapping.edge + NEAR:
        found = text_rows(document, words, wrapping.edge)  # a title's lines may be joined where the text's are not
        everything, prose, cells, aside, wrapping = _seen(found, words, told)
    everything, found = without_false_marks(everything, found, wrapping, told)
    kept = dict(zip(map(_ORDER, everything), everything, strict=True))
    flowing = in_order([row for row in everything if row.order not in aside] if aside else everything, wrapping, words, told)
    blocks, doubts = _blocks(flowing, found, cells, wrapping, told, kept)
    if wrapping.edge is not None:
        blocks, guessed = without_gaps(blocks, wrapping.edge, kept, words)
        doubts += guessed
    else:
        doubts += stretched_lines(blocks)
    doubts += lost_hyphens(prose, len(document.pages), wrapping)
    pictures = [(page.number, picture) for page in document.pages for picture in page.pictures]
    furniture = [row for row in everything if row.order in aside] if aside else []
    return TextFlow(with_notes(with_figures(blocks, pictures)), furniture, list(kept.values()), tuple(doubts))


def cell_blocks(rows: Sequence[Row], openers: re.Pattern[str]) -> list[TextBlock]:
    """The blocks that the lines of a table's cell make: they are wrapped to the cell's own width."""
    told = Told(openers)
    blocks: list[list[Row]] = []
    edge = max([row.x0 + width(row.text) for row in rows], default=0.0)
    for row in rows:
        above = blocks[-1][-1] if blocks else None
        wraps = above is not None and edge <= WIDEST_CELL and is_line_full(above, row, edge, told)
        if above and not told.opens[row.text] and not told.heads[above.text] and (wraps or not told.ends[above.text]):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return [TextBlock(tuple(block), join_rows(block), page=block[0].page) for block in blocks]


def _seen(found: TextRows, words: LayoutWords, told: Told) -> tuple[list[Row], list[Row], set[int], set[int], Wrapping]:
    """All rows, those of running text, the orders of those in tables and of furniture, and how running text makes paragraphs."""
    everything = list(chain.from_iterable(found.pages))
    cells = {row.order for table in found.tables.values() for line in table for cell in line for row in cell}
    pages = [[row for row in rows if row.order not in cells] for rows in found.pages] if cells else found.pages
    aside = text_furniture(pages, words) | found.heads
    other = aside | cells
    prose = [row for row in everything if row.order not in other] if other else everything
    return everything, prose, cells, aside, wrapping_of(prose, told, found.breaks)


def _blocks(
    rows: Sequence[Row],
    found: TextRows,
    cells: AbstractSet[int],
    wrapping: Wrapping,
    told: Told,
    kept: dict[int, Row],
) -> tuple[list[TextBlock], list[Guess]]:
    """The blocks of some rows, and what was guessed; where a line ends at a printed space, the row in ``kept`` gets it back."""
    groups: list[list[Row]] = []
    tables: list[tuple[int, TextBlock]] = []
    doubts: list[Guess] = []
    current: list[Row] = []
    wrapped = wrapping.edge is not None
    below: Iterable[Row | None] = (*rows[1:], None) if wrapped else repeat(None)
    strays: Iterable[re.Match[str] | None] = map(_STRAY_LINE.fullmatch, map(_TEXT, rows)) if wrapped else repeat(None)
    for row, after, stray, cut in zip(rows, below, strays, map(cut_at(rows, found).__contains__, count())):  # noqa: B905
        if cells and row.order in cells:
            current = []
            if row.order in found.tables:
                tables.append((len(groups), table_block(found.tables[row.order])))
            continue
        if stray:
            doubts.append(Guess(_STRAY, (row,)))
        joins = False
        if current:
            if cells and after and after.order in cells:
                after = None
            joins, space, guessed = joint(current, row, after, wrapping, told, found, cut=cut)
            if guessed:
                doubts.append(Guess(_GUESSED, (current[-1], row)))
            if space:
                kept[current[-1].order] = current[-1] = current[-1]._replace(text=current[-1].text + " ")
            if not joins and wrapped and is_end(row.text) and told.ends[current[-1].text]:
                doubts.append(Guess(_ORPHAN, (row,)))
        if joins:
            current.append(row)
        else:
            current = [row]
            groups.append(current)
    blocks = _joined(groups)
    for at, table in reversed(tables):
        blocks.insert(at, table)
    return blocks, doubts


def _joined(groups: Sequence[Sequence[Row]]) -> list[TextBlock]:
    """The blocks that groups of rows make, all at once: a text has thousands."""
    rows = list(map(tuple, groups))
    texts = [group[0][2] if len(group) == 1 else join_rows(group) for group in groups]
    pages = map(_PAGE, map(_FIRST, rows))
    plain = TextBlock(())
    columns = zip(rows, texts, repeat(plain.centred), repeat(plain.indented), pages, *map(repeat, plain[5:]))
    return list(map(tuple.__new__, repeat(TextBlock), columns))


def table_block(cells: tuple[tuple[tuple[Row, ...], ...], ...]) -> TextBlock:
    """The block that a table of rows of cells of rows makes."""
    rows = sorted({row.order: row for line in cells for cell in line for row in cell}.values())
    text = "\n".join(["\t".join([clean(join_rows(cell)) if cell else "" for cell in line]) for line in cells])
    return TextBlock(tuple(rows), text, page=rows[0].page, role="table", cells=cells)


def with_figures(blocks: Sequence[TextBlock], pictures: Sequence[tuple[int, Picture]]) -> list[TextBlock]:
    """The blocks with the text's pictures between them: each before the block that begins below it, and never inside one."""
    if not pictures:
        return list(blocks)
    out: list[TextBlock] = []
    waiting = sorted(pictures, key=lambda figure: (figure[0], figure[1].top))
    at = 0
    for block in blocks:
        while at < len(waiting) and (waiting[at][0], waiting[at][1].top) <= (block.page, block.rows[0].base):
            out.append(figure_block(*waiting[at]))
            at += 1
        out.append(block)
    return out + [figure_block(*figure) for figure in waiting[at:]]
