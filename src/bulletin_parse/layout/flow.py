"""A document's text as one flow of blocks, furniture aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin_parse.layout.blocks import Guess, Layout, TextBlock
from bulletin_parse.layout.continued import with_asides_continued, with_cells_continued
from bulletin_parse.layout.doubts import guesses_of
from bulletin_parse.layout.figures import figures_of
from bulletin_parse.layout.frame import NOWHERE, Habits
from bulletin_parse.layout.furniture import furniture_in_tables, page_furniture
from bulletin_parse.layout.hanging import hanging_of
from bulletin_parse.layout.measures import Types, types_by_page
from bulletin_parse.layout.notes import with_notes_apart
from bulletin_parse.layout.paragraphs import Paragraphs, joined_rows
from bulletin_parse.layout.places import Places
from bulletin_parse.layout.rows import Row, Strip, page_strips
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.reading.document import Document, Picture, Unit
from bulletin_parse.tuples import NamedTuple

# A text has no type and no places on a page: nothing that is told by them is asked of it.
_NO_HABITS = Habits(pitch=1.5, size=1.0, font="", bold=False, indents=False)


class Flow(NamedTuple):
    """The blocks of a document in reading order, its furniture, all its rows by ``order``, and where the layout had to guess.

    ``layout`` is what was measured of it, with which ``unfolded`` reads a table's cells as text.
    """

    blocks: list[TextBlock]
    furniture: list[Row]
    rows: list[Row]
    habits: Habits
    unit: Unit
    doubts: tuple[Guess, ...] = ()
    layout: Layout | None = None

    @property
    def paged(self) -> bool:
        """Whether rows have places on pages."""
        return self.unit == "page"


def flow_of(document: Document, words: LayoutWords) -> Flow:
    """The blocks of a document.

    Args:
        document: as read.
        words: the template's, by which lines are told apart.
    """
    if not document.paged:
        return _text(document, words) if document.unit == "line" else _given(document, words.openers)
    openers = words.openers
    strips: dict[int, list[Strip]] = {}
    everything: list[Row] = []
    by_page: list[list[Row]] = []
    parts: list[Strip] = []
    for page, below in zip(document.pages, (*document.pages[1:], None), strict=True):
        parts = page_strips(page, len(everything), parts, below)
        strips[page.number] = parts
        for strip in parts:
            everything += strip.rows
        by_page.append(_text_of(parts))
    aside = page_furniture(document.pages, by_page, words)
    aside |= {row.order for parts in strips.values() for strip in parts if strip.kind == "numbers" for row in strip.rows}
    if any(strip.kind == "table" for parts in strips.values() for strip in parts):
        aside |= furniture_in_tables([strip.cells for parts in strips.values() for strip in parts if strip.kind == "table"], everything, aside)
    if aside:
        strips = {number: [_without(strip, aside) for strip in parts] for number, parts in strips.items()}
    furniture = [row for row in everything if row[0] in aside]
    found, types = strips, types_by_page(strips)
    strips = with_notes_apart(strips, types)
    if any(strip.kind == "table" for parts in strips.values() for strip in parts):
        strips = with_cells_continued(strips)
    if any(strip.kind == "aside" for parts in strips.values() for strip in parts):
        strips = with_asides_continued(strips)
    if strips is not found:
        types = types_by_page(strips)
    layout = _layout(document, strips, len(everything), types, openers)
    figures = figures_of(document.pages, layout.habits.size, _heights(strips)) if any([page.pictures for page in document.pages]) else {}  # noqa: C419
    paragraphs = Paragraphs(layout, figures)
    blocks = paragraphs.blocks([(page.number, strips[page.number]) for page in document.pages])
    doubts = guesses_of(blocks, layout, document.pages)
    return Flow(blocks, [*furniture, *paragraphs.repeated], everything, layout.habits, "page", doubts=doubts, layout=layout)


def _text_of(parts: Sequence[Strip]) -> list[Row]:
    """A page's rows by height, of which some may be furniture: no table's, and no numbers of lines."""
    if len(parts) == 1 and parts[0].kind == "text":
        return parts[0].rows
    return sorted([row for strip in parts if strip.kind not in ("table", "numbers") for row in strip.rows], key=_by_base)


def _heights(strips: Mapping[int, Sequence[Strip]]) -> dict[int, list[float]]:
    """The heights of each page's rows: their middles, since a line's box may reach into a picture above it."""
    return {number: [(row[4] + row[6]) / 2 for strip in parts for row in strip.rows] for number, parts in strips.items()}


def _text(document: Document, words: LayoutWords) -> Flow:
    from bulletin_parse.layout.text_flow import text_flow

    found = text_flow(document, words)
    frames = (NOWHERE,) * len(found.rows)
    return Flow(found.blocks, found.furniture, found.rows, _NO_HABITS, "line", doubts=found.doubts, layout=Layout(frames, _NO_HABITS, words.openers))


def _given(document: Document, openers: re.Pattern[str]) -> Flow:
    from bulletin_parse.layout.given import given_flow

    found = given_flow(document, openers)
    frames = (NOWHERE,) * len(found.rows)
    return Flow(found.blocks, found.furniture, found.rows, found.habits, "paragraph", layout=Layout(frames, found.habits, openers))


def unfolded(block: TextBlock, flow: Flow) -> list[TextBlock]:
    """A table's cells as ordinary blocks, each read for itself, row by row from left to right; any other block is itself."""
    if block.role != "table" or flow.layout is None:
        return [block]
    return [unfolded for line in block.cells for cell in line for unfolded in _cell_blocks(cell, flow.unit, flow.layout)]


def _cell_blocks(cell: Sequence[Row], unit: Unit, layout: Layout) -> list[TextBlock]:
    if unit == "page":
        return joined_rows(cell, layout)
    if unit == "paragraph":
        from bulletin_parse.layout.given import paragraphs_of

        return paragraphs_of(cell, layout.openers)
    from bulletin_parse.layout.text_flow import cell_blocks

    return cell_blocks(cell, layout.openers)


def _by_base(row: Row) -> float:
    return row.base


def _without(strip: Strip, aside: set[int]) -> Strip:
    """The strip without its rows that are furniture."""
    rows = [row for row in strip.rows if row[0] not in aside]
    if len(rows) == len(strip.rows):
        return strip
    cells = tuple([tuple([tuple([row for row in cell if row.order not in aside]) for cell in line]) for line in strip.cells])
    return Strip(strip.kind, rows, tuple([line for line in cells if any(line)]), strip.ended, strip.left)


def _layout(document: Document, strips: Mapping[int, Sequence[Strip]], count: int, types: Mapping[int, Types], openers: re.Pattern[str]) -> Layout:
    """What is measured of a document, and the rows of its running text."""
    places = Places(document.pages, strips, count, types)
    for page in document.pages:
        parts = strips[page.number]
        if boxes := [*page.pictures, *[_extent(strip) for strip in parts if strip.kind == "aside" and strip.rows]]:
            places.narrow([row for strip in parts if strip.kind == "text" for row in strip.rows], boxes)
    hanging = hanging_of(places.main, places.frames, openers)
    places.inset(openers)
    return Layout(places.frames, places.habits, openers, hanging)


def _extent(strip: Strip) -> Picture:
    rows = strip.rows
    return Picture(min([row.x0 for row in rows]), min([row.top for row in rows]), max([row.x1 for row in rows]), max([row.bottom for row in rows]))
