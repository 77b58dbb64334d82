"""An index that is a table: 序号, 标题, 来源, 页码 as columns, of cells or of lines that tabs part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.layout.blocks import join_rows
from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.categories import heading_of
from bulletin_parse.parsing.entry_source import is_bracketed, undated
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import Number, bare_number, leading_number
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.folding import fold
from bulletin_parse.text.numerals import read_numeral

_EMPTY = Passage("", ())

Cell = tuple[Row, ...]
Fields = tuple[Number | None, Passage | None, Passage, Passage | None, Passage | None, Passage | None, str | None]


class TableEntries(NamedTuple):
    """The entries of a table, each as the fields of an ``EntryParts``, and the passages of its heads."""

    entries: list[Fields]
    headings: list[Passage]


def tables_of(pieces: Sequence[Piece], template: Template) -> tuple[list[Piece], list[Piece]]:
    """The pieces with cells, each with the heading of a category right above it, which the layout did not see as its first row; and all others.

    Args:
        pieces: the index's, in printed order.
        template: the series' words.
    """
    celled = [at for at, piece in enumerate(pieces) if piece.block and piece.block.cells]
    if not celled:
        return [], list(pieces)  # as in most documents
    tables: list[Piece] = []
    others: list[Piece] = []
    for at, piece in enumerate(pieces):
        heads = at + 1 in celled and _is_heading(piece, template)
        (tables if heads or at in celled else others).append(piece)
    return tables, others


def _is_heading(piece: Piece, template: Template) -> bool:
    return piece.block is not None and len(piece.block.rows) == 1 and heading_of(piece.text, template) is not None


def table_entries(tables: Sequence[Piece], template: Template) -> TableEntries | None:
    """The entries that tables hold; None if they have no column of titles.

    Args:
        tables: pieces with cells, and of one row: headings above them.
        template: the series' words.
    """
    rows = [row for table in tables if table.block for row in table.block.cells or [[table.block.rows]]]
    heads = [at for at, row in enumerate(rows) if _head(_texts(row), template)]
    columns = _head(_texts(rows[heads[0]]), template) if heads else _guessed(rows)
    if "title" not in columns.values():
        return None
    found: list[Fields] = []
    headings = [_passage(cell) for at in heads for cell in rows[at] if cell]
    category: str | None = None
    for at, row in enumerate(rows):
        if at in heads:
            continue
        filled = [cell for cell in row if cell]
        named = _named(row, columns)
        places = {name: column for column, name in columns.items()}
        headings += [
            _passage(cell) for column, cell in enumerate(row) if cell and column not in places.values() and "title" in named and cell not in named.values()
        ]
        if len(filled) == 1 and (heading := heading_of(join_rows(filled[0]), template)) and "number" not in named:
            category = heading.name
            headings.append(_passage(filled[0]))
            continue
        if "title" not in named and not ("number" in named and _number_before(_passage(named["number"]))):
            headings += [_passage(cell) for cell in filled]
            continue
        if "category" in named:  # one cell may stand beside several entries
            category = join_rows(named["category"]).strip()
            headings.append(_passage(named["category"]))
        found.append(_entry({name: _passage(cell) for name, cell in named.items()}, category))
    return TableEntries(found, headings)


def tabbed_entries(lines: Iterator[Passage], template: Template) -> TableEntries | None:
    """The entries of lines whose columns tabs part, as texts write tables: 序号, 标题, 来源 in the first line, and as many cells in each below.

    Args:
        lines: the index's, in printed order.
        template: the series' words.

    Returns:
        None if the first line names no columns, or a line has other cells than it and is no category's heading.
    """
    first = next(lines, None)
    if first is None or "\t" not in first.text:
        return None
    head = _tabbed(first)
    columns = _head([cell.text for cell in head], template)
    if len(columns) != len(head) or "title" not in columns.values():
        return None
    found: list[Fields] = []
    headings = list(head)
    category: str | None = None
    for line in lines:
        cells = _tabbed(line)
        if len(cells) == 1 and (heading := heading_of(line.text, template)):
            category = heading.name
            headings.append(line)
        elif len(cells) == len(head):
            named = {columns[at]: cell for at, cell in enumerate(cells) if cell.text}
            if "category" in named:
                category = named["category"].text
                headings.append(named["category"])
            found.append(_entry(named, category))
        else:
            return None
    return TableEntries(found, headings) if all(title.text for _, _, title, *_ in found) else None


def _tabbed(line: Passage) -> list[Passage]:
    """The cells of a line that tabs part, without the spaces round them."""
    edges = [-1, *[at for at, char in enumerate(line.text) if char == "\t"], len(line.text)]
    cells = [line.cut(start + 1, end) for start, end in pairwise(edges)]
    return [cell.cut(len(cell.text) - len(cell.text.lstrip()), len(cell.text.rstrip())) if cell.text.strip() else _EMPTY for cell in cells]


def _entry(named: dict[str, Passage], category: str | None) -> Fields:
    title = named.get("title", _EMPTY)
    mark = named.get("number")
    number = None
    if mark and not title.text and (number := _number_before(mark)):
        # A converter took the columns of numbers and titles for one.
        mark, title = mark.cut(0, number.end), mark.cut(number.end)
    elif mark and (value := read_numeral(mark.text.strip(" .．、,)）(（"))) is not None:
        number = Number(value, "cell", len(mark.text), glued=False)
    elif mark is None and (number := leading_number(title.text)):
        mark, title = title.cut(0, number.end), title.cut(number.end)
    frame = named.get("source")
    source = frame.cut(1, len(frame.text) - 1) if frame and is_bracketed(frame.text) else frame  # （人民网） in a cell
    source = undated(source) if source else source  # 人民网 with 2026-03-11 below it
    return number, mark, title, source, frame, named.get("page"), category


def _named(row: Sequence[Cell], columns: Mapping[int, str]) -> dict[str, Cell]:
    """A row's cells by the names of their columns; one beside them, where a converter moved it, is the next column's on its right, else on its left."""
    named = {name: row[column] for column, name in columns.items() if column < len(row) and row[column]}
    for column, cell in enumerate(row):
        if cell and column not in columns:
            beside = [*sorted(at for at in columns if at > column)[:1], *sorted((at for at in columns if at < column), reverse=True)[:1]]
            if name := next((columns[at] for at in beside if columns[at] not in named and columns[at] != "number"), None):
                named[name] = cell
    return named


def _number_before(passage: Passage) -> Number | None:
    """The number before a title in one cell."""
    number = leading_number(passage.text) or bare_number(passage.text)
    return number if number and number.end < len(passage.text) else None


def _texts(row: Sequence[Cell]) -> list[str]:
    """What the cells of a row say."""
    return [join_rows(cell) if cell else "" for cell in row]


def _head(row: Sequence[str], template: Template) -> dict[int, str]:
    """The columns that a row names, by their place; none if it is no head."""
    if len(row) < 2:
        return {}
    words = template.columns
    both = {title + source for title, name in words.items() if name == "title" for source, other in words.items() if other == "source"}
    texts = [_first_named(fold(cell), words) for cell in row]
    # The layout may have taken two columns for one: 标题 来源.
    names = {column: words.get(text, "title") for column, text in enumerate(texts) if text in words or text in both}
    own = [name for name in names.values() if name != "page"]
    return names if len(names) > 1 and len(set(own)) == len(own) else {}


def _first_named(text: str, words: Mapping[str, str]) -> str:
    """What a head says, folded; the first word of one that names what its column holds besides: 来源/日期."""
    first, slash, further = text.partition("/")
    return first if slash and first in words and words.get(further) == "page" else text


def _guessed(rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """The columns of a table without a head: numbers first, the longest texts are titles, what is right of them sources, then pages."""
    width = max([len(row) for row in rows], default=0)
    texts = [[join_rows(row[column]) for row in rows if column < len(row) and row[column]] for column in range(width)]
    lengths = [sum(map(len, column)) for column in texts]
    if width < 2 or not any(lengths):
        return {}
    # Numbers before their words tell the titles, however long the sources are.
    numbered = [column for column, cells in enumerate(texts) if cells and all((number := leading_number(cell)) and number.end < len(cell) for cell in cells)]
    title = numbered[0] if len(numbered) == 1 else lengths.index(max(lengths))
    names = {title: "title"}
    for column, cells in enumerate(texts):
        if column == title or not cells:
            continue
        numeric = all(read_numeral(cell.strip(" .．、")) is not None for cell in cells)
        if numeric and column < title:
            names[column] = "number"
        elif numeric:
            names[column] = "page"
        elif "source" not in names.values():
            names[column] = "source"
    return names


def _passage(cell: Cell) -> Passage:
    return Passage.of(cell) if cell else _EMPTY
