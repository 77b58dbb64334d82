"""An index whose table a converter scattered: its cells, in any order and cut anywhere, put together by what the items say of themselves.

The items are no proof of the index; but where every cell is used up by the items' titles, sources and numbers, the index says what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bulletin_parse.parsing.index_cells import CellEntries, CellEntry
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import Number
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.folding import fold, narrow

LONGEST_NUMBER = 3  # digits
MOST_CELLS, LONGEST_CELL = 400, 200  # cells, and characters of one: each item looks through all
FEWEST_HEADS = 2  # words that name columns: an index without them is no table, and each title must have its number
_MARKS = ".、)"  # behind a number, folded


class ItemWords(NamedTuple):
    """What an item says: its number, and its title and source folded."""

    number: int
    title: str
    source: str


class _Cell:
    """A cell, of which a part may be used up."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.rest = fold(passage.text)

    def take(self, length: int) -> Passage:
        """The first characters of what is left, so many when folded."""
        text = self.passage.text
        head = fold(text[:length])
        # Most texts are folded character by character; of others the place is sought.
        alike = len(head) == length and head == narrow(text[:length])
        end = length if alike else next((at for at in range(len(text) + 1) if len(fold(text[:at])) >= length), len(text))
        taken, self.passage = self.passage.cut(0, end), self.passage.cut(end)
        self.rest = self.rest[length:]
        return taken


def scattered_entries(cells: Iterable[Passage], said: Sequence[ItemWords], template: Template) -> CellEntries | None:
    """The entries that some cells make, or None if one of them is left, or one is missing.

    Args:
        cells: of the index, in printed order; also lines of text, where the table was not seen.
        said: what the items say.
        template: the series' words.
    """
    columns = {fold(word) for name in ("number", "title", "source", "page") for word in template.words[f"{name}_column"]}
    heads: list[Passage] = []
    rest: list[Passage] = []
    for cell in cells:
        words = [fold(word) for word in cell.text.split()]
        (heads if words and all(word in columns for word in words) else rest).append(cell)
    if len(said) < 2 or len(rest) > MOST_CELLS or any(len(cell.text) > LONGEST_CELL for cell in rest):
        return None
    left = [_Cell(cell) for cell in rest if cell.text]
    is_table = sum([len(head.text.split()) for head in heads]) >= FEWEST_HEADS
    titles: list[_Taken] = []
    for one in said:
        title = _taken(left, one.title, one.number)
        if title is None or not (is_table or title.mark):
            return None
        titles.append(title)
    sources = [_taken(left, one.source) for one in said]
    numbers = [cell.passage for cell in left if cell.rest]
    if not all(sources) or not all(number.text.isdecimal() and len(number.text) <= LONGEST_NUMBER for number in numbers):
        return None
    entries = []
    for one, title, source in zip(said, titles, sources, strict=True):
        mark = title.mark or next((number for number in numbers if int(number.text) == one.number), None)
        if mark is None or source is None:
            return None
        numbers = [number for number in numbers if number is not mark]
        entries.append(CellEntry(Number(one.number, "cell", len(mark.text), glued=False), mark, title.parts, source.parts, None))
    pages = numbers if len(numbers) == len(entries) else [None] * len(entries)
    if len(numbers) not in (0, len(entries)):
        return None
    return CellEntries([entry._replace(rest=page) for entry, page in zip(entries, pages, strict=True)], heads)


def sources_above(texts: Sequence[str], said: Sequence[ItemWords]) -> int:
    """How many texts, the last ones above an index, are the items' sources: a converter wrote that column first."""
    return len(said) if said and [fold(text) for text in texts[-len(said) :]] == [one.source for one in said] else 0


class _Taken(NamedTuple):
    parts: list[Passage]
    mark: Passage | None = None


def _taken(cells: Sequence[_Cell], wanted: str, number: int | None = None) -> _Taken | None:
    """The parts of cells that make a text, in order, taken off them; None if they do not.

    A cell is taken whole, but for what stands behind the text's end. Before a title its number may stand in the same cell.
    """
    plan: list[tuple[_Cell, int, int]] = []
    at = 0
    for cell in cells:
        if at == len(wanted):
            break
        before = _number_before(cell.rest, wanted, number) if number is not None and at == 0 else 0
        part = cell.rest[before:]
        if not part or (before and not wanted.startswith(part[: len(wanted)])):
            continue
        length = min(len(part), len(wanted) - at)
        if part[:length] == wanted[at : at + length] and (length == len(part) or at + length == len(wanted)):
            plan.append((cell, before, length))
            at += length
    if at < len(wanted) or not wanted:
        return None
    mark = plan[0][0].take(plan[0][1]) if plan[0][1] else None
    return _Taken([cell.take(length) for cell, _, length in plan], mark)


def _number_before(cell: str, wanted: str, number: int) -> int:
    """How long a number with its mark is that a cell has before a title; 0 if it has none."""
    if not cell.startswith(f"{number}") or wanted.startswith(cell[:8]):
        return 0
    length = len(str(number))
    return length + (cell[length : length + 1] in _MARKS and len(cell) > length)
