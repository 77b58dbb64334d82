"""How a document was read: which line matched which word of the template, where items could have begun, where the masthead's fields stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_parse.errors import BulletinError
from bulletin_parse.layout.flow import flow_of
from bulletin_parse.matching.likeness import SAME_TITLE
from bulletin_parse.models import Source, Where
from bulletin_parse.parsing.alignment import Candidate, weighed
from bulletin_parse.parsing.bulletin import parse_document
from bulletin_parse.parsing.cells import with_field_tables_unfolded
from bulletin_parse.parsing.contents import Labelled, labelled, named_sources, said_by_items
from bulletin_parse.parsing.index import read_index
from bulletin_parse.parsing.labels import begun_by, label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.masthead import Masthead, read_masthead
from bulletin_parse.parsing.notes import without_notes
from bulletin_parse.parsing.numbering import leading_number
from bulletin_parse.parsing.pieces import Piece, pieces_of
from bulletin_parse.parsing.sections import LONGEST_HEADING, Sections, sections_of, with_lead_first, with_words_joined
from bulletin_parse.parsing.template import Template
from bulletin_parse.parsing.titles import LONGEST_TITLE
from bulletin_parse.parsing.whereabouts import Whereabouts
from bulletin_parse.reading.document import Document, Unit
from bulletin_parse.reading.radicals import resolved

_SECTIONS = ("lead", "index", "content")


class MatchedLine(NamedTuple):
    """A line that matched a word of the template.

    ``kind`` is the section (lead, index, content) or the label's kind (source, link, content, …); ``used`` tells whether the line was taken for it.
    """

    kind: str
    word: str
    text: str
    used: bool
    where: Where


class Beginning(NamedTuple):
    """A line at which an item could have begun: whether one does, and why or why not."""

    text: str
    begins: bool
    why: str
    where: Where


class ReadField(NamedTuple):
    """A field of the masthead, and the piece of the page that it was taken from."""

    name: str
    text: str
    where: Where


class Explanation(NamedTuple):
    """How a file was read; ``outcome`` is the bulletin in a few words, or the error that it raises."""

    name: str
    outcome: str
    fields: tuple[ReadField, ...]
    sections: tuple[MatchedLine, ...]
    labels: tuple[MatchedLine, ...]
    entries: int
    beginnings: tuple[Beginning, ...]


def explained(document: Document, template: Template, source: Source) -> Explanation:
    """How a document is read, one that is refused as well.

    Args:
        document: as an engine or a text reader gave it.
        template: the series' words.
        source: what a record would say of the file.
    """
    outcome = _outcome(document, template, source)
    document, _ = resolved(document)
    flow = flow_of(document, template.layout)
    pieces, _ = pieces_of(with_field_tables_unfolded(flow, template), template)
    pieces, notes = without_notes(with_lead_first(with_words_joined(pieces, template), template))
    sections = sections_of(pieces, template)
    body = notes.put_back(pieces, sections.content_body, template.openers)
    begun = begun_by(body, template)
    sources = named_sources(body, begun, template)
    known = frozenset([named.source for named in sources])
    index = read_index(pieces[sections.index_body : sections.content_head], template, known, said_by_items(body, sources))
    content = labelled(body, begun, index, template)
    masthead = read_masthead(pieces[: sections.lead], template, [Passage.of([row]) for row in flow.furniture])
    teller = _Teller(template, unit=flow.unit)
    return Explanation(
        source.name,
        outcome,
        teller.fields(masthead),
        teller.sections(pieces, sections),
        teller.labels(content),
        len(index.entries),
        teller.beginnings(content),
    )


def _outcome(document: Document, template: Template, source: Source) -> str:
    try:
        bulletin = parse_document(document, template, source).bulletin
    except BulletinError as error:
        return f"{type(error).__name__}: {error}"
    return f"a bulletin ({bulletin.issue_label or 'no issue label'}) with {len(bulletin.index)} entries and {len(bulletin.items)} items"


class _Teller:
    """Tells of pieces what they matched; holds the template and the kind of places."""

    def __init__(self, template: Template, *, unit: Unit) -> None:
        self._template = template
        self._places = Whereabouts(unit)

    def _where(self, passage: Passage | None) -> Where:
        return self._places.of(passage.rows) if passage else ()

    def fields(self, masthead: Masthead) -> tuple[ReadField, ...]:
        """Where the masthead's fields were taken from."""
        named = (
            ("title", masthead.title),
            ("issue_label", masthead.issue_label),
            ("publisher", masthead.publisher),
            ("published", masthead.published_on),
        )
        return tuple([ReadField(name, passage.text, self._where(passage)) for name, passage in named if passage])

    def sections(self, pieces: Sequence[Piece], found: Sections) -> tuple[MatchedLine, ...]:
        """The lines that matched a section's word."""
        template = self._template
        patterns = (template.lead_section, template.index_section, template.content_section)
        used = (found.lead, found.index_head, found.content_head)
        out = []
        for at, piece in enumerate(pieces):
            for kind, pattern, place in zip(_SECTIONS, patterns, used, strict=True):
                is_short = len(piece.text) <= LONGEST_HEADING or kind == "lead"
                if is_short and piece.text and (match := pattern.match(piece.text)):
                    word = self._word("content_section" if kind == "content" else kind, match[0])
                    out.append(MatchedLine(kind, word, piece.text, at == place, self._where(piece.passage)))
        return tuple(out)

    def _word(self, kind: str, text: str) -> str:
        """The template's word in what matched, its longest."""
        bare = "".join(text.split())
        return max([word for word in self._template.words.get(kind, ()) if word in bare], key=len, default=bare)

    def labels(self, content: Labelled) -> tuple[MatchedLine, ...]:
        """The lines of the content that begin with a label."""
        out = []
        for piece, label in zip(content.pieces, content.labels, strict=False):
            printed = label or label_of(piece.text, self._template)
            if printed:
                out.append(MatchedLine(printed.kind, printed.word or piece.text[: printed.end], piece.text, label is not None, self._where(piece.passage)))
        return tuple(out)

    def beginnings(self, content: Labelled) -> tuple[Beginning, ...]:
        """The places where items begin or could have begun."""
        # Of two candidates with one title the one that begins an item tells.
        places = sorted(weighed(content.pieces, content.labels, content.titles, self._template), key=lambda place: place[1])
        found = {candidate.start.title: (candidate, begins) for candidate, begins in places}
        inside = {at for candidate, begins in found.values() if begins for at in range(candidate.start.title, candidate.start.fields)}
        out = []
        for at, piece in enumerate(content.pieces):
            if at in found:
                candidate, begins = found[at]
                words = " ".join([part.text for part in content.pieces[at : max(candidate.start.fields, at + 1)]])
                out.append(Beginning(words, begins, _reason(candidate, begins=begins), self._where(piece.passage)))
            elif at not in inside and (why := _passed_over(piece, content, at)):
                out.append(Beginning(piece.text, begins=False, why=why, where=self._where(piece.passage)))
        return tuple(out)


def _reason(candidate: Candidate, *, begins: bool) -> str:
    """What speaks for a candidate, and why it was not taken."""
    start = candidate.start
    evidence = [f"{candidate.strength} label(s) follow" if candidate.strength else "no label follows"]
    if start.entry is not None:
        evidence.append(f"{candidate.likeness:.0f} % like entry {start.entry + 1}")
    else:
        evidence.append("like no entry")
    evidence.append(f"number {start.number.value}" if start.number else "no number")
    told = ", ".join(evidence)
    if begins:
        return told
    return f"{told}; the entries in their order are found elsewhere" if start.entry is not None else f"{told}; that is too little"


def _passed_over(piece: Piece, content: Labelled, at: int) -> str:
    """Why a line that looks like a title is no candidate; empty for other lines."""
    if piece.passage is None or len(piece.text) > LONGEST_TITLE or content.labels[at] is not None:
        return ""
    number, entry, likeness = content.titles.match(piece.text)
    if entry is not None and likeness >= SAME_TITLE:
        return f"{likeness:.0f} % like entry {entry + 1}, but it stands below the item's labels: a headline"
    if number is None or leading_number(piece.text) is None:
        return ""
    return f"number {number.value}, but no label follows and its words are no entry's"
