"""Text and Markdown to a document: markup off, one line a line, line numbers kept.

Converters' texts are meant, not one language: what they write is read by evidence, and text that has no markup passes through unharmed.
Heading levels mean nothing here; that a line was marked does.
"""

from __future__ import annotations

from bulletin_parse.reading.document import Document, Grid, HiddenText, Line, LinkArea, Page, Picture
from bulletin_parse.reading.radicals import is_genuine
from bulletin_parse.reading.spacing import tidy
from bulletin_parse.reading.text.habits import MarkupHabits, markup_habits_of
from bulletin_parse.reading.text.languages import language_of
from bulletin_parse.reading.text.lines import Whole, printed_lines
from bulletin_parse.reading.text.markup import Read, read_markup
from bulletin_parse.reading.text.typography import has_loose_marks, has_odd_spaces, unstretched, without_loose_spaces
from bulletin_parse.text.folding import UNUSUAL, cells, usual_cells

VERSION = "2"
HAN_CELLS = 2.0  # the width of a Han character, which is a text's font size
_FRONT_MATTER = "front matter of the file"


def read(text: str, *, media_type: str = "text/markdown") -> Document:
    """A text as a document: one page, or one for each form feed or page mark more.

    Args:
        text: the decoded text, lines ending in LF.
        media_type: what the record says of it, ``text/plain`` or ``text/markdown``.
    """
    text = _uncommented(text)
    if language := language_of(text):
        found = read_markup(language.read(text), MarkupHabits(markdown=True, references=False))
    else:
        found = read_markup(printed_lines(text), markup_habits_of(text, named_markdown=media_type != "text/plain"))
    whole = Whole([element.text for element in found.elements])
    unusual = whole.matching(UNUSUAL)
    genuine = all(is_genuine(found.elements[at].text) for at in unusual)
    return Document(_pages(found, unusual, loose=has_loose_marks(whole.text)), "text", VERSION, media_type, genuine=genuine)


def _pages(found: Read, unusual: frozenset[int], *, loose: bool) -> tuple[Page, ...]:
    """The pages of what was read.

    Args:
        found: it.
        unusual: the places of its elements that have characters of other widths, or that stand for others.
        loose: whether spaces beside its marks are a converter's.
    """
    lines: list[list[Line]] = [[] for _ in range(found.pages)]
    breaks: list[list[int]] = [[] for _ in range(found.pages)]
    starts: list[list[int]] = [[] for _ in range(found.pages)]
    grids: list[dict[int, list[list[list[int]]]]] = [{} for _ in range(found.pages)]
    new = tuple.__new__  # a text has thousands of lines
    for place, (number, page, text, column, bold, ends, cell, begins) in enumerate(found.elements):
        sheet = lines[page - 1]
        printed = text if text.isprintable() and (" " not in text or not (loose or has_odd_spaces(text))) else _tidied(text, loose=loose)
        left, base = float(column), float(number)
        if ends:
            breaks[page - 1].append(len(sheet))
        if begins:
            starts[page - 1].append(len(sheet))
        if cell is not None:
            table, row, at = cell
            rows, columns = found.tables[table]
            grid = grids[page - 1].setdefault(table, [[[] for _ in range(columns)] for _ in range(rows)])
            grid[row][at].append(len(sheet))
        wide = cells(printed) if place in unusual else usual_cells(printed)
        sheet.append(new(Line, (printed, left, base, left + wide, base, base, HAN_CELLS, "", bold, True, 1.0)))
    links, pictures = _areas(found)
    hidden = tuple([HiddenText(line.text.strip(), _FRONT_MATTER, 0.0, float(line.number), 0.0, float(line.number)) for line in found.front])
    return tuple(
        [
            Page(
                at + 1,
                0.0,
                0.0,
                tuple(lines[at]),
                tuple(links[at]),
                tuple(pictures[at]),
                hidden=hidden if at == 0 else (),
                breaks=frozenset(breaks[at]),
                starts=frozenset(starts[at]),
                grids=tuple([Grid(tuple([tuple([tuple(cell) for cell in row]) for row in grid])) for grid in grids[at].values()]),
            )
            for at in range(found.pages)
        ]
    )


def _areas(found: Read) -> tuple[list[list[LinkArea]], list[list[Picture]]]:
    """The links and pictures of each page, each as high as its line."""
    links: list[list[LinkArea]] = [[] for _ in range(found.pages)]
    for number, page, target in found.links:
        links[page - 1].append(LinkArea(target, 0.0, float(number), 0.0, float(number)))
    pictures: list[list[Picture]] = [[] for _ in range(found.pages)]
    for number, page in found.pictures:
        pictures[page - 1].append(Picture(0.0, float(number), 0.0, float(number)))
    return links, pictures


def _tidied(text: str, *, loose: bool) -> str:
    """A line without the spaces that are no writer's; ``loose``: those beside its marks are none."""
    printed = unstretched(tidy(text))
    return without_loose_spaces(printed) if loose else printed


def _uncommented(text: str) -> str:
    """The text without comments, its line ends kept; one that stands for a picture becomes one.

    By hand, as a pattern would look for an end from each of many beginnings.
    """
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        words = text[begin + 4 : end]
        kept += [text[at:begin], "![]()" if words.strip().lower() in ("image", "picture", "图片") else "\n" * words.count("\n")]
        at = end + 3
    return "".join([*kept, text[at:]])
