"""Markup of whole lines: front matter, fences, page marks, headings, quotes, lists; and paragraphs handed on to be freed of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bulletin_parse.reading.text.habits import INLINE_MARKS, MarkupHabits
from bulletin_parse.reading.text.inline import BLOCK_MARKS, MAY_BE_MARKUP, Inline, is_bare, is_bare_line, reference_name, unmarked
from bulletin_parse.reading.text.lines import Printed, Whole
from bulletin_parse.reading.text.numbered import with_noted_links, without_numbered_links
from bulletin_parse.reading.text.tables import MarkupTable, table_at
from bulletin_parse.reading.text.typography import FORMULA, numbers_plain
from bulletin_parse.text.lazy import lazy_pattern

_HEADING = lazy_pattern(r"#{1,6}[ \t\u3000]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*\Z")
_HEADING_MARK = lazy_pattern(r"#{1,6}[ \t\u3000]+")
_CLOSES_HEADING = "# \t"
_TIGHT_HEADING = lazy_pattern(r"#{1,6}(?P<text>[^\s#].*?)#*[ \t]*\Z")  # ##一、信息目录
_HEADING_ATTRIBUTES = lazy_pattern(r"[ \t]*\{[#.][^{}]{0,200}\}[ \t]*\Z")
_RULE = lazy_pattern(r"(?:[-*_][ \t]*){3,}\Z")
_SETEXT = lazy_pattern(r"(?:=+|-+)[ \t]*\Z")
_FENCE = lazy_pattern(r"(?:`{3,}|~{3,})[ \t]*[\w-]*[ \t]*\Z")
_DIV = lazy_pattern(r":{3,}+[ \t]*(?:(?:\{[^{}]*\}|[\w-]+)[ \t]*)?:*\Z")
_TEMPLATE_TAG = lazy_pattern(r"\{%[^{}%]*%\}|\{:[^{}]*\}")  # of site generators: {% note %}, {: .class}
_QUOTE = lazy_pattern(r"(?:>[ \t]?)+(?:\[![A-Za-z]+\][+-]?)?")  # with the kind of a callout: > [!NOTE]
_BULLET = lazy_pattern(r"[-*+][ \t]+(?=\S)(?!\d{1,4}[ \t]*[-—–－]\Z)")
_TASK = lazy_pattern(r"\A\[[ xX]\][ \t]+(?=\S)")  # the box of a list of tasks
# marker: {12}-----; pymupdf4llm: --- end of page=3 ---; comments and commands of others.
_PAGE_MARK = lazy_pattern(
    r"""
      \{\d{1,4}\}-{8,} | -{2,}\ ?end\ of\ page[ .=\w]*-{2,} | \\(?:newpage|pagebreak|clearpage)(?:\{\})?
    | <div[^<>]*page-break[^<>]*>\s*(?:</div>)? | \[?TOC\]? | \[\[TOC\]\]
    | </?page(?:[ _-]?(?:number|break|num|no))?[^<>]*>(?:\s*\d{1,4}\s*</page[^<>]*>)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DEFINITION = lazy_pattern(r"[ ]{0,3}\[(?P<name>[^\[\]^][^\[\]]{0,299})\]:(?:[ \t]+<?(?P<target>[^\s<>]+)>?(?:[ \t]+[\"'(].*[\"')])?)?[ \t]*\Z")
_TARGET_LINE = lazy_pattern(r"[ \t]*<?(?P<target>[a-z][a-z0-9+.-]{1,20}:[^\s<>]+)>?[ \t]*\Z")  # below the name, where a converter wrapped there
_KEY = lazy_pattern(r"[A-Za-z_][\w -]{0,40}:(?:[ \t].*)?\Z|[ \t]*-[ \t].*\Z|[ \t]+\S.*\Z|#.*\Z")
# Front matter is no longer than this many lines.
LONGEST_FRONT = 60
# Lines that were one paragraph are freed of their markup together, as markup may run over line ends; no more of them than this.
LONGEST_PARAGRAPH = 40


class Element(NamedTuple):
    """One piece of text with its line's number and page; ``column`` counts cells from the left.

    ``bold``: it was marked as a whole. ``ends``: a break or an own line of markup ends it. ``begins``: a list's mark
    stood before it. ``cell``: its table, row and column, where it has them.
    """

    number: int
    page: int
    text: str
    column: int
    bold: bool
    ends: bool
    cell: tuple[int, int, int] | None = None
    begins: bool = False


class Read(NamedTuple):
    """A text freed of its markup: its elements in order.

    ``links`` and ``pictures`` are line, page and target; ``front`` is what the page would not show; ``tables`` are numbers of rows and columns.
    """

    elements: list[Element]
    links: list[tuple[int, int, str]]
    pictures: list[tuple[int, int]]
    front: list[Printed]
    tables: list[tuple[int, int]]
    pages: int


def read_markup(lines: Sequence[Printed], habits: MarkupHabits) -> Read:
    """The lines of a text without their markup."""
    reader = _Reader(lines, habits)
    reader.read()
    return reader.found


def _column(text: str) -> int:
    """How many cells stand before a line's first character."""
    lead = text[: len(text) - len(text.lstrip())].expandtabs(4)
    return len(lead) + lead.count("\u3000")


def _odd_lines(words: Sequence[str], texts: Sequence[str], marked: Iterable[int]) -> list[int]:
    """The places of the lines that may be markup, or have some, in their order, and one behind the text's end.

    Args:
        words: the text's lines without white space at their ends, and an empty one behind them.
        texts: the lines.
        marked: the places of those with marks, or more than one space, inside them.
    """
    begun = [at for at, text in enumerate(words) if text and (text[0] != texts[at][0] or (text[0] in MAY_BE_MARKUP and not is_bare_line(text)))]
    return [*sorted({*marked, *begun}), len(words)]


class _Reader:
    def __init__(self, lines: Sequence[Printed], habits: MarkupHabits) -> None:
        self._habits = habits
        numbered = without_numbered_links(lines)
        self.found = Read([], list(numbered.links), [], [], [], lines[-1].page if lines else 1)
        self._lines = with_noted_links(numbered.lines) if habits.markdown and habits.references else numbered.lines
        self._references: dict[str, str] = {}
        self._paragraph: list[tuple[Printed, int, bool]] = []
        self._listed = False  # the paragraph began with a list's mark
        self._marks = 0  # page marks passed so far

    def read(self) -> None:
        """Goes through the lines once."""
        at = self._front_matter() if self._habits.markdown else 0
        if self._habits.markdown and self._habits.references:
            self._take_definitions()
        lines, elements, new = self._lines, self.found.elements, tuple.__new__  # a text has thousands of lines
        texts = [line.text for line in lines]
        words = [*[text.strip() for text in texts], ""]
        whole = Whole(texts)
        spaced = whole.holding(("  ",))
        marked = range(len(lines)) if self._habits.typography else whole.holding(INLINE_MARKS + FORMULA) | spaced
        tabular = whole.holding(("|", "\t", "   ") if spaced else ("|", "\t"))
        odd, next_odd = iter(_odd_lines(words, texts, [*marked, *tabular])), -1
        while at < len(lines):
            text = words[at]
            if not (self._paragraph or self._listed):
                while next_odd < at:
                    next_odd = next(odd)
                end = next_odd
                while end > at and words[end - 1]:
                    end -= 1
                if end > at:  # as most lines are: no paragraph of these has any markup
                    marks = self._marks
                    elements += [
                        new(Element, (line[0], line[1] + marks, text, 0, False, False, None, False))
                        for line, text in zip(lines[at:end], words[at:end], strict=False)
                        if text
                    ]
                    at = end
                    continue
            if not text:
                if self._paragraph:
                    self._close()
                at += 1
            elif (text[0] in "+-<" or at in tabular) and (table := table_at(lines, at)):
                self._paragraph += [(lines[at]._replace(number=number, text=above), 0, False) for number, above in table.above]
                self._close()
                if table.rows:
                    self._take_table(table, at)
                at += table.taken
            else:
                self._take(lines[at], text)
                at += 1
        self._close()
        self.found = self.found._replace(pages=self.found.pages + self._marks)

    def _front_matter(self) -> int:
        """The line after YAML front matter; 0 if there is none."""
        first = next((at for at, line in enumerate(self._lines) if line.text.strip()), 0)
        if not self._lines or self._lines[first].text.strip() != "---":
            return 0
        for at in range(first + 1, min(len(self._lines), first + LONGEST_FRONT)):
            text = self._lines[at].text.rstrip()
            if text in ("---", "..."):
                self.found.front.extend(line for line in self._lines[first + 1 : at] if line.text.strip())
                return at + 1 if at > first + 1 else 0
            if text and not _KEY.match(text):
                return 0
        return 0

    def _take_definitions(self) -> None:
        """Notes the targets of links by reference; their lines are markup."""
        for at, line in enumerate(self._lines):
            if "]:" in line.text and line.text.lstrip()[:1] == "[" and (match := _DEFINITION.match(line.text)):
                below = None if match["target"] or at + 1 == len(self._lines) else _TARGET_LINE.match(self._lines[at + 1].text)
                if target := match["target"] or (below and below["target"]):
                    self._references[reference_name(match["name"])] = target
                    self._lines[at] = line._replace(text="")
                if below:
                    self._lines[at + 1] = self._lines[at + 1]._replace(text="", untightened="")

    def _take(self, line: Printed, text: str) -> None:
        """A line that is neither blank nor a table's."""
        if line.text[0] not in BLOCK_MARKS and not line.text[0].isspace():
            self._append(line, 0)
            return
        if line.text[0] == "#" and self._habits.markdown and (words := self._heading(line.text)) is not None:  # as most marked lines are
            self._take_heading(line, words, 0)
            return
        if text[0] in "{-\\<[" and _PAGE_MARK.fullmatch(text):
            self._close()
            self._marks += 1
            return
        if text[0] in "`~:{" and (_FENCE.match(text) or _DIV.match(text) or (self._habits.markdown and _TEMPLATE_TAG.fullmatch(text))):
            self._close()
            return
        if self._habits.markdown and self._paragraph and text[0] in "=-" and _SETEXT.match(text):
            if len(self._paragraph) == 1 and (len(text) > 1 or text == "="):
                self._paragraph[0] = (*self._paragraph[0][:2], True)
            self._close()
            return
        kept = line.text.lstrip()
        column = _column(line.text) if len(kept) < len(line.text) else 0
        if text[0] == ">" and (quote := _QUOTE.match(kept)):
            kept = kept[quote.end() :].lstrip()
        if text[0] in "-*+" and (bullet := _BULLET.match(kept)) and not _RULE.match(text):
            self._close()
            kept, self._listed = _TASK.sub("", kept[bullet.end() :].lstrip()), True
        if kept[:1] == "#" and self._habits.markdown and (words := self._heading(kept)) is not None:
            self._take_heading(line, words, column)
            return
        if (kept[:1] in ("-", "*", "_") and _RULE.match(kept.rstrip())) or not kept.strip("# \t"):
            self._close()
            return
        self._append(Printed(line.number, line.page, kept), column)

    def _heading(self, text: str) -> str | None:
        """The words of a heading."""
        if text[-1] not in _CLOSES_HEADING:  # as of most
            if mark := _HEADING_MARK.match(text):
                return text[mark.end() :]
        elif heading := _HEADING.match(text):
            return heading["text"]
        return heading["text"] if self._habits.tight_headings and (heading := _TIGHT_HEADING.match(text)) else None

    def _take_heading(self, line: Printed, words: str, column: int) -> None:
        """A paragraph of its own, which ends the one before."""
        self._close()
        if "{" in words:
            words = _HEADING_ATTRIBUTES.sub("", words)
        self._paragraph.append((Printed(line.number, line.page, words), column, True))
        self._close()

    def _append(self, line: Printed, column: int) -> None:
        """A line of a paragraph."""
        if len(self._paragraph) >= LONGEST_PARAGRAPH or (self._paragraph and self._paragraph[-1][0].page != line.page):
            self._close()
        self._paragraph.append((line, column, False))

    def _close(self) -> None:
        """Ends the paragraph: frees it of its markup."""
        if not self._paragraph:
            return
        line, column, heading = self._paragraph[0]
        if len(self._paragraph) == 1 and not self._listed and is_bare(line.text, self._habits):
            self._emit(Element(line.number, line.page + self._marks, numbers_plain(line.text.strip()), column, heading, heading))
            self._paragraph.clear()
            return
        inner = unmarked("\n".join([line.text for line, _, _ in self._paragraph]), self._habits, self._references)
        first = len(self.found.elements)
        for (line, column, heading), pieces in zip(self._paragraph, inner.lines, strict=True):
            for text, bold, ends in pieces:
                self._emit(Element(line.number, line.page + self._marks, numbers_plain(text.strip()), column, heading or bold, ends or heading))
        if inner.targets or inner.figures:
            self._note(inner, [line for line, _, _ in self._paragraph])
        if self._listed and first < len(self.found.elements):
            self.found.elements[first] = self.found.elements[first]._replace(begins=True)
        self._paragraph.clear()
        self._listed = False

    def _emit(self, element: Element) -> None:
        elements = self.found.elements
        if element.text:
            elements.append(element)
        elif element.ends and elements and element.cell is None and elements[-1].number == element.number:
            elements[-1] = elements[-1]._replace(ends=True)

    def _note(self, inner: Inline, lines: Sequence[Printed]) -> None:
        self.found.links.extend((lines[at].number, lines[at].page + self._marks, target) for at, target in inner.targets)
        self.found.pictures.extend((lines[at].number, lines[at].page + self._marks) for at in inner.figures)

    def _take_table(self, table: MarkupTable, at: int) -> None:
        number = len(self.found.tables)
        self.found.tables.append((len(table.rows), max(map(len, table.rows), default=0)))
        page = self._lines[at].page
        for row_at, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                for line, words in cell:
                    printed = Printed(line, page, words)
                    inner = unmarked(words, self._habits, self._references)
                    for text, bold, ends in inner.lines[0]:
                        self._emit(Element(line, page + self._marks, numbers_plain(text.strip()), column, bold, ends, (number, row_at, column)))
                    self._note(inner, [printed])
