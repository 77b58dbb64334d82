"""What a field may say: the words of the page and of the archive that are offered when somebody edits it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.addresses import steps_of
from bulletin_parse.matching.pairing import pairing_of
from bulletin_parse.models import Bulletin, Item
from bulletin_parse.parsing.template import template_for
from bulletin_parse.press.bylines import source_in
from bulletin_parse.press.link_dates import days_in
from bulletin_parse.press.outlets import built_in_outlets
from bulletin_parse.text.dates import find_dates

MOST = 12
_LINK = re.compile(r"https?://[!-~]{4,500}")
_DATES = ("published", "start", "end")
_LONGEST = 120  # characters of a choice: what is longer is better copied


class Choice(NamedTuple):
    """Something that a field may say, and where it is from: ``index``, ``item``, ``headline``, ``byline``, ``link``, ``recognition``, ``page``, ``archive``."""

    text: str
    origin: str


def choices_of(bulletin: Bulletin, field: str, database: sqlite3.Connection | None = None) -> tuple[Choice, ...]:
    """What a field may say, the likeliest first; what it says already is no choice.

    Args:
        bulletin: the record.
        field: the address of the field.
        database: the archive, whose other bulletins' sources and categories are offered too.

    Raises:
        ValueError: it is no address.
    """
    found: dict[str, Choice] = {}
    for choice in (*_doubted(bulletin, field), *_said(bulletin, field), *_of_archive(field, database)):
        if choice.text and len(choice.text) <= _LONGEST:
            found.setdefault(choice.text, choice)
    return tuple(found.values())[:MOST]


def _doubted(bulletin: Bulletin, field: str) -> Iterator[Choice]:
    """What recognition had beside what it chose."""
    for doubt in bulletin.doubts:
        if doubt.field == field:
            before, mark, rest = doubt.marked.partition("⟦")
            _, _, behind = rest.partition("⟧")
            for other in doubt.alternatives:
                # One doubtful place is filled in; of several the alternatives are whole texts.
                yield Choice(f"{before}{other}{behind}" if mark and "⟦" not in behind and len(other) <= len(rest) - len(behind) else other, "recognition")


def _said(bulletin: Bulletin, field: str) -> Iterator[Choice]:
    """What other parts of the bulletin say of the same."""
    steps = steps_of(field)
    name = str(steps[-1])
    at = steps[1] if len(steps) > 1 and isinstance(steps[1], int) else None
    item, entry = _pair(bulletin, str(steps[0]), at)
    if name in ("title", "headline") and at is not None:
        yield from [Choice(text, origin) for text, origin in _titles(bulletin, item, entry)]
    elif name == "source" and at is not None:
        yield from _sources(bulletin, item, entry)
    elif name == "link":
        yield from _links(bulletin, item)
    elif name in _DATES:
        yield from [Choice(day, "page") for day in _days(bulletin, item)]
    elif name == "date_range" and bulletin.lead:
        days = [found.value for found in find_dates(bulletin.lead) if found.value]
        yield from [Choice(f"{first}/{last}", "page") for first, last in pairwise(days)]
    elif name == "declared_count":
        yield Choice(str(len(bulletin.index)), "index")
        yield Choice(str(len(bulletin.items)), "item")
    elif name == "byline" and item:
        yield from [Choice(block.text, "page") for block in item.blocks[:3]]
    elif name == "category":
        names = [*[entry.category for entry in bulletin.index], *[item.category for item in bulletin.items]]
        yield from [Choice(name, "page") for name in names if name]
    elif name == "number" and isinstance(at, int):
        yield Choice(str(at + 1), "page")


def _pair(bulletin: Bulletin, part: str, at: object) -> tuple[Item | None, int | None]:
    """The item that a field belongs to, and the place of its entry."""
    if not isinstance(at, int):
        return None, None
    pairs = pairing_of(bulletin).pairs
    if part == "index":
        item = dict(pairs).get(at)
        return (bulletin.items[item] if item is not None else None), at
    if part == "items" and at < len(bulletin.items):
        return bulletin.items[at], {item: entry for entry, item in pairs}.get(at)
    return None, None


def _titles(bulletin: Bulletin, item: Item | None, entry: int | None) -> Iterator[tuple[str, str]]:
    if entry is not None:
        yield bulletin.index[entry].title, "index"
    if item:
        yield item.title, "item"
        if item.headline:
            yield item.headline.partition("\n")[0], "headline"


def _sources(bulletin: Bulletin, item: Item | None, entry: int | None) -> Iterator[Choice]:
    if entry is not None and bulletin.index[entry].source:
        yield Choice(bulletin.index[entry].source or "", "index")
    if item:
        yield Choice(item.source or "", "item")
        yield Choice((source_in(item.byline, template_for(bulletin).bylines) if item.byline else None) or "", "byline")
        if item.link and (outlet := built_in_outlets().at(item.link)):
            yield Choice(outlet.name, "link")
    names = [*[each.source for each in bulletin.items], *[each.source for each in bulletin.index]]
    yield from [Choice(name, "page") for name in names if name]


def _links(bulletin: Bulletin, item: Item | None) -> Iterator[Choice]:
    if item:
        yield Choice(item.link_target or "", "link")
        yield from [Choice(link, "item") for link in item.further_links]
        yield from [Choice(found, "page") for block in item.blocks for found in _LINK.findall(block.text)]
    yield from [Choice(found, "page") for piece in bulletin.residue for found in _LINK.findall(piece.text)]


def _days(bulletin: Bulletin, item: Item | None) -> Iterator[str]:
    if item and item.link:
        yield from [day.isoformat() for day in days_in(item.link)]
    texts = [item.byline, *[block.text for block in item.blocks[:2]]] if item else [*bulletin.printed.values(), bulletin.lead]
    for text in texts:
        yield from [found.value.isoformat() for found in find_dates(text or "") if found.value]


def _of_archive(field: str, database: sqlite3.Connection | None) -> Iterator[Choice]:
    """The names that the archive has most."""
    name = str(steps_of(field)[-1])
    if database is None or name not in ("source", "category", "publisher"):
        return
    table = "bulletins" if name == "publisher" else "items"
    query = f"SELECT {name} FROM {table} WHERE {name} IS NOT NULL GROUP BY {name} ORDER BY count(*) DESC LIMIT {MOST}"  # noqa: S608 - names of ours
    yield from [Choice(text, "archive") for (text,) in database.execute(query)]
