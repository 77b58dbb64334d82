"""The source and the day of an item where a line of their own says them above its title, or beside it: 人民网 · 2026-03-11."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.parsing.fields import Fields
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.brackets import BESIDE_CLOSING, BESIDE_OPENING
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold

LONGEST_TAG = 40  # characters
_EDGES = f"{BESIDE_OPENING}{BESIDE_CLOSING} \u3000·•|｜丨/／,，、—–-"


def tags_above(content: Sequence[Piece], firsts: Sequence[int], sources: Sequence[str | None], template: Template) -> list[Fields]:
    """What the lines right above the items say of them; nothing where one item has no such line: what ends an article is its own.

    Args:
        content: the content's pieces.
        firsts: the place of each item's first piece.
        sources: the items' sources, as the index has them.
        template: the series' words.
    """
    if not firsts[0]:
        return []  # as in most: the content begins with an item
    found: list[Fields] = []
    for first, source in zip(firsts, sources, strict=True):
        tag = _tag(content[first - 1].passage, source, template)
        if tag is None:
            return []
        found.append(tag)
    return found if len(found) > 1 else []


def _tag(line: Passage | None, source: str | None, template: Template) -> Fields | None:
    """What a line says that is no more than a day, the item's source, or both."""
    if line is None or len(line.text) > LONGEST_TAG:
        return None
    dates = find_dates(line.text)
    at, end = (dates[0].start, dates[0].end) if dates else (0, 0)
    sides = [side for side in (line.cut(0, at), line.cut(end)) if side.text.strip(_EDGES)]
    if len(dates) > 1 or len(sides) > 1 or not (dates or sides):
        return None
    name = None
    if sides:
        bare = sides[0].text.strip(_EDGES)
        if fold(bare) != fold(source) if source else not template.outlets.match(bare):
            return None
        name = sides[0].cut(start := sides[0].text.index(bare), start + len(bare))
    return Fields((line,), source=name, published_on=line.cut(at, end) if dates else None, published=dates[0].value if dates else None)


def with_tag(fields: Fields, tag: Fields) -> Fields:
    """An item's labelled fields with what the line above it says; its own labels go first."""
    dated = fields if fields.published_on else tag
    return fields._replace(labels=(*fields.labels, *tag.labels), source=fields.source or tag.source, published_on=dated.published_on, published=dated.published)
