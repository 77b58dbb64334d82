"""The lead: one paragraph or more that tell how many items there are and which week they cover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from bulletin_parse.layout.blocks import ends_sentence
from bulletin_parse.models import DateRange
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import FoundRange, find_range
from bulletin_parse.text.folding import narrow
from bulletin_parse.text.numerals import read_numeral

# A lead without a heading has a sentence: what is shorter is a line of the masthead.
SHORTEST_LEAD = 16
_WEEK = timedelta(days=7)
_ANY_DAY = date(2020, 1, 1)  # whether a range is there, and not which


class Lead(NamedTuple):
    """The lead's paragraphs, with the count and the range found in them, each also as the piece that was printed."""

    heading: Passage | None
    paragraphs: tuple[Passage, ...]
    declared_count: int | None
    count_text: Passage | None
    date_range: DateRange | None
    range_text: Passage | None


def find_lead(pieces: Sequence[Piece], end: int, template: Template) -> int:
    """The place of the lead's heading above piece ``end``; without one, of the first that counts the items or is a sentence.

    Returns ``end`` if there is no lead.
    """
    heads = [at for at in range(end) if template.lead_section.match(pieces[at].text)]
    if len(heads) == 1:
        return heads[0]
    if heads:  # of two headings (编者按, 本期导语) the one that counts the items or names the week is the lead's
        told = [at for at, after in pairwise([*heads, end]) if any(_tells(piece.text, template) for piece in pieces[at:after])]
        return (told or heads)[0]
    for at in range(end):
        if _tells(pieces[at].text, template):
            return at
    return next((at for at in range(end) if len(pieces[at].text) >= SHORTEST_LEAD and pieces[at].text[-1:] == "。"), end)


def _tells(text: str, template: Template) -> bool:
    """Whether a text counts the items, or is a sentence with the range of days."""
    return bool(template.counts.search(text) or template.watched.search(text) or (len(text) >= SHORTEST_LEAD and find_range(text, published=_ANY_DAY)))


def read_lead(pieces: Sequence[Piece], template: Template, published: date | None, expected: int = 0) -> Lead:
    """The lead in its pieces.

    Args:
        pieces: from the lead's heading to the index's.
        template: the series' words.
        published: the day of publication, for ranges that leave a year out.
        expected: how many entries the index has: of several numbers, the one that says so counts the items.
    """
    passages = [piece.passage for piece in pieces if piece.passage]
    heading = None
    if passages and (match := template.lead_section.match(passages[0].text)):
        heading = passages[0].cut(0, match.end())
        passages[0] = passages[0].cut(match.end())
    paragraphs = _paragraphs([passage for passage in passages if passage.text])
    count = _count(paragraphs, template, expected)
    dated = next(((passage, found) for passage in paragraphs if (found := _range(passage.text, published))), None)
    return Lead(
        heading,
        tuple(paragraphs),
        read_numeral(count.text) if count else None,
        count,
        DateRange(start=dated[1].first, end=dated[1].last) if dated else None,
        dated[0].cut(dated[1].start, dated[1].end) if dated else None,
    )


def _range(text: str, published: date | None) -> FoundRange | None:
    """The range of days that a text names: of two as long, where the first ended long before publication (上期…), the one that ends nearer to it."""
    found = find_range(text, published=published)
    if published and found and found.first and found.last and published - found.last >= _WEEK:
        later = find_range(text[found.end :], published=published)
        if later and later.first and later.last and later.last - later.first == found.last - found.first and found.last < later.last <= published:
            return later._replace(start=found.end + later.start, end=found.end + later.end)
    return found


def _paragraphs(passages: Sequence[Passage]) -> list[Passage]:
    """The lead's paragraphs: a line that ends no sentence goes on in the next one."""
    out: list[list[Passage]] = []
    for passage in passages:
        if out and not ends_sentence(out[-1][-1].text) and out[-1][-1].text[-1:] not in "：:":
            out[-1].append(passage)
        else:
            out.append([passage])
    return [Passage.joined(parts) for parts in out]


def _count(paragraphs: Sequence[Passage], template: Template, expected: int) -> Passage | None:
    """The number of items: of several the one that the index has, else the last of those collected, else the first of those watched.

    The number that follows a part of the items (其中政策动态2篇) has no verb and is none.
    """
    collected, watched = [
        [passage.cut(*match.span("number")) for passage in paragraphs for match in pattern.finditer(narrow(passage.text))]
        for pattern in (template.counts, template.watched)
    ]
    for found in (*collected, *watched):
        if expected and read_numeral(found.text) == expected:
            return found
    apart = [found for found in collected if not any(found.pieces == other.pieces for other in watched)]
    if watched and apart:
        return apart[-1]
    return next(iter(collected or watched), None)
