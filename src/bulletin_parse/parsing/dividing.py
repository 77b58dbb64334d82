"""Pieces cut where the layout could not know that something begins: a label, an item's title, a headline below a link.

A full line is joined with the next one by the look of the page alone. What the words say parts them again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from bulletin_parse.layout.blocks import ends_sentence
from bulletin_parse.layout.row import Row
from bulletin_parse.parsing.categories import heading_key
from bulletin_parse.parsing.labels import CORE_KINDS, Label, begun_by, inner_labels, label_of, unknown_label_of
from bulletin_parse.parsing.ledger import Passage
from bulletin_parse.parsing.links import BEHIND_LINK
from bulletin_parse.parsing.numbering import is_decimal, leading_number, unnumbered
from bulletin_parse.parsing.pieces import Piece, cut_piece, part_of
from bulletin_parse.parsing.template import Template, label_kind
from bulletin_parse.parsing.titles import LONGEST_TITLE, Titles
from bulletin_parse.text.folding import HAN, fold
from bulletin_parse.text.links import looks_like_link, may_continue_link

# A title that ran into the paragraph above it takes no more rows than this.
LONGEST_TITLE_ROWS = 12
TITLE_ROWS = 3  # of a title at the beginning of a piece
LAST_ROWS = 3  # of a piece, which may be a title without a number
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
    for piece, label in zip(pieces, begun, strict=True):
        block, text = piece.block, piece.text
        rows = block.rows if block else ()
        inside = ":" in text or "：" in text or "】" in text  # a mark that ends the word of a label inside a line
        if len(rows) < 2 and not inside:  # as most are
            out.append(piece)
            labels.append(label)
            continue
        whole = [(piece, label)]
        if block and len(rows) > 1 and piece.passage and not block.cells and (cuts := _cuts(rows, template, titles, headings)):
            parts = [part_of(block, rows[first:last]) for first, last in pairwise([0, *cuts, len(rows)])]
            whole = list(zip(parts, begun_by(parts, template), strict=True))
        for part, own in whole:
            halves = _in_line(part, own, template, titles) if inside else [part]
            out += halves
            labels += [own] if len(halves) == 1 else begun_by(halves, template)
    return out, labels


def _cuts(rows: Sequence[Row], template: Template, titles: Titles, headings: AbstractSet[str]) -> list[int]:
    """The rows at which something of its own begins."""
    cuts: list[int] = []
    beginnings = template.firsts.labels_or_numbers
    head = rows[0][2]
    first = label_of(head, template) if head[:1] in beginnings else None
    is_label = first is not None and not titles.same(unnumbered(head))
    open_label = _open_after(first.kind, head, first.end, template) if first and is_label else None
    linked = looks_like_link(head)
    below = _below_title(rows, titles) if head[:1] in beginnings else None
    last, middle = len(rows) - 1, len(rows) - LAST_ROWS
    for at, row in enumerate(rows[1:], start=1):
        text = row[2]
        begins = text[:1] in beginnings
        if not (begins or open_label or linked or headings) and at != below and at != last and (at < middle or not titles.may_begin(text)):
            continue  # as most rows: neither a label, a number nor an entry's words can begin there
        label = label_of(text, template) if begins else None
        if at == below or (label and label.kind in CORE_KINDS and (open_label or label.kind == "link" or label.closer or _is_bare_label(text, label.end))):
            cuts.append(at)
            open_label, linked = _open_after(label.kind, text, label.end, template) if label else None, False
        elif open_label and (label or unknown_label_of(text)):
            cuts.append(at)
            open_label, linked = (label.kind if label else "other"), False
        elif at == last and template.end_marks.match(text):
            cuts.append(at)
        elif ((open_label == "link" or linked) and not _goes_on(text)) or (headings and _is_heading(text, headings, template)) or _title_row(rows, at, titles):
            cuts.append(at)
            open_label, linked = None, False
        elif cuts and cuts[-1] == at - 1 and _is_heading(rows[at - 1].text, headings, template):
            cuts.append(at)
    return cuts


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


def _title_row(rows: Sequence[Row], at: int, titles: Titles) -> bool:
    """Whether an item's title stands in the rows from ``at`` on, up to the next label: under its number, or as an entry's words."""
    text = rows[at].text
    number = leading_number(text)
    if number is None or (number.glued and is_decimal(text)):
        return len(rows) - at <= LAST_ROWS and titles.may_begin(text) and ends_sentence(rows[at - 1].text) and titles.same(Passage.of(rows[at:]).text)
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
    if piece.passage is None or len(text) > 4 * LONGEST_TITLE:
        return [piece]
    if not (titles.may_begin(unnumbered(text.lstrip())) if titles.folded else leading_number(text)):
        return [piece]  # no title can stand before a label in it
    if label and not titles.same(unnumbered(text)):
        return [piece]
    for inner in inner_labels(text, template):
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
