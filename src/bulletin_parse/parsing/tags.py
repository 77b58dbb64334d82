"""The source and the day of an item where a line of their own says them, above its title or between title and labels: 人民网 · 2026-03-11."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.brackets import BESIDE_CLOSING, BESIDE_OPENING
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold
from bulletin_parse.text.lazy import lazy_pattern

LONGEST_TAG = 40  # characters
# A date behind a source's name, with or without a time: 人民网 2026-03-11 10:20.
_TIME = lazy_pattern(r"[\s\d:：时分秒]*\Z")
_EDGES = f"{BESIDE_OPENING}{BESIDE_CLOSING} \u3000·•|｜丨/／,，、—–-"


class Tag(NamedTuple):
    """A line with the source and the day that it says."""

    line: Passage
    source: Passage | None
    day: Passage | None
    value: date | None


def tags_above(content: Sequence[Piece], firsts: Sequence[int], sources: Sequence[str | None], template: Template) -> list[Tag]:
    """What the lines right above the items say of them; nothing where one item has no such line: what ends an article is its own.

    Args:
        content: the content's pieces.
        firsts: the place of each item's first piece.
        sources: the items' sources, as the index has them.
        template: the series' words.
    """
    if not firsts[0]:
        return []  # as in most: the content begins with an item
    found: list[Tag] = []
    for first, source in zip(firsts, sources, strict=True):
        tag = tag_of(content[first - 1].passage, source, template)
        if tag is None:
            return []
        found.append(tag)
    return found if len(found) > 1 else []


def tag_of(line: Passage | None, source: str | None, template: Template) -> Tag | None:
    """What a line says that is no more than a day, a source, or both.

    Args:
        line: None for a figure.
        source: the item's, as the index has it; None if it has none, and then the name ends as those of outlets do.
        template: the series' words.
    """
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
        if fold(bare) != fold(source) if source else any(mark in bare for mark in "：:") or not template.outlets.match(bare):
            return None
        name = sides[0].cut(start := sides[0].text.index(bare), start + len(bare))
    return Tag(line, name, line.cut(at, end) if dates else None, dates[0].value if dates else None)


def dated_source(source: Passage) -> tuple[Passage, Passage | None, list[Passage]]:
    """A source without the date behind it, the date, and what stands between: 人民网 2026-03-11, 人民网（2026-03-11）."""
    dates = find_dates(source.text)
    if not dates:
        return source, None, []
    found = dates[-1]
    name = source.text[: found.start].rstrip(" \u3000(（[【,，;；|｜/-—")
    after = source.text[found.end :].strip(" \u3000)）]】")
    if not name or not _TIME.match(after):
        return source, None, []
    edges = [edge for edge in (source.cut(len(name), found.start), source.cut(found.end)) if edge.text]
    return source.cut(0, len(name)), source.cut(found.start, found.end), edges
