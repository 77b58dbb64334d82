"""What stands after the last item: a further section, a colophon, a notice, attachments, （完）."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_parse.layout.blocks import ends_sentence
from bulletin_parse.parsing.categories import Heading, heading_of
from bulletin_parse.parsing.pieces import Piece
from bulletin_parse.parsing.template import Template
from bulletin_parse.text.folding import clean

LONGEST_HEADING = 24  # characters of a further section's heading
LONGEST_LINE = 160  # of a colophon's
LONGEST_SECTION = 8  # pieces below a heading that nothing but its words tells from an article's
_HAN_FORMS = ("han", "part", "hanbracket")


def back_matter_start(
    pieces: Sequence[Piece], start: int, end: int, section: Heading | None, category: Heading | None, template: Template, others: Sequence[str]
) -> int:
    """The place of the first piece after the last item's text; ``end`` if there is none.

    Args:
        pieces: the content.
        start: the place of the last item's first piece of text.
        end: the document's end.
        section: the heading of the content, by whose number a further section counts on.
        category: the last category's heading, for the same reason.
        template: the series' words.
        others: what the texts of the other items end with: what they all have is the articles' own.
    """
    articles_own = {clean(text) for text in others}
    numbered: set[tuple[str, int]] = set()
    for at in range(start, end):
        piece = pieces[at]
        if piece.passage is None:
            continue
        text = piece.text
        if at > start and _is_mark(text, template) and clean(text) not in articles_own:
            return _above(pieces, start, at, template)
        if at > start and _is_section(piece, numbered, section, category, at, end, template):
            return _above(pieces, start, at, template)
        if (heading := heading_of(text)) and heading.value is not None:
            numbered.add((heading.form, heading.value))
    return _colophon(pieces, start, end, template)


def _is_mark(text: str, template: Template) -> bool:
    if len(text) > LONGEST_LINE:
        return False
    return bool(template.end_marks.match(text) or template.attachments.match(text) or (template.notices.match(text) and not template.label.match(text)))


def _is_section(
    piece: Piece,
    numbered: set[tuple[str, int]],
    section: Heading | None,
    category: Heading | None,
    at: int,
    end: int,
    template: Template,
) -> bool:
    """Whether a further section begins: its words are known, or its number counts on from the content's and from none of the article's."""
    text = piece.text
    if len(text) > LONGEST_HEADING or ends_sentence(text):
        return False
    heading = heading_of(text)
    if template.end_section.match(text):
        # 小结 may head an article's own last part; a number, a bracket or a mark of its own tells a section of the bulletin.
        return heading is None or bool(heading.form) or piece.marked or _is_near_end(at, end)
    if heading is None or heading.value is None or heading.form not in _HAN_FORMS:
        return False
    before = (heading.form, heading.value - 1)
    if before in numbered or (heading.form, 1) in numbered:
        return False  # the article's own 一、 二、 三、
    counts_on = any(last is not None and last.form == heading.form and last.value == heading.value - 1 for last in (section, category))
    return counts_on and heading.value > 1


def _is_near_end(at: int, end: int) -> bool:
    """Whether a heading without a number stands near the document's end, where it heads its last part."""
    return end - at <= LONGEST_SECTION


def _above(pieces: Sequence[Piece], start: int, at: int, template: Template) -> int:
    """The place of what belongs to the back matter just above its first certain line: a colophon's lines."""
    while at - 1 > start and pieces[at - 1].passage and _strong(pieces[at - 1].text, template):
        at -= 1
    return at


def _strong(text: str, template: Template) -> bool:
    return len(text) <= LONGEST_LINE and bool(template.colophon.match(text))


def _colophon(pieces: Sequence[Piece], start: int, end: int, template: Template) -> int:
    """The place where the lines at the document's end become a colophon: labelled ones, of which one has a word that no article has."""
    at, first, strong = end, end, False
    while at - 1 > start:
        piece = pieces[at - 1]
        if piece.passage is None or len(piece.text) > LONGEST_LINE:
            break
        text = piece.text
        certain = _strong(text, template) or bool(template.notices.match(text))
        weak = bool(template.colophon_weak.match(text))
        # Between its lines stand addresses, names and dates without a label.
        between = first < end and len(text) <= LONGEST_HEADING and not ends_sentence(text)
        if not (certain or weak or (between and at > start + 1 and _labelled_above(pieces, start, at - 1, template))):
            break
        at -= 1
        if certain or weak:
            first = at
            strong = strong or certain
    return first if strong else end


def _labelled_above(pieces: Sequence[Piece], start: int, at: int, template: Template) -> bool:
    """Whether a colophon's line stands just above."""
    return at - 1 > start and _strong(pieces[at - 1].text, template)
