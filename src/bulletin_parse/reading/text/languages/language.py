"""A markup language as data: the marks that tell it, and what each of its marks is in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bulletin_parse.reading.text.lines import Printed, printed_lines

# Text of a mark that may run over line ends is no longer than this, nor is an address.
LONGEST, LONGEST_ADDRESS = 400, 1000
_NUMBER = "number"  # the group of a list's mark that stands for a number: as many characters as the list is deep


class Mark(NamedTuple):
    """What a pattern finds and what it is in Markdown: a template as :meth:`re.Match.expand` takes it."""

    pattern: re.Pattern[str]
    made: str


class Language(NamedTuple):
    """A markup language.

    ``evidence``: marks that no other text has, each with what stands in any of them; ``needed`` of them tell it.
    ``inline``: marks inside a paragraph, in their order. ``lines``: marks of whole lines; the first that fits is taken.
    ``blocks``: what needs several lines at once, such as its tables.
    """

    name: str
    evidence: tuple[tuple[str, re.Pattern[str]], ...]
    needed: int
    inline: tuple[Mark, ...]
    lines: tuple[Mark, ...]
    blocks: Callable[[list[Printed]], list[Printed]] = list

    def tells(self, text: str, absent: frozenset[str]) -> bool:
        """Whether a text shows enough of the language's marks.

        Args:
            text: with a line feed before its first line and behind its last.
            absent: characters that it does not have.
        """
        found = (match for hint, mark in self.evidence if absent.isdisjoint(hint) and hint in text for match in mark.finditer(text))
        return sum(1 for _ in islice(found, self.needed)) == self.needed

    def read(self, text: str) -> list[Printed]:
        """The lines of a text of the language, as Markdown, each with its number in the file."""
        for mark in self.inline:
            text = mark.pattern.sub(lambda match, made=mark.made: _with_line_ends(match, match.expand(made)), text)  # type: ignore[misc]
        return list(_numbered(self.blocks(printed_lines(text)), self.lines))


def _with_line_ends(match: re.Match[str], made: str) -> str:
    """A replacement with as many line ends as what it replaces, so that each line keeps its number."""
    return made + "\n" * (match[0].count("\n") - made.count("\n"))


def _numbered(lines: Sequence[Printed], marks: Sequence[Mark]) -> Iterator[Printed]:
    """The lines with their marks in Markdown's form; an item of a list that the language numbers gets its number."""
    counts: dict[int, int] = {}
    blank = True
    for line in lines:
        made, deep = _marked(line.text, marks)
        if deep:
            counts = {depth: count for depth, count in counts.items() if depth <= deep}
            counts[deep] = counts.get(deep, 0) + 1
            made = f"{counts[deep]}. {made}"
        elif blank and made.strip():
            counts = {}
        blank = not line.text.strip()
        yield line if made == line.text else line._replace(text=made, untightened="")


def _marked(text: str, marks: Sequence[Mark]) -> tuple[str, int]:
    """A line in Markdown's form, and how deep its list is if the language numbers it."""
    for pattern, made in marks:
        if match := pattern.match(text):
            deep = len(match[_NUMBER]) if _NUMBER in pattern.groupindex else 0
            return match.expand(made), deep
    return text, 0


def as_table(rows: Sequence[tuple[int, int, Sequence[str]]]) -> list[Printed]:
    """A table as Markdown's: rows are line, page and cells; the first is its head.

    Args:
        rows: of one table, none empty.
    """
    columns = max(len(cells) for _, _, cells in rows)
    made = []
    for number, page, cells in rows:
        filled = [" ".join(cell.split("\n")).strip().replace("|", "\\|") for cell in cells]
        made.append(Printed(number, page, "| " + " | ".join([*filled, *[""] * (columns - len(filled))]) + " |"))
    number, page, *_ = rows[0]
    return [made[0], Printed(number, page, "|" + " --- |" * columns), *made[1:]]


def with_tables_by_line(lines: Sequence[Printed], cells_of: Callable[[str], list[str] | None]) -> list[Printed]:
    """The lines with each table of which a line is a row as Markdown's.

    Args:
        lines: of a text.
        cells_of: tells the cells of a line that is a row, of a rule between rows an empty list, and of any other line None.
    """
    made: list[Printed] = []
    rows: list[tuple[int, int, list[str]]] = []
    for line in lines:
        cells = cells_of(line.text.strip())
        if cells is not None:
            rows += [(line.number, line.page, cells)] if cells else []
            continue
        if rows:
            made += as_table(rows)
            rows = []
        made.append(line)
    return made + (as_table(rows) if rows else [])


def with_tables_between(
    lines: list[Printed], begins: Callable[[str], bool], ends: Callable[[str], bool], rows_of: Callable[[list[Printed]], list[tuple[int, int, list[str]]]]
) -> list[Printed]:
    """The lines with each table between two marks as Markdown's.

    Args:
        lines: of a text.
        begins: whether a line is the mark above a table.
        ends: whether a line is the mark below one.
        rows_of: makes rows of the lines between: line, page and cells.
    """
    made: list[Printed] = []
    at = 0
    while at < len(lines):
        if not begins(lines[at].text):
            made.append(lines[at])
            at += 1
            continue
        end = next((place for place in range(at + 1, len(lines)) if ends(lines[place].text)), len(lines))
        rows = rows_of(lines[at + 1 : end])
        made += as_table(rows) if rows else []
        at = end + 1
    return made
