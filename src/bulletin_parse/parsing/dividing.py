"""Pieces cut where the layout could not know that something begins: a label, an item's title, a headline below a link.

A full line is joined with the next one by the look of the page alone. What the words say parts them again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from operator import itemgetter

from bulletin_parse.layout.blocks import ends_sentence
from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.categories import heading_key
from bulletin_parse.parsing.labels import CORE_KINDS, Label, begun_by, label_of, unknown_label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.links import BEHIND_LINK
from bulletin_parse.parsing.numbering import Number, is_decimal, leading_number, unnumbered
from bulletin_parse.parsing.pieces import Piece, cut_piece, part_of
from bulletin_parse.parsing.template import Template, label_kind
from bulletin_parse.parsing.titles import LONGEST_TITLE, Titles
from bulletin_parse.text.folding import HAN, fold
from bulletin_parse.text.links import looks_like_link, may_continue_link

# A title that ran into the paragraph above it takes no more rows than this.
LONGEST_TITLE_ROWS = 12
TITLE_ROWS = 3  # of a title at the beginning of a piece
LAST_ROWS = 3  # of a piece, which may be a title without a number
_TEXT, _FIRST = itemgetter(2), itemgetter(slice(1))  # of a row, and a text's first character
# A heading that may stand at the end of a paragraph's piece is no longer than this.
LONGEST_HEADING = 24


def divided(
    pieces: Sequence[Piece], begun: Sequence[Label | None], template: Template, titles: Titles, headings: AbstractSet[str]
) -> tuple[list[Piece], list[Label | None]]:
    """The pieces of the content, cut before labels, titles and headings that the layout joined with what stands above; and the label that each begins with.

    Args:
        pieces: of the content.
        begun: the label that each begins with.
        template: the series' words.
        titles: the index's.
        headings: the categories' headings in the index, folded, without numbers.
    """
    out: list[Piece] = []
    labels: list[Label | None] = []
    done = 0  # pieces that are in ``out``
    characters = titles.characters
    for at, piece in enumerate(pieces):
        block = piece.block
        if block and len(block.rows) > 1 and not block.cells and (cuts := _cuts(block.rows, template, titles, headings)):
            parts = [part_of(block, block.rows[start:end]) for start, end in pairwise([0, *cuts, len(block.rows)])]
            own = begun_by(parts, template)
            if _may_have_label(piece.text):
                parts = [half for part, label in zip(parts, own, strict=True) for half in _in_line(part, label, template, titles)]
                own = begun_by(parts, template)
        elif (first := piece.text[:1]) not in characters and "\u4e00" <= first <= "\u9fff":
            continue  # as most: neither a title nor a number before one can stand before a label in it
        elif not _may_have_label(piece.text) or len(parts := _in_line(piece, begun[at], template, titles)) == 1:
            continue
        else:
            own = begun_by(parts, template)
        out += [*pieces[done:at], *parts]
        labels += [*begun[done:at], *own]
        done = at + 1
    return [*out, *pieces[done:]], [*labels, *begun[done:]]


def _may_have_label(text: str) -> bool:
    """Whether a text has a mark that ends the word of a label in a line."""
    return "：" in text or ":" in text or "】" in text


def _cuts(rows: Sequence[Row], template: Template, titles: Titles, headings: AbstractSet[str]) -> list[int]:
    """The rows at which something of its own begins."""
    last = len(rows) - 1
    texts = list(map(_TEXT, rows))
    openings = template.firsts.openings  # most rows are told by their first character that they begin with no label, number or address
    begin = [] if openings.isdisjoint(map(_FIRST, texts)) else [at for at, text in enumerate(texts) if text[:1] in openings and _begins_apart(text, template)]
    if not (headings or begin):
        # As in most paragraphs; an entry's words, or a mark of the end, may still stand in the last rows.
        cuts = _titles_near_end(rows, titles) if rows[last][2][-1:] != "。" or titles.end_sentences else []
        return [*cuts, last] if template.end_marks.match(rows[last][2]) and last not in cuts else cuts
    head = rows[0][2]
    linked = looks_like_link(head)
    is_begun = 0 in begin
    first = label_of(head, template) if is_begun else None
    is_label = first is not None and not titles.same(unnumbered(head))
    open_label = _open_after(first.kind, head, first.end, template) if first and is_label else None
    below = _below_title(rows, titles) if is_begun else None
    watched = {*begin, *range(len(rows) - LAST_ROWS, len(rows)), below}
    if headings:
        watched.update([at for at, row in enumerate(rows) if len(row[2]) <= LONGEST_HEADING])
    cuts = []
    for at in range(1, len(rows)):
        if not (at in watched or open_label or linked or (headings and at - 1 in cuts)):
            continue  # as most rows: neither a label, a number, a heading nor an entry's words can begin there
        text = rows[at][2]
        begins = at in begin
        label = label_of(text, template) if begins else None
        if at == below or (label and label.kind in CORE_KINDS and (open_label or label.kind == "link" or label.closer or _is_bare_label(text, label.end))):
            cuts.append(at)
            open_label, linked = _open_after(label.kind, text, label.end, template) if label else None, False
        elif open_label and (label or unknown_label_of(text)):
            cuts.append(at)
            open_label, linked = (label.kind if label else "other"), False
        elif at == last and template.end_marks.match(text):
            cuts.append(at)
        elif (
            ((open_label == "link" or linked) and not _goes_on(text))
            or (headings and _is_heading(text, headings, template))
            or _title_row(rows, at, titles, leading_number(text) if begins else None)
        ):
            cuts.append(at)
            open_label, linked = None, False
        elif headings and at - 1 in cuts and _is_heading(rows[at - 1].text, headings, template):
            cuts.append(at)
    return cuts


def _begins_apart(text: str, template: Template) -> bool:
    """Whether a row begins with a number, a label or an address."""
    return bool(leading_number(text) or label_of(text, template)) or looks_like_link(text)


def _titles_near_end(rows: Sequence[Row], titles: Titles) -> list[int]:
    """The last rows from which on a piece is an entry's title word for word, behind a sentence."""
    first = max(1, len(rows) - LAST_ROWS)
    return [at for at in range(first, len(rows)) if ends_sentence(rows[at - 1][2]) and titles.same(Passage.of(rows[at:]).text)]


def _below_title(rows: Sequence[Row], titles: Titles) -> int | None:
    """The row below an entry's title under its number, which filled its lines and ran into what stands below it."""
    if not leading_number(rows[0].text):
        return None
    ends = [end for end in range(1, min(len(rows), TITLE_ROWS + 1)) if titles.same(unnumbered(Passage.of(rows[:end]).text))]
    return ends[-1] if ends else None


def _open_after(kind: str, text: str, end: int, template: Template) -> str | None:
    """The label that is open below a row: below the content's own words, or words where a link should be, nothing but text is expected."""
    if _is_bare_label(text, end) or kind not in ("content", "link"):
        return kind
    return kind if kind == "link" and not _is_prose(text[end:].strip(), template) else None


def _is_prose(value: str, template: Template) -> bool:
    """Whether a link's label has words behind it: 新闻链接：互认是指…, a box's own heading."""
    said = looks_like_link(value) or template.link_words.match(value) or template.no_link.match(value)
    return bool(HAN.search(value)) and not said


def _is_bare_label(text: str, end: int) -> bool:
    return end >= len(text.rstrip())


def _goes_on(text: str) -> bool:
    """Whether a row can belong to a link's value: the rest of an address, or another one."""
    first, _, rest = text.rstrip(BEHIND_LINK).partition(" ")
    # 8 月 21 日，…: a number that a text begins with is no rest of an address.
    return looks_like_link(text) or (may_continue_link(first) and not (rest and first.isdecimal()))


def _is_heading(text: str, headings: AbstractSet[str], template: Template) -> bool:
    return bool(headings) and len(text) <= LONGEST_HEADING and heading_key(text, template) in headings


def _title_row(rows: Sequence[Row], at: int, titles: Titles, number: Number | None) -> bool:
    """Whether an item's title stands in the rows from ``at`` on, up to the next label: under its number, or as an entry's words."""
    if number is None or (number.glued and is_decimal(rows[at].text)):
        return len(rows) - at <= LAST_ROWS and ends_sentence(rows[at - 1].text) and titles.same(Passage.of(rows[at:]).text)
    if at < len(rows) - LONGEST_TITLE_ROWS:
        return False
    last = len(rows)
    words = Passage.of(rows[at:last]).text[number.end :]
    return titles.like(words) or (
        len(rows) - at > 1 and any(titles.same(Passage.of(rows[at:end]).text[number.end :]) for end in range(at + 1, min(last, at + 4)))
    )


def _in_line(piece: Piece, label: Label | None, template: Template, titles: Titles) -> list[Piece]:
    """A piece cut where a label stands behind an item's title in one line: 1. 标题 来源：人民网."""
    text = piece.text
    if len(text) > 4 * LONGEST_TITLE or not template.firsts.word.search(text, 1) or piece.passage is None:
        return [piece]  # too long, or without the first character of any label's word
    number = leading_number(text)
    bare = text[number.end :] if number else text
    if not (titles.may_begin(bare) if titles.folded else number) or (label and not titles.same(bare)):
        return [piece]  # no title can stand before a label in it
    for inner in template.inner_label.finditer(text):
        if inner.start() > LONGEST_TITLE:
            break
        if label_kind(inner) not in CORE_KINDS:
            continue
        before = text[: inner.start()].strip()
        if fold(before) and (titles.same(unnumbered(before)) or _is_numbered_title(before, inner, titles)):
            return [*cut_piece(piece, inner.start())]
    return [piece]


def _is_numbered_title(before: str, inner: re.Match[str], titles: Titles) -> bool:
    """Whether a numbered text before a source or a link is a title, though no index says so."""
    return not titles.folded and leading_number(before) is not None and label_kind(inner) in ("source", "link") and not ends_sentence(before)
