"""The pages of a document as one flow of blocks: what is read of places and types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Guess, Layout, TextBlock
from bulletin_parse.layout.continued import with_asides_continued, with_cells_continued
from bulletin_parse.layout.doubts import guesses_of
from bulletin_parse.layout.figures import figures_of
from bulletin_parse.layout.furniture import furniture_in_tables, page_furniture
from bulletin_parse.layout.hanging import hanging_of
from bulletin_parse.layout.measures import Types, types_by_page
from bulletin_parse.layout.notes import with_notes_apart
from bulletin_parse.layout.paragraphs import Paragraphs
from bulletin_parse.layout.places import Places
from bulletin_parse.layout.row import Row, Strip
from bulletin_parse.layout.rows import page_strips
from bulletin_parse.press.layout_words import LayoutWords
from bulletin_parse.reading.document import Document, Picture


class PageFlow(NamedTuple):
    """As ``Flow`` has them: blocks, furniture, all rows, where the layout had to guess, and what was measured."""

    blocks: list[TextBlock]
    furniture: list[Row]
    rows: list[Row]
    doubts: tuple[Guess, ...]
    layout: Layout


def page_flow(document: Document, words: LayoutWords) -> PageFlow:
    """The blocks of a document with pages."""
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
    aside, texts = page_furniture(document.pages, by_page, words)
    kinds = {strip[0] for parts in strips.values() for strip in parts}
    if "numbers" in kinds:
        aside |= {row.order for parts in strips.values() for strip in parts if strip.kind == "numbers" for row in strip.rows}
    if "table" in kinds:
        aside |= furniture_in_tables([strip.cells for parts in strips.values() for strip in parts if strip.kind == "table"], everything, aside)
    if aside:
        strips = {number: _without(parts, text, aside) for (number, parts), text in zip(strips.items(), texts, strict=True)}
    furniture = [everything[order] for order in sorted(aside)]
    found, types = strips, types_by_page(strips)
    strips = with_notes_apart(strips, types, openers)
    if "table" in kinds:
        strips = with_cells_continued(strips)
    if "aside" in kinds:
        strips = with_asides_continued(strips)
    if strips is not found:
        types = types_by_page(strips)
    layout = _layout(document, strips, len(everything), types, openers)
    figures = figures_of(document.pages, layout.habits.size, strips) if any([page.pictures for page in document.pages]) else {}  # noqa: C419
    paragraphs = Paragraphs(layout, figures)
    blocks = paragraphs.blocks([(page.number, strips[page.number]) for page in document.pages])
    doubts = guesses_of(blocks, layout, document.pages)
    return PageFlow(blocks, [*furniture, *paragraphs.repeated], everything, doubts, layout)


def _text_of(parts: Sequence[Strip]) -> list[Row]:
    """A page's rows by height, of which some may be furniture: no table's, and no numbers of lines."""
    if _is_text_alone(parts):
        return parts[0].rows
    return sorted([row for strip in parts if strip.kind not in ("table", "numbers") for row in strip.rows], key=_by_base)


def _is_text_alone(parts: Sequence[Strip]) -> bool:
    return len(parts) == 1 and parts[0].kind == "text"


def _by_base(row: Row) -> float:
    return row.base


def _without(parts: Sequence[Strip], text: list[Row], aside: set[int]) -> list[Strip]:
    """A page's strips without rows that are furniture; ``text`` are its other rows, but for those of tables."""
    return [parts[0]._replace(rows=text)] if _is_text_alone(parts) else [_strip_without(strip, aside) for strip in parts]


def _strip_without(strip: Strip, aside: set[int]) -> Strip:
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
    indented = places.indented()
    hanging = hanging_of(places.main, places.frames, indented, openers)
    places.inset(indented, openers)
    return Layout(places.frames, places.habits, openers, hanging)


def _extent(strip: Strip) -> Picture:
    rows = strip.rows
    return Picture(min([row.x0 for row in rows]), min([row.top for row in rows]), max([row.x1 for row in rows]), max([row.bottom for row in rows]))
