"""The masthead: title, issue number, publisher and date, in any order and however many to a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import FoundDate, find_dates
from bulletin_parse.text.numerals import read_numeral

# Brackets, dots and bars between the masthead's fields; weekdays after its date.
_SIGNS = r"[\s()（）【】\[\]〔〕|｜·•:：,，、—–-]*"
_BETWEEN = re.compile(rf"{_SIGNS}(?:(?:星期[一二三四五六日天]|周[一二三四五六日]){_SIGNS})?\Z")
_BRACKETS = "()（）【】[]〔〕 \u3000"
_YEAR = re.compile(r"\s*(?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})\s*年")
MAX_PUBLISHER = 60
_SAME_SIZE = 0.5  # points
_HALF_TITLE = 20  # characters


class Masthead(NamedTuple):
    """The masthead's fields as pieces of the page, with the values of those that have one."""

    title: Passage | None
    issue_label: Passage | None
    issue_number: int | None
    publisher: Passage | None
    published_on: Passage | None
    published: date | None
    labels: tuple[Passage, ...]


def read_masthead(blocks: Sequence[Block], template: Template, furniture: Sequence[Passage] = ()) -> Masthead:
    """The masthead in the blocks above the lead.

    Args:
        blocks: from the document's beginning to the lead or the index.
        template: the series' words.
        furniture: running headers; where the cover is a picture, they alone have the issue number.
    """
    lines = [Passage.of(block.rows, block.text) for block in blocks if block.rows]
    sizes = [block.rows[0].size for block in blocks if block.rows]
    reader = _Reader(template)
    for printed in lines:
        reader.take_label_and_date(printed)
    if reader.date is None:
        reader.take_wrapped_date()
    titles = _title(reader.rest, sizes, template)
    publisher = reader.publisher([at for at in range(len(lines)) if at not in titles], after=titles[-1] if titles else -1)
    if reader.label is None:
        for header in furniture:
            if reader.take_label(header) is not header:
                break
    return Masthead(
        Passage.joined([line for at in titles if (line := reader.rest[at])]) if titles else None,
        reader.label,
        reader.number,
        publisher,
        reader.date,
        reader.published,
        tuple(reader.labels),
    )


class _Reader:
    """Takes the issue label and the date out of the masthead's lines; ``rest`` is what each line still says."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self.label: Passage | None = None
        self.number: int | None = None
        self.date: Passage | None = None
        self.published: date | None = None
        self.labels: list[Passage] = []
        self.rest: list[Passage | None] = []

    def take_label_and_date(self, line: Passage) -> None:
        left: Passage | None = line
        if self.date is None and (found := _last_date(line.text)):
            self.date, self.published = line.cut(found.start, found.end), found.value
            left = self._around(line, found.start, found.end)
        if left is not None and self.label is None:
            left = self.take_label(left)
        self.rest.append(left)

    def take_wrapped_date(self) -> None:
        """A date that a line's end cut in two."""
        for at in range(len(self.rest) - 1):
            upper, lower = self.rest[at], self.rest[at + 1]
            if not upper or not lower:
                continue
            whole = Passage.joined([upper, lower])
            found = _last_date(whole.text)
            if found and found.end == len(whole.text):
                self.date, self.published = whole.cut(found.start, found.end), found.value
                self.rest[at], self.rest[at + 1] = self._around(whole, found.start, found.end), None
                return

    def take_label(self, line: Passage) -> Passage | None:
        """What is left of a line without the issue label; the line itself if it has none."""
        for form in self._template.issue_labels:
            if match := form.search(line.text):
                self.label = line.cut(*match.span())
                self.number = read_numeral(match["number"])
                return self._around(line, *match.span())
        return line

    def _around(self, line: Passage, start: int, end: int) -> Passage | None:
        """The words before or after what was taken; brackets and bars between are labels."""
        before, after = line.cut(0, start), line.cut(end)
        if label := self._template.date_labels.fullmatch(before.text + " "):
            self.labels.append(before.cut(0, label.end()))
            before = before.cut(0, 0)
        kept = None
        for side in (before, after):
            if not side.text:
                continue
            if _BETWEEN.fullmatch(side.text):
                self.labels.append(side)
            elif kept is None:
                bare = side.text.strip(_BRACKETS)
                at = side.text.index(bare) if bare else 0
                kept = side.cut(at, at + len(bare))
                self.labels += [edge for edge in (side.cut(0, at), side.cut(at + len(bare))) if edge.text]
        return kept

    def publisher(self, places: Sequence[int], after: int) -> Passage | None:
        """The publisher among what the lines still say: the one so labelled, else the first below the title, else above."""
        candidates = [(at, line) for at in places if (line := self.rest[at]) and 1 < len(line.text) <= MAX_PUBLISHER and not self._is_label(line)]
        for _, line in candidates:
            if label := self._template.publisher_labels.match(line.text):
                self.labels.append(line.cut(0, label.end()))
                return line.cut(label.end())
        return next((line for at, line in candidates if at > after), candidates[0][1] if candidates else None)

    def _is_label(self, line: Passage) -> bool:
        """Whether a line says the issue number in another way (2028年第48期): it is set aside as a label."""
        bare = line.text.strip(_BRACKETS)
        if not any(form.fullmatch(bare) or (form.search(bare) and _YEAR.match(bare)) for form in self._template.issue_labels):
            return False
        self.labels.append(line)
        return True


def _last_date(text: str) -> FoundDate | None:
    dates = find_dates(text)
    return dates[-1] if dates else None


def _title(lines: Sequence[Passage | None], sizes: Sequence[float], template: Template) -> list[int]:
    """The places of the title's lines: the line that ends like a title, the largest of several; else the largest of all.

    A title set in two lines has both in one size, larger than what is around them.
    """
    named = [at for at, line in enumerate(lines) if line and template.titles.fullmatch("".join(line.text.split()))]
    pool = named or [at for at, line in enumerate(lines) if line and 2 < len(line.text) <= MAX_PUBLISHER]
    if not pool or (not named and len({sizes[at] for at in pool}) == 1 and len(pool) == 1):
        return []
    best = max(pool, key=lambda at: (round(sizes[at], 1), -at))
    first = best
    while first and lines[first - 1] and abs(sizes[first - 1] - sizes[best]) < _SAME_SIZE and sizes[best] > _SAME_SIZE + min(sizes):
        first -= 1
    if first == best == 1 and len(set(sizes)) == 1 and _begins_title(lines[0]):
        first = 0
    return list(range(first, best + 1))


def _begins_title(line: Passage | None) -> bool:
    """Whether a text's first line is the first half of a title in two lines: words alone, no full stop, no brackets, no digits."""
    return bool(line and 2 < len(line.text) <= _HALF_TITLE and all(char.isalpha() or char in " 　" for char in line.text))
