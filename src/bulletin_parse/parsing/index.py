"""The index: the lines between its heading and the content, cut into categories and entries by their numbers and sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.categories import Heading, heading_of, without_count
from bulletin_parse.parsing.entry_source import ends_in_bracket, ends_in_known, ends_sourced, is_bracketed, is_complete, split_sources
from bulletin_parse.parsing.index_cells import LONGEST_NUMBER, CellEntry, cell_entries
from bulletin_parse.parsing.index_scattered import ItemWords, scattered_entries
from bulletin_parse.parsing.index_table import tabbed_entries, table_entries, tables_of
from bulletin_parse.parsing.labels import label_of
from bulletin_parse.parsing.leaders import LONGEST_PAGE, SHORT_LEADER, STOP_BEHIND, leader_start, page_number, without_leader
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.numbering import Number, bare_number, beyond_nine, inner_numbers, is_decimal, leading_number, unmarked_number
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.bullets import ENTRY_BULLET, HEADING_MARKS
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import may_match
from bulletin_parse.text.links import looks_like_link, may_continue_link

BARE_PAGES_SHARE = 0.8  # of the entries; a page's end may have taken one number


class EntryParts(NamedTuple):
    """An entry as pieces of the page: its number (with its mark), title, source (with brackets) and leader; and its category."""

    number: Number | None
    mark: Passage | None
    title: Passage
    source: Passage | None
    source_frame: Passage | None
    rest: Passage | None
    category: str | None = None

    @property
    def rows(self) -> list[Row]:
        """All rows of the entry, each once."""
        return sorted({row for part in (self.mark, self.title, self.source) if part for row in part.rows})


class Index(NamedTuple):
    """The entries in printed order, and the lines that are none: the headings of categories, with their names, and of columns."""

    entries: list[EntryParts]
    headings: list[Passage]
    categories: frozenset[str]


class _Line(NamedTuple):
    """One line of the index: its text with the number that it begins with, and whether it begins a block of the layout."""

    passage: Passage
    text: str
    number: Number | None
    opens: bool


class _Group(NamedTuple):
    """The lines of one entry, as lists of lines that were one block, and its number and category."""

    number: Number | None
    parts: list[list[Passage]]
    category: str | None

    @property
    def last(self) -> str:
        """The text of the last line."""
        return self.parts[-1][-1].text


def read_index(pieces: Sequence[Piece], template: Template, known: AbstractSet[str] = frozenset(), said: Sequence[ItemWords] = ()) -> Index:
    """The entries in the index's pieces, in printed order.

    Args:
        pieces: from below the index's heading to the content.
        template: the series' words.
        known: the sources that the body's labels name, folded.
        said: what the items say of themselves, by which a table is put together that a converter scattered.
    """
    found = _read(pieces, template, known)
    if len(said) < 2 or [(fold(entry.title.text), fold(entry.source.text) if entry.source else "") for entry in found.entries] == [one[1:] for one in said]:
        return found
    scattered = scattered_entries([passage for piece in pieces for passage in _cells(piece)], said, template)
    return Index([_of_cells(entry) for entry in scattered.entries], scattered.headings, frozenset()) if scattered else found


def _cells(piece: Piece) -> list[Passage]:
    """A table's cells, and the lines of what is none."""
    if piece.block and piece.block.cells:
        return [Passage.of([row]) for line in piece.block.cells for cell in line for row in cell]
    return [Passage.of([row]) for row in piece.passage.rows] if piece.passage and piece.block else [piece.passage] if piece.passage else []


def _read(pieces: Sequence[Piece], template: Template, known: AbstractSet[str]) -> Index:
    """The entries of an index that is a table, cells one below the other, or lines."""
    tables, beside = tables_of(pieces, template)
    found = table_entries(tables, template) if tables else tabbed_entries((line for piece in pieces for line in _cells(piece)), template)
    if found:
        rows = _sourced([EntryParts(*row) for row in found.entries], known, template)
        rows = _with_lines_beside(rows, beside if tables else [], known, template)
        return Index(rows, found.headings, frozenset([row.category for row in rows if row.category]))
    lines = _lines(pieces)
    if min([len(line.text) for line in lines], default=0) <= LONGEST_NUMBER and (
        found_cells := cell_entries([line.passage for line in lines], template, known)
    ):
        return Index(_sourced([_of_cells(entry) for entry in found_cells.entries], known, template), found_cells.headings, frozenset())
    headers, lines, emptied = _without_headers(lines, template)
    headings = _headings(lines, emptied, known, template)
    groups = _groups(lines, headings, known)
    entries = _entries(groups, known, template)
    if headings and all(fold(heading.name) in known for heading in headings.values()) and not any(entry.source for entry in entries):
        return Index(_sourced_by(entries, {heading.name: lines[at].passage for at, heading in headings.items()}), headers, frozenset())
    return Index(entries, headers + [lines[at].passage for at in headings], frozenset([heading.name for heading in headings.values()]))


def _sourced(rows: list[EntryParts], known: AbstractSet[str], template: Template) -> list[EntryParts]:
    """A table's entries; where no cell holds a source, those that their titles' cells end with."""
    if any(row.source for row in rows):
        return rows
    sourced = split_sources([[row.title] for row in rows], known, template)
    return [row._replace(title=one.title, source=one.source, source_frame=one.frame) for row, one in zip(rows, sourced, strict=True)]


def _sourced_by(entries: Sequence[EntryParts], headings: Mapping[str, Passage]) -> list[EntryParts]:
    """Entries that stand below their sources, each said once for all that it has: 【人民网】 / 1. 标题 / 2. 标题."""
    names = {name: frame.cut(at := frame.text.index(name), at + len(name)) for name, frame in headings.items()}
    return [
        entry._replace(source=names[entry.category], source_frame=headings[entry.category], category=None) if entry.category else entry for entry in entries
    ]


def _with_lines_beside(rows: list[EntryParts], pieces: Sequence[Piece], known: AbstractSet[str], template: Template) -> list[EntryParts]:
    """A table's entries with those that stand as lines before or after it: its first or last row, which the layout did not see as one."""
    numbers = {row.number.value for row in rows if row.number}
    beside = [piece for piece in pieces if (number := leading_number(piece.text)) and number.value not in numbers]
    if not beside or not numbers:
        return rows
    return sorted([*rows, *_read(beside, template, known).entries], key=lambda entry: entry.title.rows[0].order if entry.title.rows else 0)


def _of_cells(entry: CellEntry) -> EntryParts:
    source = Passage.joined(entry.source) if entry.source else None
    return EntryParts(entry.number, entry.mark, Passage.joined(entry.title), source, source, entry.rest)


def _lines(pieces: Sequence[Piece]) -> list[_Line]:
    """The index line by line; a line of several entries is cut before each number that counts on."""
    lines: list[_Line] = []
    for piece in pieces:
        if piece.passage is None:
            continue
        rows = piece.passage.rows
        passages = [Passage.of([row]) for row in rows] if len(rows) > 1 and piece.block else [piece.passage]
        last: Number | None = None  # of the piece's entries so far: one paragraph may hold them all
        for position, passage in enumerate(passages):
            text = passage.text
            number = leading_number(text)
            last = number or last
            inner = inner_numbers(text, last) if last else []
            if not inner:  # as most
                lines += [_Line(passage, text, number, position == 0)] if text else []
                continue
            parts = [passage.cut(start, end) for start, end in pairwise([0, *inner, len(text)])]
            own = [leading_number(part.text) for part in parts]
            last = own[-1] or last
            lines += [_Line(part, part.text, own[at], position == 0 or at > 0) for at, part in enumerate(parts) if part.text]
    return lines


def _without_headers(lines: Sequence[_Line], template: Template) -> tuple[list[Passage], list[_Line], frozenset[int]]:
    """The lines that are neither heads of columns nor say that a category has no entry; such lines; and the places of headings above the latter."""
    headers: list[Passage] = []
    kept: list[_Line] = []
    emptied: set[int] = set()
    may_be_empty = may_match(template.empty_category, "".join([line.text for line in lines]))
    for line in lines:
        if _is_header(line.text, template) or looks_like_link(line.text) or (headers and looks_like_link(headers[-1].text) and may_continue_link(line.text)):
            headers.append(line.passage)
        elif may_be_empty and kept and template.empty_category.match(line.text) and heading_of(kept[-1].text, template):
            headers.append(line.passage)
            emptied.add(len(kept) - 1)
        else:
            kept.append(line)
    return headers, kept, frozenset(emptied)


def _is_header(text: str, template: Template) -> bool:
    """Whether a line names the columns of a table: 序号 标题 来源 页码."""
    words = text.split()
    return len(words) > 1 and all(fold(word) in template.columns for word in words)


def _headings(lines: Sequence[_Line], emptied: AbstractSet[int], known: AbstractSet[str], template: Template) -> dict[int, Heading]:
    """The places of the categories' headings.

    They are numbered or set otherwise than the entries, have no source and are none, go on with no line above, and an entry stands below each.
    """
    marks = [_mark(line) for line in lines]
    if len(lines) < 2 or (len(set(marks)) == 1 and marks[0] and not emptied):
        return {}  # all are entries, as in most documents
    candidates: dict[int, Heading] = {}
    for at, line in enumerate(lines[:-1]):
        if marks[at] and marks[at] == marks[at + 1] and at not in emptied:
            continue  # two entries, one below the other
        bare = without_leader(line.text)
        heading = heading_of(bare, template)
        above = lines[at - 1].text  # a full line, to which the layout joined the heading
        opens = line.opens or (heading and heading.form in HEADING_MARKS and (is_complete(above) or ends_in_known(above, known)))
        names = heading and opens and fold(bare.strip(" —-–/／|｜·")) not in known and not _has_source(bare, template)
        if heading and names and (at in emptied or _is_other(at, heading, marks, lines, template)):
            candidates[at] = heading
    if first := min(candidates, default=0):
        # Something stands above the first heading: entries without a category, or no heading is one.
        candidates = {at: heading for at, heading in candidates.items() if template.category_words.match(heading.name) and heading.form not in ("（", "(")}
        first = min(candidates, default=0)
    if not candidates:
        return {}
    form = candidates[first].form
    if form in ("", "（", "(") and not (first == 0 or template.category_words.match(candidates[first].name)):
        return {}
    kept: dict[int, Heading] = {}
    for at, heading in candidates.items():
        before = max(kept, default=None)
        rising = before is None or heading.value is None or kept[before].value is None or heading.value == (kept[before].value or 0) + 1
        whole = before is None or form != "" or _may_be_complete(lines, at, before)
        if heading.form == form and rising and whole:
            kept[at] = heading
    return kept


def _may_be_complete(lines: Sequence[_Line], at: int, before: int) -> bool:
    """Whether the entry above a bare heading has ended: its line, or its neighbour's, ends in a source or a page."""
    return at - 1 > before and (is_complete(lines[at - 1].text) or len(lines[at - 1].text) > len(lines[at].text))


def _mark(line: _Line) -> str:
    """The form of a line's number or bullet, empty without one."""
    if number := line.number:
        return "" if number.glued and is_decimal(line.text) else number.form
    return "bullet" if ENTRY_BULLET.match(line.text) else "bare" if bare_number(line.text) else ""


def _is_other(at: int, heading: Heading, marks: Sequence[str], lines: Sequence[_Line], template: Template) -> bool:
    """Whether a line and the one below it are a heading and the entry under it: marked otherwise, or by nothing and by a source below."""
    own, below = marks[at], marks[at + 1]
    if own and own != below:
        return bool(below) or (own not in ("plain", "bare", "padded") and _has_source(lines[at + 1].text, template) and not is_bracketed(lines[at + 1].text))
    if not own and below:
        return not is_bracketed(lines[at].text) or heading.form not in ("（", "(")
    # Neither is marked: a bracket of its own kind above a line with a source.
    return not own and (heading.form in HEADING_MARKS or heading.form in ("「", "『", "part")) and not is_bracketed(lines[at + 1].text)


def _has_source(text: str, template: Template) -> bool:
    """Whether a line ends in a bracket that may name a source: no count (政策动态（3篇）), and not the line's only words (【政策动态】)."""
    text = without_count(text, template)
    number = leading_number(text)
    return ends_in_bracket(text) and not is_bracketed(text[number.end :] if number else text)


def _groups(lines: Sequence[_Line], headings: dict[int, Heading], known: AbstractSet[str]) -> list[_Group]:
    """The entries' lines: each begins with a number that counts on, or, where there are none, with a block."""
    groups: list[_Group] = []
    category: str | None = None
    numbers = _Numbers([line for at, line in enumerate(lines) if at not in headings])
    fresh = True
    for at, line in enumerate(lines):
        if at in headings:
            category, fresh = headings[at].name, True
            continue
        last = groups[-1] if groups else None
        number = numbers.begins(line, last, fresh=fresh)
        if number is not None:
            groups.append(_Group(number, [[line.passage]], category))
        elif last is None or fresh or (numbers.form is None and (line.opens or ends_sourced(last.last, known)) and _opens_unnumbered(line.text, last, known)):
            groups.append(_Group(None, [[line.passage]], category))
        elif line.opens:
            last.parts.append([line.passage])
        else:
            last.parts[-1].append(line.passage)
        fresh = False
    return groups


class _Numbers:
    """The numbers of an index's lines, and which of them begin an entry."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.marked = {line.number.value for line in lines if line.number and not line.number.glued}
        first = next((line.number for line in lines if line.number and line.opens and not (line.number.glued and is_decimal(line.text))), None)
        bare = [] if first else [number.value for line in lines if line.opens and (number := bare_number(line.text))]
        # A table's cells: 1 标题 来源, 2 标题 来源.
        self.bare = bool(bare) and bare == list(range(1, len(bare) + 1))
        self.form = "bare" if self.bare else first.form if first else None

    def begins(self, line: _Line, last: _Group | None, *, fresh: bool) -> Number | None:
        """The number with which a line begins an entry, or None if it begins none."""
        number = (
            bare_number(line.text)
            if self.bare
            else line.number or beyond_nine(line.text, last.number if last else None) or self._lost_its_mark(line.text, last)
        )
        if number is None or (number.form != self.form and not self._goes_on(number, line, last)):
            return None
        if last is None or (fresh and number.value == 1):
            return number
        before = last.number.value if last.number else 0
        if number.glued and is_decimal(line.text) and (number.value in self.marked or not (line.opens and is_complete(last.last))):
            return None
        if number.value == before + 1:
            return number
        # Another number than the next: a faulty index, unless the line above is still open and this one only looks so.
        return number if (line.opens and not number.glued) or (number.value > before and is_complete(last.last)) else None

    def _goes_on(self, number: Number, line: _Line, last: _Group | None) -> bool:
        """Whether a number of another form (2. after （1）) counts on from an entry that has ended."""
        return bool(last) and line.opens and number.value == (last.number.value if last and last.number else 0) + 1 and is_complete(last.last if last else "")

    def _lost_its_mark(self, text: str, last: _Group | None) -> Number | None:
        """The number after the last entry's, where the mark behind it is gone and the last entry has ended (5【聚焦】).

        Before a bare word (4从…) it must be missing among the numbers with characters, and the next one must be there.
        """
        if last is None or last.number is None or last.number.form != "plain":
            return None
        expected = last.number.value + 1
        number = unmarked_number(text, expected, is_missing=expected not in self.marked and expected + 1 in self.marked)
        return number if number and is_complete(last.last) else None


def _opens_unnumbered(text: str, last: _Group, known: AbstractSet[str]) -> bool:
    """In an index without numbers a block is an entry, unless it is the source of the one above."""
    return not (is_bracketed(text) or fold(text.strip(" —-–/／|｜·")) in known) or len(last.parts) > 1


def _entries(groups: Sequence[_Group], known: AbstractSet[str], template: Template) -> list[EntryParts]:
    leaders = sum([leader_start(group.last) is not None for group in groups]) * 2 >= len(groups) > 0
    bare_pages = _has_bare_pages(groups)
    cut = [_cut(group, template, bare_pages=bare_pages, leaders=leaders) for group in groups]
    sourced = split_sources([parts or [Passage("", ())] for _, parts, _ in cut], known, template)
    return [
        EntryParts(group.number, mark, one.title, one.source, one.frame, rest, group.category)
        for group, (mark, _, rest), one in zip(groups, cut, sourced, strict=True)
    ]


def _has_bare_pages(groups: Sequence[_Group]) -> bool:
    """Whether nearly each entry has a page number without a leader at the end of one of its lines: numbers that never fall."""
    pages = [page for group in groups if (page := _page_of(group)) is not None]
    numbers = [int(page[1]) for _, page in pages]
    return len(numbers) > 1 and len(numbers) >= BARE_PAGES_SHARE * len(groups) and numbers == sorted(numbers)


def _page_of(group: _Group) -> tuple[tuple[int, int], re.Match[str]] | None:
    """The page number of an entry and its line: at its end, else at the end of its first line, where a tab carried it."""
    parts = group.parts
    if match := page_number(group.last):
        return (len(parts) - 1, len(parts[-1]) - 1), match
    match = page_number(parts[0][0].text) if len(parts) > 1 or len(parts[0]) > 1 else None
    return ((0, 0), match) if match else None


def _cut(group: _Group, template: Template, *, bare_pages: bool, leaders: bool) -> tuple[Passage | None, list[Passage], Passage | None]:
    """An entry's number or bullet with the label behind it, its text block by block, and its leader with the page number."""
    parts = [list(lines) for lines in group.parts]
    first = parts[0][0]
    bullet = None if group.number else ENTRY_BULLET.match(first.text)
    start = group.number.end if group.number else bullet.end() if bullet else 0
    if (label := label_of(first.text[start:], template)) and label.kind == "title":
        start += label.end  # 1.【标题】…【来源】…
    mark = first.cut(0, start) if start else None
    parts[0][0] = first.cut(start)
    rest: Passage | None = None
    page = _page_of(group) if bare_pages else None
    if len(parts) > 1 and not page and (at := leader_start(f"{parts[-2][-1].text}{parts[-1][0].text}")) and at < len(parts[-2][-1].text):
        parts[-2:] = [[*parts[-2], *parts[-1]]]  # a leader that a line's end cut
    last = Passage.joined(parts[-1])
    at = leader_start(last.text)
    if at is None and leaders and (short := SHORT_LEADER.search(last.text, max(0, len(last.text) - LONGEST_PAGE))):
        at = short.start()
    if at is not None:
        rest, parts[-1] = last.cut(at), [last.cut(0, at)]  # a leader may run over two lines
    elif page:
        (part, line), match = page
        whole = group.parts[part][line]
        rest = whole.cut(match.start())
        parts[part][line] = whole.cut(start if (part, line) == (0, 0) else 0, match.start())
    joined = parts[0]
    if len(parts) > 1 or len(joined) > 1 or not joined[0].text:
        joined = [whole for lines in parts if any(line.text for line in lines) and (whole := Passage.joined([line for line in lines if line.text])).text]
    if joined and rest is None and (stop := STOP_BEHIND.search(joined[-1].text)):
        rest, joined[-1] = joined[-1].cut(stop.start()), joined[-1].cut(0, stop.start())
    return mark, joined, rest
