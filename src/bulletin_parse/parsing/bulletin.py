"""A document to a bulletin: sections found, parts read, every character accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.blocks import Block
from bulletin_parse.layout.flow import Flow, flow_of
from bulletin_parse.limits import meter
from bulletin_parse.models import Bulletin, Doubt, Entry, Hidden, Item, PageRegion, Remnant, Source, Where
from bulletin_parse.parsing.alignment import find_starts, split_merged_titles
from bulletin_parse.parsing.cells import with_field_tables_unfolded
from bulletin_parse.parsing.fields import label_of
from bulletin_parse.parsing.index import EntryParts, read_index
from bulletin_parse.parsing.items import ItemBuilder, build_entry, keep_brackets
from bulletin_parse.parsing.lead import Lead, find_lead, read_lead
from bulletin_parse.parsing.ledger import Ledger, Passage, rounded
from bulletin_parse.parsing.masthead import Masthead, read_masthead
from bulletin_parse.parsing.parts import parts_of, several
from bulletin_parse.parsing.refusals import refuse_what_is_none
from bulletin_parse.parsing.template import Template
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.standins import StandIns, resolved
from bulletin_parse.text.folding import clean, fold

LONGEST_HEADING = 40  # characters of a section's heading


class Parsed(NamedTuple):
    """A bulletin and the ledger that accounts for every character of its document."""

    bulletin: Bulletin
    ledger: Ledger


class _Sections(NamedTuple):
    """Places in the flow: the lead, the index's heading, the content's heading; the parts lie between."""

    lead: int
    index_head: int
    index_body: int
    content_head: int
    content_body: int


def parse_document(document: Document, template: Template, source: Source, *, one: bool = True) -> Parsed:
    """The bulletin in a document.

    Args:
        document: as an engine or a text reader gave it.
        template: the series' words.
        source: what the record will say of the file.
        one: whether the document may hold several bulletins, of which none is then read; False for what is a part of such a one.

    Raises:
        SeveralBulletins: it holds more than one.
        PartOfBulletin: it is the beginning of one without its items, or the rest of one without its masthead and index.
        NotABulletin: there is neither an index nor an item; ``GarbledText`` if no text could be that is read so.
        LimitExceeded: it has more entries or items than the limits allow, or the time is up.
    """
    document, stand_ins = resolved(document)
    flow = flow_of(document, template.openers)
    flow = flow._replace(blocks=with_field_tables_unfolded(flow, template))
    if one and (parts := parts_of(flow, template)):
        raise several(source.name, parts, paged=flow.paged)
    ledger = Ledger(flow.rows, paged=flow.paged)
    ledger.claim_rows(flow.furniture, "furniture", "furniture")
    spent = meter()
    spent.clock()
    sections = _sections(flow.blocks, template)
    blocks = flow.blocks
    entries = read_index([block for block in blocks[sections.index_body : sections.content_head] if block.rows])
    spent.most("items", len(entries))
    items = _items(blocks[sections.content_body :], entries, template, flow, ledger)
    headers = [Passage.of([row]) for row in flow.furniture]
    masthead = read_masthead(blocks[: sections.lead], template, headers)
    refuse_what_is_none(masthead, entries if sections.index_head < sections.index_body else [], items, flow, source.name, template)
    titles = dict.fromkeys([fold(item.title) for item in items]).keys()
    index = tuple([build_entry(keep_brackets(parts, titles), ledger) for parts in entries])
    for at in {sections.index_head, sections.content_head}:
        if at < len(blocks) and at + 1 in (sections.index_body, sections.content_body):
            ledger.claim_rows(blocks[at].rows, "label", "section")
    lead = read_lead(blocks[sections.lead : sections.index_head], template, masthead.published.year if masthead.published else None)
    bulletin = _assembled(masthead, lead, index, items, flow, ledger, source, _hidden(document))
    return Parsed(_with_stand_ins(bulletin, stand_ins, flow, ledger) if stand_ins.signs else bulletin, ledger)


def _with_stand_ins(bulletin: Bulletin, found: StandIns, flow: Flow, ledger: Ledger) -> Bulletin:
    """The bulletin with the radicals that its text layer printed for characters."""
    where = ledger.where([row for row in flow.rows if (row.page, row.base) in found.places])
    return bulletin.model_copy(update={"printed": {**bulletin.printed, "radicals": found.signs}, "places": {**bulletin.places, "radicals": where}})


def _sections(blocks: Sequence[Block], template: Template) -> _Sections:
    """Where the parts begin. The content's heading is the first one after the index's: articles print it again."""
    texts = [block.text if block.rows else "" for block in blocks]
    count = len(blocks)
    short = [at for at, text in enumerate(texts) if 0 < len(text) <= LONGEST_HEADING]
    index = next((at for at in short if template.index_section.match(texts[at])), count)
    content = next((at for at in short if at > index and template.content_section.match(texts[at])), count)
    if index == count:
        content = next((at for at in short if template.content_section.match(texts[at])), count)
        index = content
    if content == count:
        content = _first_labels(texts, min(index + 1, count), template)
        index = min(index, content)
        has_index = index < content and bool(template.index_section.match(texts[index]))
        return _Sections(find_lead(blocks, index, template), index, index + 1 if has_index else index, content, content)
    index_body = index + 1 if index < content else index
    return _Sections(find_lead(blocks, index, template), index, index_body, content, content + 1)


def _first_labels(texts: Sequence[str], start: int, template: Template) -> int:
    """Without a heading the content begins with the title above the first label."""
    for at in range(start, len(texts)):
        label = label_of(texts[at], template)
        if label and label.kind != "other":
            return max(start, at - 1)
    return len(texts)


def _items(blocks: list[Block], entries: list[EntryParts], template: Template, flow: Flow, ledger: Ledger) -> tuple[Item, ...]:
    titles = [parts.title.text for parts in entries]
    blocks = split_merged_titles(blocks, titles)
    starts = find_starts(blocks, titles, template)
    meter().most("items", len(starts))
    builder = ItemBuilder(blocks, template, flow.habits, ledger)
    ends = [*[start.title for start in starts[1:]], len(blocks)][: len(starts)]
    items = []
    for start, end in zip(starts, ends, strict=True):
        entry = entries[start.entry] if start.entry is not None else None
        items.append(builder.build(start, end, entry.source.text if entry and entry.source else None))
    return tuple(items)


def _assembled(
    masthead: Masthead, lead: Lead, index: tuple[Entry, ...], items: tuple[Item, ...], flow: Flow, ledger: Ledger, source: Source, hidden: tuple[Hidden, ...]
) -> Bulletin:
    places: dict[str, Where] = {}
    fields = (("title", masthead.title), ("issue_label", masthead.issue_label), ("publisher", masthead.publisher), ("published", masthead.published_on))
    for name, passage in (*fields, ("lead", lead.text)):
        if passage:
            places[name] = ledger.field(passage, name)
    for name, passage in (("declared_count", lead.count_text), ("date_range", lead.range_text)):
        if passage:
            places[name] = ledger.where(passage.rows)
    for label in (*masthead.labels, *([lead.heading] if lead.heading else [])):
        ledger.claim(label, "label", "label")
    printed = {"published": masthead.published_on, "date_range": lead.range_text, "declared_count": lead.count_text}
    return Bulletin(
        title=_text(masthead.title),
        issue_label=_text(masthead.issue_label),
        issue_number=masthead.issue_number,
        issue_numbers=(masthead.issue_number,) if masthead.issue_number is not None else (),
        publisher=_text(masthead.publisher),
        published=masthead.published,
        lead=_text(lead.text),
        declared_count=lead.declared_count,
        date_range=lead.date_range,
        index=index,
        items=items,
        printed={name: clean(passage.text) for name, passage in printed.items() if passage},
        places=places,
        furniture=tuple([Remnant(text=clean(row.text), where=ledger.where([row])) for row in flow.furniture]),
        residue=tuple([Remnant(text=clean(passage.text), where=ledger.where(passage.rows)) for passage in ledger.residue()]),
        hidden=hidden,
        doubts=tuple([Doubt(field="", kind="layout", why=doubt.why, where=ledger.where(doubt.rows)) for doubt in flow.doubts]),
        source=source,
    )


def _hidden(document: Document) -> tuple[Hidden, ...]:
    """What the document's pages hold and do not show."""
    return tuple(
        [
            Hidden(text=clean(piece.text), why=piece.why, where=(PageRegion(page=page.number, bbox=rounded(piece[2:])),))
            for page in document.pages
            for piece in page.hidden
        ]
    )


def _text(passage: Passage | None) -> str | None:
    return clean(passage.text) or None if passage else None
