"""The content: its items with their categories, and what stands after the last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.layout.flow import Flow
from bulletin_parse.limits import meter
from bulletin_parse.models import Item
from bulletin_parse.parsing.alignment import Start, guesses_of, weighed
from bulletin_parse.parsing.categories import Heading, Placed, body_categories, heading_of
from bulletin_parse.parsing.dividing import divided
from bulletin_parse.parsing.endings import back_matter_start, is_lone_credit, with_end_marks_apart
from bulletin_parse.parsing.index import Index
from bulletin_parse.parsing.index_scattered import ItemWords
from bulletin_parse.parsing.items import ItemBuilder, Placement
from bulletin_parse.parsing.labels import Label, begun_by, inner_labels, opened_by, piece_labels, worded_label_of
from bulletin_parse.parsing.ledger import Ledger, Passage
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.tags import tags_above
from bulletin_parse.parsing.template import Template
from bulletin_parse.parsing.titles import Titles
from bulletin_parse.text.dates import find_dates
from bulletin_parse.text.folding import fold

TITLE_PIECES = 3  # above a source's label, in which a title stands
LONGEST_NUMBER = 8  # characters of a number on a line of its own
NUMBER_BEGINS = frozenset("0第【〔［[（(")  # with which such a one begins
CREDIT = "one name ends the document: of the last article's editor, or of the bulletin's"
LONGEST_SOURCE_LINE = 40  # characters of a line with a source behind its label's word alone


class Contents(NamedTuple):
    """The items in printed order, the passages after the last one, and where a beginning had to be guessed, with why."""

    items: tuple[Item, ...]
    back_matter: tuple[Passage, ...]
    guesses: tuple[tuple[Passage, str], ...] = ()


class Named(NamedTuple):
    """A source that a label names, folded, and the label's place."""

    at: int
    source: str


def named_sources(pieces: Sequence[Piece], begun: Sequence[Label | None], template: Template) -> list[Named]:
    """The sources that labels name: by them an index's sources are known.

    Args:
        pieces: the content.
        begun: the label that each piece begins with.
        template: the series' words.
    """
    found: list[Named] = []
    loose = template.firsts.loose
    for at in opened_by(pieces, template.firsts.labels):
        text, label = pieces[at].text, begun[at]
        if label is None and text[:1] in loose and len(text) <= LONGEST_SOURCE_LINE:
            label = worded_label_of(text, template)
        if label is None or label.kind != "source":
            continue
        value = text[label.end :]
        if not value and (below := _below_labels(pieces, begun, at + 1)) < len(pieces):
            value = pieces[below].text
        if inner := next(inner_labels(value, template), None):
            value = value[: inner.start()]
        dated = find_dates(value)
        value = fold(value[: dated[0].start] if dated and dated[0].start else value).strip("()[]【】|/;,-—")  # （来源：人民网，2026-03-11）
        if 1 < len(value) <= 40:
            found.append(Named(at, value))
    return found


def _below_labels(pieces: Sequence[Piece], begun: Sequence[Label | None], at: int) -> int:
    """The place of the first value from a place on, where a converter wrote a table's labels before their values."""
    while at < len(pieces) and (label := begun[at]) and label.end >= len(pieces[at].text):
        at += 1
    return at


def said_by_items(pieces: Sequence[Piece], sources: Sequence[Named]) -> list[ItemWords]:
    """The numbers, titles and sources of the items that count 1, 2, 3… above the label of their source.

    Args:
        pieces: the content.
        sources: what labels name in it.
    """
    found: list[ItemWords] = []
    for at, source in sources:
        for first in range(at - 1, max(-1, at - 1 - TITLE_PIECES), -1):
            number = leading_number(pieces[first].text)
            if number and number.form == "plain" and number.value == len(found) + 1:
                title = "".join([piece.text for piece in pieces[first:at]])[number.end :]
                found.append(ItemWords(number.value, fold(title), source))
                break
    return found


class Labelled(NamedTuple):
    """The content's pieces, what stood on one line with a label parted; the label of each; and the index's titles."""

    pieces: Sequence[Piece]
    labels: list[Label | None]
    titles: Titles


def labelled(pieces: Sequence[Piece], begun: Sequence[Label | None], index: Index, template: Template) -> Labelled:
    """The content's pieces with their labels, as items are sought among them.

    Args:
        pieces: from below the content's heading.
        begun: the label that each begins with.
        index: what the index says.
        template: the series' words.
    """
    titles = Titles([parts.title.text for parts in index.entries])
    known = frozenset([fold(name) for name in index.categories])
    parted, begun = divided(pieces, begun, template, titles, known)
    content = _with_numbers_joined(parted, titles)
    if content is not parted:
        begun = begun_by(content, template)
    return Labelled(content, piece_labels(content, begun, titles, template), titles)


def read_contents(
    pieces: Sequence[Piece], begun: Sequence[Label | None], heading: str, index: Index, template: Template, flow: Flow, ledger: Ledger, publisher: str = ""
) -> Contents:
    """The items of the content.

    Args:
        pieces: from below the content's heading.
        begun: the label that each begins with.
        heading: the content's heading, empty without one.
        index: what the index says.
        template: the series' words.
        flow: the document, for its habits.
        ledger: where everything is entered.
        publisher: the masthead's, which may sign the bulletin at its end.
    """
    entries = index.entries
    known = frozenset([fold(name) for name in index.categories])
    content, labels, titles = labelled(pieces, begun, index, template)
    places = weighed(content, labels, titles, template)
    starts = [candidate.start for candidate, begins in places if begins]
    meter().require("items", len(starts))
    if not starts:
        return Contents((), ())
    content = with_end_marks_apart(content, starts[-1].fields, template, fold(publisher))
    labels += [None] * (len(content) - len(labels))
    own_entries = [entries[start.entry] if start.entry is not None else None for start in starts]
    builder = ItemBuilder(content, labels, template, flow.habits, ledger)
    placed = _categories(content, starts, heading, known, template)
    own_sources = [entry.source.text if entry and entry.source else None for entry in own_entries]
    tags = tags_above(content, [place.first for place in placed], own_sources, template)
    ends = [*[place.first - 1 if tags else place.first for place in placed[1:]], len(content)]  # a line above an item is its own
    fields = [builder.fields(start, end) for start, end in zip(starts, ends, strict=True)]
    fields = [own.with_tag(tag) for own, tag in zip(fields, tags, strict=True)] if tags else fields
    last = [_last_text(content, start, end) for start, end in zip(starts[:-1], ends[:-1], strict=True)]
    category = _last_heading(content, placed, starts[-1].title, template)
    text = fields[-1].body - (fields[-1].first_text is not None)  # it may stand on its label's line
    ends[-1] = back_matter_start(content, text, ends[-1], heading_of(heading, template), category, template, last, fold(publisher))
    for place, start in zip(placed, starts, strict=True):
        for piece in content[place.first : start.title]:
            if piece.passage:
                ledger.claim(piece.passage, "label", "category")
    guesses = tuple([(passage, guess.why) for guess in guesses_of(places) if (passage := content[guess.at].passage)])
    if is_lone_credit(content[ends[-1] :], template):
        guesses += tuple([(piece.passage, CREDIT) for piece in content[ends[-1] :] if piece.passage])
    items = []
    for start, end, place, own, entry, source in zip(starts, ends, placed, fields, own_entries, own_sources, strict=True):
        items.append(builder.build(Placement(start, end, place.name), own, entry.title.text if entry else "", source))
    return Contents(tuple(items), tuple([passage for piece in content[ends[-1] :] for passage in _passages(piece)]), guesses)


def _with_numbers_joined(content: Sequence[Piece], titles: Titles) -> Sequence[Piece]:
    """The pieces with a number that a converter left on a line of its own put before its title: 02, or 【第2篇】, above 甲市医院上线平台."""
    short = [at for at in opened_by(content[:-1], NUMBER_BEGINS) if len(content[at].text) <= LONGEST_NUMBER]
    joins = [at for at in short if _is_number(content[at].text) and titles.same(content[at + 1].text)]
    if not joins:
        return content
    out: list[Piece] = []
    for at, piece in enumerate(content):
        above = content[at - 1].passage if at - 1 in joins else None
        if above and piece.passage:
            whole = Passage.lines([above, piece.passage])
            piece = Piece(whole.text, whole, piece.block)
            out.pop()
        out.append(piece)
    return out


def _is_number(text: str) -> bool:
    """Whether a text is a number and nothing else: 02, 【第2篇】, （2）."""
    if len(text) == 2 and text[0] == "0" and text.isdecimal():
        return True
    return (number := leading_number(text)) is not None and number.end == len(text)


def _passages(piece: Piece) -> list[Passage]:
    """The passages of a piece: one, or of a table one for each cell."""
    if piece.block and piece.block.cells:
        return [Passage.of(cell) for line in piece.block.cells for cell in line if cell]
    return [piece.passage] if piece.passage else []


def _categories(content: Sequence[Piece], starts: Sequence[Start], heading: str, known: frozenset[str], template: Template) -> list[Placed]:
    """The category of each item; of several sections with headings of their own, the first is the content's heading."""
    section = heading_of(heading, template)
    placed = body_categories(content, [(start.title, start.fields) for start in starts], known, template, fold(section.name) if section else "")
    later = {place.name for place in placed if place.name}
    if section and any(template.content_section.match(content[place.first].text) for place in placed if place.name) and section.name not in later:
        placed = [place if place.name else place._replace(name=section.name) for place in placed]
    return placed


def _last_heading(content: Sequence[Piece], placed: Sequence[Placed], title: int, template: Template) -> Heading | None:
    """The heading of the last category: above the last item's title, or further up."""
    for at in range(placed[-1].first, title):
        if found := heading_of(content[at].text, template):
            return found
    for place in reversed(placed):
        if place.name and (found := heading_of(content[place.first].text, template)) and found.name == place.name:
            return found
    return None


def _last_text(content: Sequence[Piece], start: Start, end: int) -> str:
    """The last text of an item."""
    return next((content[at].text for at in range(end - 1, start.fields, -1) if content[at].passage), "")
