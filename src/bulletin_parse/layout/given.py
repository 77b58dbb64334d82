"""A file of paragraphs (Word, HTML) as one flow of blocks: nothing is measured, the file says what its paragraphs are and how they are set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Role, TextBlock, join_rows
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.row import Row
from bulletin_parse.layout.sentences import ends_sentence
from bulletin_parse.layout.text_flow import table_block, with_figures
from bulletin_parse.layout.text_rows import targets_by_line
from bulletin_parse.layout.told import opens
from bulletin_parse.reading.document import Document, Given, Grid, Page

_PITCH = 1.5  # no row of such a file has a place on a page
INDENTED_SHARE = 0.5  # of the paragraphs that are sentences have an indent, where paragraphs begin with one
_NOTHING = Given()


class GivenFlow(NamedTuple):
    """The blocks of a file of paragraphs, its furniture, all its rows, and the type of most of its text."""

    blocks: list[TextBlock]
    furniture: list[Row]
    rows: list[Row]
    habits: Habits


def given_flow(document: Document, openers: re.Pattern[str]) -> GivenFlow:
    """The blocks of a file of paragraphs.

    Args:
        document: as read; its pages have ``given``.
        openers: what a line that opens a block of its own begins with (the template's labels).
    """
    blocks: list[TextBlock] = []
    furniture: list[Row] = []
    rows: list[Row] = []
    for page in document.pages:
        own = _rows(page, len(rows))
        rows += own
        furniture += [own[at] for at in sorted((page.given or _NOTHING).furniture)]
        blocks += with_figures(_blocks(page, own, openers), [(page.number, picture) for picture in page.pictures])
    return GivenFlow(blocks, furniture, rows, _habits(rows, blocks))


def paragraphs_of(rows: Sequence[Row], openers: re.Pattern[str]) -> list[TextBlock]:
    """The blocks that the lines of a table's cell make: each paragraph one, unless its line breaks part it."""
    blocks: list[list[Row]] = []
    for row in rows:
        if blocks and _goes_on(blocks[-1][-1], row, openers, centred=False):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return [TextBlock(tuple(block), join_rows(block), page=block[0].page) for block in blocks]


def _rows(page: Page, first_order: int) -> list[Row]:
    targets = targets_by_line(page.links)
    return [tuple.__new__(Row, (first_order + at, page.number, *line, targets.get(line.base, ()))) for at, line in enumerate(page.lines)]


def _blocks(page: Page, rows: Sequence[Row], openers: re.Pattern[str]) -> list[TextBlock]:
    given = page.given or _NOTHING
    tables = {min(places): (grid, places) for grid in page.grids if (places := _places(grid))}
    in_tables = {place for _, places in tables.values() for place in places}
    blocks: list[TextBlock] = []
    above: int | None = None  # the place of the row above, if a row may go on with it
    for at, row in enumerate(rows):
        if at in given.furniture:
            continue
        if at in in_tables:
            above = None
            if at in tables:
                grid, _ = tables[at]
                blocks.append(table_block(tuple([tuple([tuple([rows[place] for place in cell]) for cell in line]) for line in grid.rows])))
            continue
        role: Role = "note" if at in given.notes else ""
        if above is not None and blocks[-1].role == role and _goes_on(rows[above], row, openers, centred=above in given.centred):
            whole = (*blocks[-1].rows, row)
            blocks[-1] = blocks[-1]._replace(rows=whole, text=join_rows(whole))
        else:
            blocks.append(TextBlock((row,), row.text, at in given.centred, at in given.indented, page=page.number, role=role))
        above = at
    return blocks


def _places(grid: Grid) -> frozenset[int]:
    return frozenset([place for line in grid.rows for cell in line for place in cell])


def _goes_on(above: Row, row: Row, openers: re.Pattern[str], *, centred: bool) -> bool:
    """Whether a line of a paragraph goes on with the one above it: a title that is set in two lines does, what begins anew does not."""
    if above.base != row.base or above.page != row.page or ends_sentence(above.text) or opens(row.text, openers):
        return False
    return centred or (above.bold == row.bold and not openers.match(above.text))


def _habits(rows: Sequence[Row], blocks: Sequence[TextBlock]) -> Habits:
    """The type of most characters, and whether most paragraphs that are sentences begin with an indent."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bolds: Counter[bool] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
        fonts[row.font] += len(row.text)
        bolds[row.bold] += len(row.text)
    if not rows:
        return Habits(_PITCH, 1.0, "", bold=False, indents=False)
    sentences = [block for block in blocks if block.rows and not block.role and not block.centred and ends_sentence(block.text)]
    indented = sum([block.indented for block in sentences])
    return Habits(
        _PITCH, sizes.most_common(1)[0][0], fonts.most_common(1)[0][0], bolds.most_common(1)[0][0], indents=indented > INDENTED_SHARE * len(sentences)
    )
