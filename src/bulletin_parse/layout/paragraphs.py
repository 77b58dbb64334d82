"""Strips to blocks in reading order: paragraphs over the ends of pages and columns, tables, boxes, notes and figures in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from bulletin_parse.layout.blocks import Layout, Mark, Role, TextBlock, continues, join_rows
from bulletin_parse.layout.figures import figure_block
from bulletin_parse.layout.notes import called_at, mark_of
from bulletin_parse.layout.row import Row, Strip
from bulletin_parse.layout.sentences import ends_sentence, is_caption, is_without_marks
from bulletin_parse.layout.tolerances import APART, BESIDE, HEADS_ALONE, INDENT_FROM, LONG_ROW, LONGEST_CAPTION, SAME_BASELINE, SAME_EDGE, SAME_SIZE, SMALL_TYPE
from bulletin_parse.layout.two_rows import is_centred, is_full
from bulletin_parse.reading.document import Picture


class _Aside(NamedTuple):
    """Blocks that wait for their place in the text: before the first block that begins below ``height``."""

    page: int
    height: float
    blocks: list[TextBlock]


def _by_place(aside: _Aside) -> tuple[int, float, int]:
    return aside.page, aside.height, aside.blocks[0].rows[0].order


def joined_rows(rows: Sequence[Row], layout: Layout, role: Role = "") -> list[TextBlock]:
    """The blocks that some rows of one place make."""
    blocks: list[TextBlock] = []
    current: list[Row] = []
    for row in rows:
        if current and not continues(current, row, layout):
            blocks.append(_block(current, layout)._replace(role=role))
            current = []
        current.append(row)
    if current:
        blocks.append(_block(current, layout)._replace(role=role))
    return blocks


class Paragraphs:
    """Joins the rows of a document's strips into its blocks."""

    def __init__(self, layout: Layout, figures: dict[int, list[Picture]]) -> None:
        self._layout = layout
        self._blocks: list[TextBlock] = []
        self.repeated: list[Row] = []  # heads of tables that stand again on a further page
        self._current: list[Row] = []
        self._slot: int | None = None  # where the current block goes if it is the other half of an earlier one
        self._figures = [(page, picture.top, picture) for page in sorted(figures) for picture in figures[page]]
        self._figures.reverse()
        self._asides: list[_Aside] = []
        self._marks: dict[int, list[Mark]] = {}  # of notes, by the rows that carry them
        self._left = 0.0  # where the column begins in which the last table stands
        self._parted = False  # whether a figure, a table or a note stands among the blocks, which may part a paragraph

    def blocks(self, pages: Sequence[tuple[int, Sequence[Strip]]]) -> list[TextBlock]:
        """The blocks of all pages, figures in their places.

        Args:
            pages: each page's number and strips, in reading order.
        """
        if any([strip[0] == "note" for _, strips in pages for strip in strips]):  # noqa: C419  # a few
            self._footnotes(pages)
        for number, strips in pages:
            beside = [aside for strip in strips if strip.rows and strip.kind == "aside" for aside in self._beside(strip, strips, number)]
            if beside:
                self._asides = sorted([*self._asides, *beside], key=_by_place, reverse=True)
            for strip in strips:
                if strip.kind == "table":
                    self._table(strip, number)
                elif strip.kind in ("text", "column"):
                    self._text(strip)
        self._close()
        while self._asides:
            self._blocks += self._asides.pop().blocks
        return self._blocks + [figure_block(page, picture) for page, _, picture in reversed(self._figures)]

    def _text(self, strip: Strip) -> None:
        """Joins the rows of a strip of text to the paragraphs so far."""
        layout, figures, ended = self._layout, self._figures, strip.ended
        current = self._current
        for row in strip.rows:
            if figures and figures[-1][:2] < (row[1], row[4]):
                self._figures_above(row)
                current = self._current
            if current and not continues(current, row, layout):
                self._close()
                current = self._current
            if not current:
                if self._parted and (slot := self._half_above(row)) is not None:
                    self._slot = slot
                    current += self._blocks[slot].rows
                elif self._asides:
                    self._settle(row.page, row.base)
            current.append(row)
            if ended and row[0] in ended:
                self._close()
                current = self._current

    def _figures_above(self, row: Row) -> None:
        """Puts the pictures before a row that stand above it."""
        while self._figures and self._figures[-1][:2] < (row[1], row[4]):
            self._close()
            page, top, picture = self._figures.pop()
            self._settle(page, top)
            self._blocks.append(figure_block(page, picture))
            self._parted = True

    def _settle(self, page: int, height: float) -> None:
        """Puts boxes and notes before a block that begins below them."""
        while self._asides and (self._asides[-1].page < page or (self._asides[-1].page == page and self._asides[-1].height <= height)):
            self._blocks += self._asides.pop().blocks
            self._parted = True

    def _close(self) -> None:
        """The block of the rows so far; a heading below a paragraph becomes one of its own."""
        rows, slot = self._current, self._slot
        if not rows:
            return
        self._current, self._slot = [], None
        if slot is None and len(rows) > 1 and _is_heading_below(rows[-2], rows[-1], self._layout):
            self._current, rows = rows[:-1], rows[-1:]
            self._close()
        block = _block(rows, self._layout)
        if self._marks:
            block = block._replace(marks=tuple([mark for row in rows for mark in sorted(self._marks.get(row.order, ()))]))
        if slot is None:
            self._blocks.append(block)
        else:
            self._blocks[slot] = block

    def _table(self, strip: Strip, page: int) -> None:
        """A table's block; one that goes on from the page before is put to that."""
        if not strip.rows:
            return
        self._close()
        self._settle(page, strip.rows[0].base)
        self._parted = True
        at = len(self._blocks) - 1
        while at >= 0 and self._blocks[at].role == "note":
            at -= 1
        last = self._blocks[at] if at >= 0 else None
        cells = strip.cells
        shift, self._left = strip.left - self._left, strip.left
        if last and last.role == "table" and (last.rows[-1].page == page - 1 or shift > 0) and _same_columns(last, strip, shift):
            above = last.cells
            if len(cells) > 1 and _words(cells[0]) == _words(above[0]):  # the heads stand again on the new page
                self.repeated += [row for cell in cells[0] for row in cell]
                cells = cells[1:]
            if not cells[0][0] and sum(map(bool, cells[0])) == 1:  # the last row's cell goes on
                above = (*above[:-1], tuple([upper + lower for upper, lower in zip(above[-1], cells[0], strict=True)]))
                cells = cells[1:]
            cells = above + cells
            self._blocks[at] = _table_block(cells, last.page)
        else:
            self._blocks.append(_table_block(cells, page))

    def _beside(self, strip: Strip, strips: Sequence[Strip], page: int) -> Iterable[_Aside]:
        """A box's blocks as one; each note of a margin for itself, below the row that it stands beside."""
        frame = next((self._layout.frames[row.order] for other in strips if other.kind == "text" for row in other.rows), None)
        first = strip.rows[0]
        margin = strip.cut or (frame is not None and (first.x0 >= frame.right - SAME_EDGE * first.size or first.x1 <= frame.left + SAME_EDGE * first.size))
        if not margin:
            yield _Aside(page, first.top, joined_rows(strip.rows, self._layout))
            return
        for block in joined_rows(strip.rows, self._layout, "note"):
            row = block.rows[0]
            yield _Aside(page, row.base + BESIDE * row.size, [block])

    def _footnotes(self, pages: Sequence[tuple[int, Sequence[Strip]]]) -> None:
        """Footnotes wait below the row that carries their mark, on their page or the one before, or else at their page's end."""
        above: list[Row] = []
        for number, strips in pages:
            rows = [row for strip in strips if strip.kind in ("text", "column") for row in strip.rows]
            for strip in strips:
                if strip.rows and strip.kind == "note":
                    self._asides.append(self._footnote(strip.rows, called_at(strip.rows, rows) or called_at(strip.rows, above), number))
            above = rows
        self._asides.sort(key=_by_place, reverse=True)

    def _footnote(self, rows: Sequence[Row], called: tuple[Row, Mark] | None, page: int) -> _Aside:
        own = mark_of(rows)
        block = TextBlock(tuple(rows), join_rows(rows), page=page, role="note", marks=(own,) if own else ())
        if called is None:
            return _Aside(page, inf, [block])
        row, mark = called
        self._marks.setdefault(row.order, []).append(mark)
        return _Aside(row.page, row.base + SAME_BASELINE * row.size / 2, [block])  # a picture may stand right below

    def _half_above(self, row: Row) -> int | None:
        """The place of the paragraph whose other half begins with this row, when figures, tables or notes stand between the halves."""
        blocks, layout = self._blocks, self._layout
        frame = layout.frames[row.order]
        if not blocks or not frame.indents or row.x0 - frame.left > INDENT_FROM * row.size or layout.openers.match(row.text):
            return None
        at = len(blocks) - 1
        while at >= 0 and (blocks[at].is_figure or blocks[at].role or _may_be_caption(blocks[at], row)):
            at -= 1
        if is_caption(row.text) and (row.size < SMALL_TYPE * layout.habits.size or blocks[-1].is_figure):
            return None
        if at < 0 or not any(block.is_figure or block.role for block in blocks[at + 1 :]):
            return None
        half = blocks[at]
        last = half.rows[-1]
        runs_on = not ends_sentence(last.text) and is_full(last, row, layout.frames[last.order], centred=False)
        body = layout.habits.size
        if abs(last.size - body) > SAME_SIZE * body:
            return None
        return at if runs_on and (half.indented or len(half.rows) > 1) and last.bold == row.bold and abs(last.size - row.size) <= SAME_SIZE * row.size else None


def _table_block(cells: tuple[tuple[tuple[Row, ...], ...], ...], page: int) -> TextBlock:
    rows = tuple([row for line in cells for cell in line for row in cell])
    return TextBlock(rows, join_rows(rows), page=page, role="table", cells=cells)


def _words(line: Sequence[Sequence[Row]]) -> list[str]:
    return ["".join(join_rows(cell).split()) if cell else "" for cell in line]


def _same_columns(block: TextBlock, strip: Strip, shift: float) -> bool:
    """Whether a table on a new page has the columns of one that may go on there: they begin, or their middles stand, below those.

    Heads that a page's end left alone have the columns of what is below them, which a program may set by the cells of each page.

    Args:
        block: the table above.
        strip: the one on the new page or in the next column.
        shift: how much further right the column begins in which that stands.
    """
    if len(block.cells[0]) != len(strip.cells[0]):
        return False
    if len(block.cells) == 1 and len(strip.cells[0]) >= HEADS_ALONE and not shift:
        return True
    upper, lower = _edges(block.cells), _edges(strip.cells)
    reach = 2 * APART * strip.rows[0].size
    shared = [(upper[at], lower[at]) for at in upper.keys() & lower.keys()]
    return all(abs(a[0] + shift - b[0]) * 2 < reach or abs(a[0] + a[1] + 2 * shift - b[0] - b[1]) < reach for a, b in shared)


def _edges(cells: tuple[tuple[tuple[Row, ...], ...], ...]) -> dict[int, tuple[float, float]]:
    edges: dict[int, tuple[float, float]] = {}
    for line in cells:
        for at, cell in enumerate(line):
            for row in cell:
                left, right = edges.get(at, (row.x0, row.x1))
                edges[at] = (min(left, row.x0), max(right, row.x1))
    return edges


def _block(rows: Sequence[Row], layout: Layout) -> TextBlock:
    first, frames = rows[0], layout[0]
    frame = frames[first[0]]
    indented = first[3] - frame[0] > INDENT_FROM * first[8]
    centred = indented and is_centred(first, frame)
    if len(rows) == 1:
        return TextBlock(tuple(rows), first[2], centred, indented, first[1])
    centred = centred and all(is_centred(row, frames[row[0]]) for row in rows[1:])
    if len(rows) == 2 and not centred:  # where a title's first row fills the frame, the last one alone shows that it is centred
        centred = is_centred(rows[1], frames[rows[1][0]])
    return TextBlock(tuple(rows), join_rows(rows), centred, indented, first[1])


def _is_heading_below(above: Row, row: Row, layout: Layout) -> bool:
    """Whether a block's last row is a heading in the text's own type: a sentence fills the row above, and no mark stands in this one.

    Only indents tell that: the paragraph below begins with one, and a paragraph's rest ends as a sentence does.
    """
    frames, _, _, (hanging, _) = layout
    frame = frames[row[0]]
    if not frame[3] or frame is not frames[above[0]] or row[0] in hanging or not ends_sentence(above[2]):
        return False
    return row.width < LONG_ROW * frame.width and is_without_marks(row.text)


def _may_be_caption(block: TextBlock, text: Row) -> bool:
    """Whether a block can stand with a figure between the halves of a paragraph: centred, or set smaller than the text."""
    return len(block.rows) <= LONGEST_CAPTION and (block.centred or block.rows[0].size < SMALL_TYPE * text.size)
