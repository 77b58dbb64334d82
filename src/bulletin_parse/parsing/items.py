"""Items and entries as records: pieces of the page become fields, each entered in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from bulletin_parse.frozen import FrozenMapping
from bulletin_parse.layout.blocks import TextBlock
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.row import Row
from bulletin_parse.matching.likeness import SAME_TITLE, most_alike
from bulletin_parse.models import Block, BlockKind, Entry, Item, Where
from bulletin_parse.parsing.alignment import Start
from bulletin_parse.parsing.article import labelled_source, read_article
from bulletin_parse.parsing.cells import cell_texts
from bulletin_parse.parsing.fields import Fields, read_fields, read_tail
from bulletin_parse.parsing.index import EntryParts
from bulletin_parse.parsing.labels import Label, label_of
from bulletin_parse.parsing.ledger import Ledger, Passage
from bulletin_parse.parsing.links import Links
from bulletin_parse.parsing.pieces import Manner, Piece
from bulletin_parse.parsing.seams import as_copied
from bulletin_parse.parsing.tags import dated_source
from bulletin_parse.parsing.template import Template
from bulletin_parse.records import as_read
from bulletin_parse.text.brackets import SOURCE_CLOSING, SOURCE_OPENING, USUAL_CLOSING, USUAL_OPENING
from bulletin_parse.text.bullets import TITLE_BULLET
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import clean, fold, squeezed

# The fields of records that are made of what was read, without validation, which would leave them as they are: an item's costs as much as its fields' reading.
_OF_ENTRY, _OF_ITEM = set(Entry.model_fields), set(Item.model_fields)


def build_entry(parts: EntryParts, ledger: Ledger, titles: Mapping[str, str]) -> Entry:
    """An entry's record.

    Args:
        parts: the entry as read.
        ledger: the document's.
        titles: the items' titles, by their folded form.
    """
    for passage in (parts.mark, parts.rest):
        if passage:
            ledger.claim(passage, "label", "number" if passage is parts.mark else "leader")
    ledger.claim(parts.title, "field", "title")
    if parts.source and parts.source_frame:
        ledger.claim(parts.source, "field", "source")
        ledger.claim(parts.source_frame, "label", "brackets")  # what stands round it: the source itself is claimed
    values = {
        "number": parts.number.value if parts.number else None,
        "title": as_copied(parts.title, [titles.get(fold(parts.title.text), "")]),
        "source": clean(parts.source.text) if parts.source else None,
        "category": clean(parts.category) if parts.category else None,
        "where": ledger.where(parts.rows),
    }
    return as_read(Entry, values, _OF_ENTRY)


def keep_brackets(parts: EntryParts, titles: Collection[str]) -> EntryParts:
    """The entry with its last bracket as part of the title, where an item's title says that it is one.

    Args:
        parts: the entry as read.
        titles: the items' titles, folded; a set or the keys of a dict, since long indexes ask for each of their entries.
    """
    bare = fold(parts.title.text)
    if parts.source_frame is None or bare in titles:
        return parts
    whole = Passage.joined([parts.title, parts.source_frame])
    with_bracket = _likeness(fold(whole.text), titles)
    if with_bracket < SAME_TITLE or with_bracket <= _likeness(bare, titles):
        return parts
    return parts._replace(title=whole, source=None, source_frame=None)


def _likeness(title: str, titles: Collection[str]) -> float:
    """How like the most alike of some titles is, from 0 to 100."""
    best = most_alike(title, titles)
    return best[1] if best else 0.0


_BOLD = attrgetter("bold")
_BRACKETS = SOURCE_OPENING + SOURCE_CLOSING
LONGEST_SOURCE = 40  # characters of a source in brackets behind a text


class Placement(NamedTuple):
    """Where an item stands in the content's pieces: its start, its end, and its category."""

    start: Start
    end: int
    category: str | None


class ItemBuilder:
    """Builds items from their pieces; holds what is the same for all of them."""

    def __init__(self, pieces: Sequence[Piece], labels: Sequence[Label | None], template: Template, habits: Habits, ledger: Ledger) -> None:
        self._pieces = pieces
        self._labels = labels
        self._template = template
        self._ledger = ledger
        self._manner = _manner(habits, ledger)

    def fields(self, start: Start, end: int) -> Fields:
        """The labelled fields above an item's article."""
        fields = read_fields(self._pieces, self._labels, start.fields, end, self._template)
        label = self._labels[start.title] if start.title < start.fields else None
        return fields._replace(title=self._titled(start, label)) if label and label.kind == "title" else fields

    def _titled(self, start: Start, label: Label) -> Passage | None:
        """The title behind a label of its own."""
        first = self._pieces[start.title].passage
        if first is None:
            return None
        parts = [first.cut(label.end), *[piece.passage for piece in self._pieces[start.title + 1 : start.fields] if piece.passage]]
        self._ledger.claim(first.cut(0, label.end), "label", "label")
        return Passage.joined([part for part in parts if part.text])

    def build(self, place: Placement, fields: Fields, entry_title: str, entry_source: str | None) -> Item:
        """The item at a place.

        Args:
            place: where it stands.
            fields: its labelled fields.
            entry_title: the title that the index gives it.
            entry_source: the source that it gives it, by which a source in the title's own line is known.
        """
        ledger, start = self._ledger, place.start
        title, own_source, fields = self._title(start, fields, entry_source)
        body = fields.body
        if own_source is None and fields.source is None:
            own_source, body = self._source_below(fields, entry_source, body)
        tail, end = read_tail(self._pieces, self._labels, body, place.end, fields, self._template)
        links = fields.links if "link" in fields.kinds or not tail.kinds else tail.links
        rest = [Piece(links.rest.text, links.rest, None)] if links.rest else []
        named = self._named(fields.source, tail.source, own_source)
        article = read_article(
            [*rest, *self._pieces[body:end]], title.text if title else "", fields.first_text, self._template, self._manner, named.text if named else ""
        )
        others = (*fields.others, *tail.others)
        self._claim([*fields.labels, *tail.labels, *links.edges, *([links.word] if links.word else [])], [value for _, value in others])
        source = named
        if source is None and not fields.kinds and article.byline:
            source = labelled_source(article.byline, self._template)  # an item without labels: its byline alone names the source
        blocks_read, source = (article.blocks, source) if source else self._source_at_end(article.blocks)
        published_on, dated = (fields.published_on, fields.published) if fields.published_on else (tail.published_on, tail.published)
        headline = article.headline
        passages = {"title": title, "source": source, "link": links.first, "headline": headline, "byline": article.byline, "published": published_on}
        places = {name: ledger.field(passage, name) for name, passage in passages.items() if passage and passage.text}
        blocks = tuple([self._block(kind, piece) for kind, piece in blocks_read])
        link, further, target = self._links(start, links)
        values = {  # in the order of the fields
            "number": start.number.value if start.number else None,
            "title": as_copied(title, [entry_title, headline.text if headline else ""]) if title else "",
            "source": clean(source.text) if source and source.text else None,
            "link": link or links.carried or (target if "link" not in fields.kinds | tail.kinds else None),
            "further_links": further,
            "link_target": target,
            "category": clean(place.category) if place.category else None,
            "labels": FrozenMapping({word: clean(value.text) for word, value in others}),
            "headline": self._headline(headline, [entry_title, title.text if title else ""]) if headline else None,
            "byline": clean(article.byline.text) if article.byline else None,
            "published": article.published or dated,
            "blocks": blocks,
            "places": FrozenMapping(places),
            "where": ledger.where(self._rows(start.title, place.end)),
        }
        return as_read(Item, values, _OF_ITEM)

    def _rows(self, start: int, end: int) -> list[Row]:
        """The rows of the pieces from one place up to another."""
        rows: list[Row] = []
        for piece in self._pieces[start:end]:
            if passage := piece.passage:
                rows += passage.rows
        return rows

    def _named(self, above: Passage | None, below: Passage | None, own: Passage | None) -> Passage | None:
        """The source that labels above the text, labels below it, or the title's line name; one that is said twice is entered twice."""
        named = above or below or own
        if above and below and fold(above.text) == fold(below.text):
            self._ledger.claim(below, "field", "source")
        return named

    def _claim(self, labels: Sequence[Passage], values: Sequence[Passage]) -> None:
        for label in labels:
            self._ledger.claim(label, "label", "label")
        for value in values:
            self._ledger.claim(value, "field", "labels")

    def _headline(self, headline: Passage, titles: Sequence[str]) -> str:
        if "\n" in headline.text:
            return "\n".join([clean(line) for line in headline.text.split("\n")])
        return as_copied(headline, titles)

    def _links(self, start: Start, links: Links) -> tuple[str | None, tuple[str, ...], str | None]:
        """An item's link, its further ones, and where the first one's annotation leads."""
        for passage in links.further:
            self._ledger.claim(passage, "field", "further_links")
        link = squeezed(links.first.text) or None if links.first else None
        further = tuple([squeezed(passage.text) for passage in links.further])
        return link, further, self._target(start, links.targets, link, further)

    def _title(self, start: Start, fields: Fields, entry_source: str | None) -> tuple[Passage | None, Passage | None, Fields]:
        """The title without its number; the source, where it stands in brackets before or after the title; and the fields with the day behind it."""
        passages = [piece.passage for piece in self._pieces[start.title : start.fields] if piece.passage]
        if not passages:
            return None, None, fields
        title = fields.title or Passage.joined(passages)
        if start.number:
            self._ledger.claim(title.cut(0, start.number.end), "label", "number")
            title = title.cut(start.number.end)
        elif bullet := TITLE_BULLET.match(title.text):
            self._ledger.claim(title.cut(0, bullet.end()), "label", "number")
            title = title.cut(bullet.end())
        named = clean(fields.source.text) if fields.source else entry_source
        if named and title.text[:1] in SOURCE_OPENING and title.text[1:].startswith(named) and title.text[len(named) + 1 :].startswith(tuple(SOURCE_CLOSING)):
            for edge in (title.cut(0, 1), title.cut(len(named) + 1, len(named) + 2)):
                self._ledger.claim(edge, "label", "brackets")
            source, title = title.cut(1, len(named) + 1), title.cut(len(named) + 2)
            if fields.source is None:
                return title, source, fields
            self._ledger.claim(source, "field", "source")  # said twice: before the title and by the label
        if named and title.text.rstrip(USUAL_CLOSING).endswith(named):
            at = title.text.rindex(named)
            if at and title.text[at - 1] in USUAL_OPENING:
                for edge in (title.cut(at - 1, at), title.cut(at + len(named))):
                    self._ledger.claim(edge, "label", "brackets")
                if fields.source:  # said twice: behind the title and by the label
                    self._ledger.claim(title.cut(at, at + len(named)), "field", "source")
                return title.cut(0, at - 1), title.cut(at, at + len(named)), fields
        return self._dated_behind(title, named, fields) if named and title.text[-1:] in USUAL_CLOSING else (title, None, fields)

    def _dated_behind(self, title: Passage, named: str, fields: Fields) -> tuple[Passage, Passage | None, Fields]:
        """A title without the bracket of its source and day behind it, the source, and the fields with the day: 标题（新京报 2026-03-11）."""
        at = max(map(title.text.rfind, USUAL_OPENING))
        own, day, between = dated_source(title.cut(at + 1, len(title.text) - 1))
        if at <= 0 or day is None or own.text != named:
            return title, None, fields
        for edge in (title.cut(at, at + 1), *between, title.cut(len(title.text) - 1)):
            self._ledger.claim(edge, "label", "brackets")
        self._ledger.claim(own, "field", "source")  # a label may say either again
        self._ledger.claim(day, "field", "published")
        if fields.published_on is None:
            fields = fields._replace(published_on=day, published=find_dates(day.text)[0].value)
        return title.cut(0, at), own, fields

    def _source_below(self, fields: Fields, entry_source: str | None, body: int) -> tuple[Passage | None, int]:
        """The source in brackets on a line of its own below the title, as the index has it."""
        passage = self._pieces[body].passage if body < len(self._pieces) else None
        if passage is None or not entry_source or fields.kinds or fold(passage.text.strip(_BRACKETS)) != fold(entry_source):
            return None, body
        bare = passage.text.strip(_BRACKETS)
        at = passage.text.index(bare)
        for edge in (passage.cut(0, at), passage.cut(at + len(bare))):
            if edge.text:
                self._ledger.claim(edge, "label", "brackets")
        return passage.cut(at, at + len(bare)), body + 1

    def _source_at_end(self, blocks: list[tuple[BlockKind, Piece]]) -> tuple[list[tuple[BlockKind, Piece]], Passage | None]:
        """The source of an item that lacks one, where it ends the last paragraph: …。（来源：人民网）."""
        if not blocks:
            return blocks, None
        kind, piece = blocks[-1]
        if piece.passage is None or piece.is_apart or piece.text[-1:] not in USUAL_CLOSING:
            return blocks, None
        start = max(piece.text.rfind(mark) for mark in USUAL_OPENING)
        label = label_of(piece.text[start:], self._template) if start > 0 else None
        if label is None or label.kind != "source" or not label.closer or len(piece.text) - start > LONGEST_SOURCE:
            return blocks, None
        frame = piece.passage.cut(start)
        for edge in (frame.cut(0, label.end), frame.cut(len(frame.text) - 1)):
            self._ledger.claim(edge, "label", "label")
        rest = piece.passage.cut(0, start)
        return [*blocks[:-1], (kind, Piece(rest.text, rest, None))], frame.cut(label.end, len(frame.text) - 1)

    def _target(self, start: Start, targets: tuple[str, ...], link: str | None, further: Sequence[str]) -> str | None:
        """The annotation's target: the one that is the printed link, if there is one among several, and none of the further ones'; else that of the title."""
        if targets:
            own = [target for target in targets if target not in further]
            return link if link in targets else next(iter(own), None)
        titled = [target for piece in self._pieces[start.title : start.fields] for target in piece.targets]
        return titled[0] if titled else None

    def _block(self, kind: BlockKind, piece: Piece) -> Block:
        if piece.passage is None:
            return Block(kind="figure", text="", where=self._place(piece.block) if piece.block else ())
        where = self._ledger.field(piece.passage, kind)
        for mark in piece.block.marks if piece.block else ():
            row = self._ledger.rows[mark.order]
            self._ledger.claim(Passage(row.text[mark.start : mark.end], ((0, row, mark.start, mark.end),)), "label", "mark")
        if piece.is_table and piece.block:
            rows = cell_texts(piece.block)
            return Block(kind="table", text="\n".join(["\t".join(row) for row in rows]), rows=rows, where=where)
        return Block.as_read(kind, clean(piece.text), where)

    def _place(self, figure: TextBlock) -> Where:
        return self._ledger.places.box(figure.page, figure.box) if figure.box else ()


def _manner(habits: Habits, ledger: Ledger) -> Manner:
    """How the document shows what a block is; converters mark subheadings as they mark titles."""
    if ledger.unit != "line":
        return Manner(habits, paged=True)
    return Manner(habits, paged=False, marks=any(map(_BOLD, ledger.rows)))
