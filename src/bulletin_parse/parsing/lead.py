"""The lead: one or more sentences that tell how many items there are and which week they cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block
from bulletin_parse.models import DateRange
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.dates import find_range
from bulletin_parse.text.folding import narrow
from bulletin_parse.text.numerals import read_numeral


class Lead(NamedTuple):
    """The lead's sentence, with the count and the range found in it, each also as the piece that was printed."""

    heading: Passage | None
    text: Passage | None
    declared_count: int | None
    count_text: Passage | None
    date_range: DateRange | None
    range_text: Passage | None


def find_lead(blocks: Sequence[Block], end: int, template: Template) -> int:
    """The place of the lead's heading above block ``end``; without one, of the first block that counts the items.

    Returns ``end`` if there is no lead.
    """
    for at in range(end):
        if blocks[at].rows and template.lead_section.match(blocks[at].text):
            return at
    for at in range(end):
        if blocks[at].rows and (template.counts.search(blocks[at].text) or find_range(blocks[at].text)):
            return at
    return end


def read_lead(blocks: Sequence[Block], template: Template, year: int | None) -> Lead:
    """The lead in its blocks.

    Args:
        blocks: from the lead's heading to the index's.
        template: the series' words.
        year: the publication year, for ranges that print none.
    """
    passages = [Passage.of(block.rows, block.text) for block in blocks if block.rows]
    heading = None
    if passages and (match := template.lead_section.match(passages[0].text)):
        heading = passages[0].cut(0, match.end())
        passages[0] = passages[0].cut(match.end())
    passages = [passage for passage in passages if passage.text]
    if not passages:
        return Lead(heading, None, None, None, None, None)
    text = Passage.joined(passages)
    count = template.counts.search(narrow(text.text))
    found = find_range(text.text, year=year)
    return Lead(
        heading,
        text,
        read_numeral(count["number"]) if count else None,
        text.cut(*count.span("number")) if count else None,
        DateRange(start=found.first, end=found.last) if found else None,
        text.cut(found.start, found.end) if found else None,
    )
