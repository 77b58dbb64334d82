"""A document to a bulletin: sections found, parts read, every character accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from bulletin_parse.layout.flow import Flow, flow_of
from bulletin_parse.layout.row import Row
from bulletin_parse.limits import meter
from bulletin_parse.models import Bulletin, Doubt, Entry, Hidden, Item, Remnant, Source, Where
from bulletin_parse.parsing.cells import with_field_tables_unfolded
from bulletin_parse.parsing.contents import Contents, named_sources, read_contents, said_by_items
from bulletin_parse.parsing.index import Index, read_index
from bulletin_parse.parsing.index_scattered import sources_above
from bulletin_parse.parsing.items import build_entry, keep_brackets
from bulletin_parse.parsing.labels import Label, begun_by, with_labels_above
from bulletin_parse.parsing.lead import Lead, read_lead
from bulletin_parse.parsing.ledger import Ledger, Passage
from bulletin_parse.parsing.masthead import Masthead, read_masthead
from bulletin_parse.parsing.notes import without_notes
from bulletin_parse.parsing.parts import bulletin_parts, several
from bulletin_parse.parsing.pieces import Piece, pieces_of
from bulletin_parse.parsing.refusals import refuse_what_is_none
from bulletin_parse.parsing.sections import Sections, sections_of, with_lead_first, with_words_joined
from bulletin_parse.parsing.template import Template
from bulletin_parse.reading.document import Document
from bulletin_parse.reading.radicals import StandIns, resolved
from bulletin_parse.records import as_read
from bulletin_parse.text.folding import clean, fold

_IS_FIGURE = attrgetter("is_figure")  # of a piece
_OF_REMNANT = set(Remnant.model_fields)


class Parsed(NamedTuple):
    """A bulletin and the ledger that accounts for every character of its document."""

    bulletin: Bulletin
    ledger: Ledger


class _Read(NamedTuple):
    """All parts of a bulletin as they were read."""

    masthead: Masthead
    lead: Lead
    entries: tuple[Entry, ...]
    contents: Contents
    furniture: tuple[Row, ...]
    hidden: tuple[Hidden, ...]


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
    flow = flow_of(document, template.layout)
    flow = flow._replace(blocks=with_field_tables_unfolded(flow, template))
    if one and (parts := bulletin_parts(flow, template)):
        raise several(source.name, parts, unit=flow.unit)
    ledger = Ledger(flow.rows, unit=flow.unit)
    ledger.claim_rows(flow.furniture, "furniture", "furniture")
    spent = meter()
    spent.clock()
    pieces, ornaments = pieces_of(flow.blocks, template)
    ledger.claim_rows(ornaments, "furniture", "ornament")
    pieces, notes = without_notes(with_lead_first(with_words_joined(pieces, template), template))
    sections = sections_of(pieces, template)
    content = notes.put_back(pieces, sections.content_body, template.openers)
    begun = begun_by(content, template)
    if any(map(_IS_FIGURE, content)):
        content, begun = with_labels_above(content, begun)
    found, lead_end = _index_of(pieces, sections, content, begun, template)
    spent.require("items", len(found.entries))
    heading = pieces[sections.content_head].text if sections.content_head < sections.content_body <= len(pieces) else ""
    masthead = read_masthead(pieces[: sections.lead], template, [Passage.of([row]) for row in flow.furniture])
    contents = read_contents(content, begun, heading, found, template, flow, ledger, masthead.publisher.text if masthead.publisher else "")
    masthead = masthead._replace(notes=(*masthead.notes, *notes.before(sections.content_body)))
    refuse_what_is_none(masthead, found.entries if sections.has_index else [], contents.items, flow, source.name, template)
    titles = {fold(item.title): item.title for item in contents.items}
    index = tuple([build_entry(keep_brackets(parts, titles.keys()), ledger, titles) for parts in found.entries])
    for at in {sections.index_head, sections.content_head}:
        if at < len(pieces) and at + 1 in (sections.index_body, sections.content_body) and (passage := pieces[at].passage):
            ledger.claim(passage, "label", "section")
    for passage in found.headings:
        ledger.claim(passage, "label", "category")
    lead = read_lead(pieces[sections.lead : lead_end], template, masthead.published, len(index))
    read = _Read(masthead, lead, index, contents, (*flow.furniture, *ornaments), _hidden(document, ledger))
    bulletin = _assembled(read, flow, ledger, source)
    return Parsed(_with_stand_ins(bulletin, stand_ins, flow, ledger) if stand_ins.characters else bulletin, ledger)


def _index_of(pieces: Sequence[Piece], sections: Sections, content: Sequence[Piece], begun: Sequence[Label | None], template: Template) -> tuple[Index, int]:
    """The index, and where the lead ends: the items' sources may stand above the index's heading, one for each."""
    sources = named_sources(content, begun, template)
    known = frozenset([named.source for named in sources])
    said = said_by_items(content, sources)
    head = sections.index_head
    entries = pieces[sections.index_body : sections.content_head]
    found = read_index(entries, template, known, said)
    if any(entry.source for entry in found.entries) or not (taken := sources_above([piece.text for piece in pieces[sections.lead : head]], said)):
        return found, head
    return read_index([*pieces[head - taken : head], *entries], template, known, said), head - taken


def _with_stand_ins(bulletin: Bulletin, found: StandIns, flow: Flow, ledger: Ledger) -> Bulletin:
    """The bulletin with the radicals that its text layer printed for characters."""
    where = ledger.where([row for row in flow.rows if (row.page, row.base) in found.places])
    return bulletin.model_copy(update={"printed": {**bulletin.printed, "radicals": found.characters}, "places": {**bulletin.places, "radicals": where}})


def _assembled(read: _Read, flow: Flow, ledger: Ledger, source: Source) -> Bulletin:
    masthead, lead = read.masthead, read.lead
    places: dict[str, Where] = {}
    fields = (("title", masthead.title), ("issue_label", masthead.issue_label), ("publisher", masthead.publisher), ("published", masthead.published_on))
    for name, passage in fields:
        if passage:
            places[name] = ledger.field(passage, name)
    for paragraph in lead.paragraphs:
        ledger.claim(paragraph, "field", "lead")
    if lead.paragraphs:
        places["lead"] = ledger.where([row for paragraph in lead.paragraphs for row in paragraph.rows])
    for name, passage in (("declared_count", lead.count_text), ("date_range", lead.range_text)):
        if passage:
            places[name] = ledger.where(passage.rows)
    for label in (*masthead.labels, *([lead.heading] if lead.heading else [])):
        ledger.claim(label, "label", "label")
    front = _remnants(masthead.notes, "front_matter", ledger)
    back = _remnants(read.contents.back_matter, "back_matter", ledger)
    printed = {"published": masthead.published_on, "date_range": lead.range_text, "declared_count": lead.count_text}
    return Bulletin(
        title=_text(masthead.title),
        issue_label=_text(masthead.issue_label),
        issue_number=masthead.issue_number,
        issue_numbers=masthead.issue_numbers,
        supplement=masthead.supplement,
        publisher=_text(masthead.publisher),
        published=masthead.published,
        lead="\n".join([clean(paragraph.text) for paragraph in lead.paragraphs]) or None,
        declared_count=lead.declared_count,
        date_range=lead.date_range,
        index=read.entries,
        items=read.contents.items,
        printed={name: clean(passage.text) for name, passage in printed.items() if passage},
        places=places,
        front_matter=front,
        back_matter=back,
        furniture=tuple([_remnant(row.text, ledger.where([row])) for row in sorted(read.furniture)]),
        residue=tuple([_remnant(passage.text, ledger.where(passage.rows)) for passage in ledger.residue()]),
        hidden=read.hidden,
        doubts=_doubts(flow, read.contents, ledger),
        source=source,
    )


def _doubts(flow: Flow, contents: Contents, ledger: Ledger) -> tuple[Doubt, ...]:
    """Where the layout, and where the parsing, had to guess."""
    guessed = [*[(doubt.about, doubt.why, doubt.rows) for doubt in flow.doubts], *[("", why, passage.rows) for passage, why in contents.guesses]]
    found = [(_address(about, where, contents.items), why, where) for about, why, rows in guessed if (where := ledger.where(rows))]
    return tuple([Doubt(field=field, kind="layout", why=why, where=where) for field, why, where in found])


def _address(about: str, where: Where, items: Sequence[Item]) -> str:
    """The address of the item's field that lies in some regions, empty if the doubt is about no field or none lies there."""
    return next((f"items[{at}].{about}" for at, item in enumerate(items) if about and set(where) & set(item.places.get(about, ()))), "")


def _remnants(passages: Sequence[Passage], name: str, ledger: Ledger) -> tuple[Remnant, ...]:
    """Text that belongs to no field, as the record keeps it."""
    return tuple([_remnant(passage.text, ledger.field(passage, name)) for passage in passages if passage.text])


def _remnant(text: str, where: Where) -> Remnant:
    return as_read(Remnant, {"text": clean(text), "where": where}, _OF_REMNANT)


def _hidden(document: Document, ledger: Ledger) -> tuple[Hidden, ...]:
    """What the document's pages hold and do not show."""
    return tuple(
        [Hidden(text=clean(piece.text), why=piece.why, where=ledger.places.box(page.number, piece[2:])) for page in document.pages for piece in page.hidden]
    )


def _text(passage: Passage | None) -> str | None:
    return clean(passage.text) or None if passage else None
