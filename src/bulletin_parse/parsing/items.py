"""Items and entries as records: pieces of the page become fields, each entered in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from bulletin_parse.layout.blocks import Block
from bulletin_parse.layout.frame import Habits
from bulletin_parse.layout.rows import Row
from bulletin_parse.models import Block as BlockRecord
from bulletin_parse.models import BlockKind, Entry, Item, LineRegion, PageRegion, Where
from bulletin_parse.parsing.alignment import SAME_TITLE, Start
from bulletin_parse.parsing.article import read_article
from bulletin_parse.parsing.cells import cell_texts
from bulletin_parse.parsing.fields import Fields, link_of, read_fields
from bulletin_parse.parsing.index import EntryParts
from bulletin_parse.parsing.ledger import Ledger, Passage, rounded
from bulletin_parse.parsing.pieces import Manner, Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.folding import clean, fold
from bulletin_parse.text.links import squeeze


def build_entry(parts: EntryParts, ledger: Ledger) -> Entry:
    """An entry's record."""
    for passage in (parts.mark, parts.rest):
        if passage:
            ledger.claim(passage, "label", "number" if passage is parts.mark else "leader")
    ledger.claim(parts.title, "field", "title")
    if parts.source and parts.source_frame:
        ledger.claim(parts.source, "field", "source")
        _claim_frame(parts.source_frame, parts.source, ledger)
    return Entry(
        number=parts.number.value if parts.number else None,
        title=clean(parts.title.text),
        source=clean(parts.source.text) if parts.source else None,
        where=ledger.where(parts.rows),
    )


def _claim_frame(frame: Passage, inner: Passage, ledger: Ledger) -> None:
    """What stands round a field: its brackets."""
    at = frame.text.find(inner.text)
    for edge in (frame.cut(0, at), frame.cut(at + len(inner.text))):
        if edge.text:
            ledger.claim(edge, "label", "brackets")


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
    best = process.extractOne(title, titles, scorer=fuzz.ratio)
    return best[1] if best else 0.0


class ItemBuilder:
    """Builds items from their blocks; holds what is the same for all of them."""

    def __init__(self, blocks: Sequence[Block], template: Template, habits: Habits, ledger: Ledger) -> None:
        self._blocks = blocks
        self._template = template
        self._ledger = ledger
        self._manner = _manner(habits, ledger)

    def build(self, start: Start, end: int, entry_source: str | None) -> Item:
        """The item that begins at ``start`` and ends before block ``end``.

        ``entry_source`` is the source that the index gives it, by which a source in the title's own line is known.
        """
        ledger = self._ledger
        fields = read_fields(self._blocks, start.fields, end, self._template)
        title, own_source = self._title(start, fields, entry_source)
        article = read_article(self._blocks[fields.body : end], title.text if title else "", fields.first_text, self._template, self._manner)
        for label in fields.labels:
            ledger.claim(label, "label", "label")
        places: dict[str, Where] = {}
        source = fields.source or own_source
        link = self._link(fields)
        for name, passage in (("title", title), ("source", source), ("link", link), ("headline", article.headline), ("byline", article.byline)):
            if passage and passage.text:
                places[name] = ledger.field(passage, name)
        blocks = tuple([self._block(kind, piece) for kind, piece in article.blocks])
        return Item(
            number=start.number.value if start.number else None,
            title=clean(title.text) if title else "",
            source=clean(source.text) if source and source.text else None,
            link=squeeze(link.text) or None if link else None,
            link_target=self._target(fields, link),
            headline=clean(article.headline.text) if article.headline else None,
            byline=clean(article.byline.text) if article.byline else None,
            published=article.published,
            blocks=blocks,
            places=places,
            where=ledger.where(self._rows(start, end)),
        )

    def _title(self, start: Start, fields: Fields, entry_source: str | None) -> tuple[Passage | None, Passage | None]:
        """The title without its number; and the source, where it stands in brackets after the title."""
        rows = [row for block in self._blocks[start.title : start.fields] for row in block.rows]
        if not rows:
            return None, None
        title = Passage.joined([Passage.of(block.rows, block.text) for block in self._blocks[start.title : start.fields] if block.rows])
        if start.number:
            self._ledger.claim(title.cut(0, start.number.end), "label", "number")
            title = title.cut(start.number.end)
        if fields.source is None and entry_source and title.text.rstrip(")）】]").endswith(entry_source):
            at = title.text.rindex(entry_source)
            if at and title.text[at - 1] in "(（【[":
                for edge in (title.cut(at - 1, at), title.cut(at + len(entry_source))):
                    self._ledger.claim(edge, "label", "brackets")
                return title.cut(0, at - 1), title.cut(at, at + len(entry_source))
        return title, None

    def _link(self, fields: Fields) -> Passage | None:
        if fields.link is None:
            return None
        link = link_of(fields.link)
        for edge in (fields.link.cut(0, fields.link.text.find(link.text)), fields.link.cut(fields.link.text.find(link.text) + len(link.text))):
            if edge.text:
                self._ledger.claim(edge, "label", "brackets")
        return link

    def _target(self, fields: Fields, link: Passage | None) -> str | None:
        """The annotation's target: the one that is the printed link, if there is one among several."""
        if not fields.targets:
            return None
        printed = squeeze(link.text) if link else None
        return printed if printed in fields.targets else fields.targets[0]

    def _block(self, kind: BlockKind, piece: Piece) -> BlockRecord:
        if piece.passage is None:
            return BlockRecord(kind="figure", text="", where=self._place(piece.block) if piece.block else ())
        where = self._ledger.field(piece.passage, kind)
        if piece.is_table and piece.block:
            rows = cell_texts(piece.block)
            return BlockRecord(kind="table", text="\n".join(["\t".join(row) for row in rows]), rows=rows, where=where)
        return BlockRecord(kind=kind, text=clean(piece.text), where=where)

    def _place(self, figure: Block) -> Where:
        if figure.box is None:
            return ()
        if self._ledger.paged:
            return (PageRegion(page=figure.page, bbox=rounded(figure.box)),)
        return (LineRegion(line=int(figure.box[1]), end_line=int(figure.box[3])),)

    def _rows(self, start: Start, end: int) -> list[Row]:
        return [row for block in self._blocks[start.title : end] for row in block.rows]


def _manner(habits: Habits, ledger: Ledger) -> Manner:
    """How the document shows what a block is; converters mark subheadings as they mark titles."""
    if ledger.paged:
        return Manner(habits, paged=True)
    rows = ledger.rows
    apart = sum(below.base - above.base > 1 for above, below in pairwise(rows))
    return Manner(habits, paged=False, marks=any(row.bold for row in rows), spaced=apart * 2 > len(rows))
