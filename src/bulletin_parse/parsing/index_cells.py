"""An index whose table came out cell by cell: 序号, 标题, 来源, 1, a title, its source, 2, … each on a line of its own."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import Number, leading_number
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.folding import fold

LONGEST_NUMBER = 3  # characters of a cell with a number


class CellEntry(NamedTuple):
    """An entry's cells: its number, the number's cell, the title's lines, the source's lines and the page number."""

    number: Number
    mark: Passage
    title: list[Passage]
    source: list[Passage]
    rest: Passage | None


class CellEntries(NamedTuple):
    """The entries of a table that came out cell by cell, and its heads."""

    entries: list[CellEntry]
    headings: list[Passage]


def cell_entries(lines: Sequence[Passage], template: Template, known: AbstractSet[str]) -> CellEntries | None:
    """The entries of an index whose numbers stand on lines of their own; None if it is none or cannot be told.

    Args:
        lines: the index's, in printed order.
        template: the series' words.
        known: the sources that the body's labels name, folded.
    """
    heads = _heads(lines, template)
    cells = [line for line in lines if line not in heads]
    numbers = _numbers(cells)
    if len(numbers) < 2 or numbers[0] != 0 or any(leading_number(line.text) for line in cells):
        return None
    groups = [cells[start + 1 : end] for start, end in zip(numbers, [*numbers[1:], len(cells)], strict=True)]
    marks = [cells[at] for at in numbers]
    named = any(fold(head.text) in map(fold, template.words["source_column"]) for head in heads)
    if all(groups):
        entries: list[CellEntry] | None = _by_rows(marks, groups, known, named=named)
    else:
        entries = None if any(groups[:-1]) else _by_columns(marks, groups[-1], known)
    return CellEntries(entries, heads) if entries and all(entry.title for entry in entries) else None


def _heads(lines: Sequence[Passage], template: Template) -> list[Passage]:
    """The lines that name the columns, at the index's beginning; none if a single word does."""
    end = next((at for at, line in enumerate(lines) if fold(line.text) not in template.columns), len(lines))
    return list(lines[:end]) if end > 1 else []


def _numbers(cells: Sequence[Passage]) -> list[int]:
    """The places of the cells that count 1, 2, 3…; a title stands behind each, if it is no column of its own, and behind a page number another number."""
    numeric = [len(cell.text) <= LONGEST_NUMBER and cell.text.isdecimal() for cell in cells]
    before_titles = [at for at, is_number in enumerate(numeric) if is_number and at + 1 < len(cells) and not numeric[at + 1]]
    found = _counting(cells, before_titles)
    return found if len(found) > 1 else _counting(cells, [at for at, is_number in enumerate(numeric) if is_number])


def _counting(cells: Sequence[Passage], places: Sequence[int]) -> list[int]:
    found: list[int] = []
    for at in places:
        if int(cells[at].text) == len(found) + 1:
            found.append(at)
    return found


def _by_rows(marks: Sequence[Passage], groups: Sequence[Sequence[Passage]], known: AbstractSet[str], *, named: bool) -> list[CellEntry]:
    """The entries of a table that was written row by row; sources that a converter gathered below the last row go back to the rows without one."""
    entries = []
    gathered: list[list[Passage]] = []
    for mark, group in zip(marks, groups, strict=True):
        title = list(group)
        rest = title.pop() if title[-1].text.isdecimal() and len(title) > 1 else None
        gathered = _sources_behind(title, known)
        source = gathered.pop(0) if len(gathered) == 1 else []
        if not source and not gathered and named and len(title) > 1:
            source = [title.pop()]
        entries.append(_entry(mark, title, source, rest))
    lacking = [at for at, entry in enumerate(entries) if not entry.source]
    if gathered and len(gathered) == len(lacking):
        for at, own in zip(lacking, gathered, strict=True):
            entries[at] = entries[at]._replace(source=own)
    return entries


def _sources_behind(title: list[Passage], known: AbstractSet[str]) -> list[list[Passage]]:
    """The sources that end a row's cells, each of one line or two, taken off them."""
    found: list[list[Passage]] = []
    while lines := next((lines for lines in (1, 2) if len(title) > lines and fold("".join([line.text for line in title[-lines:]])) in known), 0):
        found.insert(0, title[-lines:])
        del title[-lines:]
    return found


def _by_columns(marks: Sequence[Passage], cells: Sequence[Passage], known: AbstractSet[str]) -> list[CellEntry] | None:
    """The entries of a table that was written column by column: as many titles as numbers, and as many known sources, each in order."""
    words = [cell for cell in cells if not cell.text.isdecimal()]
    pages = [cell for cell in cells if cell.text.isdecimal()]
    sources = [cell for cell in words if fold(cell.text) in known]
    titles = [cell for cell in words if fold(cell.text) not in known]
    if not len(titles) == len(sources) == len(marks) or len(pages) not in (0, len(marks)):
        return None
    rests: Sequence[Passage | None] = pages or [None] * len(marks)
    return [_entry(mark, [title], [source], rest) for mark, title, source, rest in zip(marks, titles, sources, rests, strict=True)]


def _entry(mark: Passage, title: list[Passage], source: list[Passage], rest: Passage | None) -> CellEntry:
    return CellEntry(Number(int(mark.text), "cell", len(mark.text), glued=False), mark, title, source, rest)
